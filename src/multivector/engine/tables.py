"""The tables that a crisis is made of: one row a region, a group, a faction, a member state, a power, a shock.

Every column is a float64 with a unit; flags are 0 or 1, an index points to a row of another table (-1: none).
Nothing here knows any country. A scenario fills the columns; the run adds its own state columns, which begin
at zero.
"""

from __future__ import annotations

from multivector.engine.vocabulary import Field, Table

F = Field

SETTINGS = Table(
    "settings",
    (
        F("max_days", "days", "longest acute phase", 90),
        F("months", "months", "horizon of the aftermath", 60),
        F("persons_per_citizen", "persons", "how many people of the mobilizable pool one citizen stands for", 1),
        F("cells", "flag", "citizens are held as counts by cell (region and group) instead of one by one", 0),
        F("threshold_bins", "1", "classes of thresholds in a cell held as counts; 1 = none has a threshold of its own",
          32),
        F("onset_persons", "persons", "crowd in one region that counts as protest there", 200),
        F("mass_persons", "persons", "crowd in one region that counts as mass protest there", 1000),
        F("ignition_share", "share", "peak share of the country on the street that counts as ignition", 0.0005),
        F("national_day", "date", "time by which a wave must have spread to count as national", 4),
        F("national_regions", "1", "number of regions with protest by then that makes it national", 13),
        F("calm_street", "persons", "street below this counts as calm, whatever the peak", 500),
        F("calm_riot", "persons", "rioters below this count as calm, whatever the peak", 100),
        F("minimum_days", "days", "shortest acute phase, so that a slow start is not taken for calm", 14),
    ),
)  # fmt: skip

REGION = Table(
    "region",
    (
        F("population", "persons", "residents at the start", positive=True),
        F("latitude", "degrees", "latitude of the main city"),
        F("longitude", "degrees", "longitude of the main city"),
        F("urban_share", "share", "share of residents in towns"),
        F("price_exposure", "share", "how much of the price shock is felt here, 1 = the worst hit region"),
        F("memory", "share", "nearness to remembered repression, 1 = the place itself", 0),
        F("migrants", "share", "young newcomers at the urban edge, 1 = most", 0),
        F("poverty", "share", "poverty, 1 = poorest", 0),
        F("networks", "share", "reach of patronage networks able to organise violence, 1 = most", 0),
        F("labour", "share", "labour organisation and non-violent discipline, 1 = strongest", 0),
        F("garrison", "share", "strength of the guard relative to the population, 1 = strongest", 0),
        F("prize", "share", "targets worth seizing (residence, airport, security headquarters), 1 = most", 0),
        F("belt_of", "index", "region whose city draws this region's commuters, -1 for none", -1),
        F("guard_share", "share", "share of the national guard force stationed here"),
        F("capital", "flag", "seat of government", 0),
        F("sites", "1", "guarded sites that can be lost", 3),
    ),
    (
        F("protesting", "persons", "peacefully on the street"),
        F("rioting", "persons", "rioting and present here: own rioters, visitors from the belt, armed men"),
        F("rioting_home", "persons", "rioters who live here, wherever they riot"),
        F("armed", "persons", "armed men brought in by instigation, part of rioting"),
        F("armed_sent", "flag", "the armed men have been sent"),
        F("perceived", "share", "share on the street as last reported"),
        F("perceived_rioting", "persons", "rioters as last reported"),
        F("grievance", "1", "grievance above its value at rest, mean over groups"),
        F("standing", "1", "standing grievance relative to the country's mean"),
        F("support", "share", "perceived support, neighbours left out"),
        F("risk", "1", "perceived risk minus its value on an empty street"),
        F("lean", "1", "lean to violence from the region's causes"),
        F("feeder", "share", "share of the crowd that could turn to violence"),
        F("turn", "probability", "chance that one of them wants to riot now"),
        F("provoked", "share", "share of the crowd met by force lately"),
        F("mourned", "persons", "dead seen so far, for outrage and fear"),
        F("police", "persons", "police"),
        F("guard", "persons", "national guard now here"),
        F("freed", "persons", "police freed from guarding by foreign troops"),
        F("foreign", "persons", "foreign troops here"),
        F("force", "persons", "effective force of this tick"),
        F("broken", "share", "share of the local force that does not obey"),
        F("fire", "flag", "live fire this tick"),
        F("lost", "1", "sites lost"),
        F("held", "persons", "in detention"),
        F("detained", "persons", "ever detained"),
        F("dead_civil", "persons", "civilians killed so far"),
        F("dead_security", "persons", "security men killed so far"),
        F("unburied", "persons", "civilian dead not yet taken out of the citizens (less than one citizen's worth)"),
        F("onset", "date", "first tick with protest, -1 if never"),
        F("mass", "date", "first tick with mass protest, -1 if never"),
        F("peak", "persons", "largest crowd in a tick"),
        F("rioted", "flag", "a riot has begun"),
    ),
)

GROUP = Table(
    "group",
    (
        F("young", "flag", "grown up after the state's founding"),
        F("titular", "flag", "the nation the state is named for"),
        F("kin", "flag", "shares language or identity with the patron"),
        F("identity", "share", "strength of national identity"),
        F("growth", "share points per year", "change of the group's share of the population", 0),
    ),
    (F("population", "persons", "members"),),
)

CELL = Table(
    "cell",
    (
        F("region", "index", "region"),
        F("group", "index", "group"),
        F("population", "persons", "residents of the region in the group"),
    ),
    (
        F("pool", "persons", "mobilizable people"),
        F("citizens", "1", "citizens that stand for the pool"),
        F("first", "index", "first block"),
        F("blocks", "1", "blocks"),
        F("drive", "1", "drive to the street this tick, neighbours left out"),
        F("protesting", "1", "citizens protesting"),
        F("rioting", "1", "citizens rioting"),
        F("detained", "1", "citizens in detention"),
        F("tired", "1", "citizens at home, tired"),
        F("dead", "1", "citizens dead"),
        F("arrested", "1", "citizens arrested this tick"),
    ),
)

FACTION = Table(
    "faction",
    (
        F("position", "share", "position on the issue: 0 the old guard's line, 1 the president's"),
        F("salience", "share", "how much it cares"),
        F("capability", "share", "what it can bring to bear"),
        F("president", "flag", "the president's own people", 0),
        F("patron", "flag", "the former ruler's people; gains as the street presses, dismissed by the purge", 0),
        F("security", "flag", "the armed services; its capability falls with shirking", 0),
    ),
)

ORGANISATION = Table(
    "organisation",
    (
        F("remit_internal", "share", "how far internal unrest is within its remit, 1 = fully"),
        F("force", "persons", "troops it could send at once"),
        F("quorum", "share", "share of followers whose consent is needed once the leader agrees"),
        F("leader", "index", "row of the power that leads it"),
        F("advantage", "logit", "practical advantage in the president's eyes (force at hand, speed)", 0),
    ),
)

MEMBER = Table(
    "member",
    (
        F("organisation", "index", "organisation"),
        F("leader", "flag", "leads it"),
        F("contingent", "share", "share of the force it sends if it joins"),
        F("reluctance", "logit", "own reasons to stay out, against the leader's pull", 0),
    ),
    (F("agreed", "flag", "voted to send troops"),),
)

POWER = Table(
    "power",
    (
        F("home", "flag", "the own-and-others entry: what the country provides itself, not an outside power", 0),
        F("security_start", "share", "share of security ties before the crisis; sums to 1 over the powers"),
        F("economy_start", "share", "share of economic ties before the crisis; sums to 1"),
        F("politics_start", "share", "share of political and cultural ties before the crisis; sums to 1"),
        F("exposure", "1", "how much a tie to it costs in autonomy (border, size, record of pressure)"),
        F("security_value", "1", "security gained from it per unit of share when threatened"),
        F("offer", "share points", "largest offer it makes in answer to the crisis", 0),
        F("reaction", "1", "how far it answers a rival's gain (the patron: its own loss), per share point", 0),
        F("attention_half_life", "months", "half-life of its attention after the crisis", positive=True),
        F("economy_trend", "share points per year", "slow trend of its pull in the economy without any crisis", 0),
        F("compliance", "probability", "chance that an unwanted demand of it was met before the crisis"),
        F("offer_security", "1", "weight of security in its offers"),
        F("offer_economy", "1", "weight of the economy in its offers"),
        F("offer_politics", "1", "weight of politics and culture in its offers"),
        F("builder", "flag", "under a division of labour it keeps to the economy", 0),
        F("irreplaceable_security", "share", "part of security ties not replaceable within a year", 0.5),
        F("irreplaceable_economy", "share", "part of economic ties not replaceable within a year", 0.5),
        F("campaign", "attitude", "change of attitudes it brings about over five years by its own effort", 0),
    ),
)

SHOCK = Table(
    "shock",
    (
        F("kind", "index", "0 price, 1 first gathering, 2 outside event in the aftermath"),
        F("day", "date", "when it happens, days since the start"),
        F("region", "index", "where, -1 for everywhere", -1),
        F("size", "1", "share of the full price step, number of persons, or factor on all effects (kind 2)"),
        F("identity", "share", "change of national identity (kind 2)", 0),
        F("accommodation", "share points", "fear: pull towards the power that acts, economy apart (kind 2)", 0),
        F("power", "index", "power that acts (kind 2), -1 for none", -1),
    ),
)

EFFECT = Table(
    "effect",
    (
        F("shock", "index", "row of the shock"),
        F("power", "index", "power concerned"),
        F("attitude", "attitude", "change of attitude to it among the titular nation", 0),
        F("exposure_factor", "1", "factor on its exposure", 1),
        F("security", "share points", "change of its pull in security", 0),
        F("economy", "share points", "change of its pull in the economy", 0),
        F("attention_factor", "1", "factor on its attention", 1),
        F("offer", "share points", "new offer", 0),
    ),
)

CLIENT = Table(
    "client",
    (
        F("organisation", "index", "organisation it belongs to"),
        F("expectation", "probability", "chance it gives to being rescued, before the crisis"),
    ),
)

TABLES: dict[str, Table] = {
    t.name: t for t in (SETTINGS, REGION, GROUP, CELL, FACTION, ORGANISATION, MEMBER, POWER, SHOCK, EFFECT, CLIENT)
}
"""Every table by name."""

MOST_BINS = 256
"""Most ``threshold_bins``: with more, the outermost would be narrower than a 16-bit threshold."""

PRICE, GATHERING, OUTSIDE = 0, 1, 2
"""Kinds of shock."""
