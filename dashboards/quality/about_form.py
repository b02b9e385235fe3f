"""PURE. The form of what there is to say about one measure of data quality."""

from collections.abc import Sequence
from dataclasses import dataclass

from fluxus.texts import Text


@dataclass(frozen=True)
class About:
    """What there is to say about one measure, whatever the figures.

    ``meaning`` per verdict (good, look, work) is the sentence that follows on the numbers.
    """

    noun: Text
    definition: Text
    why: Text
    threshold: Text
    good: Text
    look: Text
    work: Text
    steps: Sequence[Text]
