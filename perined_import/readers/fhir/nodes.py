"""PURE. One form for FHIR in XML and in JSON: a tree of named parts with texts.

Only the names in `KEPT` are taken over, so names, addresses and narrative never get further than the parser.
Numbers stay the text that was written; a boolean is ``true`` or ``false``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

NAMESPACE: Final = "http://hl7.org/fhir"
FHIR: Final = f"{{{NAMESPACE}}}"

_STRUCTURE: Final = "entry resource contained fullUrl request method id meta lastUpdated extension url"
_IDENTITY: Final = """identifier system value birthDate deceasedBoolean deceasedDateTime multipleBirthInteger
    relationship patient"""
_REFERENCES: Final = """reference subject focus context episodeOfCare partOf performer actor onBehalfOf
    location role managingOrganization organization recipient requester agent responsible sender"""
_STATEMENTS: Final = """status verificationStatus notDone code coding type specialty component outcome
    dataAbsentReason valueQuantity valueCodeableConcept valueDateTime valueBoolean valueReference valueInteger
    unit comparator effectiveDateTime effectivePeriod performedDateTime performedPeriod onsetDateTime
    period start end timestamp"""
KEPT: Final = frozenset(" ".join((_STRUCTURE, _IDENTITY, _REFERENCES, _STATEMENTS)).split())
_HOLDS_RESOURCE: Final = frozenset({"resource", "contained"})


@dataclass(slots=True, eq=False)
class Node:
    """A resource, an element or a primitive: its text, its resource type, its parts by name."""

    value: str | None = None
    kind: str = ""
    parts: dict[str, list["Node"]] = field(default_factory=dict)

    def all(self, *names: str) -> Iterator["Node"]:
        """Yield every node on a path, over all repetitions."""
        if not names:
            yield self
            return
        for part in self.parts.get(names[0], ()):
            yield from part.all(*names[1:])

    def first(self, *names: str) -> "Node | None":
        """Return the first node on a path, or None."""
        return next(self.all(*names), None)

    def text(self, *names: str) -> str | None:
        """Return the text of the first node on a path, or None."""
        found = self.first(*names)
        return None if found is None else found.value

    def extension(self, ending: str) -> Iterator["Node"]:
        """Yield the extensions whose address ends in this name."""
        for one in self.parts.get("extension", ()):
            address = one.text("url") or ""
            if address.rsplit("/", 1)[-1] == ending:
                yield one


def _clean(text: str) -> str | None:
    # A lone surrogate can be written in JSON but in no other text.
    return (text if text.isascii() else text.encode("utf-8", "replace").decode()).strip() or None


def from_xml(element: Any) -> Node:
    """Return an element of a FHIR document as a node."""
    node = Node(_clean(element.get("value") or ""))
    if (address := element.get("url")) is not None:
        node.parts["url"] = [Node(_clean(address))]
    for child in element:
        name = _local(child)
        if name not in KEPT:
            continue
        if name in _HOLDS_RESOURCE:
            made = [resource_from_xml(inner) for inner in child if _local(inner)]
        else:
            made = [from_xml(child)]
        node.parts.setdefault(name, []).extend(made)
    return node


def resource_from_xml(element: Any) -> Node:
    """Return the element of a resource as a node that knows its type."""
    node = from_xml(element)
    node.kind = _local(element)
    return node


def _local(element: Any) -> str:
    tag = element.tag
    return tag.removeprefix(FHIR) if isinstance(tag, str) and tag.startswith(FHIR) else ""


def from_json(made: Mapping[str, Any]) -> Node:
    """Return an object of a FHIR document (numbers as texts) as a node."""
    kind = made.get("resourceType")
    node = Node(kind=kind if isinstance(kind, str) else "")
    for name, value in made.items():
        if name in KEPT:
            node.parts[name] = [_of(one) for one in (value if isinstance(value, list) else [value])]
    for name, value in made.items():
        if name.startswith("_") and name[1:] in KEPT:
            _merge(node.parts.setdefault(name[1:], []), value if isinstance(value, list) else [value])
    return node


def _of(value: Any) -> Node:
    if isinstance(value, Mapping):
        return from_json(value)
    if isinstance(value, bool):
        return Node("true" if value else "false")
    return Node(_clean(value)) if isinstance(value, str) else Node()


def _merge(parts: list[Node], extras: list[Any]) -> None:
    """Give primitives what stands beside them under an underscore: their extensions."""
    for n, extra in enumerate(extras):
        if n >= len(parts):
            parts.append(Node())
        if isinstance(extra, Mapping):
            parts[n].parts.update(from_json(extra).parts)
