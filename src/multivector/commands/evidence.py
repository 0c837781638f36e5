"""Commands on evidence: `read` documents into claims; `claims` lists, checks, groups and links them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from multivector.errors import Fault
    from multivector.evidence import Families, Ledger, Premise, Row
    from multivector.evidence.parse import Parser
    from multivector.scenario import Scenario
    from multivector.scenario.view import View
    from multivector.sources import Document, Reading

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of words.")
_TEXTS = click.option(
    "--texts", multiple=True, metavar="PATH", help="The documents: files or folders; `sources` beside the "
    "claims file by default."
)  # fmt: skip


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILES...")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Claims file to write, or to add to."
)
@click.option("--nlp", is_flag=True, help="Ask a parser too: what figures count, who says what (`multivector[nlp]`).")
@click.option("--workers", default=2, show_default=True, help="Processes that parse HTML and PDF at once.")
@_JSON
def read(paths: tuple[str, ...], out: Path | None, nlp: bool, workers: int, as_json: bool) -> None:
    """Read documents on one crisis and propose claims.

    FILES are articles as HTML, PDF, text or Markdown, folders of them, or - for standard input. Says who
    copies whom, and what the documents claim. With --out the claims are written to a file; claims that are
    there already, and comments, are kept. With --nlp every claim says in `by` which parser helped; without it
    nothing depends on what is installed. Exit code 1 if a file could not be read.
    """
    from multivector.errors import SourceError
    from multivector.evidence import Ledger, claims_table, dump_claims, find_families, link, load_claims
    from multivector.evidence.parse import load_parser
    from multivector.sources import read_documents

    parser = load_parser() if nlp else None
    before = load_claims(out) if out is not None and out.exists() else Ledger()
    click.echo(f"Reading with the rules and {parser.name}" if parser else "Reading with the rules", err=True)
    reading = read_documents(paths, workers=workers, progress=lambda name: click.echo(f"  {name}", err=True))
    _report_faults(reading.faults)
    if not (reading.documents or reading.faults):
        raise SourceError(
            f"there is nothing to read in {', '.join(paths)}",
            expected="articles as HTML, PDF, text or Markdown (.html, .htm, .xhtml, .pdf, .txt, .text, .md, .markdown)",
            advice="Name the files, or the folder that they lie in",
        )
    families = find_families(reading.documents)
    ledger = link(_grown(before, reading.documents, families, parser))
    if out is not None:
        dump_claims(ledger, out)
        added = len(ledger.claims) - len(before.claims)
        click.echo(f"{added} claims added to {out}, {len(before.claims)} kept", err=True)
    rows = claims_table(ledger)
    if as_json:
        click.echo(_dumped({
            "parser": parser.name if parser else "",
            "documents": [_document(document, families) for document in reading.documents],
            "families": _families(families, _names(reading.documents)),
            "duplicates": [{"left_out": left, "kept": kept} for left, kept in reading.duplicates],
            "faults": [_fault(fault) for fault in reading.faults],
            "claims": [claim.model_dump(mode="json") for claim in ledger.claims],
            "quantities": [row.to_json() for row in rows],
        }))  # fmt: skip
    else:
        _print_documents(reading, families)
        _print_table(rows)
    if reading.faults:
        raise SystemExit(1)


@click.group(invoke_without_command=True)
@click.option(
    "-f", "--file", "path", default=".", metavar="CLAIMS", help="Claims file, its folder, or a shipped crisis."
)
@click.option("--all", "whole", is_flag=True, help="Also every single claim with its anchor.")
@_JSON
@click.pass_context
def claims(context: click.Context, path: str, whole: bool, as_json: bool) -> None:
    """List what the claims of a study say: values by voice, range, conflict, speaker.

    Without a subcommand the table is printed, conflicts first.
    """
    context.obj = path
    if context.invoked_subcommand is not None:
        return
    from multivector.evidence import claims_table, unlinked

    ledger = _load(path)
    rows = claims_table(ledger)
    if as_json:
        made: dict[str, Any] = {
            "documents": {key: source.model_dump(mode="json") for key, source in ledger.documents.items()},
            "quantities": [row.to_json() for row in rows],
            "links": [one.model_dump(mode="json") for one in ledger.links],
            "without_parameter": list(unlinked(ledger)),
        }
        if whole:
            made["claims"] = [claim.model_dump(mode="json") for claim in ledger.claims]
        click.echo(_dumped(made))
        return
    voices = {source.family or key for key, source in ledger.documents.items()}
    click.echo(f"{len(ledger.claims)} claims in {len(ledger.documents)} documents, {len(voices)} voices\n")
    _print_table(rows)
    if whole:
        _print_claims(ledger)


@claims.command("check")
@_TEXTS
@_JSON
@click.pass_obj
def check(path: str, texts: tuple[str, ...], as_json: bool) -> None:
    """Check every claim's anchor and value against the documents. Exit code 1 if one fails."""
    from multivector.evidence import check_claims

    ledger = _load(path)
    documents = _texts(path, texts, ledger)
    found = check_claims(ledger.claims, documents)
    if as_json:
        click.echo(_dumped({
            "checked": found.n_checked, "without_text": found.n_without_text,
            "faults": [_fault(fault) for fault in found.faults],
        }))  # fmt: skip
    else:
        for fault in found.faults:
            click.echo(str(fault))
        click.echo(f"{found.n_checked} claims checked, {len(found.faults)} fail")
        if found.n_without_text:
            click.echo(f"{found.n_without_text} stand on documents that are not at hand: name them with --texts")
    if found.faults:
        raise SystemExit(1)


@claims.command("families")
@click.argument("paths", nargs=-1, metavar="[FILES...]")
@_JSON
@click.pass_obj
def families(path: str, paths: tuple[str, ...], as_json: bool) -> None:
    """Say who copies whom: among FILES, or as the claims file has it."""
    if not paths:
        _stored_families(_load(path), as_json)
        return
    from multivector.evidence import find_families
    from multivector.sources import read_documents

    reading = read_documents(paths)
    _report_faults(reading.faults)
    found = find_families(reading.documents)
    if as_json:
        click.echo(_dumped(_families(found, _names(reading.documents))))
    else:
        _print_documents(reading, found)
    if reading.faults:
        raise SystemExit(1)


@claims.command("link")
@click.option("--dry-run", is_flag=True, help="Show the proposals without writing them.")
@click.option("--apply", "applied", is_flag=True, help="Also let accepted and edited ones give the scenario its range.")
@_JSON
@click.pass_obj
def link_command(path: str, dry_run: bool, applied: bool, as_json: bool) -> None:
    """Propose which parameter each range informs, and write the proposals into the claims file.

    Which number of the scenario beside it a quantity informs is said by the register, else proposed. Accept,
    edit or reject a proposal by changing its `status` there; comments are kept. With --apply the numbers of
    accepted and edited links name their claims in scenario.yaml in the place of a range of their own.
    Exit code 1 if a link names a parameter that the scenario does not have.
    """
    from multivector.evidence import dump_claims, link, unlinked
    from multivector.scenario import linking, load

    place = _place(path)
    if not dry_run:
        _refuse_shipped(place)
    file = place.with_name("scenario.yaml")
    crisis = load(file) if file.is_file() else None
    ledger = link(_load(path), linking.informs(crisis) if crisis else None)
    lost = linking.unfit(crisis, [one.parameter for one in ledger.links]) if crisis else {}
    done: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    if not dry_run:
        dump_claims(ledger, place)
        if applied and crisis is not None and not lost:
            text, done, absent = linking.apply(crisis)
            file.write_text(text, encoding="utf-8")
    if as_json:
        rows = [one.model_dump(mode="json") for one in ledger.links]
        click.echo(_dumped({
            "file": str(place), "links": rows, "without_parameter": list(unlinked(ledger)), "applied": list(done),
            "not_written_down": list(absent), "unknown": lost,
        }))  # fmt: skip
    else:
        for one in ledger.links:
            low, high = one.range
            click.echo(f"{one.parameter}: {low} to {high}  ({one.conflict}, {one.voices} voices, {one.status})")
            if one.note:
                click.echo(f"    {one.note}")
        loose = unlinked(ledger)
        click.echo(f"\n{len(loose)} quantities inform no parameter: {', '.join(loose)}" if loose else "")
        for name in done:
            click.echo(f"{file}: {name} takes its range from the claims")
        for name in absent:
            click.echo(f"{file} does not write down {name}: add it with `claims:` and the ids of the link")
    for name, advice in lost.items():
        click.echo(f"{file} has no number or observation {name!r}. {advice}", err=True)
    if lost:
        raise SystemExit(1)


@claims.command("views")
@click.argument("scenario", required=False)
@click.option("--view", "only", metavar="ID", help="One view.")
@click.option("--argdown", "as_argdown", is_flag=True, help="The argument as Argdown, for its viewers.")
@_TEXTS
@_JSON
@click.pass_obj
def views(
    path: str, scenario: str | None, only: str | None, as_argdown: bool, texts: tuple[str, ...], as_json: bool
) -> None:
    """List the premises of the experts' views: how near to the text, and the words they stand on.

    SCENARIO is a folder, a file, or a crisis that ships; by default the one beside the claims file. Where the
    texts are at hand the words are looked up in them. Exit code 1 if a premise does not stand.
    """
    from multivector.errors import ScenarioError
    from multivector.evidence import check_premises
    from multivector.scenario import argument, load
    from multivector.scenario.strict import near

    crisis = load(scenario or path)
    if only is not None and only not in crisis.views:
        raise ScenarioError(f"no view is called {only!r}", expected="a view", advice=near(only, crisis.views))
    chosen = {key: view for key, view in crisis.views.items() if only in (None, key)}
    documents = _texts_of(crisis, texts)
    found = {key: argument.premises(view, documents) for key, view in chosen.items()}
    faults = {key: check_premises(held, documents) for key, held in found.items()}
    if as_json:
        click.echo(_dumped({
            "views": {key: _argument(view, found[key], documents) for key, view in chosen.items()},
            "argdown": {key: argument.argdown(view, documents) for key, view in chosen.items()},
            "faults": [_fault(fault) | {"view": key} for key, told in faults.items() for fault in told],
        }))  # fmt: skip
    elif as_argdown:
        click.echo("\n".join(argument.argdown(view, documents) for view in chosen.values()), nl=False)
    else:
        for key, view in chosen.items():
            _print_view(key, view, found[key], documents)
    for key, told in faults.items():
        for fault in told:
            click.echo(f"{key}: {fault}", err=True)
    if any(faults.values()):
        raise SystemExit(1)


def _argument(view: View, premises: dict[str, Premise], documents: dict[str, Document]) -> dict[str, Any]:
    return {
        "name": view.name, "whose": view.whose, "document": view.document, "conclusion": view.sentence,
        "premises": {
            key: {
                "sentence": one.sentence, "fidelity": one.fidelity, "warrant": one.warrant,
                "anchor": one.anchor.model_dump(mode="json") if one.anchor and one.anchor.source in documents else None,
                "source": one.anchor.source if one.anchor else "", "exact": one.anchor.exact if one.anchor else "",
            }
            for key, one in premises.items()
        },
    }  # fmt: skip


def _print_view(key: str, view: View, premises: dict[str, Premise], documents: dict[str, Document]) -> None:
    click.echo(f"{key}  {view.name} ({view.whose}): {view.sentence}")
    width = max(len(name) for name in premises)
    for name, one in premises.items():
        words = f"“{' '.join(one.anchor.exact.split())}” ({one.anchor.source})" if one.anchor else one.warrant
        at_hand = one.anchor is not None and one.anchor.source in documents
        place = f" at {one.anchor.start}" if at_hand and one.anchor else ""
        click.echo(f"  {name:{width}}  {one.fidelity:14}  {one.sentence}\n  {'':{width}}  {'':14}  {words}{place}")
    click.echo()


def _texts_of(crisis: Scenario, texts: Sequence[str]) -> dict[str, Document]:
    """Texts at hand by the scenario's ids: by hash where the claims file has it, else by the file's name."""
    from multivector.evidence import load_claims
    from multivector.sources import read_documents

    beside = crisis.origin.parent if crisis.origin else Path()
    places = list(texts) or ([str(beside / "sources")] if (beside / "sources").is_dir() else [])
    reading = read_documents(places)
    _report_faults(reading.faults)
    file = beside / "claims.yaml"
    keys = load_claims(file).keys() if file.is_file() else {}
    named = {source.document: key for key, source in crisis.sources.items() if source.document}
    found = {}
    for document in reading.documents:
        key = keys.get(document.id) or named.get(document.id) or named.get(Path(document.name).stem)
        if key in crisis.sources:
            found[str(key)] = document
    return found


def _place(path: str) -> Path:
    """The claims file that a word on the command line means: a file, a folder, or a shipped crisis."""
    from multivector.errors import EvidenceError
    from multivector.scenario.shelf import LIBRARY

    for candidate in (Path(path), Path(path) / "claims.yaml", LIBRARY / path / "claims.yaml"):
        if candidate.is_file():
            return candidate
    raise EvidenceError(
        f"there is no claims file at {path!r}",
        expected="a claims.yaml, its folder, or a crisis that ships",
        advice="Make one with `multivector read FILES... -o claims.yaml`",
    )


def _refuse_shipped(place: Path) -> None:
    from multivector.errors import EvidenceError
    from multivector.scenario.shelf import LIBRARY

    if place.resolve().is_relative_to(LIBRARY.resolve()):
        raise EvidenceError(
            f"{place} ships with the package",
            expected="a claims file of your own",
            advice="Begin a study with `multivector init`, or look with --dry-run",
        )


def _load(path: str) -> Ledger:
    from multivector.evidence import load_claims

    return load_claims(_place(path))


def _texts(path: str, texts: Sequence[str], ledger: Ledger) -> dict[str, Document]:
    """The documents at hand, by their key in the claims file; recognised by hash, whatever they are called."""
    from multivector.sources import read_documents

    beside = _place(path).parent / "sources"
    places = list(texts) or ([str(beside)] if beside.is_dir() else [])
    reading = read_documents(places)
    _report_faults(reading.faults)
    keys = ledger.keys()
    return {keys[document.id]: document for document in reading.documents if document.id in keys}


def _grown(before: Ledger, documents: Sequence[Document], families: Families, parser: Parser | None) -> Ledger:
    """A ledger with the documents' claims added to what it has."""
    from multivector.evidence import merge_claims, propose_claims, sources_of

    keys = before.keys()
    described = sources_of(documents, families, keys)
    proposed = propose_claims(documents, before.register, keys, parser)
    return before.model_copy(
        update={
            "documents": {**described, **before.documents},
            "claims": tuple(merge_claims(before.claims, proposed)),
        }
    )


def _report_faults(faults: Sequence[Fault]) -> None:
    for fault in faults:
        click.echo(f"Not read: {fault}", err=True)


def _fault(fault: Fault) -> dict[str, Any]:
    return {name: getattr(fault, name) for name in fault.__slots__}


def _dumped(made: Any) -> str:
    return json.dumps(made, ensure_ascii=False)


def _names(documents: Sequence[Document]) -> dict[str, str]:
    return {document.id: document.name for document in documents}


def _document(document: Document, families: Families) -> dict[str, Any]:
    style = families.styles[document.id]
    return {
        "id": document.id, "name": document.name, "media_type": document.media_type, "encoding": document.encoding,
        "title": document.title, "author": document.author, "outlet": document.outlet,
        "published": document.published, "origin": document.origin, "language": document.language,
        "words": len(document.clean_text().split()), "damage": style.damage, "damage_signs": style.reasons(),
        "hidden": list(document.hidden()), "warnings": list(document.warnings),
    }  # fmt: skip


def _families(found: Families, names: dict[str, str]) -> dict[str, Any]:
    return {
        "documents": found.n_documents,
        "voices": found.n_voices,
        "families": [
            {
                "root": names[family.root],
                "members": [names[member] for member in family.members],
                "edges": [
                    {
                        "origin": names[edge.origin], "copy": names[edge.copy], "kind": edge.kind,
                        "score": round(edge.score, 2), "evidence": edge.evidence, "direction": edge.direction,
                    }
                    for edge in family.edges
                ],
            }
            for family in found.families
        ],
        "not_at_hand": {names[key]: origin for key, origin in found.unseen.items()},
    }  # fmt: skip


def _stored_families(ledger: Ledger, as_json: bool) -> None:
    """The families as the claims file has them."""
    members: dict[str, list[str]] = {}
    for key, source in ledger.documents.items():
        members.setdefault(source.family or key, []).append(key)
    if as_json:
        rows = [{"root": root, "members": keys} for root, keys in members.items()]
        click.echo(_dumped({"documents": len(ledger.documents), "voices": len(members), "families": rows}))
        return
    click.echo(f"{len(ledger.documents)} documents, {len(members)} voices")
    for root, keys in members.items():
        for key in sorted(keys, key=lambda key: key != root):
            source = ledger.documents[key]
            taken = f"  ({source.taken} of {root})" if source.taken else ""
            damage = f"  ({source.damage})" if source.damage.value != "none" else ""
            mark = "  " if key == root else "    └ "
            click.echo(f"{mark}{key}  {source.citation}{taken}{damage}")


def _print_documents(reading: Reading, found: Families) -> None:
    names = _names(reading.documents)
    by_id = {document.id: document for document in reading.documents}
    click.echo(found.in_words())
    for family in found.families:
        for member in family.members:
            document = by_id[member]
            mark = "  " if member == family.root else "    └ "
            click.echo(f"{mark}{document.name}  {document.citation}")
            signs = found.styles[member].reasons()
            if found.styles[member].damage.value != "none":
                click.echo(f"      {found.styles[member].damage}: {', '.join(signs)}")
            if member in found.unseen:
                click.echo(f"      says it is from {found.unseen[member]}, which is not among the documents")
            for warning in document.warnings:
                click.echo(f"      {warning}")
            for hidden in document.hidden():
                click.echo(f"      hidden: {hidden[:200]!r}")
        for edge in family.edges:
            click.echo(f"      {names[edge.copy]} from {names[edge.origin]} ({edge.kind}): {'; '.join(edge.evidence)}")
            if edge.direction:
                click.echo(f"      this way round because it {', '.join(edge.direction)}")
    for left, kept in reading.duplicates:
        click.echo(f"  {left} is {kept} to the byte and was left out")
    click.echo()


def _print_table(rows: Sequence[Row]) -> None:
    """The table, as wide as the terminal, and under it what to know of its rows."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for name, ratio in (("quantity", 3), ("by voice", 4), ("range", 2), ("state", 1), ("speaker", 2)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for row in rows:
        said = "\n".join(f"{voice}: {words}" for voice, words in row.values.items())
        label = row.label + (f", {row.as_of}" if row.as_of else "")
        state = row.conflict + ("" if row.supported else ", unsupported")
        cells = (label, said, f"{row.range} {_unit(row.unit)}".strip(), state, ", ".join(row.speakers))
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 140, highlight=False).print(table)
    labels: dict[str, list[str]] = {}
    for row in rows:
        for note in row.notes:
            labels.setdefault(note, []).append(row.label)
    if labels:
        click.echo("\nTo know:")
    for note, named in labels.items():
        click.echo(f"  {', '.join(dict.fromkeys(named))}: {note}")


def _unit(unit: str) -> str:
    return {"date": "", "count": "", "persons": "", "words": "", "percent": "%"}.get(unit, unit)


def _print_claims(ledger: Ledger) -> None:
    click.echo()
    for claim in ledger.claims:
        exact = " ".join(claim.target.exact.split())
        value = claim.value if claim.value is not None else f"{claim.low} to {claim.high}"
        who = claim.speaker or "author"
        place = f"{claim.source}:{claim.target.start}"
        click.echo(
            f"{claim.id:12} {claim.quantity or '-':24} {value!s:14} “{exact}”  {who} ({claim.attribution})  {place}"
        )
