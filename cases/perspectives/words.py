"""PURE. The words of two views on one case: lines, opinions and grades."""

from typing import Final

from cases.review_words import REASONS, STATUSES
from fluxus.texts import Text

LINES: Final = {
    "primary": Text("eerste lijn", "first line"),
    "secondary": Text("tweede lijn", "second line"),
}
VIEWS: Final = {
    "primary": Text("blik van de eerste lijn", "view of the first line"),
    "secondary": Text("blik van de tweede lijn", "view of the second line"),
}
OPINIONS: Final = {
    "confirmed": Text("bevestigd", "confirmed"),
    "rejected": Text("verworpen", "rejected"),
    "not_assessable": Text("niet te beoordelen", "not assessable"),
    "doubted": Text("betwijfeld", "doubted"),
}
ABOUT_A_FLAG: Final = STATUSES
WHY_REJECTED: Final = REASONS
NO_OPINION: Final = Text("geen oordeel gegeven", "no judgement given")
NO_DOUBT: Final = Text("geen twijfel genoemd", "no doubt mentioned")
