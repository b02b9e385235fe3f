"""PURE. The sources of the thresholds, spelled out; ``S06`` in a list stands for one of these."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from fluxus.texts import Text

SOURCES: Final[Mapping[str, Text]] = {
    "S04": Text(
        "Ommelander Ziekenhuis, protocol HPP van het VSV", "Ommelander hospital, HPP protocol of its VSV"
    ),
    "S06": Text(
        "Smit e.a., BMC Pregnancy Childbirth 2013;13:194", "Smit et al., BMC Pregnancy Childbirth 2013;13:194"
    ),
    "S07": Text(
        "Smit e.a., BMC Pregnancy Childbirth 2014;14:397", "Smit et al., BMC Pregnancy Childbirth 2014;14:397"
    ),
    "S11": Text("Ramler e.a., AOGS 2022;101:450", "Ramler et al., AOGS 2022;101:450"),
    "S12": Text("De Vries e.a., Prev Med Rep 2024;40:102665", "De Vries et al., Prev Med Rep 2024;40:102665"),
    "S13": Text("TeMpOH-studie, Blood Adv 2018;2:2433", "TeMpOH study, Blood Adv 2018;2:2433"),
    "S20": Text(
        "WHO 2023: bloedverlies bepalen en de bundel van maatregelen",
        "WHO 2023: assessing blood loss and the bundle of measures",
    ),
    "S23": Text("WHO 2017 over tranexaminezuur; Brenner 2019", "WHO 2017 on tranexamic acid; Brenner 2019"),
    "S24b": Text("RCOG over vocht en oxytocine", "RCOG on fluids and oxytocin"),
    "S24c": Text("Waarschuwingen bij sulproston", "Cautions for sulprostone"),
    "S25": Text("Nathan e.a., BJOG 2015;122:268", "Nathan et al., BJOG 2015;122:268"),
    "S27": Text("CMQCC, stappenkaarten obstetrische bloeding", "CMQCC, obstetric haemorrhage table charts"),
    "S28": Text("ACOG Safe Motherhood Initiative, checklist", "ACOG Safe Motherhood Initiative, checklist"),
    "S29": Text("OBS Cymru, checklist; Bell 2020", "OBS Cymru, checklist; Bell 2020"),
    "S30": Text(
        "Noorse vereniging voor anesthesiologie 2025 (concept)", "Norwegian anaesthesia society 2025 (draft)"
    ),
    "S31": Text("Overzicht fibrinogeen uit Cardiff, IJOA 2019", "Cardiff fibrinogen review, IJOA 2019"),
    "S33": Text("Studie retentio placentae uit Zürich", "Retained placenta study from Zurich"),
    "S40": Text("Main e.a., Obstet Gynecol 2015;126:155", "Main et al., Obstet Gynecol 2015;126:155"),
    "S44": Text("Wkkgz, artikel 9 en 10", "Wkkgz (Dutch law on quality of care), articles 9 and 10"),
    "S47": Text("RIVM, norm voor ambulances", "RIVM, ambulance norm"),
    "S50": Text(
        "NVOG, Hemorrhagia postpartum, module over tranexaminezuur (Richtlijnendatabase): 1 g i.v. in de"
        " tweede lijn bij meer dan 500 ml in de eerste drie uur, na 30 minuten herhalen als het nog bloedt",
        "NVOG, postpartum haemorrhage, module on tranexamic acid (Richtlijnendatabase): 1 g i.v. in secondary"
        " care at more than 500 ml in the first three hours, again after 30 minutes if it still bleeds",
    ),
    "S51": Text(
        "NVOG 2015 over retentio placentae, zoals vraagdevroedvrouw.nl het weergeeft",
        "NVOG 2015 on retained placenta, as reported by vraagdevroedvrouw.nl",
    ),
}

_CODE: Final = re.compile(r"S[0-9]{2}[a-c]?")
_RANGE: Final = re.compile(r"S([0-9]{2})[-–]S([0-9]{2})")


def codes_in(source: str) -> tuple[str, ...]:
    """Return the codes in a source such as ``S27-S29; RCOG``: S27, S28, S29."""
    found = list(_CODE.findall(source))
    for first, last in _RANGE.findall(source):
        found += [f"S{number:02d}" for number in range(int(first), int(last) + 1)]
    return tuple(sorted(set(found)))


def sources_of(sources: Iterable[str]) -> tuple[tuple[str, Text], ...]:
    """Return every code that these sources name, with its words."""
    codes = sorted({code for source in sources for code in codes_in(source)})
    return tuple((code, SOURCES[code]) for code in codes if code in SOURCES)
