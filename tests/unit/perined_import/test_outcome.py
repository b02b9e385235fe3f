"""Eligible, known, haemorrhage: the frame agrees with the obvious way, row by row."""

import itertools

import pytest

from perined_import import frames
from perined_import.kernset import REPORT_COLUMNS
from perined_import.outcome import add_outcome, counted, haemorrhage


def row(**values):
    return dict.fromkeys(REPORT_COLUMNS) | values


@pytest.mark.parametrize(
    ("loss", "flag", "expected"),
    [
        (1000, None, False),
        (1001, None, True),
        (1000, True, False),
        (1500, False, True),
        (None, True, True),
        (None, False, False),
        (None, None, None),
        (0, None, False),
    ],
)
def test_more_than_a_litre_and_missing_is_never_no(loss, flag, expected):
    assert haemorrhage(loss, flag) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"gestation_days": 154}, True),
        ({"gestation_days": 153}, False),
        ({"gestation_days": 153, "birth_weight_g": 900}, False),
        ({"birth_weight_g": 500}, True),
        ({"birth_weight_g": 499}, False),
        ({}, True),
        ({"termination": True}, False),
        ({"termination": False, "gestation_days": 280}, True),
    ],
)
def test_who_is_eligible(values, expected):
    assert counted(row(**values))["eligible"] is expected


def test_the_frame_agrees_with_the_rows():
    combinations = itertools.product(
        (None, 0, 1000, 1001), (None, True, False), (None, 153, 154), (None, 499, 500), (None, True, False)
    )
    names = ("blood_loss_ml", "pph_flag", "gestation_days", "birth_weight_g", "termination")
    rows = [row(**dict(zip(names, values, strict=True))) for values in combinations]
    frame = add_outcome(frames.from_rows(rows))
    for found, expected in zip(frames.to_rows(frame), rows, strict=True):
        counted(expected)
        for name in ("pph", "eligible", "in_denominator"):
            assert found[name] == expected[name], expected
