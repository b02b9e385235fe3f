"""PURE. What can be wrong, in words: code → what is wrong and how to mend it, per gate."""
