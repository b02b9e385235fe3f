"""PURE. The one table of delivery columns: whatever the layout of a file, reading ends in these.

A column says what it holds, in which unit, which values are possible, which are unlikely, and under which
headings a table may bring it. Readers, checks, tables in the database and pages all look here.
Source of elements and ranges: Kernset Geboortezorg 2.3.6 (element numbers in comments).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from fluxus.texts import Text

Kind = Literal["whole", "decimal", "flag", "code", "date", "time", "text"]

LINES: Final = ("primary", "secondary")
PLACES: Final = ("home", "birth_centre", "hospital", "on_the_way")
MODES: Final = (
    "emergency_caesarean",
    "planned_caesarean",
    "caesarean_unspecified",
    "breech",
    "forceps",
    "vacuum",
    "instrumental_unspecified",
    "spontaneous",
    "other",
)
"""In order of precedence: of twins the delivery takes the mode that stands first."""
ONSETS: Final = ("spontaneous", "induced", "planned_caesarean")
PLACENTAS: Final = ("spontaneous", "cct", "manual", "caesarean", "other")
PERINEUMS: Final = ("intact", "other", "first", "second", "third", "fourth")
"""From least to most: the highest of several counts."""

PPH_ML: Final = 1000
"""More than this is a postpartum haemorrhage (element 82398: more than 1000 cc; exactly 1000 is not)."""
ELIGIBLE_GESTATION_DAYS: Final = 154
"""22+0 weeks: the lower bound of the national yearbook."""
ELIGIBLE_WEIGHT_G: Final = 500
"""Stands in for gestation where that is unknown."""


@dataclass(frozen=True)
class Column:
    """One delivery column.

    Outside ``low``–``high`` a row is rejected, or (``mend``) the value is dropped with a warning because
    it is derived or no part of any count; above ``unlikely_above`` it is kept with a warning.
    ``headings`` are the names under which a table may bring it.
    """

    name: str
    kind: Kind
    label: Text
    unit: str = ""
    low: float | None = None
    high: float | None = None
    unlikely_above: float | None = None
    mend: bool = False
    allowed: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        "birth_date", "date", Text("geboortedatum kind", "birth date"), headings=("geboortedatum", "ddgeb")
    ),
    Column(
        "birth_year", "whole", Text("geboortejaar", "birth year"), low=1900, high=2200, headings=("jaar",)
    ),
    Column("birth_time", "time", Text("geboortetijd", "time of birth")),
    Column(
        "reporting_lvr_id",
        "text",
        Text("LVR-id van de aanleveraar", "LVR id of the reporter"),
        headings=("lvr", "lvr_id", "instelling_lvr"),
    ),
    Column(
        "hospital_lvr_id",
        "text",
        Text("LVR-id van het ziekenhuis", "LVR id of the hospital"),
        headings=("ziekenhuis_lvr", "lvr_ziekenhuis"),
    ),
    Column("line", "code", Text("lijn", "line of care"), allowed=LINES, headings=("lijn", "verantw_eb")),
    Column(
        "place", "code", Text("plaats", "place of birth"), allowed=PLACES, headings=("plaats", "gebplaats")
    ),
    Column(
        "mode",
        "code",
        Text("wijze van bevallen", "mode of birth"),
        allowed=MODES,
        headings=("type_partus", "wijze_partus", "partus"),
    ),
    Column(
        "blood_loss_ml",
        "whole",
        Text("bloedverlies", "blood loss"),
        "ml",
        0,
        9999,
        5000,
        headings=("bloedverlies", "bloedverlies_ml", "hoeveelheid_bloedverlies"),
    ),
    Column("pph_flag", "flag", Text("fluxus ja/nee", "haemorrhage yes/no"), headings=("fluxus", "hpp")),
    Column(
        "parity", "whole", Text("pariteit", "parity"), low=0, high=30, headings=("pariteit", "par", "parity")
    ),
    Column(
        "previous_pph",
        "flag",
        Text("eerdere fluxus", "earlier haemorrhage"),
        headings=("eerdere_hpp", "previous_pph"),
    ),
    Column(
        "maternal_age",
        "whole",
        Text("leeftijd", "age"),
        "year",
        10,
        65,
        mend=True,
        headings=("leeftijd", "maternal_age"),
    ),
    Column("bmi", "decimal", Text("BMI", "BMI"), "kg/m²", 10, 90, mend=True, headings=("bmi",)),
    Column(
        "gestation_days",
        "whole",
        Text("zwangerschapsduur", "gestation"),
        "d",
        112,
        315,
        headings=("amddd", "zwangerschapsduur_dagen", "gestation_days"),
    ),
    Column(
        "children",
        "whole",
        Text("aantal kinderen", "children"),
        low=1,
        high=9,
        headings=("aantal_kinderen", "omv", "children"),
    ),
    Column(
        "birth_weight_g",
        "whole",
        Text("geboortegewicht", "birth weight"),
        "g",
        200,
        7000,
        headings=("geboortegewicht", "geboortegew", "birth_weight_g"),
    ),
    Column("onset", "code", Text("begin van de baring", "onset of labour"), allowed=ONSETS),
    Column("augmented", "flag", Text("bijstimulatie", "augmentation")),
    Column("second_stage_min", "whole", Text("uitdrijving", "second stage"), "min", 0, 1440, mend=True),
    Column(
        "placenta",
        "code",
        Text("geboorte placenta", "birth of the placenta"),
        allowed=PLACENTAS,
        headings=("placenta",),
    ),
    Column(
        "third_stage_uterotonic", "flag", Text("uterotonicum nageboortetijdperk", "third-stage uterotonic")
    ),
    Column(
        "perineum", "code", Text("perineum", "perineum"), allowed=PERINEUMS, headings=("perineum", "ruptuur")
    ),
    Column("episiotomy", "flag", Text("episiotomie", "episiotomy"), headings=("episiotomie", "episiotomy")),
    Column("epidural", "flag", Text("epiduraal", "epidural")),
    Column("transferred_in_labour", "flag", Text("overgedragen tijdens de baring", "transferred in labour")),
    Column(
        "transferred_third_stage",
        "flag",
        Text("overgedragen in het nageboortetijdperk", "transferred in the third stage"),
    ),
    Column("termination", "flag", Text("zwangerschapsafbreking", "termination")),
    Column("perinatal_death", "flag", Text("perinatale sterfte", "perinatal death")),
)

TABLE_ONLY: Final[tuple[Column, ...]] = (
    Column("pseudonym", "text", Text("pseudoniem", "pseudonym"), headings=("pseudoniem",)),
    Column("partus_number", "text", Text("partusnummer", "delivery number"), headings=("partusnummer",)),
    Column("record_number", "text", Text("dossiernummer", "record number"), headings=("dossiernummer",)),
    Column("delivery_id", "text", Text("bevalling-id", "delivery id"), headings=("bevalling_id",)),
    Column("vsv", "text", Text("VSV", "VSV"), headings=("vsv", "vsv_code")),
    Column(
        "birth_order",
        "whole",
        Text("rangnummer", "birth order"),
        low=1,
        high=9,
        headings=("rangnummer", "birth_order"),
    ),
    Column(
        "gestation_weeks",
        "whole",
        Text("zwangerschapsduur in weken", "gestation in weeks"),
        "weeks",
        16,
        45,
        headings=("amww",),
    ),
    Column(
        "age_at_conception",
        "whole",
        Text("leeftijd bij conceptie", "age at conception"),
        "year",
        10,
        65,
        mend=True,
        headings=("lft_concep",),
    ),
)
"""What a table may bring besides: identifiers (never stored), the VSV, birth order and coarse stand-ins."""

IDENTIFIERS: Final = ("delivery_id", "pseudonym", "partus_number", "record_number")
"""The four ways in which a table may say which rows are one delivery; one file uses at most one."""

BY_NAME: Final = {column.name: column for column in (*COLUMNS, *TABLE_ONLY)}
VALUE_NAMES: Final = tuple(column.name for column in COLUMNS)

TECHNICAL: Final = (
    "care_periods",  # 1: responsible in the second stage (20355 = 4), 2: in the third stage (5)
    "birth_orders",  # bit n - 1 is set when child number n was seen
    "coarse",  # what was read off a coarser value: 1 gestation from weeks, 2 age at conception
    "low_risk_at_start",  # 20530 in 1, 4: began in first-line care
    "record_key",  # keyed hash of (LVR id, record number): the same record sent again
    "identified",  # whether record_key comes from an identifier (else from the row's content)
    "link_key",  # keyed hash of the woman (or child): the same delivery elsewhere; None links with nothing
    "sent_at",  # creation time of the message, yyyymmddHHMMSS as a number
    "vsv_code",  # the VSV that the file itself names
    "is_birth",  # False: set aside (no birth in it), kept as context
    "file",  # index of the file within the upload
    "position",  # message number, or row as the spreadsheet shows it
)
GESTATION_COARSE: Final = 1
AGE_COARSE: Final = 2
SECOND_STAGE: Final = 1
THIRD_STAGE: Final = 2

REPORT_COLUMNS: Final = (*VALUE_NAMES, *TECHNICAL)
"""The columns of the frame in which every reader ends, in order."""


def of_kind(*kinds: Kind) -> tuple[str, ...]:
    """Return the names of the value columns of these kinds."""
    return tuple(column.name for column in COLUMNS if column.kind in kinds)


def heading_key(heading: str) -> str:
    """Return a heading without what does not matter in it: case, spaces, hyphens, quotes, a BOM."""
    text = heading.replace("\ufeff", "").replace("\xa0", " ").strip().strip("\"'").strip().lower()
    return "_".join(text.replace("-", " ").replace("_", " ").split())


def known_headings(columns: Iterable[Column] = (*COLUMNS, *TABLE_ONLY)) -> dict[str, str]:
    """Return heading → column name for every heading a table may use."""
    return {heading: column.name for column in columns for heading in column.headings}
