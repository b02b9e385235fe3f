"""Speed, measured side by side in one run: each figure beside the barest thing that does the same work.

Quote ratios and medians, not single times. Scratch databases and files are made and thrown away.
"""
