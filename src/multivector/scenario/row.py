"""Entries of a scenario, one model for each table of the engine: the columns come from the engine itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, create_model

from multivector.engine import tables
from multivector.engine.vocabulary import Table
from multivector.scenario.quantity import Quantity, quantity
from multivector.scenario.strict import Strict, reference


class Row(Strict):
    """One entry: its columns as quantities, and ids of other entries.

    Attributes:
        name: The name that people read; the id if empty.
        note: Anything worth saying about the entry.
    """

    name: str = ""
    note: str = ""

    def quantities(self) -> dict[str, Quantity]:
        """The columns that the scenario gives, by name."""
        found = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: value for name, value in found if isinstance(value, Quantity)}


class RegionRow(Row):
    """A region.

    Attributes:
        iso: ISO 3166-2 code, if it has one.
        city: Its main city.
        belt_of: Region whose city draws this region's commuters.
        groups: Share of each group among the residents, or number of persons.
    """

    iso: str = ""
    city: str = ""
    belt_of: reference("region") | None = None  # type: ignore[valid-type]
    groups: dict[str, Quantity]


class MemberRow(Row):
    """A member state of an organisation; its id is the state's."""


class OrganisationRow(Row):
    """An organisation that could be asked for help.

    Attributes:
        leader: Power that leads it.
        members: Member states that could send troops.
    """

    leader: reference("power")  # type: ignore[valid-type]
    members: dict[str, MemberRow]


class EffectRow(Row):
    """What an outside event changes for one power."""


class ShockRow(Row):
    """A dated event from outside the model.

    Attributes:
        kind: ``price``, ``gathering`` (both in the acute phase) or ``outside`` (in the aftermath).
        region: Where; everywhere if None.
        power: The power that acts, for an outside event.
        effects: By power, for an outside event.
    """

    kind: Literal["price", "gathering", "outside"]
    region: reference("region") | None = None  # type: ignore[valid-type]
    power: reference("power") | None = None  # type: ignore[valid-type]
    effects: dict[str, EffectRow] = Field(default_factory=dict)


class ClientRow(Row):
    """Another state that watches whether the organisation's patron rescues its clients.

    Attributes:
        organisation: The organisation.
    """

    organisation: reference("organisation")  # type: ignore[valid-type]


def with_columns(name: str, base: type[Row], table: Table, **overrides: Any) -> Any:
    """A model of one entry of ``table``: ``base`` plus one quantity for each column.

    Columns with unit ``index`` are ids and stand in ``base``; a flag that is not written is off; any other
    column without a default must be written.

    Args:
        name: Name of the model.
        base: Model with the fields that are no columns.
        table: The engine's table.
        overrides: Fields to define otherwise.
    """
    fields: dict[str, Any] = {}
    for column in table.fields:
        if column.unit == "index" or column.name in overrides:
            continue
        kind = quantity(column.unit, column.meaning, possible=column.limits)
        required = column.default is None and column.unit != "flag"
        fields[column.name] = (kind, ...) if required else (kind | None, None)
    return create_model(name, __base__=base, __doc__=base.__doc__, **fields, **overrides)


class _Groups:
    """Types of the mappings by id."""

    @staticmethod
    def by(table: str, row: Any) -> Any:
        """Mapping from ids of ``table`` to ``row``."""
        return dict[reference(table), row]  # type: ignore[misc]


if TYPE_CHECKING:
    Settings = Row
    Region = RegionRow
    Group = Row
    Faction = Row
    Member = MemberRow
    Organisation = OrganisationRow
    Power = Row
    Effect = EffectRow
    Shock = ShockRow
    Client = ClientRow
else:
    Settings = with_columns("Settings", Row, tables.SETTINGS)
    Region = with_columns(
        "Region",
        RegionRow,
        tables.REGION,
        groups=(_Groups.by("group", quantity("portion", "share of the residents, or persons")), ...),
    )
    Group = with_columns("Group", Row, tables.GROUP)
    Faction = with_columns("Faction", Row, tables.FACTION)
    Member = with_columns("Member", MemberRow, tables.MEMBER)
    Organisation = with_columns("Organisation", OrganisationRow, tables.ORGANISATION, members=(dict[str, Member], ...))
    Power = with_columns("Power", Row, tables.POWER)
    Effect = with_columns("Effect", EffectRow, tables.EFFECT)
    Shock = with_columns(
        "Shock", ShockRow, tables.SHOCK, effects=(_Groups.by("power", Effect), Field(default_factory=dict))
    )
    Client = with_columns("Client", ClientRow, tables.CLIENT)

COLUMNS: Mapping[str, Mapping[str, str]] = {
    table.name: {column.name: column.unit for column in table.fields if column.unit != "index"}
    for table in tables.TABLES.values()
}
"""Table name to its columns that hold quantities, with their units."""
