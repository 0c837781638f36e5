"""What a run reports: series, outcomes and how it ended. Every field is filled or the run fails.

The acute outcome is also all that the aftermath is told of the acute phase.
"""

from __future__ import annotations

from enum import Enum

from multivector.engine.vocabulary import Field, dtype_of

F = Field


class Fate(Enum):
    """How the acute phase ended for the regime, as a sentence."""

    STANDS = "The regime stands under the same leader."
    NEW_LEADER = "The regime stands under a new leader, put in by its own elite."
    FALLS = "The regime falls: too few of its forces obey."


FATES = tuple(Fate)
"""In the order of the number in ``fate``."""

ACUTE = (
    F("ignited", "flag", "peak share of the country on the street reached the ignition share"),
    F("national", "flag", "protest in enough regions by the national day"),
    F("regions", "1", "regions with protest by the national day"),
    F("peak_street", "persons", "largest crowd in one tick, whole country"),
    F("peak_share", "share", "the same as a share of the population"),
    F("peak_day", "date", "time of the largest crowd"),
    F("calm_day", "date", "time of the last tick that was not calm; 0 if always calm"),
    F("held_peak", "persons", "most people in detention at once"),
    F("detained", "persons", "ever detained"),
    F("dead_civil", "persons", "civilians killed"),
    F("dead_security", "persons", "security men killed"),
    F("armed", "persons", "men brought in by instigation"),
    F("sites_lost", "1", "most guarded sites lost at once"),
    F("shirking_peak", "share", "largest share of the forces not obeying, by choice"),
    F("shirking_jump", "share", "largest rise of it in one tick"),
    F("roots", "1", "largest number of solutions of the loyalty game met (above 1: knife-edge)"),
    F("cohesion_low", "1", "lowest cohesion of the elite relative to its value at rest"),
    F("fate", "index", "0 stands, 1 stands with a new leader, 2 falls"),
    F("fate_day", "date", "time of the change, -1 if none"),
    F("rollback_day", "date", "price rolled back, -1 if never"),
    F("dismissal_day", "date", "government dismissed, -1 if never"),
    F("purge_day", "date", "former patron removed, -1 if never"),
    F("reform_day", "date", "reform promised, -1 if never"),
    F("emergency_day", "date", "emergency declared, -1 if never"),
    F("shutdown_day", "date", "internet shut down, -1 if never"),
    F("fire_day", "date", "order to fire, -1 if never"),
    F("framing_day", "date", "unrest framed as an attack from outside, -1 if never"),
    F("appeal_day", "date", "appeal for outside help, -1 if never"),
    F("placation_day", "date", "nationalist appointment to placate opinion, -1 if never"),
    F("organisation", "index", "organisation appealed to, -1 if none"),
    F("granted", "flag", "help granted"),
    F("refused", "flag", "help asked and refused"),
    F("combat", "flag", "mandate is combat rather than guard"),
    F("arrival_lag", "days", "from the appeal to the first troops, -1 if none"),
    F("troops", "persons", "most foreign troops in the country"),
    F("arrival_day", "date", "first troops, -1 if none"),
    F("exit_day", "date", "start of the withdrawal, -1 if none within the acute phase and its tail"),
    F("stay", "days", "from first troops to last, 0 if none; censored at the horizon"),
    F("rescue", "share", "how far the regime owes its survival to the help: 1 = it would surely have fallen"),
    F("end_day", "date", "end of the acute phase"),
)
"""Acute outcomes, one number each."""

ACUTE_DTYPE = dtype_of(ACUTE)

REGION_OUTCOMES = (
    F("onset", "date", "first tick with protest, -1 if never"),
    F("mass", "date", "first tick with mass protest, -1 if never"),
    F("peak", "persons", "largest crowd in a tick"),
    F("dead_civil", "persons", "civilians killed"),
    F("dead_security", "persons", "security men killed"),
    F("detained", "persons", "ever detained"),
)
"""Acute outcomes by region."""

REGION_SERIES = (
    F("street", "persons", "people protesting or rioting, present in the region"),
    F("rioting", "persons", "people rioting, present in the region"),
    F("held", "persons", "in detention"),
    F("dead", "persons", "killed so far, both sides"),
)
"""By tick and region."""

NATION_SERIES = (
    F("street", "persons", "people protesting or rioting"),
    F("rioting", "persons", "people rioting"),
    F("held", "persons", "in detention"),
    F("dead", "persons", "killed so far, both sides"),
    F("shirking", "share", "share of the forces not obeying, by choice"),
    F("strength", "1", "strength of the regime"),
    F("threshold", "1", "strength below which it would fall"),
    F("signal", "1", "public signal of its strength"),
    F("survival", "probability", "the president's own reading of his survival"),
    F("cohesion", "1", "cohesion of the elite relative to rest"),
    F("line", "probability", "support for the president's line in the elite contest"),
    F("mean_position", "share", "weighted mean of the factions' positions"),
    F("openness", "share", "openness of media and internet"),
    F("troops", "persons", "foreign troops in the country"),
)
"""By tick."""

POWER_SERIES = (
    F("alignment", "share", "posture towards the power, all domains"),
    F("dependence", "share", "ties with the power, all domains"),
    F("posture_security", "share", "posture in security"),
    F("posture_economy", "share", "posture in the economy"),
    F("posture_politics", "share", "posture in politics and culture"),
    F("ties_security", "share", "ties in security"),
    F("ties_economy", "share", "ties in the economy"),
    F("ties_politics", "share", "ties in politics and culture"),
    F("attitude", "attitude", "change of the population's attitude since the start"),
    F("attitude_titular", "attitude", "the same among the titular nation"),
    F("compliance", "probability", "chance that an unwanted demand is met"),
    F("offer", "share points", "offers on the table, mean over domains"),
)
"""By month and power."""

MONTH_SERIES = (
    F("debt", "share", "debt to the rescuer, 1 = the regime would surely have fallen"),
    F("hold", "share", "how far the regime stands on foreign force"),
    F("identity", "share", "national identity, population mean"),
    F("approval", "attitude", "change of approval of the regime"),
    F("threat", "1", "threat that the regime feels"),
    F("autonomy", "share", "freedom of choice: 1 = debt, garrison and tilt change nothing"),
    F("concentration", "1", "Herfindahl-Hirschman index of ties with the outside powers"),
    F("demands", "1", "unwanted demands met so far"),
    F("in_power", "flag", "the line of leaders that survived the crisis is in power"),
    F("precedent", "probability", "mean expectation of rescue among the organisation's other clients"),
    F("titular_share", "share", "share of the titular nation in the population"),
)
"""By month."""
