"""PURE. What each measure of data quality means, why it matters, its threshold, and what to do about it.

Neutral and friendly: nobody is ranked, nobody is to blame. Registering well is half of the work.
"""

from collections.abc import Mapping
from typing import Final

from dashboards.quality import about_blood_loss, about_reports
from dashboards.quality.about_form import About
from fluxus.texts import Text

ABOUT: Final[Mapping[str, About]] = {**about_blood_loss.ENTRIES, **about_reports.ENTRIES}

COMPLETENESS_STEPS: Final = (
    Text(
        "Vul lege velden aan in het eigen systeem en lever de periode opnieuw aan.",
        "Fill empty fields in your own system and send the period again.",
    ),
    Text(
        "Is een kolom bijna helemaal leeg, kijk dan bij Import of die wel is herkend.",
        "If a column is nearly empty altogether, see under Import whether it was recognised.",
    ),
)
COMPLETENESS_THRESHOLD: Final = Text(
    "Goed: tot 2 % leeg. Vraagt aandacht: boven 10 %, dan is vergelijken van gelijke groepen niet meer "
    "eerlijk.",
    "Good: up to 2% empty. Needs work: above 10%, then like is no longer compared with like.",
)
