"""From a file to a :class:`Scenario`, or to all of its faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from multivector.errors import Fault, ScenarioError
from multivector.scenario import shelf
from multivector.scenario.crisis import Scenario, leaf_units, model_at
from multivector.scenario.document import Data, Document, dotted, parse, read
from multivector.scenario.evidence import Evidence, backed, names_claims
from multivector.scenario.quantity import Place as Written
from multivector.scenario.strict import fault, near
from multivector.scenario.whole import Finding, whole


def load(scenario: str | Path) -> Scenario:
    """Read a crisis.

    Args:
        scenario: A file, a folder that holds ``scenario.yaml``, or the name of a crisis of the library.

    Raises:
        ScenarioError: The file can't be read, or something in it is wrong; ``faults`` holds every fault with
        its
            line and path.
    """
    path = shelf.find(scenario)
    found = _checked(read(path))
    found._origin = path
    return found


def loads(text: str, file: str = "") -> Scenario:
    """Read a crisis from YAML text; see :func:`load`."""
    return _checked(parse(text, file))


def _checked(document: Document) -> Scenario:
    data = document.data
    if not isinstance(data, dict):
        raise ScenarioError(
            f"{document.file}: found {'nothing' if data is None else type(data).__name__}",
            expected="a mapping with `title`, `start`, `regions` and so on",
            advice="`multivector init DIR` writes a commented example",
        )
    faults = list(document.faults)
    units = leaf_units(data)
    start = _start(data)
    context = {"start": start, "ids": _ids(data), "unit_of": _unit_of(units)}
    data, unbacked = backed(data, units, context, _evidence(document, start))
    faults += [_placed(finding, document) for finding in unbacked]
    without = tuple(f"{dotted(place)}." for place, *_ in unbacked)
    scenario = None
    try:
        scenario = Scenario.model_validate(data, context=context)
    except ValidationError as error:
        details = error.errors(include_url=False)
        within = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
        # A list is "too short" also when its items are wrong; their own faults say it better.
        faults += [
            told
            for detail in details
            if detail["type"] != "too_short" or detail["loc"] not in within
            if not f"{(told := _told(detail, document)).path}.".startswith(without)  # what is wrong there is its claims
        ]
    already = {fault.path for fault in faults}
    faults += [
        _placed(finding, document) for finding in whole(data, context, units) if dotted(finding[0]) not in already
    ]
    if faults or scenario is None:
        faults = sorted(dict.fromkeys(faults), key=lambda fault: (fault.line or 0, fault.path))
        count = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        raise ScenarioError(f"{document.file or 'the scenario'} has {count}", faults=faults)
    return scenario


def _evidence(document: Document, start: date | None) -> Evidence | None:
    return Evidence.beside(Path(document.file), start) if document.file and names_claims(document.data) else None


def _placed(finding: Finding, document: Document) -> Fault:
    place, found, expected, advice = finding
    return Fault(found, expected, advice, document.file, document.line(place), dotted(place))


def _start(data: dict[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(str(data.get("start"))).date()
    except ValueError:
        return None


def _ids(data: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Ids by kind of entry, from unchecked data."""
    plural = {"region": "regions", "group": "groups", "faction": "factions", "organisation": "organisations",
              "power": "powers", "shock": "shocks", "source": "sources"}  # fmt: skip
    return {one: tuple(data[many]) if isinstance(data.get(many), dict) else () for one, many in plural.items()}


def _unit_of(units: dict[str, str]) -> Callable[[str], str]:
    def unit_of(path: str) -> str:
        if path not in units:
            raise fault(f"nothing in the crisis has the path {path!r}", "the path of a number", near(path, units))
        return units[path]

    return unit_of


def _told(detail: ErrorDetails, document: Document) -> Fault:
    """A pydantic error as a fault of the file."""
    kind, context, given = detail["type"], detail.get("ctx", {}), detail.get("input")
    place = tuple(_as_written(detail["loc"], document, absent=kind == "missing"))
    if kind == "fault":
        found, expected, advice = context["found"], context["expected"], context["advice"]
    elif kind == "extra_forbidden":
        model = model_at(place[:-1])
        keys = [field.alias or name for name, field in model.model_fields.items()] if model else []
        found, expected, advice = (
            f"the key {place[-1]!r} is unknown",
            "a key of the schema",
            near(str(place[-1]), keys),
        )
    elif kind == "missing":
        model = model_at(place[:-1])
        field = model.model_fields.get(str(place[-1])) if model else None
        meaning = next((str(part) for part in field.metadata if isinstance(part, Written)), "") if field else ""
        found, expected, advice = f"the key {place[-1]!r} is missing", meaning or "it to be there", ""
    else:
        found, expected, advice = _brief(given), _plain(detail["msg"]), ""
    return Fault(found, expected, advice, document.file, document.line(place), dotted(place))


def _as_written(loc: tuple[str | int, ...], document: Document, absent: bool) -> Iterator[str | int]:
    """The place of an error in the file: steps that only the models know of are left out.

    Args:
        loc: The place as the models know it.
        document: The file.
        absent: Whether the last step is a key that should be there but isn't.
    """
    here: Data = document.data
    for number, part in enumerate(loc):
        if isinstance(here, dict):
            if part in here:
                here = here[part]
                yield part
            elif part == "[key]":
                return
            elif absent and number == len(loc) - 1:
                yield part
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
            yield part


def _brief(given: object) -> str:
    text = repr(given)
    return f"found {text if len(text) <= 60 else text[:57] + '...'}"


def _plain(message: str) -> str:
    """A message of pydantic as what was expected."""
    plain = message.removeprefix("Input should be ").removeprefix("a valid ").removeprefix("Value error, ")
    return plain[:1].lower() + plain[1:]
