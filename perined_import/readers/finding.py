"""PURE. One kind of thing wrong in one column, and in which rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Finding:
    """One kind of thing wrong in one column: the rows (positions in the frame), and the value of each."""

    code: str
    column: str
    rows: Any
    values: Sequence[object] = ()
    params: dict[str, Any] = field(default_factory=dict)

    def without(self, rows: Any) -> "Finding":
        """Return the finding without some rows."""
        left = ~np.isin(self.rows, rows)
        values = [value for value, stays in zip(self.values, left, strict=True) if stays]
        return replace(self, rows=self.rows[left], values=values)
