"""From ranges to parameters: proposals that the analyst accepts, edits or rejects in the claims file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from multivector.evidence.ledger import Ledger, Link
from multivector.evidence.range import Conflict, Range, ranges


def ledger_ranges(ledger: Ledger) -> list[Range]:
    """The ranges of a claims file, by its own register and documents."""
    return ranges(ledger.claims, ledger.register, ledger.documents)


def link(ledger: Ledger, informs: Mapping[str, str] | None = None) -> Ledger:
    """Propose a range for every parameter that a quantity of the register informs.

    Where the register names no parameter, one that the file's links know already stands, else a proposed one.

    What an analyst decided stays: a rejected link stays rejected, an edited one keeps its range; accepted and
    proposed ones follow the claims. A range that rests on spun copies alone is proposed with a note that says so,
    and one without an end is not proposed.

    Args:
        ledger: The claims file.
        informs: Parameter by quantity, to propose.

    Returns:
        The claims file with its links brought up to date.
    """
    decided = {_name(old): old for old in ledger.links}
    known = dict(informs or {}) | {old.quantity: old.parameter for old in ledger.links}
    made = []
    for found in ledger_ranges(ledger):
        fresh = _proposal(found, found.quantity.parameter or known.get(found.quantity.key, ""))
        if fresh is None:
            continue
        old = decided.pop(_name(fresh), None)
        made.append(_kept(old, fresh) if old is not None else fresh)
    made += [old for old in decided.values() if old.status in ("edited", "rejected")]
    return ledger.model_copy(update={"links": tuple(made)})


def linked(ledger: Ledger) -> dict[str, Link]:
    """The range of each parameter that the analyst has not rejected, the latest state of affairs first."""
    found: dict[str, Link] = {}
    for one in sorted(ledger.links, key=lambda one: one.as_of):
        if one.status != "rejected":
            found[one.parameter] = one
    return found


def _name(one: Link) -> tuple[str, str, str, str]:
    return one.quantity, one.group, one.as_of, one.parameter


def _proposal(found: Range, parameter: str) -> Link | None:
    low, high = found.in_parameter_unit(found.low), found.in_parameter_unit(found.high)
    if not parameter or found.conflict is Conflict.WORDING or low is None or high is None:
        return None
    return Link(
        quantity=found.quantity.key, parameter=parameter, group=found.group, as_of=found.as_of, range=(low, high),
        best=found.in_parameter_unit(found.best), conflict=found.conflict, voices=len(found.voices),
        claims=found.claims, note="; ".join(found.notes),
    )  # fmt: skip


def _kept(old: Link, fresh: Link) -> Link:
    if old.status in ("edited", "rejected"):
        return fresh.model_copy(update={"range": old.range, "status": old.status, "note": old.note})
    return fresh.model_copy(update={"status": old.status})


def unlinked(ledger: Ledger) -> Sequence[str]:
    """Keys of quantities that are claimed but inform no parameter."""
    named = {one.quantity for one in ledger.links}
    loose = (found.quantity for found in ledger_ranges(ledger))
    return sorted({one.key for one in loose if not one.parameter and one.key not in named})
