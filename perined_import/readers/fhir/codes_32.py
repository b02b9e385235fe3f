"""PURE. Codes of dataset geboortezorg 3.2 → the codes that kernset 2.3 writes for the same thing, as data.

A code that is in no table becomes a warning (unknown_code) and unknown, never "other". Sources: [R] the
project's kernset reference, section 1.5; [P] the public Nictiz package for birth care in STU3 (value sets,
profiles); [inferred] what a careful reader takes it for.
"""

from collections.abc import Mapping
from typing import Final

SNOMED: Final = frozenset({"http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"})
LOINC: Final = frozenset({"http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"})
NULL_FLAVOR: Final = frozenset(
    {"http://hl7.org/fhir/v3/NullFlavor", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"}
)
ABSENT: Final = "UNK"
"""What stands for a value that is absent for a reason."""

# --- identifiers -----------------------------------------------------------------------------------------
BSN: Final = frozenset(
    {"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"}
)  # [R][P]
LVR: Final = frozenset({"urn:oid:2.16.840.1.113883.2.4.3.22.96.6", "2.16.840.1.113883.2.4.3.22.96.6"})
"""[inferred] 3.2 names no LVR id; this is the OID of 2.3 written as FHIR writes OIDs."""

# --- what a statement is about ---------------------------------------------------------------------------
DELIVERY: Final = "236973005"  # [R] Procedure bc-DeliveryProcedure, 37
BIRTH: Final = "3950001"  # [R] Procedure bc-Birth, 39
PREGNANCY_RECORD: Final = "364320009"  # [P] EpisodeOfCare bc-MaternalRecord
BLOOD_LOSS: Final = "364332008"  # [R] 1751 in 3967
MODE: Final = "364336006"  # [R] 4147 in 4144
PLACE: Final = "366344009"  # [R] 4196
PLACENTA: Final = "236994008"  # [R] 4221
PERINEUM: Final = "609625009"  # [R] 3951; its components:
PERINEUM_PART: Final = (
    "364297003"  # [R] 3953; as a statement of its own it is the check-up weeks later (7950)
)
SPHINCTER_PART: Final = "366252005"  # [R] 3954
START: Final = "160611000146102"  # [R] 4099
PUSHING: Final = "249163006"  # [R] 4135
SECOND_STAGE_PART: Final = "169822006"  # [P] component of 4132: duration of the second stage
PRESENTATION: Final = "271692001"  # [R] 4172
CHILDREN: Final = "118861000146102"  # [P] 4184
DUE: Final = "147781000146105"  # [R] 2223 in 2220; 161714006 is an estimate and is not read
PARITY: Final = "11977-6"  # [R] 3343 (LOINC)
BIRTH_WEIGHT: Final = "8339-4"  # [R] 1419 (LOINC); 29463-7 stands beside it in the same statement
WEIGHT: Final = "29463-7"  # [R] 10395 (LOINC)
HEIGHT: Final = "8302-2"  # [R] 10396 (LOINC)
DEATHS: Final = frozenset({"276507005", "276506001"})  # [R] 1756; the second [P] 1847
HAEMORRHAGE: Final = "47821001"  # [R] 1568

# --- value sets ------------------------------------------------------------------------------------------
MODES: Final[Mapping[str, str]] = {
    "177184002": "177184002",  # [R] spontaneous
    "48782003": "177184002",  # [R] spontaneous; outside the value set, but in published examples
    "3311000146109": "3311000146109",  # [R] assisted vaginal
    "61586001": "3311000146109",  # [R] vacuum; outside the value set, but in published examples
    "302383004": "3311000146109",  # [inferred] forceps, as vacuum
    "11466000": "11466000",  # [R] caesarean
    "177141003": "177141003",  # [R] planned
    "80771000146107": "177141003",  # [R] planned caesarean (1610), as the next
    "274130007": "274130007",  # [R] emergency
    "80801000146105": "274130007",  # [R] emergency caesarean (1610); as mode in published examples
    "386639001": "386639001",  # [R] the specification counts it as other
    "447972007": "447972007",  # [R] termination
    "236990004": "236990004",  # [R] termination
    "OTH": "OTH",  # [R]
}
INSTRUMENTS: Final[Mapping[str, str]] = {
    "61586001": "61586001",  # [R] vacuum
    "302383004": "302383004",  # [R] forceps
    "699999008": "699999008",  # [P] 1610 version and extraction
    "359940006": "359940006",  # [P] 1610 partial breech extraction
    "416055001": "416055001",  # [P] 1610 breech extraction
}
MODES_WITH_INSTRUMENT: Final = frozenset({"3311000146109"})
CAESAREANS: Final[Mapping[str, str]] = {
    "80771000146107": "177141003",  # [R] 1610 planned
    "80801000146105": "274130007",  # [R] 1610 emergency
    "11466000": "11466000",  # [P] 1610 not said which
}
DECISIONS: Final[Mapping[str, str]] = {
    "6893006": "2",  # [P] 7919: in the first stage
    "42857002": "3",  # [P] 7919: in the second stage
}
PRESENTATIONS: Final[Mapping[str, str]] = {
    code: code
    for code in (  # [P] the value set of 2.3 has the same SNOMED codes
        [
            "37235006",
            "70028003",
            "249079005",
            "21882006",
            "8014007",
            "49168004",
            "38049006",
            "18559007",
            "OTH",
        ]
    )
}
PLACES: Final[Mapping[str, str]] = {
    "169813005": "169813005",  # [R] home
    "56311000146108": "23",  # [R] birth centre
    "56321000146103": "22232009",  # [R] hospital
    "56301000146106": "40",  # [R] transport
    "107191000146100": ABSENT,  # [R] abroad: 2.3 has no such place [inferred] unknown
}
IN_HOSPITAL: Final = "22232009"
ELSEWHERE: Final = frozenset({"169813005", "23", "40"})
PLACENTAS: Final[Mapping[str, str]] = {
    "408819007": "0",  # [R] own effort
    "302384005": "2",  # [R] controlled cord traction
    "28233006": "3",  # [R] manual
    "149161000146109": "4",  # [R] through a caesarean
    "265640003": "OTH",  # [P] in the later value set: Credé [inferred] other
    "OTH": "OTH",  # [R]
}
PERINEUMS: Final[Mapping[str, str]] = {
    "289854007": "289854007",  # [R] intact
    "286554000": ABSENT,  # [R] injured, without a degree [inferred] unknown unless a problem gives one
    "57759005": "199916005",  # [R] first degree; also as component in a published example
    "6234006": "199925004",  # [R] second degree
    "10217006": "199930000",  # [R] third degree
    "449807005": "449807005",  # [R] 3a
    "449808000": "449808000",  # [R] 3b
    "449809008": "449809008",  # [R] 3c
    "199934009": "199934009",  # [R] fourth degree
    "OTH": "OTH",  # [P]
}
SPHINCTERS: Final[Mapping[str, str]] = {
    "249641001": ABSENT,  # [R] intact: says nothing about the perineum
    "249642008": "199930000",  # [R] damaged [inferred] at least third degree
    "OTH": ABSENT,  # [P]
}
TEARS: Final[Mapping[str, str]] = {
    **{
        code: PERINEUMS[code]
        for code in ["57759005", "6234006", "10217006", "449807005", "449808000", "449809008"]
    },
    "199934009": "199934009",  # [R]
    "860603002": "609344008",  # [R] episiotomy wound
}
"""Problems (1568) that say what became of the perineum; other problems are not read."""
STARTS: Final[Mapping[str, str]] = {
    "84457005": "1",  # [P] spontaneous labour
    "169734005": "2",  # [P] spontaneous rupture of membranes
    "236958009": "3",  # [P] induction
}
INTERVENTIONS: Final[Mapping[str, str]] = {
    "236960006": "236960006",  # [R] sweeping
    "408818004": "408818004",  # [R] induction by breaking the membranes
    "425861005": "425861005",  # [R] balloon
    "236966000": "236966000",  # [R] prostaglandin (priming)
    "177135005": "177135005",  # [R] oxytocin
    "177136006": "177136006",  # [R] prostaglandin (induction)
    "236958009": "OTH",  # [P] 1554 induction, not said how [inferred]
    "236959001": "OTH",  # [P] 1554 ripening, not said how [inferred]
}
BREAKING_MEMBRANES: Final = "408816000"
"""[P] 1554: an intervention at the start only when its phase says so (10280)."""
AUGMENTATION: Final = "237001001"  # [R] 1554
EPISIOTOMIES: Final = frozenset({"85548006", "114961000146100", "236992007", "114971000146106"})  # [P] 1554
PAIN_RELIEF: Final = "278414003"  # [P] 1554
ANALGESIA: Final[Mapping[str, str]] = {
    "18946005": "18946005",  # [R] epidural
    "231249005": "231249005",  # [R] spinal
    "50697003": "50697003",  # [P] 1554 general
}
PHASES: Final[Mapping[str, str]] = {
    "300421000146103": "OntLt3",  # [P] first stage, up to 3 cm
    "300431000146101": "OntMt3",  # [P] first stage, more than 3 cm
    "42857002": "Uitdr",  # [P] second stage
    "200144004": "Sectio",  # [P] birth through a caesarean
    "112070001": "OntLt3",  # [P] labour induced [inferred] before active labour
}
START_PHASE: Final = "112070001"
PERIODS: Final = frozenset(["100", "1", "2", "3", "4", "200", "5", "6", "7", "8", "9", "91", "92", "10"])
"""[P] bc-referralrequest-periodOfTransfer: the value set of 20367 of 2.3."""
CONSULT: Final = "11429006"  # [R] a referral for a consultation is no transfer
SUPERVISORS: Final[Mapping[str, str]] = {
    "01.046": "01.046",  # [P] gynaecologist
    "01.015": "01.015",  # [P] general practitioner
    "0307": "01.046",  # [P] AGB: gynaecologist
}
MIDWIVES: Final = frozenset({"03.000", "0800"})
"""[P] A midwife, of the first line or a clinical one: the kind of her organisation decides [inferred]."""
MIDWIFE_IN: Final[Mapping[str, str]] = {"hospital": "25", "practice": "11"}
HOSPITALS: Final = frozenset({"V4", "V5", "V6"})  # [P] organization-type: hospital, university, general
PRACTICES: Final = frozenset({"G3", "Z3"})  # [P] organization-type: midwives, general practitioners
