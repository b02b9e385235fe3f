"""PURE. Quick lines: the timeline typed as it is read aloud from a record → rows in the case format.

``2105 500 gewogen`` · ``2107 p 110 rr 95/60`` · ``2108 oxytocine 10 im`` · ``2112 gyn gebeld``.
The grammar is one table (``grammar``, its words in ``kinds`` and ``words``); reading, completion, help,
writing back and the tests follow it. Nothing is guessed and no word is passed over: a line is read whole, or
refused with a sentence.
"""

from cases.quick.completion import Suggestion, Word, complete, vocabulary
from cases.quick.help import HELP, HelpLine
from cases.quick.order import Arrival, arrivals, order_notes
from cases.quick.reader import read_block, read_line
from cases.quick.reading import Block, Item, QuickAnswer, QuickRow, Reading
from cases.quick.spoken import in_words, time_of
from cases.quick.written import as_line

__all__ = [
    "HELP",
    "Arrival",
    "Block",
    "HelpLine",
    "Item",
    "QuickAnswer",
    "QuickRow",
    "Reading",
    "Suggestion",
    "Word",
    "arrivals",
    "as_line",
    "complete",
    "in_words",
    "order_notes",
    "read_block",
    "read_line",
    "time_of",
    "vocabulary",
]
