"""PURE. The picture of a case: curves, marks and bands on one axis in minutes since birth."""
