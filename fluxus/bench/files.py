"""Files to measure with: a national table of 40 columns, and a ZIP of kernset messages; nobody's data."""

import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from fluxus.demo.country import Country, build_country
from fluxus.demo.deliveries import FLAWS, write_deliveries

SEED: Final = 7
LAST_YEAR: Final = 2024
BASE_ROWS: Final = 200_000
"""A larger table is this many rows again for each year before: drawing women takes long."""
COLUMNS: Final = 40
MESSAGE: Final = Path(__file__).with_name("message.xml")
_WEIGHTS: Final = (9, 8, 7, 6, 5, 4, 3, 2)
_EXTRA: Final = {
    "echtermijn_bekend": ("0", "1"),
    "zorgpad": ("A", "B", "C", "D"),
    "etniciteit": ("1", "2", "3", "9"),
    "roken": ("ja", "nee", "onbekend"),
    "foliumzuur": ("ja", "nee", "onbekend"),
    "gbs_status": ("positief", "negatief", ""),
    "rhesus_d": ("+", "-"),
    "ctg": ("0", "1"),
    "mbo": ("0", "1", "9"),
    "meconium": ("0", "1"),
    "apgar_1": tuple(str(score) for score in range(11)),
    "apgar_5": tuple(str(score) for score in range(11)),
    "geslacht": ("1", "2"),
    "ph_arterieel": tuple(f"7,{hundredth:02}" for hundredth in range(40)),
    "opname_nicu": ("0", "1"),
    "voeding": ("borst", "fles", "beide"),
    "kraamzorg_uren": tuple(str(hours) for hours in range(24, 81)),
    "ontslag_dag": tuple(str(day) for day in range(8)),
    "versie": ("2.3.6",),
    "systeem": ("bron 1", "bron 2", "bron 3"),
    "opmerking_code": ("", "", "", "7", "12"),
}
"""Headings that the import does not know, as a real export has them."""


def country() -> Country:
    """Return the fictitious country in which these births take place."""
    return build_country(SEED)


def write_table(path: Path, rows: int) -> None:
    """Write a CSV of exactly ``rows`` rows and 40 columns."""
    base = _base(min(rows, BASE_ROWS))
    with path.open("w", encoding="utf-8", newline="") as file:
        base.head(0).to_csv(file, sep=";", index=False)
        for back in range(-(-rows // len(base))):
            part = base.head(min(len(base), rows - back * len(base)))
            if back:
                year = str(LAST_YEAR - back)
                part = part.assign(geboortedatum=year + part["geboortedatum"].str[4:])
            part.to_csv(file, sep=";", index=False, header=False)


def _base(rows: int) -> pd.DataFrame:
    """Return so many rows of one year, without the 29th of February, so that any year can have them."""
    with tempfile.TemporaryDirectory() as folder:
        years = range(LAST_YEAR, LAST_YEAR + 1)
        made = write_deliveries(
            Path(folder), country=country(), seed=SEED, births=int(rows * 1.05) + 50, years=years
        )
        frame = pd.read_csv(next(iter(made)).path, sep=";", dtype=str, keep_default_na=False)
    frame = frame[~frame["geboortedatum"].str.contains("-02-29")]
    for heading, text in FLAWS:  # a bare load would stop at them
        frame = frame[frame[heading] != text]
    frame = frame.head(rows).reset_index(drop=True)
    rng = np.random.default_rng(SEED)
    for name, values in _EXTRA.items():
        frame[name] = np.array(values, dtype=object)[rng.integers(0, len(values), len(frame))]
    if frame.shape != (rows, COLUMNS):
        raise ValueError(f"the table to measure with is {frame.shape}, not {rows} x {COLUMNS}")
    return frame


def bsn(number: int) -> str:
    """Return the ``number``-th number that passes the 11-test and is nobody's (they begin with 99)."""
    body = 99_000_000 + number * 7
    while True:
        digits = f"{body:08}"
        check = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        body += 1


def messages(count: int) -> list[bytes]:
    """Return so many HL7v3 messages, each a file of its own."""
    template = MESSAGE.read_text(encoding="utf-8")
    rng = np.random.default_rng(SEED)
    losses = (np.round(rng.lognormal(5.9, 0.6, count) / 10) * 10).astype(int).clip(50, 5000)
    lvr_id = next(one.lvr_id for one in country().of_kind("hospital"))
    made = []
    for number in range(count):
        born = date(LAST_YEAR, 1, 1) + timedelta(int(rng.integers(0, 360)))
        values = {
            "BSN": bsn(number),
            "CHILD": bsn(count + number),
            "LVR": lvr_id,
            "RECORD": f"dossier-{number}",
            "DAY": f"{born:%Y%m%d}",
            "DUE": f"{born + timedelta(5):%Y%m%d}",
            "LOSS": str(losses[number]),
            "PARITY": str(number % 4),
        }
        text = template
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        made.append(text.encode())
    return made


def write_messages(path: Path, files: list[bytes]) -> None:
    """Write the messages as a ZIP."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(files):
            archive.writestr(f"bericht-{number:05}.xml", content)
