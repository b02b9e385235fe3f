"""PURE. A FHIR file → scopes: the resources of one bundle, and how they refer to each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from perined_import.readers.fhir.json_pieces import documents
from perined_import.readers.fhir.nodes import FHIR, NAMESPACE, Node, from_json, from_xml, resource_from_xml
from perined_import.readers.source import Limits, Source, refuse
from perined_import.readers.xml_safety import elements, root_of, whole

READ: Final = frozenset(
    [
        "Patient",
        "RelatedPerson",
        "EpisodeOfCare",
        "Encounter",
        "Condition",
        "Procedure",
        "Observation",
        "Organization",
        "Location",
        "PractitionerRole",
        "ReferralRequest",
        "MessageHeader",
    ]
)
"""Resource types that say something that is read; others are passed over."""
_ENTRY, _BUNDLE = FHIR + "entry", FHIR + "Bundle"


@dataclass(slots=True, eq=False)
class Resource:
    """A resource with its address; a contained one knows in which it stands."""

    node: Node
    url: str = ""
    owner: "Resource | None" = None

    @property
    def kind(self) -> str:
        """The resource type."""
        return self.node.kind

    @property
    def name(self) -> str:
        """Type and id, as a relative reference writes it; empty without an id."""
        own = self.node.text("id")
        return f"{self.kind}/{own}" if own else ""

    @property
    def base(self) -> str:
        """The address of the server it came from, with a slash; empty when its address does not say."""
        ending = self.name
        known = self.url.startswith("http") and ending and self.url.endswith("/" + ending)
        return self.url.removesuffix(ending) if known else ""


@dataclass(eq=False)
class Scope:
    """The resources within which references hold: one bundle, or the loose resources of one file."""

    sent: str | None = None
    resources: list[Resource] = field(default_factory=list)
    inner: list["Scope"] = field(default_factory=list)
    _place: dict[tuple[str, str], int] = field(default_factory=dict)
    _by_url: dict[str, Resource] = field(default_factory=dict)
    _by_name: dict[str, list[Resource]] = field(default_factory=dict)
    _by_kind: dict[str, list[Resource]] = field(default_factory=dict)
    _by_id: dict[str, list[Resource]] = field(default_factory=dict)
    _by_pair: dict[tuple[str | None, str | None], list[Resource]] = field(default_factory=dict)
    _within: dict[tuple[int, str], Resource] = field(default_factory=dict)

    def add(self, entry: Node) -> None:
        """Take in one entry of a bundle. A newer version of the same resource replaces the older."""
        node = entry.first("resource")
        if node is None or entry.text("request", "method") == "DELETE":
            return
        if node.kind == "Bundle":
            self.inner.append(bundle_of(node))
        elif node.kind in READ:
            self._take(Resource(node, (entry.text("fullUrl") or "").split("/_history/")[0]))

    def _take(self, resource: Resource) -> None:
        key = (resource.kind, resource.url or resource.name)
        if not key[1]:
            self.resources.append(resource)
        elif key not in self._place:
            self._place[key] = len(self.resources)
            self.resources.append(resource)
        elif _updated(resource) >= _updated(self.resources[self._place[key]]):
            self.resources[self._place[key]] = resource

    def index(self) -> None:
        """Make references resolvable, once everything is in."""
        for resource in list(self.resources):
            for node in resource.node.all("contained"):
                if node.kind in READ:
                    inner = Resource(node, owner=resource)
                    self._within[id(resource), node.text("id") or ""] = inner
                    self.resources.append(inner)
        for resource in self.resources:
            self._by_kind.setdefault(resource.kind, []).append(resource)
            if resource.owner is None:
                self._by_url.setdefault(resource.url, resource)
                self._by_name.setdefault(resource.name, []).append(resource)
                self._by_id.setdefault(resource.node.text("id") or "", []).append(resource)
            for one in resource.node.all("identifier"):
                self._by_pair.setdefault((one.text("system"), one.text("value")), []).append(resource)
        self._by_url.pop("", None)
        self._by_name.pop("", None)

    def of_kind(self, *kinds: str) -> Iterator[Resource]:
        """Yield the resources of these types, type by type, in the order of the file."""
        return (one for kind in kinds for one in self._by_kind.get(kind, ()))

    def resolve(self, reference: Node | None, owner: Resource) -> Resource | None:
        """Return the resource that a reference in ``owner`` points at; None if it is not here, or unclear.

        Contained (#id), by full address, urn:uuid, relative (to the server of the owner), with a version.
        """
        text = None if reference is None else reference.text("reference")
        if not text:
            return self._by_identifier(reference)
        if text.startswith("#"):
            outer = owner.owner or owner
            return outer if text == "#" else self._within.get((id(outer), text[1:]))
        outer = owner.owner or owner
        text = text.split("/_history/")[0]
        found = self._by_url.get(text) or self._by_url.get(outer.base + text)
        return found or self._only(text, outer)

    def _only(self, text: str, owner: Resource) -> Resource | None:
        """Return the one resource of this name that cannot be another server's."""
        if text.startswith("urn:"):
            # [inferred] urn:uuid:X without a full address that says so is the resource with id X.
            named = self._by_id.get(text.rsplit(":", 1)[-1], []) if text.startswith("urn:uuid:") else []
        else:
            named = self._by_name.get("/".join(text.rsplit("/", 2)[-2:]), [])
        if "://" in text:
            named = [one for one in named if not one.base]
        elif owner.base:
            named = [one for one in named if one.base in ("", owner.base)]
        return named[0] if len(named) == 1 else None

    def _by_identifier(self, reference: Node | None) -> Resource | None:
        wanted = None if reference is None else reference.first("identifier")
        if wanted is None or not wanted.text("value"):
            return None
        found = self._by_pair.get((wanted.text("system"), wanted.text("value")), [])
        return found[0] if len(found) == 1 else None


def _updated(resource: Resource) -> str:
    return resource.node.text("meta", "lastUpdated") or ""


def bundle_of(node: Node) -> Scope:
    """Return the scope of a bundle that is held as a node."""
    scope = Scope(node.text("meta", "lastUpdated"))
    for entry in node.all("entry"):
        scope.add(entry)
    return scope


def scopes(source: Source, limits: Limits) -> Iterator[Scope]:
    """Yield the scopes of a file in XML or JSON, indexed. Raises FileRefused."""
    source.stream.seek(0)
    head = source.stream.read(4).removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _from_xml(source, limits) if head[:1] in (b"<", b"\xff", b"\xfe") else _from_json(source, limits)
    return (one for scope in found for one in _indexed(scope))


def _indexed(scope: Scope) -> Iterable[Scope]:
    scope.index()
    yield scope
    for inner in scope.inner:
        yield from _indexed(inner)


def _from_xml(source: Source, limits: Limits) -> Iterator[Scope]:
    namespace, name = root_of(source)
    if namespace != NAMESPACE:
        raise refuse("fhir_not_a_bundle", source, name)
    if name == "Bundle":
        yield from _xml_bundles(source, limits)
        return
    if name not in READ:
        raise refuse("fhir_not_a_bundle", source, name)
    yield _loose([resource_from_xml(whole(source, limits))])


def _xml_bundles(source: Source, limits: Limits) -> Iterator[Scope]:
    """Yield a scope per bundle as it closes; entries are emptied once they are read."""
    open_scopes: dict[int, Scope] = {}
    for element in elements(source, (_ENTRY, _BUNDLE), limits):
        depth = sum(1 for _ in element.iterancestors())
        if element.tag == _BUNDLE:
            if (done := open_scopes.pop(depth + 1, None)) is not None:
                yield done
            continue
        bundle: Any = next(element.iterancestors(_BUNDLE), None)
        if bundle is None:
            continue
        own = sum(1 for _ in bundle.iterancestors()) + 1
        if own not in open_scopes:
            stamp = bundle.find(f"{FHIR}meta/{FHIR}lastUpdated")
            open_scopes[own] = Scope(None if stamp is None else stamp.get("value"))
        if own != depth:
            continue  # a section of a document has entries as well
        open_scopes[depth].add(from_xml(element))


def _from_json(source: Source, limits: Limits) -> Iterator[Scope]:
    scope, loose = Scope(), []
    for is_entry, made in documents(source, limits):
        node = from_json(made)
        if is_entry:
            scope.add(node)
            continue
        if node.kind == "Bundle":
            scope.sent = node.text("meta", "lastUpdated")
            for entry in node.all("entry"):
                scope.add(entry)
            yield scope
        elif node.kind in READ:
            loose.append(node)
        elif not loose:
            raise refuse("fhir_not_a_bundle", source, node.kind)
        scope = Scope()
    if loose:
        yield _loose(loose)


def _loose(nodes: list[Node]) -> Scope:
    scope = Scope()
    for node in nodes:
        scope.add(Node(parts={"resource": [node]}))
    return scope
