"""Two views on one case: asked of the first and the second line, given blind, laid beside each other."""
