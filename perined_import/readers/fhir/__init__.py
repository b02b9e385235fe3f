"""PURE. FHIR STU3 (dataset geboortezorg 3.2), in XML or JSON → Message. One message per delivery in a bundle.

Perined's 3.2 delivery is still in development: elements and codes follow the published dataset and the
examples; where those are silent a careful reading is marked [inferred] in the code.
"""

from collections.abc import Iterator

from perined_import.readers.fhir.messages import messages
from perined_import.readers.fhir.nodes import NAMESPACE
from perined_import.readers.fhir.scopes import scopes
from perined_import.readers.message import Message
from perined_import.readers.source import Limits, Source, refuse

__all__ = ["NAMESPACE", "read"]


def read(source: Source, limits: Limits) -> Iterator[Message]:
    """Yield the messages of one file in order. Raises FileRefused, also when no birth is told of."""
    count = 0
    for scope in scopes(source, limits):
        for message in messages(scope):
            count += 1
            yield message
    if count == 0:
        raise refuse("fhir_no_birth", source)
