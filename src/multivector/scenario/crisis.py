"""A whole crisis as written: the model of ``scenario.yaml``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, create_model, model_validator

from multivector.engine import register
from multivector.scenario.corroboration import Corroboration
from multivector.scenario.observation import Observation
from multivector.scenario.quantity import Anchor, Quantity, SourceWords, quantity
from multivector.scenario.row import (
    COLUMNS,
    Client,
    Faction,
    Group,
    Organisation,
    Power,
    Region,
    Settings,
    Shock,
)
from multivector.scenario.strict import Strict, fault, near, reference
from multivector.scenario.view import View


class Source(Strict):
    """Something that a number can come from.

    Attributes:
        kind: ``document`` (an article that claims are taken from), ``facts`` (data and records),
            ``literature``.
        citation: Who, what, where, when.
        document: Name or content hash of the document's file, for a document.
        url: Where it can be read.
        note: What it is worth.
    """

    kind: Literal["document", "facts", "literature"]
    citation: str
    document: str = ""
    url: str = ""
    note: str = ""


class Provenance(Strict):
    """Where all numbers of a column come from that don't say so themselves.

    Attributes:
        source: Id of a source, a colon and the place in it; or ``assumed``.
        anchor: The words in a document.
        claims: Ids of claims.
        note: How the numbers were made.
    """

    source: SourceWords
    anchor: Anchor | None = None
    claims: tuple[str, ...] = ()
    note: str = ""


class Tiles(Strict):
    """A tile map of the regions.

    Attributes:
        date: Day whose boundaries it shows.
        at: Row and column of each region, from the top left.
        note: How it was laid out.
    """

    date: date
    at: dict[reference("region"), tuple[int, int]]  # type: ignore[valid-type]
    note: str = ""


def _parameters() -> Any:
    """One field for each mechanism, one quantity in it for each of its parameters."""
    mechanisms: dict[str, Any] = {}
    for mechanism in register.MECHANISMS.values():
        fields: dict[str, Any] = {p.name: (quantity(p.unit, p.meaning, p) | None, None) for p in mechanism.parameters}
        model = create_model(mechanism.name.title(), __base__=Strict, __doc__=mechanism.rule, **fields)
        mechanisms[mechanism.name] = (model | None, None)
    return create_model(
        "Parameters",
        __base__=Strict,
        __doc__="Numbers of the mechanisms; what is not set keeps the engine's range.",
        **mechanisms,
    )


def _known_switches(switches: dict[str, bool]) -> dict[str, bool]:
    for name in switches:
        if name not in register.SWITCHES:
            raise fault(f"no switch is called {name!r}", "a switch of the engine", near(name, register.SWITCHES))
    return switches


def _ids(entries: dict[str, Any]) -> dict[str, Any]:
    for name in entries:
        if not name or any(mark in name for mark in ". :/*"):
            raise fault(f"found the id {name!r}", "letters, digits, - and _", "Put the readable name under `name`")
    return entries


def _entries(row: Any) -> Any:
    """Mapping from ids to entries."""
    return Annotated[dict[str, row], AfterValidator(_ids)]


class Scenario(Strict):
    """A crisis written down.

    Attributes:
        schema_uri: Where the JSON Schema is (the ``$schema`` line).
        title: Name of the crisis.
        about: What it is about, in a sentence or two.
        start: First day; the clock begins at 00:00 of it, local time.
        settings: Lengths, thresholds and the scale of the run.
        regions: By id.
        groups: By id.
        factions: By id.
        organisations: By id.
        powers: By id; one of them is ``home``.
        shocks: By id.
        clients: Other states that watch, by id.
        parameters: Numbers of the mechanisms that are special to this crisis.
        switches: Mechanisms that are off (false) unless a study says otherwise.
        views: By id.
        observations: By id.
        corroboration: What is on record of the years after, by id; scored, never fitted.
        tiles: Tile map of the regions.
        sources: By id.
        provenance: Source of whole columns, by path with ``*`` for any id.
    """

    model_config = ConfigDict(title="Scenario", validate_by_name=True, validate_by_alias=True)

    schema_uri: str = Field(alias="$schema")
    title: str
    about: str = ""
    start: date
    settings: Settings = Field(default_factory=Settings)
    regions: _entries(Region) = Field(min_length=1)  # type: ignore[valid-type]
    groups: _entries(Group) = Field(min_length=1)  # type: ignore[valid-type]
    factions: _entries(Faction) = Field(min_length=1)  # type: ignore[valid-type]
    organisations: _entries(Organisation) = Field(default_factory=dict)  # type: ignore[valid-type]
    powers: _entries(Power) = Field(min_length=1)  # type: ignore[valid-type]
    shocks: _entries(Shock) = Field(default_factory=dict)  # type: ignore[valid-type]
    clients: _entries(Client) = Field(default_factory=dict)  # type: ignore[valid-type]
    parameters: _parameters() = None  # type: ignore[valid-type]
    switches: Annotated[dict[str, bool], AfterValidator(_known_switches)] = Field(default_factory=dict)
    views: dict[str, View] = Field(default_factory=dict)
    observations: dict[str, Observation] = Field(default_factory=dict)
    corroboration: dict[str, Corroboration] = Field(default_factory=dict)
    tiles: Tiles | None = None
    sources: _entries(Source) = Field(default_factory=dict)  # type: ignore[valid-type]
    provenance: dict[str, Provenance] = Field(default_factory=dict)

    _origin: Path | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _one_step_up(self) -> Scenario:
        """A number may stand on top of another, but that one on no third: the order would matter."""
        on_top = {path: value.on_top_of for path, value in self.quantities() if value.on_top_of}
        for path, base in on_top.items():
            if base in on_top:
                raise fault(f"{path} is on top of {base}, which is itself on top of {on_top[base]}", "one step")
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # Made anew from what it says: the models of the engine's tables have no importable names.
        return _again, (self.model_dump_json(by_alias=True, exclude_unset=True), self._origin)

    @property
    def origin(self) -> Path | None:
        """File that it was read from."""
        return self._origin

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, whatever its comments, units and layout; 64 hexadecimal digits."""
        content = self.model_dump_json(exclude={"schema_uri"}, exclude_defaults=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Every number that the file gives, by its path, in the order of the tables."""
        for section, (_, nested) in SECTIONS.items():
            entries: Mapping[str, Any] = {"": self.settings} if section == "settings" else getattr(self, section)
            for key, row in entries.items():
                path = f"{section}.{key}".rstrip(".")
                for column, value in row.quantities().items():
                    yield f"{path}.{column}", value
                if nested:
                    for inner, entry in getattr(row, nested[0]).items():
                        if isinstance(entry, Quantity):
                            yield f"{path}.{nested[0]}.{inner}", entry
                            continue
                        for column, value in entry.quantities().items():
                            yield f"{path}.{nested[0]}.{inner}.{column}", value
        for mechanism, numbers in self.parameters or ():
            for name, value in numbers or ():
                if value is not None:
                    yield f"parameters.{mechanism}.{name}", value

    def origin_of(self, path: str, value: Quantity) -> Provenance | None:
        """Where a number comes from: its own word, or the most special fitting entry of ``provenance``."""
        if value.source or value.anchor or value.claims:
            source = value.source or (f"claims: {', '.join(value.claims)}" if value.claims else "assumed")
            return Provenance(source=source, anchor=value.anchor, claims=value.claims, note=value.note)
        parts = path.split(".")
        best: tuple[int, Provenance] | None = None
        for pattern, origin in self.provenance.items():
            wanted = pattern.split(".")
            fits = len(wanted) <= len(parts) and all(a in ("*", b) for a, b in zip(wanted, parts, strict=False))
            weight = 2 * len(wanted) - wanted.count("*")
            if fits and (best is None or weight > best[0]):
                best = weight, origin
        if best is None:
            return None
        return best[1].model_copy(update={"note": value.note}) if value.note else best[1]


def _again(content: str, origin: Path | None) -> Scenario:
    scenario = Scenario.model_validate_json(content)
    scenario._origin = origin
    return scenario


SECTIONS: dict[str, tuple[str, tuple[str, str] | None]] = {
    "settings": ("settings", None),
    "regions": ("region", ("groups", "")),
    "groups": ("group", None),
    "factions": ("faction", None),
    "organisations": ("organisation", ("members", "member")),
    "powers": ("power", None),
    "shocks": ("shock", ("effects", "effect")),
    "clients": ("client", None),
}
"""Section of the file to its table, and to the section inside each entry with that one's table (or none)."""


def leaf_units(data: Mapping[str, Any]) -> dict[str, str]:
    """Path of every number that a crisis with these ids could give, with its unit; from unchecked data."""
    found: dict[str, str] = {}

    def mapping(part: Any) -> Mapping[str, Any]:
        return part if isinstance(part, dict) else {}

    for section, (table, nested) in SECTIONS.items():
        if section == "settings":
            found.update({f"settings.{column}": unit for column, unit in COLUMNS[table].items()})
            continue
        for key, row in mapping(data.get(section)).items():
            found.update({f"{section}.{key}.{column}": unit for column, unit in COLUMNS[table].items()})
            if nested is None:
                continue
            name, inner = nested
            for entry in mapping(mapping(row).get(name)):
                path = f"{section}.{key}.{name}.{entry}"
                found.update(
                    {f"{path}.{column}": unit for column, unit in COLUMNS[inner].items()}
                    if inner
                    else {path: "portion"}
                )
    found.update({path: parameter.unit for path, parameter in register.PATHS.items()})
    return found


def model_at(place: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The model that stands at a place of the file, to know which keys it takes."""
    model: Any = Scenario
    for part in place:
        if isinstance(model, type) and issubclass(model, BaseModel):
            by_alias = {field.alias or name: field for name, field in model.model_fields.items()}
            if part not in by_alias:
                return None
            model = by_alias[part].annotation
        else:
            arguments = getattr(model, "__args__", ())
            model = arguments[-1] if arguments and arguments[-1] is not Ellipsis else (arguments or (None,))[0]
        model = _plain(model)
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _plain(kind: Any) -> Any:
    """A type without Annotated and None around it."""
    while True:
        arguments = getattr(kind, "__args__", ())
        if hasattr(kind, "__metadata__"):
            kind = kind.__origin__
        elif type(None) in arguments:
            kind = next(argument for argument in arguments if argument is not type(None))
        else:
            return kind
