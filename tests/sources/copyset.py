"""A test set of copies: articles on one invented crisis, and spins, paraphrases and mangles of them.

Everything here is written for the purpose. A fact has three tellings, each with words to choose from
(``{a|b}``); an article is a choice of facts and remarks in an order of its own. What this is not: real articles by
real people. Independent articles here share fact tellings that real ones would not, and miss the shared agency
passages that real ones have (what they share in runs of words was set near what five real articles on one
crisis share: one to three in a hundred); the copies are made by rules that resemble those of the detector's author. The
figures it gives are a check of the method, not a forecast of its errors on the web.

Operations:

* *reprint*: another headline and a notice, some paragraphs dropped;
* *spin*: most content words replaced from a list of synonyms, doublets and adverbs put in, order kept;
* *paraphrase*: each fact told another way in the same order, hedges dropped, a sentence in six left out, one
  remark of the copier's own in five sentences; the remarks of the original reworded;
* *mangle*: sentences broken, captions doubled, quotes unbalanced, words dropped, as by a bad translation machine.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

FACTS: dict[str, tuple[str, str, str]] = {
    "price": (
        "The {protests|demonstrations} {began|started} after the {government|cabinet} {let|allowed} the price of bread {double|rise twofold} overnight.",  # noqa: E501
        "{Bakeries|Shops} across Tarvia {put up|pasted up} new price lists on the first of the month, and a loaf {cost|was sold at} twice what it had the day before.",  # noqa: E501
        "What {set off|sparked} the {anger|fury} was {simple|plain enough}: {flour subsidies|the subsidy on flour} ended on a Monday and {families|households} felt it {at breakfast|by noon}.",  # noqa: E501
    ),
    "first_march": (
        "On May 3 {several thousand|some thousands of} {dockers|dock workers} {marched|walked} through Port Selm {to the town hall|toward the mayor's office}.",  # noqa: E501
        "Port Selm, a {harbour|shipping} town of 90,000, was the first to {rise|move}: its dockers {left|laid down} their {tools|work} on May 3.",  # noqa: E501
        "It was the {stevedores|port crews} of Selm who {struck|stopped work} first, on the third of May, {closing|shutting} both piers.",  # noqa: E501
    ),
    "spread": (
        "Within {four|4} days {crowds|marches} had {appeared|formed} in eleven of the {country's|republic's} fourteen districts.",  # noqa: E501
        "By the end of that week only three districts, all in the {far north|mountains}, had {seen|reported} no {gatherings|rallies}.",  # noqa: E501
        "The {movement|unrest} {jumped|leapt} from the coast to the {inland|mining} towns {in less than a week|in a matter of days}.",  # noqa: E501
    ),
    "capital": (
        "In Ordanburg, the capital, {demonstrators|protesters} {filled|occupied} Assembly Square and {stayed|remained} through the night.",  # noqa: E501
        "Assembly Square in Ordanburg {held|drew} perhaps 30,000 people at its {fullest|peak}, according to {organisers|the opposition}.",  # noqa: E501
        "Tents {went up|were pitched} on the square {before|outside} the parliament in Ordanburg, and {stoves|field kitchens} {followed|came after}.",  # noqa: E501
    ),
    "fire": (
        "The regional {tax office|revenue building} in Lemmer was {burned|set alight} on the night of May 6.",
        "{Flames|Fire} {gutted|destroyed} Lemmer's revenue office; {nobody|no one} has {claimed|taken} responsibility.",
        "Somebody {threw|hurled} petrol bombs into the tax archive at Lemmer, and {decades|years} of {records|files} {were lost|went up in smoke}.",  # noqa: E501
    ),
    "dead": (
        "The {interior|home} ministry {put|gave} the number of dead at 58, among them nine {policemen|officers}.",
        "{Hospitals|Morgues} had {counted|received} more than 70 bodies by Friday, {doctors|medics} in two cities {said|told this paper}.",  # noqa: E501
        "{Officially|By the official count} 58 people died; {rights groups|campaigners} {speak of|list} at least 80 by name.",  # noqa: E501
    ),
    "arrests": (
        "About 2,300 people have been {detained|arrested}, the {prosecutor|prosecutor general} said.",
        "{Courts|Judges} in the capital are {working through|handling} some two thousand {cases|files}, most of them {for|on charges of} riot.",  # noqa: E501
        "More than 2,000 are {held|in custody} in {stadiums|sports halls} and {barracks|army camps}, {lawyers|defence counsel} {complain|say}.",  # noqa: E501
    ),
    "emergency": (
        "President Orlan Vesk {declared|proclaimed} a state of emergency on May 7 {for thirty days|until early June}.",
        "A curfew from ten at night {took effect|came into force} the same evening, {signed|ordered} by President Vesk.",  # noqa: E501
        "Vesk's decree {bans|forbids} gatherings of more than five and {lets|allows} soldiers {search|enter} homes without a warrant.",  # noqa: E501
    ),
    "speech": (
        "In a {television|televised} address Vesk {blamed|accused} “saboteurs trained in foreign camps” {for the violence|of lighting the fires}.",  # noqa: E501
        "The president {told|assured} viewers that a {plot|conspiracy} had been {prepared|hatched} abroad, and named no {country|state}.",  # noqa: E501
        "“We are dealing with bandits,” Vesk said, {his voice breaking|reading from a sheet}, and {promised|vowed} to {crush|break} them.",  # noqa: E501
    ),
    "appeal": (
        "On May 8 he {asked|appealed to} the Coastal League {for troops|to send soldiers}, {invoking|citing} its defence clause.",  # noqa: E501
        "The request to the Coastal League, {faxed|sent} before dawn on May 8, {cited|leaned on} Article Six, which speaks of outside attack.",  # noqa: E501
        "Never in its {nineteen|19} years had a member {called upon|turned to} the League for {help|aid} against its own streets.",  # noqa: E501
    ),
    "granted": (
        "The League's council {agreed|said yes} in {under|less than} six hours, {a record|without a recorded vote}.",
        "{Ministers|Envoys} of the six members {approved|cleared} the mission by telephone the same {afternoon|day}.",
        "{What usually takes|Decisions that usually take} the alliance months {took|were taken in} an afternoon.",
    ),
    "troops": (
        "Some 1,800 {soldiers|troops}, two thirds of them Marovian, {landed|arrived} at the Ordanburg airfield from May 9.",  # noqa: E501
        "{Transport planes|Cargo aircraft} from Marovia {brought|flew in} 1,200 {marines|paratroopers}; the other members {sent|added} between 40 and 200 each.",  # noqa: E501
        "The first {company|detachment} of Marovian marines was {guarding|posted at} the power station {within a day|by the next evening}.",  # noqa: E501
    ),
    "mandate": (
        "Their {orders|instructions} are to {guard|protect} the airport, the dam and two {depots|arsenals}, not to {fight|face crowds}.",  # noqa: E501
        "League {commanders|officers} {insist|stress} that the mission is {confined|limited} to {installations|static sites}.",  # noqa: E501
        "With {foreigners|allied units} at the {dam|reservoir} and the {arsenals|depots}, Tarvian {battalions|regiments} were free to {clear|sweep} the {streets|towns}.",  # noqa: E501
    ),
    "withdraw": (
        "On May 15 Vesk {announced|said} that the League would {begin to leave|start pulling out} in two days and be gone within ten.",  # noqa: E501
        "The {last|final} marines are {due|expected} to {leave|fly home} before the end of the month.",
        "The departure was {set|fixed} for May 17, {earlier|sooner} than {most|many} had {expected|guessed}.",
    ),
    "resign": (
        "Prime Minister Ilse Korrin and her {ministers|cabinet} {resigned|stepped down} on May 5.",
        "The {cabinet|government} of Ilse Korrin was the first {casualty|victim} of the {crisis|unrest}; it {fell|went} on the third day.",  # noqa: E501
        "Korrin, a {banker|former banker} who had {led|headed} the cabinet for two years, {was let go|lost her post} by telephone.",  # noqa: E501
    ),
    "patron": (
        "Aron Tal, the {founder|founding president} who had {kept|held} the chair of the State Council, {lost|was stripped of} it.",  # noqa: E501
        "Vesk {took over|assumed} the State Council from Aron Tal, his {patron|mentor} for twenty years.",
        "The {old man|elder statesman} of Tarvian politics, Aron Tal, has not been {seen|heard from} since the {council|State Council} changed hands.",  # noqa: E501
    ),
    "arrest_chief": (
        "The former {head|chief} of the security service, Maro Dint, was {arrested|detained} on {suspicion|a charge} of treason.",  # noqa: E501
        "Maro Dint, {long|for years} the {ears|right hand} of the founder, {sits|is held} in the prison he once {ran|oversaw}.",  # noqa: E501
        "{Treason|High treason} is the {charge|accusation} against Dint, the {spy chief|security chief} {until|up to} last week.",  # noqa: E501
    ),
    "net": (
        "Mobile {internet|data} was {cut|shut off} for six days.",
        "For most of a week {phones|mobile phones} in the capital {showed|had} no signal, and {cash machines|banks} stood {idle|dead}.",  # noqa: E501
        "Tarvia {vanished|dropped} from the {net|internet} on May 6 and {came back|returned} in {patches|parts} on the 12th.",  # noqa: E501
    ),
    "shoot": (
        "{Police|Officers} were {told|ordered} to {shoot|fire} without warning, the president {confirmed|said} on May 9.",  # noqa: E501
        "The order to {open fire|shoot} unannounced {drew|met} {protests|rebukes} from {the United Nations|European capitals}.",  # noqa: E501
        "“Shoot, and do not ask twice,” {ran|read} the order that {leaked|was leaked} to {reporters|the press}.",
    ),
    "damage": (
        "{Insurers|The chamber of trade} {estimate|put} the damage at $400 million to $600 million.",
        "{Rebuilding|Repairs} will cost around half a billion dollars, the finance ministry {reckons|thinks}.",
        "{Looters|Gangs} {emptied|stripped} some 900 shops, and the {bill|cost} is still being {counted|added up}.",
    ),
    "history": (
        "Port Selm has {not forgotten|never forgotten} the {spring|April} of 2009, when {guards|soldiers} {killed|shot} fourteen strikers.",  # noqa: E501
        "The {memory|shadow} of 2009, when fourteen {strikers|dockers} were shot on the same pier, {hung|lay} over the marches.",  # noqa: E501
        "A {plaque|stone} on Pier Two {bears|carries} fourteen names from 2009; {flowers|wreaths} lay on it again this month.",  # noqa: E501
    ),
    "promise": (
        "Vesk had promised elected district governors in 2019 and {never|did not} {delivered|keep his word}.",
        "{Reforms|The reforms} of local rule {announced|unveiled} three years ago {stayed|remained} on paper.",
        "Governors are still {appointed|picked} in Ordanburg, {whatever|despite what} the reform of 2019 said.",
    ),
    "lang": (
        "{Speakers of Tarvian|Tarvian speakers} were half of the people at independence and are three quarters now.",
        "A generation {schooled|taught} in Tarvian, {not|rather than} Marovian, has {come of age|grown up} since 1993.",
        "The {share|proportion} of Marovian speakers has {fallen|dropped} from 45 percent to under 20 in {thirty|30} years.",  # noqa: E501
    ),
    "minister": (
        "The new information minister, Pell Astor, is {known|remembered} for {mocking|attacking} Marovian television.",
        "{To calm|To soothe} {patriots|nationalists}, Vesk {named|appointed} Pell Astor, an outspoken {nationalist|patriot}, to the information ministry.",  # noqa: E501
        "Pell Astor's {appointment|promotion} was {read|taken} as a {gift|nod} to those who {feared|resented} the marines.",  # noqa: E501
    ),
    "blink": (
        "Washington {called|appealed} for restraint and {offered|had} little else.",
        "A State Department spokesman {urged|asked} all sides to {refrain|hold back} from violence.",
        "American {diplomats|officials} {watched|followed} the week {from afar|at a distance}, busy with {talks|a quarrel} elsewhere.",  # noqa: E501
    ),
    "china": (
        "Chinese {firms|companies} {own|operate} the new {terminal|container port} and {kept|stayed} {silent|quiet} throughout.",  # noqa: E501
        "Beijing, which {builds|finances} Tarvia's railways, {backed|supported} Vesk in a two-line {note|statement}.",
        "{Roads and rails|Railways} come from China, {rifles|guns} from Marovia: that is how {people|Tarvians} {put|describe} it.",  # noqa: E501
    ),
    "debt": (
        "{Diplomats|Observers} ask what Vesk will {owe|have to pay} Marovia for the favour.",
        "A rescue is never {free|without price}, and Marovia will {present|send} its bill {in time|when it suits}.",
        "{Basing rights|A naval base} in Selm, {long|twice} refused, may be {back on the table|the price}.",
    ),
    "opinion": (
        "In Marovia itself a {first|quick} poll {found|showed} two opponents of the mission for every supporter.",
        "Marovians are {cool|lukewarm}: {twice as many|two} {oppose|reject} the {mission|deployment} as {back|support} it.",  # noqa: E501
        "Mothers of {conscripts|soldiers} {stood|gathered} outside the Marovian {staff|defence ministry} with {placards|photographs}.",  # noqa: E501
    ),
    "oil": (
        "The oil {terminal|port} {lost|missed} five tankers and then {worked|ran} as {before|usual}.",
        "Crude {prices|futures} {rose|climbed} two percent and {fell|eased} again when pumping {resumed|went on}.",
        "Tarvia {ships|exports} 600,000 barrels a day, {nearly|almost} all of it through Selm.",
    ),
    "mourning": (
        "May 13 was {a day|declared a day} of national mourning.",
        "{Flags|The flags} were {lowered|at half mast} on the 13th, and {theatres|cinemas} {closed|stayed dark}.",
        "The {dead|fallen} were {remembered|mourned} on May 13 with a minute's {silence|quiet} at noon.",
    ),
    "police_mood": (
        "{Whole|Entire} police {shifts|stations} in Lemmer {stayed|went} home, and {some|a few} {handed over|gave up} their shields.",  # noqa: E501
        "{Officers|Policemen} in the mining towns had not been {paid|given wages} since March; {many|several} {would not|refused to} {charge|advance}.",  # noqa: E501
        "The {riot police|special police} {were not|proved not} {eager|keen} to {die|bleed} for a price list.",
    ),
    "airport": (
        "For {nine|9} hours the airport was in the {hands|hold} of armed men {whom nobody knew|no one could identify}.",
        "{Gunmen|Men with rifles} {walked into|took} the Ordanburg airport on May 7 and {walked out|left} before the marines came.",  # noqa: E501
        "Who {seized|held} the airport on the seventh is the {riddle|open question} of the whole affair.",
    ),
}  # fmt: skip

REMARKS: tuple[str, ...] = (
    "{History|The past} does not {repeat|return}, but it {likes|tends} to {rhyme|echo} in {harbour towns|ports}.",
    "{Small|Little} states {live|survive} by keeping several {doors|windows} open at once.",
    "The {lesson|moral} for the {neighbours|region} is {hard|difficult} to miss.",
    "A {ruler|leader} who {borrows|rents} soldiers {borrows|takes on} their {master|owner} too.",
    "{None|Nothing} of this was {foreseen|predicted} by the {ministries|embassies} that {watch|follow} Tarvia.",
    "{Trade|Commerce} will {go on|continue}, because it {always|usually} does.",
    "The {young|students} {carried|waved} the blue flag and {sang|knew} every verse.",
    "It is {too early|still early} to say who {won|gained}.",
    "{Outsiders|Foreign observers} {see|look for} a {great game|chessboard}; {locals|Tarvians} {see|talk of} the price of bread.",  # noqa: E501
    "The {palace|presidency} has {fewer|not many} friends than it had in {April|spring}.",
    "One {need|does} not {believe|swallow} the whole {story|version} to see that part of it is {true|so}.",
    "{Investors|Banks} {want|like} order and do not {ask|care} where it {comes|came} from.",
    "In the {villages|hills} people {speak|talk} of {wells|water} and {pensions|roads}, not of {alliances|flags}.",
    "{Loyalty|Obedience} {is|was} bought by the month in this part of the world.",
    "The {alliance|League} has {shown|proved} that it can {move|act}; it has not shown that it can {stop|wait}.",
    "{Nobody|No one} {expects|awaits} {free|open} elections, but {many|some} expect {changes|shuffles} at the top.",
    "{Language|Speech} is {politics|power} on this coast, and {has been|was} for a century.",
    "A {weak|frightened} court is a {dangerous|risky} {place|thing}.",
    "{Perhaps|Maybe} the {old|former} order is {over|finished}, {perhaps|maybe} it has only {changed|moved} rooms.",
    "The {bill|reckoning} will be {settled|paid} in {favours|concessions} that no {treaty|paper} {names|mentions}.",
    "The {clock|calendar} is on nobody's side.",
    "What {looks|seems} like {strength|force} from the capital looks like {fear|panic} from the quay.",
    "{Sovereignty|Independence} is a {word|thing} {people|citizens} here {say|use} without irony.",
    "{Energy|Oil} buys {patience|time} abroad, and {that|this} has {not changed|stayed so}.",
    "The {bridge|link} between the {two|rival} {camps|clans} was {always|ever} one man.",
    "{Rumour|Gossip} {fills|took} the place that {newspapers|news} left.",
    "The {west|European Union} has {money|funds} and no {lever|handle}.",
    "{If|Should} the {marines|soldiers} {leave|go} on time, the {mood|air} will {clear|lighten}.",
    "{Promises|Pledges} made in {smoke|fire} are {kept|honoured} in {ash|daylight}, or not at all.",
    "The {rest|remainder} is {guesswork|conjecture}.",
)  # fmt: skip

LEADS = (
    "By all accounts", "In short,", "As is well known by now,", "Not for the first time,", "To nobody's surprise,",
    "For the record,", "People here will tell you that", "Seen from the border,", "It bears repeating that",
    "Weeks later it is still debated, but", "According to neighbours and shopkeepers,", "Strange as it sounds,",
    "On the evidence so far,", "Little noticed abroad,", "As one teacher put it over tea,", "Then again,",
)  # fmt: skip
TAILS = (
    "and few were surprised", "for better or worse", "which says much about the place", "so the story goes",
    "and that was only the start", "as everyone on the coast knows", "though some still doubt it",
    "to the dismay of the chamber of trade", "which nobody had planned for", "and the papers said so",
)  # fmt: skip
PROPER = frozenset(
    [
        "President",
        "Port",
        "May",
        "Vesk",
        "Tarvia",
        "Maro",
        "Aron",
        "Prime",
        "Pell",
        "Beijing",
        "Washington",
        "American",
        "Chinese",
        "Marovians",
        "Marovian",
        "Ordanburg",
        "Assembly",
        "I",
    ]
)

HEADLINES = (
    "Tarvia after the fires", "What the marines left behind in Tarvia", "Bread, pride and borrowed rifles",
    "Why Tarvia will not be Marovia's province", "The price of a rescue", "A coast that learned to say no",
    "The week that shook Ordanburg", "Vesk's gamble", "Who burned Lemmer?", "The League goes to war with a price list",
)  # fmt: skip

SYNONYMS: dict[str, tuple[str, ...]] = {
    "protests": ("objections", "demos"), "demonstrations": ("demos", "presentations"), "began": ("commenced", "started"),  # noqa: E501
    "government": ("federal government", "administration"), "price": ("cost", "rate"), "bread": ("loaf", "bread"),
    "marched": ("strolled", "paraded"), "walked": ("strolled", "stepped"), "crowds": ("groups", "throngs"),
    "country": ("nation", "land"), "days": ("days",), "week": ("week",), "night": ("evening", "night"),
    "burned": ("charred", "shed"), "fire": ("blaze",), "dead": ("departed", "lifeless"), "died": ("passed away",),
    "people": ("individuals", "folks"), "officers": ("policemans", "police officers"), "police": ("cops",),
    "arrested": ("jailed", "apprehended"), "detained": ("apprehended", "held back"), "said": ("stated", "claimed"),
    "declared": ("proclaimed", "stated"), "emergency": ("emergency situation",), "address": ("speech", "deal with"),
    "blamed": ("criticized",), "asked": ("requested", "inquired"), "troops": ("soldiers", "armed forces"),
    "soldiers": ("troopers", "soldiers"), "help": ("assistance", "aid"), "agreed": ("concurred",), "record": ("document",),  # noqa: E501
    "arrived": ("got here", "showed up"), "landed": ("touched down",), "guard": ("safeguard", "shield"),
    "protect": ("safeguard",), "orders": ("commands",), "streets": ("roads",), "towns": ("communities",),
    "announced": ("revealed", "introduced"), "leave": ("depart", "go away"), "last": ("final", "latter"),
    "resigned": ("surrendered",), "chair": ("seat",), "lost": ("shed", "dropped"), "founder": ("creator", "owner"),
    "head": ("principal", "head"), "charge": ("cost", "fee"), "cut": ("reduced", "sliced"), "shut": ("closed",),
    "phones": ("telephones",), "told": ("informed",), "shoot": ("fire",), "damage": ("damages", "harm"),
    "shops": ("stores",), "strikers": ("demonstrators",), "promised": ("assured", "guaranteed"), "new": ("brand-new",),
    "known": ("understood",), "calm": ("tranquil", "soothe"), "restraint": ("discretion",), "sides": ("events",),
    "firms": ("business",), "companies": ("business",), "own": ("have",), "silent": ("quiet",), "favour": ("support",),
    "poll": ("survey",), "mission": ("objective", "goal"), "oil": ("petroleum",), "mourning": ("grieving",),
    "home": ("residence",), "armed": ("equipped",), "men": ("guys",), "state": ("specify", "state"),
    "small": ("tiny", "little"), "keeping": ("maintaining",), "doors": ("entrances",), "lesson": ("lesson",),
    "hard": ("tough", "difficult"), "ruler": ("leader",), "trade": ("profession",), "young": ("youthful",),
    "flag": ("banner",), "early": ("very early",), "friends": ("buddies", "pals"), "story": ("tale",), "true": ("real",),  # noqa: E501
    "order": ("purchase", "order"), "villages": ("towns",), "loyalty": ("commitment",), "shown": ("revealed",),
    "elections": ("political elections",), "changes": ("adjustments",), "dangerous": ("hazardous",), "place": ("location",),  # noqa: E501
    "old": ("aged", "old"), "strength": ("toughness", "stamina"), "fear": ("worry", "anxiety"), "word": ("word",),
    "patience": ("perseverance",), "money": ("cash",), "rest": ("remainder",), "first": ("initial", "very first"),
    "several": ("a number of",), "most": ("many", "a lot of"), "some": ("some",), "free": ("complimentary", "free"),
    "before": ("prior to",), "after": ("complying with", "following"), "because": ("since",), "but": ("however",),
    "quick": ("fast",), "twice": ("two times",), "long": ("lengthy",), "never": ("never ever",), "end": ("completion",),
    "took": ("took",), "whole": ("entire",), "morning": ("early morning",), "talks": ("talks",), "office": ("workplace",),  # noqa: E501
    "bodies": ("remains",), "hospitals": ("health centers",), "number": ("number",), "cases": ("situations",),
    "minister": ("preacher", "minister"), "ministry": ("ministry",), "cabinet": ("closet", "cabinet"),
    "dockers": ("longshoremen",), "harbour": ("port",), "square": ("plaza",), "parliament": ("legislature",),
    "families": ("households",), "anger": ("rage", "temper"), "airport": ("flight terminal",), "signal": ("signal",),
}  # fmt: skip

ADVERBS = ("actually", "additionally", "also", "basically", "essentially", "currently", "likewise", "really")
HEDGES = re.compile(r"\b(?:about|around|some|perhaps|nearly|almost|roughly|at least|more than|under)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """A text with its plan: the facts and remarks it tells, in order, and which telling of each."""

    title: str
    text: str
    plan: tuple[tuple[str, int], ...]


def expand(template: str, rng: random.Random) -> str:
    """Choose among the ``{a|b}`` of a telling."""
    return re.sub(r"\{([^{}]*)\}", lambda m: rng.choice(m[1].split("|")), template)


def _tell(step: tuple[str, int], rng: random.Random) -> str:
    name, number = step
    return expand(REMARKS[number] if name == "remark" else FACTS[name][number], rng)


def _render(title: str, sentences: list[str], rng: random.Random) -> str:
    paragraphs, rest = [title], list(sentences)
    while rest:
        size = rng.randint(2, 4)
        paragraphs.append(" ".join(rest[:size]))
        rest = rest[size:]
    return "\n\n".join(paragraphs) + "\n"


def article(rng: random.Random) -> Article:
    """An independent article: 9 to 14 facts and 6 to 10 remarks in an order of its own, in its own words.

    Some authors tell a crisis by its calendar and some do not: how near an article keeps to the order of events
    is drawn for each, from not at all to rather closely.
    """
    places = {name: place for place, name in enumerate(FACTS)}
    loose = rng.choice([5.0, 15.0, 60.0])
    chosen = rng.sample(sorted(FACTS), rng.randint(9, 14))
    facts = sorted(chosen, key=lambda name: places[name] + rng.gauss(0.0, loose))
    steps: list[tuple[str, int]] = [(name, rng.randrange(3)) for name in facts]
    for number in rng.sample(range(len(REMARKS)), rng.randint(6, 10)):
        steps.insert(rng.randint(1, len(steps)), ("remark", number))
    title = rng.choice(HEADLINES)
    told = [_frame(reword(_tell(step, rng), rng, 0.35), rng) for step in steps]
    return Article(title, _render(title, told, rng), tuple(steps))


def _frame(sentence: str, rng: random.Random) -> str:
    """A sentence with a lead or a tail of the author's, as often as not."""
    if rng.random() < 0.3:
        first = sentence if sentence.split()[0].rstrip(",") in PROPER else sentence[0].lower() + sentence[1:]
        return f"{rng.choice(LEADS)} {first}"
    if rng.random() < 0.25 and sentence.endswith("."):
        return f"{sentence[:-1]}, {rng.choice(TAILS)}."
    return sentence


def reprint(source: Article, rng: random.Random) -> str:
    """The same words under another headline, a paragraph or two left out."""
    paragraphs = source.text.strip().split("\n\n")[1:]
    for _ in range(rng.randint(0, 2)):
        paragraphs.pop(rng.randrange(len(paragraphs)))
    other = rng.choice([headline for headline in HEADLINES if headline != source.title])
    return "\n\n".join([other, *paragraphs]) + "\n"


def spin(source: Article, rng: random.Random) -> str:
    """Synonyms for most words that have one, doublets, adverbs; order and figures kept."""

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        choices = SYNONYMS.get(word.lower())
        if choices is None or rng.random() < 0.12:
            return word
        new = rng.choice(choices)
        return new.capitalize() if word[0].isupper() else new

    lines = []
    for line in source.text.strip().split("\n\n"):
        spun = re.sub(r"[A-Za-z]+", swap, line)
        spun = re.sub(r"\band\b", lambda m: rng.choice(["as well as", "and also", "and"]), spun)
        spun = re.sub(
            r"\b(is|are|was|were|has|had|have|will)\b",
            lambda m: f"{m[1]} {rng.choice(ADVERBS)}" if rng.random() < 0.25 else m[1],
            spun,
        )
        lines.append(spun)
    return "\n\n".join(lines) + "\n"


def paraphrase(source: Article, rng: random.Random) -> str:
    """Each fact told another way in the same order; hedges and every sixth sentence dropped, remarks added."""
    sentences = []
    for name, number in source.plan:
        if rng.random() < 1 / 6:
            continue
        if name == "remark":
            told = reword(_tell((name, number), rng), rng)
        else:
            # A third of the sentences stay near the original, as in the one real rewrite that was studied.
            other = number if rng.random() < 1 / 3 else rng.choice([n for n in range(3) if n != number])
            told = reword(_tell((name, other), rng), rng)
        sentences.append(HEDGES.sub("", told))
        if rng.random() < 0.2:
            sentences.append(_tell(("remark", rng.randrange(len(REMARKS))), rng))
    return _render(rng.choice(HEADLINES), sentences, rng)


def reword(sentence: str, rng: random.Random, share: float = 0.5) -> str:
    """Some of the words that have a synonym changed, and a clause moved to the front where a comma allows it."""
    changed = re.sub(
        r"[a-z]{4,}", lambda m: rng.choice(SYNONYMS.get(m.group(), (m.group(),))) if rng.random() < share else m.group(),  # noqa: E501
        sentence,
    )  # fmt: skip
    head, comma, tail = changed.rstrip(".").rpartition(", ")
    if comma and rng.random() < 0.8 * share and len(tail.split()) > 3:
        return f"{tail[0].upper()}{tail[1:]}, {head[0].lower()}{head[1:]}."
    return changed


def mangle(source: Article, rng: random.Random) -> str:
    """What a bad machine leaves: words dropped or changed, stops inside sentences, captions doubled."""
    out = []
    for paragraph in source.text.strip().split("\n\n"):
        words = []
        for word in reword(paragraph, rng).split():
            draw = rng.random()
            if draw < 0.06:
                continue
            if draw < 0.08:
                word += " ,"
            elif draw < 0.10:
                word += "."
            elif draw < 0.14:
                word = word.lower()
            elif draw < 0.15:
                word = "“" + word
            words.append(word)
        out.append(" ".join(words))
        if rng.random() < 0.3:
            caption = "Marines stand guard at the Ordanburg airfield, May 10, 2022. (Wire/AP)"
            out += [caption, caption]
    return "\n\n".join(out) + "\n"


OPERATIONS = {"reprint": reprint, "spin": spin, "paraphrase": paraphrase, "mangle": mangle}


@dataclass(frozen=True)
class Corpus:
    """Texts on the crisis, and which of them was made from which by what: (copy, original, operation)."""

    texts: tuple[str, ...]
    copies: tuple[tuple[int, int, str], ...]


def corpus(seed: int, n_independent: int = 9, per_operation: int = 2) -> Corpus:
    """One crisis as a reader finds it: independent articles with copies among them."""
    rng = random.Random(seed)
    originals = [article(rng) for _ in range(n_independent)]
    texts = [original.text for original in originals]
    copies = []
    chosen = rng.sample(range(n_independent), min(n_independent, per_operation * len(OPERATIONS)))
    plan = [name for name in OPERATIONS for _ in range(per_operation)]
    for index, name in zip(chosen, plan, strict=False):
        copies.append((len(texts), index, name))
        texts.append(OPERATIONS[name](originals[index], rng))
    return Corpus(tuple(texts), tuple(copies))
