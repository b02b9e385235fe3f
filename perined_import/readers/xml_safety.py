"""PURE. XML from strangers: no document types, no entities, no includes, bounded depth and size."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from perined_import.readers.source import MB, Limits, Source, refuse

XINCLUDE: Final = "http://www.w3.org/2001/XInclude"
_INCLUDE: Final = f"{{{XINCLUDE}}}include"
_CHUNK: Final = 64 * 1024
_SMALL: Final = 1 * MB
"""A file up to this size is parsed at once; its tree is some ten times as large."""
_PROLOG: Final = 1 * MB
_SAFE: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,
    "collect_ids": False,
}
"""How every parser is set; no one looks up elements by id, and what stands between elements is not kept."""
_PARSER: Final = etree.XMLParser(**_SAFE)


_PARTS: Final = 2_000_000
"""Elements and attributes of one message: each takes a hundred bytes or more, however short it is written."""


class _Found(Exception):
    """The prolog has told what was asked."""


def root_of(source: Source) -> tuple[str, str]:
    """Return (namespace, local name) of the root element, reading no further than that.

    A document type declaration is refused here, before any parser could act on it. Raises FileRefused.
    """
    found: dict[str, str] = {}

    def on_doctype(*_: Any) -> None:
        found["doctype"] = "yes"
        raise _Found

    def on_root(name: str, _: Any) -> None:
        found["root"] = name
        raise _Found

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_root
    source.stream.seek(0)
    try:
        while source.stream.tell() < _PROLOG and (chunk := source.stream.read(8192)):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Found:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise refuse("malformed_xml", source, getattr(error, "lineno", 1)) from error
    finally:
        source.stream.seek(0)
    if "doctype" in found:
        raise refuse("xml_doctype", source)
    namespace, _, name = found.get("root", "").rpartition(" ")
    return namespace, name


def flat_elements(source: Source, tags: tuple[str, ...], limits: Limits) -> Iterator[Any]:
    """Yield each element with one of these tags, in order; none of them may hold another.

    A small file is parsed at once, which takes half the time of `elements`. Raises FileRefused as that does.
    """
    small = min(_SMALL, limits.message_bytes)
    source.stream.seek(0)
    content = source.stream.read(small + 1)
    return _parsed(source, content).iter(*tags) if len(content) <= small else elements(source, tags, limits)


def elements(source: Source, tags: tuple[str, ...], limits: Limits) -> Iterator[Any]:
    """Yield each element with one of these tags once it is complete; it is emptied afterwards.

    Memory holds one message at a time: more than ``limits.message_bytes`` without one is refused.
    Raises FileRefused for damaged, too deep, too large or including XML.
    """
    parser = etree.XMLPullParser(events=("end",), tag=(*tags, _INCLUDE), **_SAFE)
    pending = marks = 0
    source.stream.seek(0)
    try:
        while chunk := source.stream.read(_CHUNK):
            marks += _marks(chunk)
            if marks > _PARTS + _CHUNK:
                raise refuse("message_too_full", source, limit=_PARTS)
            parser.feed(chunk)
            pending += len(chunk)
            for _, found in parser.read_events():
                element: Any = found  # only end events of elements are asked for
                if element.tag == _INCLUDE:
                    raise refuse("xml_include", source)
                pending = marks = 0
                yield element
                _forget(element)
            if pending > limits.message_bytes:
                raise refuse("message_too_large", source, limit=limits.message_bytes // MB)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise refuse(*_syntax_problem(source, error)) from error


def _marks(content: bytes) -> int:
    """Return at least how many elements and attributes there are."""
    return content.count(b"<") + content.count(b"=")


def whole(source: Source, limits: Limits) -> Any:
    """Return the root element of a document that is one message.

    Raises FileRefused as `elements` does. A document type is refused by `root_of`, which comes first.
    """
    source.stream.seek(0)
    content = source.stream.read(limits.message_bytes + 1)
    if len(content) > limits.message_bytes:
        raise refuse("message_too_large", source, limit=limits.message_bytes // MB)
    if _marks(content) > _PARTS:
        raise refuse("message_too_full", source, limit=_PARTS)
    return _parsed(source, content)


def _parsed(source: Source, content: bytes) -> Any:
    try:
        root: Any = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        raise refuse(*_syntax_problem(source, error)) from error
    if next(root.iter(_INCLUDE), None) is not None:
        raise refuse("xml_include", source)
    return root


def _syntax_problem(source: Source, error: Any) -> tuple[str, Source, int]:
    deep = error.code == etree.ErrorTypes.ERR_NAME_TOO_LONG or "depth" in str(error).lower()
    return ("xml_too_deep" if deep else "malformed_xml"), source, error.lineno or 1


def _forget(element: Any) -> None:
    """Free an element and whatever stood before it and its ancestors."""
    element.clear()
    while element is not None:
        while element.getprevious() is not None:
            del element.getparent()[0]
        element = element.getparent()
