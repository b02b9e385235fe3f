"""Rule sets: the thresholds that judge a case, a VSV's own version of them, signing, and screening again."""
