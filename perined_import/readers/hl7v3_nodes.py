"""PURE. Small steps through an HL7v3 tree: each looks at a node and what hangs directly on it, never further.

What is asked of many statements is one compiled XPath per kind of relation: it looks at the code of each
statement in C, so that only the statements that are used become Python objects.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from lxml import etree

from perined_import.readers.message import Amount, Message
from perined_import.readers.moments import Moment, NotAMomentError, hl7_moment

NAMESPACE: Final = "urn:hl7-org:v3"
NS: Final = f"{{{NAMESPACE}}}"
CODE, VALUE, ID = NS + "code", NS + "value", NS + "id"
PERTINENT, COMPONENT, RELATED = "pertinentInformation3", "component", "outboundRelationship"
LVR: Final = "2.16.840.1.113883.2.4.3.22.96.6"
BSN: Final = "2.16.840.1.113883.2.4.6.3"
METHOD, EFFECTIVE = NS + "methodCode", NS + "effectiveTime"


def path(expression: str) -> Callable[[Any], list[Any]]:
    """Compile an XPath in which ``h:`` is HL7v3; it returns elements in document order."""
    found: Any = etree.XPath(expression, namespaces={"h": NAMESPACE})
    return cast(Callable[[Any], list[Any]], found)


_CODES: Final = {name: path(f"h:{name}/*/h:code[1]") for name in (PERTINENT, COMPONENT, RELATED)}


def first(node: Any, tag: str) -> Any:
    """Return the first child with this tag, or None."""
    return None if node is None else next(node.iterchildren(tag), None)


def down(node: Any, *names: str) -> Any:
    """Return the first element on a path of names, or None."""
    for name in names:
        node = first(node, NS + name)
    return node


def coded(node: Any) -> str | None:
    """Return the code, or the nullFlavor that stands in its place."""
    if node is None:
        return None
    code: str | None = node.get("code") or node.get("nullFlavor")
    return code


def code_of(node: Any) -> str | None:
    """Return the code that says what a statement is about."""
    return coded(first(node, CODE))


def value_of(node: Any) -> str | None:
    """Return the plain value of a statement."""
    found = first(node, VALUE)
    return None if found is None else found.get("value")


def value_code(node: Any) -> str | None:
    """Return the value of a statement as a code (or nullFlavor)."""
    return coded(first(node, VALUE))


def amount(node: Any) -> Amount | None:
    """Return the value of a statement with its unit."""
    found = first(node, VALUE)
    text = None if found is None else found.get("value")
    return None if text is None else Amount(text, found.get("unit") or "")


def boolean(node: Any) -> bool | None:
    """Return the value of a statement as yes or no; nullFlavor is unknown."""
    return {"true": True, "false": False}.get(value_of(node) or "")


def negated(node: Any) -> bool | None:
    """Return the answer of a procedure that is a negation: ``negationInd="false"`` means it was done."""
    return {"true": False, "false": True}.get(node.get("negationInd") or "")


def extension(node: Any, root: str | None = None) -> str | None:
    """Return the identifier of a node, of the given kind (OID) if one is named."""
    if node is None:
        return None
    for found in node.iterchildren(ID):
        if root is None or found.get("root") == root:
            text: str | None = found.get("extension")
            return text
    return None


def related(node: Any, relation: str) -> Iterator[tuple[str | None, Any]]:
    """Yield (code, node) for every coded statement that hangs on this one, in order."""
    for code in _CODES[relation](node):
        yield code.get("code"), code.getparent()


def take_related(node: Any, relation: str, takers: Mapping[str, Callable[..., None]], *into: Any) -> None:
    """Give each statement that hangs on this one to the taker for its code: ``taker(statement, *into)``."""
    for code in _CODES[relation](node):
        taker = takers.get(code.get("code"))
        if taker is not None:
            taker(code.getparent(), *into)


def keep(name: str, read: Callable[[Any], Any]) -> Callable[..., None]:
    """Return a taker that keeps what ``read`` says of a statement; an unknown replaces nothing known."""

    def taker(statement: Any, into: Any, *_: Any) -> None:
        value = read(statement)
        if value is not None:
            setattr(into, name, value)

    return taker


def moment_of(text: str | None, column: str, message: Message) -> Moment | None:
    """Read a time stamp; one that cannot be read becomes a fault of the message in this column."""
    try:
        return hl7_moment(text)
    except NotAMomentError:
        message.faults.append(("not_a_date", column, text or ""))
        return None


def keep_moment(name: str, column: str) -> Callable[..., None]:
    """Return a taker that keeps the value of a statement as a moment; it is given the message last."""

    def taker(statement: Any, *into: Any) -> None:
        setattr(into[0], name, moment_of(value_of(statement), column, into[-1]))

    return taker
