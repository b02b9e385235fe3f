"""The page on data quality: how well births are registered, and what to do about it."""
