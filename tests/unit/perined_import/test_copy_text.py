"""Columns as the text of PostgreSQL's COPY."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perined_import.copy_text import column_text, copy_text


def lines(*columns):
    return [line.split("\t") for line in copy_text(columns).decode().split("\n")[:-1]]


def test_every_kind_of_column_and_what_is_unknown():
    columns = [
        pd.Series([1, None, -7], dtype="Int64"),
        pd.Series([True, None, False], dtype="boolean"),
        pd.Series(pd.Categorical(["b", None, "a"])),
        pd.Series(["2021-08-04", None, "1999-12-31"], dtype="datetime64[s]"),
        pd.Series([24.5, None, 31.25], dtype="Float64"),
        pd.Series(["0010", None, "é\t\\\n\r"], dtype=object),
        np.array([b"k1", b"k2", b"k3"]),
        np.array([True, False, True]),
        np.array([4, 5, 6], dtype=np.int16),
    ]
    assert lines(*columns) == [
        ["1", "t", "b", "2021-08-04", "24.5", "0010", "k1", "t", "4"],
        [*["\\N"] * 6, "k2", "f", "5"],
        ["-7", "f", "a", "1999-12-31", "31.25", "é\\t\\\\\\n\\r", "k3", "t", "6"],
    ]


@pytest.mark.parametrize("dtype", ["Int64", "boolean", "datetime64[s]", "Float64", "object"])
def test_wholly_unknown(dtype):
    assert column_text(pd.Series([None, None], dtype=dtype)).tolist() == [b"\\N", b"\\N"]


@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_whole_numbers_of_any_size(numbers):
    column = pd.Series(numbers, dtype="Int64")
    assert lines(column) == [["\\N" if one is None else str(one)] for one in numbers]
