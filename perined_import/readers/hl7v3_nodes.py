"""PURE. Small steps through an HL7v3 tree: each looks at direct children only, never further."""

from collections.abc import Iterator
from typing import Any, Final

from perined_import.readers.message import Amount

NS: Final = "{urn:hl7-org:v3}"
CODE, VALUE, ID = NS + "code", NS + "value", NS + "id"


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
    """Yield (code, node) for every statement that hangs on this one."""
    for link in node.iterchildren(relation):
        for statement in link:
            if statement.tag is not None:
                yield code_of(statement), statement
