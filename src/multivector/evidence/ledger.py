"""The claims file of a study: documents, quantities of its own, claims, links. Plain text, comments kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from multivector.errors import EvidenceError, Fault
from multivector.evidence.claim import Claim
from multivector.evidence.propose import document_keys
from multivector.evidence.register import Quantity, Register, default_register
from multivector.sources import Damage, Document, Families, Limits

FORMAT: Literal["multivector-claims/1"] = "multivector-claims/1"
"""First line of a claims file."""


class Source(BaseModel):
    """A document as the claims file knows it: by hash and citation, not by text.

    Attributes:
        id: ``sha256:`` and the hash of the file.
        citation: Author, title, outlet, date.
        file: Name of the file the claims were read from.
        published: When it was published, ISO; empty if unknown.
        origin: What it says it was taken from.
        family: Key of the root of its family; its own key if it copies nothing here.
        taken: How it was taken from the root: ``reprint``, ``rewrite``, ``spun`` or ``mangled``; empty for a root.
        damage: What seems to have been done to its text.
        note: Anything an analyst wants to add.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    citation: str = ""
    file: str = ""
    published: str = ""
    origin: str = ""
    family: str = ""
    taken: str = ""
    damage: Damage = Damage.NONE
    note: str = ""


class Link(BaseModel):
    """A range that the claims give a parameter, and what the analyst decided about it.

    Attributes:
        quantity: Key of the quantity; with ``as_of`` and ``group`` it names the cluster of claims.
        parameter: Path of the parameter.
        range: Low and high, in the parameter's unit.
        best: The single best value, if the claims give one.
        conflict: How the claims stand to each other.
        voices: How many independent voices.
        claims: Ids of the claims.
        status: ``proposed`` until the analyst writes ``accepted``, ``edited`` (the range is kept) or ``rejected``.
        note: Why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    quantity: str
    parameter: str
    group: str = ""
    as_of: str = ""
    range: tuple[float | str | None, float | str | None]
    best: float | str | None = None
    conflict: str = ""
    voices: int = 0
    claims: tuple[str, ...] = ()
    status: Literal["proposed", "accepted", "edited", "rejected"] = "proposed"
    note: str = ""


class Ledger(BaseModel):
    """Everything in a claims file.

    Attributes:
        documents: The sources by key.
        quantities: Entries added to, or replacing, those of the built-in register.
        claims: The claims.
        links: Which ranges inform which parameters.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal["multivector-claims/1"] = FORMAT
    documents: dict[str, Source] = {}
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def register(self) -> Register:
        """The built-in register with this file's own entries."""
        return default_register().extended(self.quantities)

    def keys(self) -> dict[str, str]:
        """Key by document id."""
        return {source.id: key for key, source in self.documents.items()}


def sources_of(
    documents: Sequence[Document], families: Families, keys: Mapping[str, str] | None = None
) -> dict[str, Source]:
    """Describe documents for a claims file.

    Args:
        documents: The documents.
        families: Their families.
        keys: Keys by document id; made from author or title by default.
    """
    name = document_keys(documents, keys)
    taken = {edge.copy: edge.kind for family in families.families for edge in family.edges}
    made = {}
    for document in documents:
        root = families.root_of(document.id)
        made[name[document.id]] = Source(
            id=document.id, citation=document.citation, file=document.name, published=document.published,
            origin=document.origin, family=name[root], damage=families.styles[document.id].damage,
            taken="" if root == document.id else taken.get(document.id, "rewrite"),
        )  # fmt: skip
    return made


def load_claims(path: str | Path) -> Ledger:
    """Read a claims file.

    Raises:
        EvidenceError: It cannot be read or is not a claims file; all faults at once, with lines.
    """
    path = Path(path)
    data = _read(path)
    try:
        ledger = Ledger.model_validate(_plain(data))
    except ValidationError as error:
        faults = [_fault(path, data, list(item["loc"]), item) for item in error.errors()]
        raise EvidenceError(f"{path} is not a sound claims file", faults=faults) from None
    faults = list(_dangling(path, data, ledger))
    if faults:
        raise EvidenceError(f"{path} does not hang together", faults=faults)
    return ledger


def dump_claims(ledger: Ledger, path: str | Path) -> None:
    """Write a claims file; in one that exists, comments and the order of entries are kept.

    Claims, documents and links that are new are added at the end; those that the ledger no longer has are
    removed; values that changed are replaced in place.
    """
    path = Path(path)
    data = _read(path) if path.exists() and path.stat().st_size else CommentedMap()
    fresh = ledger.model_dump(mode="json", exclude_defaults=True)
    data["format"] = FORMAT
    _update_map(data, "documents", fresh.get("documents", {}))
    _update_list(data, "quantities", fresh.get("quantities", []), ("key",))
    _update_list(data, "claims", [_ordered(claim) for claim in fresh.get("claims", [])], ("id",))
    _update_list(data, "links", fresh.get("links", []), ("quantity", "group", "as_of", "parameter"))
    out = StringIO()
    _yaml().dump(data, out)
    path.write_text(out.getvalue(), encoding="utf-8")


def merge_claims(kept: Sequence[Claim], proposed: Sequence[Claim]) -> list[Claim]:
    """Add proposals to claims that an analyst may have edited; what is there is never changed.

    A proposal is new unless a claim of the same document and kind already stands on overlapping words.
    """
    merged = list(kept)
    ids = {claim.id for claim in kept}
    for claim in proposed:
        here = [old for old in kept if old.source == claim.source and old.kind == claim.kind]
        if any(old.target.start < claim.target.end and claim.target.start < old.target.end for old in here):
            continue
        number = 1
        fresh = claim.id
        while fresh in ids:
            number += 1
            fresh = f"{claim.id}.{number}"
        ids.add(fresh)
        merged.append(claim if fresh == claim.id else claim.model_copy(update={"id": fresh}))
    return merged


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.width = 4096  # a text stays on its line, so that a diff shows what changed
    yaml.indent(mapping=2, sequence=2, offset=0)
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml


def _read(path: Path) -> CommentedMap:
    try:
        if path.stat().st_size > Limits().bytes:
            raise EvidenceError(f"{path} has {path.stat().st_size / 1e6:,.0f} MB", expected="a claims file")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise EvidenceError(f"{path} does not exist", advice="Make one with `multivector read`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{path} cannot be read ({error})") from None
    if re.search(r"(?m)^[^#'\"\n]{0,200}[:\-]\s{1,8}&\w", text):
        raise EvidenceError(f"{path} uses YAML anchors", expected="plain entries", advice="Write each one out")
    try:
        data = _yaml().load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        problem = getattr(error, "problem", None) or "broken YAML"
        raise EvidenceError(
            f"{path} is not readable as YAML", faults=[Fault(str(problem), "YAML", file=str(path), line=line)]
        ) from None
    if not isinstance(data, CommentedMap):
        raise EvidenceError(f"{path} is not a claims file", expected=f"a mapping with format: {FORMAT}")
    return data


def _plain(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_plain(value) for value in node]
    if hasattr(node, "isoformat"):
        return node.isoformat()
    return node if node is None or isinstance(node, bool | int | float) else str(node)


def _fault(path: Path, data: Any, place: list[int | str], item: Any) -> Fault:
    node, line, shown = data, None, []
    for step in place:
        shown.append(str(step))
        if isinstance(node, CommentedMap | CommentedSeq):
            try:
                line = (node.lc.value(step) if isinstance(node, CommentedMap) else node.lc.item(step))[0] + 1
                node = node[step]
            except (KeyError, IndexError, TypeError, AttributeError):
                node = None
    if isinstance(node, CommentedMap) and "id" in node:
        shown.append(f"({node['id']})")
    found = repr(item["input"]) if not isinstance(item["input"], dict | list) else "an entry"
    return Fault(f"found {found[:80]}", str(item["msg"]), file=str(path), line=line, path=".".join(shown))


def _dangling(path: Path, data: CommentedMap, ledger: Ledger) -> list[Fault]:
    """References to documents, quantities and claims that are not there, and ids used twice."""
    faults, seen = [], set()
    register = ledger.register
    for index, claim in enumerate(ledger.claims):
        line = data["claims"].lc.item(index)[0] + 1
        if claim.source not in ledger.documents:
            known = ", ".join(ledger.documents) or "none"
            faults.append(
                Fault(f"document {claim.source!r}", f"one of {known}", file=str(path), line=line, path=claim.id)
            )
        if claim.id in seen:
            faults.append(Fault("this id is used twice", "one claim an id", file=str(path), line=line, path=claim.id))
        if claim.quantity and claim.quantity not in register:
            advice = "Add it under quantities, or choose one of the register"
            faults.append(Fault(f"quantity {claim.quantity!r}", "a known one", advice, str(path), line, claim.id))
        seen.add(claim.id)
    for key, source in ledger.documents.items():
        if source.family and source.family not in ledger.documents:
            faults.append(Fault(f"family {source.family!r}", "a document's key", file=str(path), path=key))
    return faults


_CLAIM_ORDER = tuple(Claim.model_fields)


def _ordered(claim: dict[str, Any]) -> dict[str, Any]:
    selector = claim["target"]["selector"]
    selector[0] = {"type": "TextQuoteSelector", **selector[0]}
    selector[1] = {"type": "TextPositionSelector", **selector[1]}
    return {key: claim[key] for key in _CLAIM_ORDER if key in claim}


def _update_map(data: CommentedMap, key: str, fresh: dict[str, Any]) -> None:
    if not fresh:
        data.pop(key, None)
        return
    old = data.setdefault(key, CommentedMap())
    for gone in [name for name in old if str(name) not in fresh]:
        del old[gone]
    for name, value in fresh.items():
        here = next((existing for existing in old if str(existing) == name), name)
        if here in old and isinstance(old[here], CommentedMap):
            _update_entry(old[here], value)
        else:
            old[_quoted(name)] = _styled(value)


def _update_list(data: CommentedMap, key: str, fresh: list[dict[str, Any]], names: tuple[str, ...]) -> None:
    if not fresh:
        data.pop(key, None)
        return
    old = data.setdefault(key, CommentedSeq())

    def name_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(entry.get(name, "")) for name in names)

    wanted = {name_of(entry): entry for entry in fresh}
    for index in reversed(range(len(old))):
        if name_of(old[index]) not in wanted:
            del old[index]
    there = {name_of(entry): entry for entry in old}
    for name, entry in wanted.items():
        if name in there:
            _update_entry(there[name], entry)
        else:
            old.append(_styled(entry))


def _update_entry(old: CommentedMap, fresh: Mapping[str, Any]) -> None:
    for gone in [name for name in old if str(name) not in fresh]:
        del old[gone]
    for name, value in fresh.items():
        if name not in old or _plain(old[name]) != value:
            old[name] = _styled(value)


def _styled(value: Any, depth: int = 0) -> Any:
    """Nested YAML, the innermost mappings and lists of plain values on one line."""
    if isinstance(value, Mapping):
        node = CommentedMap((name, _styled(inner, depth + 1)) for name, inner in value.items())
        if depth and all(not isinstance(inner, Mapping | list) for inner in value.values()):
            node.fa.set_flow_style()
        return node
    if isinstance(value, list):
        seq = CommentedSeq(_styled(inner, depth + 1) for inner in value)
        if all(not isinstance(inner, Mapping | list) for inner in value):
            seq.fa.set_flow_style()
        return seq
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return _quoted(value) if isinstance(value, str) else value


def _quoted(text: str) -> Any:
    """Keep texts that look like numbers or dates as texts, and what a plain scalar would lose."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    looks = re.fullmatch(r"[\d.,:eE+\-]{1,40}|\d{4}-\d\d(?:-\d\d)?(?:/.{1,12})?", text)
    if looks or text[:1] in "?:-" or not text.isprintable() or text != text.strip():
        return DoubleQuotedScalarString(text)
    return text
