"""Who a document says wrote it: bylines as newsrooms print them, issuers of releases, names under opinion texts.

A name is told from a heading by its words alone, so that what stands alone is believed only under a title, above the
text, where nothing else in the document speaks of that name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = r"(?:(?:[Aa]l|[Ee]l)-)?[A-ZÀ-ÞŁŠŽČŚĐİĞŞ][\w’'\-]{1,24}"
_PARTICLE = r"(?:de|del|della|da|dos|du|di|van|von|der|den|ter|ten|al|el|bin|ibn|la|le)"
NAME = rf"(?:{_WORD}|[A-Z]\.)(?:\s(?:{_WORD}|(?:[A-Z]\.){{1,2}}|(?:{_PARTICLE}\s){{1,2}}{_WORD})){{1,3}}"
"""Two to four words that may be a person's name; ask :func:`is_person` whether they are."""

_AT = r"(?:\s(?:in|at)\s[A-ZÀ-Þ][\w’'\-]{1,24}(?:\s[A-ZÀ-Þ][\w’'\-]{1,24}){0,2})?"
_NAMES = rf"{NAME}{_AT}(?:(?:,\s|,?\s(?:and|&|y|et|und|e)\s|,?\sAND\s){NAME}{_AT}){{0,4}}"
_TAIL = r"(?:\s?[,|–—·•(;/]\s?.{0,80}|\s(?:for|with|from|reporting|reports)\s.{2,60})?\.?"
_GENRE = (
    r"(?:[Aa]nalysis|[Oo]pinion|[Cc]omment(?:ary)?|[Cc]olumn|[Ee]ssay|[Ww]ords|[Ss]tory|[Tt]ext|[Rr]eport(?:ing|age)?"
    r"|[Vv]iew)"
)
_LABELLED = re.compile(
    r"^\W{0,3}(?:"
    r"(?:[Aa]utore?|[Aa]uthors?|AUTHORS?|[Bb]yline|[Aa]utor|[Aa]uteur|[Rr]eporters?|[Cc]orrespondent|[Cc]olumnist)\s?[:|–—\-]\s?"
    rf"|(?:[Ww]ritten|(?:Live\s)?(?:[Cc]overage|[Uu]pdates)|{_GENRE}|OPINION|ANALYSIS|WORDS|STORY|TEXT)\s(?:by|By|BY)[:\s]\s?"
    rf"|(?:{_GENRE}|OPINION|ANALYSIS|COMMENT|WORDS|STORY|TEXT)\s?[:|]\s?(?:[Bb]y\s)?"
    rf"|(?:By|BY|by|Di|Von|Por|Par):?\s)(?P<names>{_NAMES}){_TAIL}$"
)
_REPORTS = re.compile(
    rf"^(?:(?P<reports>{NAME})\s(?:reports|reporting)(?:\s(?:from|in)\s[A-ZÀ-Þ][^.;:]{{1,50}})?\.?"
    rf"|[Ff]rom\s(?P<source>{NAME})(?:,\s[^,.;:]{{2,40}},)?\s(?:in|at)\s[A-ZÀ-Þ][^.;:]{{1,50}}\.?"
    rf"|[Ff]rom\s(?:our|a)\s(?:\w{{2,20}}\s)?[Cc]orrespondent,?\s(?P<ours>{NAME})(?:,\s[A-ZÀ-Þ][^.;:]{{1,50}})?\.?)$"
)
_ASKED = re.compile(
    rf"\b[Ii]nterview(?:ed)?\s(?:\w{{4,12}}\s)?by\s(?P<asked>{NAME})|\((?:di|by|von|por|par)\s(?P<paren>{NAME})\)\s*$"
)
_ROLE = (
    r"(?:[\w’'&\-]{1,20}\s){0,4}?(?:[Cc]orrespondents?|[Ee]ditor|[Rr]eporters?|[Cc]olumnist|[Ww]riter|[Aa]nalyst|[Jj]ournalist"
    r"|[Cc]ontributor|[Bb]ureau\s[Cc]hief|[Cc]ommentator|[Ss]tringer|CORRESPONDENT|EDITOR|REPORTER|COLUMNIST)(?:\s(?:in|at|for)\s.{2,40})?"
)
_WITH_ROLE = re.compile(rf"^(?P<name>{NAME})(?:,\s|\s?[|–—]\s?|\s\(){_ROLE}\)?$")
_ALONE = re.compile(rf"^(?P<names>{NAME}{_AT}(?:,?\s(?:and|&|AND)\s{NAME}{_AT})?)(?:\s?[|·•]\s?.{{2,40}})?$")
_DESK = re.compile(
    r"^(?:By|BY|by)\s(?P<desk>(?:(?:the|The|our|Our|[A-ZÀ-Þ][\w’'&.\-]{0,20})\s){0,4}?(?:[Ss]taff(?:\s[Ww]riters?|\s[Rr]eporters?)?"
    r"|STAFF|[Dd]esk|DESK|[Nn]ewsroom|NEWSROOM|[Cc]orrespondents?|[Rr]eporters?|[Ee]ditors?|[Aa]gency|[Aa]gencies|[Ww]ires?|[Pp]ress"
    r"|[Nn]ews|[Tt]eam|[Bb]ureau|[Ss]ervice|[Nn]etwork|[A-Z]{2,5}|Reuters|Bloomberg|Xinhua|Interfax))$"
)
_SIGNED = re.compile(rf"^(?:—|–|--)\s?(?P<name>{NAME})(?:\s?[,(].{{0,80}})?\.?$")
_ABOUT = re.compile(
    rf"^\W{{0,2}}(?:[Tt]he\s(?:author|writer),\s)?(?P<name>{NAME}),?(?:\s[^.;]{{2,60}}?,)?\s(?:"
    r"(?:teaches|writes|covers|reports\s(?:on|for|from))\b|(?:is|was|has\sbeen)\b"
    r"(?=.{0,160}\b(?:author|writer|journalist|professor|fellow|lecturer|researcher|analyst|columnist|editor|correspondent|reporter"
    r"|historian|economist|scholar|commentator|contributor|novelist|essayist|political\sscientist|teaches|writes|reports|covers)\b))"
)
_RELEASE = re.compile(
    r"^\W{0,3}(?:(?:press|media|news|public|official|joint)\s(?:release|statement|communiqu[eé]|advisory|notice)|statement"
    r"|communiqu[eé]|(?:press\srelease\W{1,3})?for\simmediate\srelease)(?:\s(?:no|n°|nr)\.?\s?[\d/\-]{1,12})?\W{0,3}$",
    re.IGNORECASE,
)
_BODY_WORD = r"(?:[A-ZÀ-Þ][\w’'&\-]{1,24}|of|the|for|and|on|in|de|du|des|la)"
_BODY = rf"(?:[A-ZÀ-Þ][\w’'&\-]{{1,24}})(?:,?\s{_BODY_WORD}){{0,9}}"
_BODY_NAME = re.compile(rf"^{_BODY}$")
_ORGAN = re.compile(
    r"\b(?:ministry|office|government|council|commission|committee|party|union|monitor|federation|army|police|embassy|agency|authority"
    r"|presidency|secretariat|movement|front|foundation|watch|network|association|alliance|institute|cent(?:re|er)|department|service"
    r"|parliament|headquarters|forces|organi[sz]ation|bank|company|coalition|league|chamber|directorate|prosecutor|court|mission"
    r"|delegation|society|observatory|initiative|campaign|forum|congress|assembly|administration|junta|command)\b",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    rf"^\W{{0,3}}(?:[Ii]ssued|ISSUED|[Rr]eleased)\s(?:by|BY):?\s(?:the\s|The\s)?(?P<issuer>{_BODY})"
    rf"|^\W{{0,3}}(?:(?:[Pp]ress|[Mm]edia|[Jj]oint|[Oo]fficial|[Pp]ublic)\s)?(?:[Ss]tatement|[Cc]ommuniqu[eé]|[Rr]elease)"
    rf"\s(?:by|from|of)\s(?:the\s|The\s)?(?P<body>{_BODY})",
)
_NO_NAMES = frozenset(
    """first second third last draft notebook diary letter notes
    a an the early late mid of and or for to in on at from with by new north south east west northern
    southern eastern western upper lower central great greater republic kingdom state states united saudi sri
    hong costa san santa saint st port fort los las rio buenos tel kuala phnom nur addis cape mount lake gulf
    middle asia africa europe america american african asian european russia russian ukraine kazakhstan kazakh
    china chinese india indian france french britain british israel iran iraq syria city town district region
    province capital street square news press release statement communique breaking read more latest update
    updates live blog top stories story world politics political business sport sports opinion analysis comment
    commentary editorial column columns letters culture health science technology video videos photo photos
    gallery picture pictures share print subscribe sign log home page contact about menu search follow us
    related articles article report reports reporter reporting correspondent correspondents editor editors desk
    staff newsroom online bureau chief senior agency agencies wire wires media times post daily weekly herald
    tribune gazette guardian telegraph journal monitor observer review network service team group ltd inc
    magazine radio television tv channel today tonight yesterday monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december
    ministry minister government council commission committee party union federation army police embassy
    authority foundation institute centre center department parliament court bank human rights watch special
    investigation exclusive explainer explained obituary interview feature features profile timeline summary key
    points what why how when who where will is are was were has have had not no yes after before as amid over
    under against into out up down says said kills killed dies dead protest protests crisis unrest war peace
    coup riot riots strike strikes revolution uprising election elections emergency curfew security troops talks
    deal fire flood tide storm advertisement continue reading minute minutes min popular demand all this that
    these our their his her its your my first last next day days week month year years independent international
    national regional local foreign general public official joint former prime president deputy photograph image
    caption source credit getty images reuters bloomberg xinhua tass interfax afp ap""".split()  # noqa: SIM905
)

_SURNAMES_TOO = frozenset(["may", "march", "french", "west"])
_FIRST_NAMES_TOO = frozenset(["april", "june", "may", "will"])


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote a document, and the outlet or body that its byline names; empty where it names none."""

    author: str = ""
    outlet: str = ""


def is_person(words: str) -> bool:
    """Whether words in the form of a name are a person's: none of them is one of headings, places and bodies."""
    parts = [part.strip(".").lower() for part in words.split()]
    if parts[-1] in _SURNAMES_TOO:
        parts.pop()
    elif parts[0] in _FIRST_NAMES_TOO:
        parts.pop(0)
    return not any(part in _NO_NAMES for part in parts) and not _ORGAN.search(words)


def is_byline(line: str) -> bool:
    """Whether a line is there to say who wrote the document, and says nothing else."""
    line = line.strip()
    m = _LABELLED.match(line)
    said = bool(m and _people(m["names"])) or _DESK.match(line) is not None
    m = _REPORTS.match(line) or _ASKED.match(line)
    return said or bool(m and is_person(next(group for group in m.groups() if group)))


def read_byline(line: str) -> Byline:
    """Who wrote the document, by a line that says so in itself; empty if it says nothing of it."""
    line = line.strip()
    if len(line) > 240:
        return Byline()
    if m := _LABELLED.match(line):
        people = _people(m["names"])
        if people:
            return Byline(people)
    m = _REPORTS.match(line) or _ASKED.search(line)
    if m:
        name = next(group for group in m.groups() if group)
        if is_person(name):
            return Byline(name)
    if m := _DESK.match(line):
        return Byline("", re.sub(r"^[Tt]he\s", "", m["desk"]))
    return _issuer(line)


def _issuer(line: str) -> Byline:
    m = _ISSUED.match(line) if len(line.split()) <= 16 else None
    if m is None:
        return Byline()
    body = re.sub(r"(?:,?\s(?:of|the|for|and|on|in|de|du|des|la))+$", "", m["issuer"] or m["body"])
    return Byline(body, body) if _ORGAN.search(body) else Byline()


def _people(names: str) -> str:
    """Those of a list of names that are people's; after a comma alone stands an office or an outlet."""
    parts = re.split(r"(,?\s(?:and|&|y|et|und|e|AND)\s|,\s)", names)
    people = [re.sub(rf"(?<=\w){_AT}$", "", part) for part in parts[::2]]
    joined = len(parts) > 1 and parts[-2].strip() != ","
    listed = people if joined else people[:1]
    found = [name for name in listed if is_person(name)]
    if not found or not is_person(people[0]):
        return ""
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def find_byline(lines: Sequence[str]) -> Byline:
    """Who wrote the document, by where a name stands in it: under the title, beside "press statement", at the end.

    Args:
        lines: Its lines that a reader sees, in order, title first.
    """
    top = [line.strip() for line in lines[:8]]
    release = next((index for index, line in enumerate(top[:6]) if _RELEASE.match(line)), None)
    if release is not None:
        issuer = _beside(top, release)
        if issuer:
            return Byline(issuer, issuer)
    for index in range(1, min(6, len(top))):
        above = [len(line.split()) for line in top[1:index]]  # a standfirst, and nothing else that is long
        if max(above, default=0) > 45 or sum(n > 12 for n in above) > 1:
            break
        m = _WITH_ROLE.match(top[index])
        people = m["name"] if m and is_person(m["name"]) else ""
        if not people and (m := _ALONE.match(top[index])) and index + 1 < len(lines):
            people = _people(m["names"])
        if people and not _spoken_of(people, [*top[:index], *lines[index + 1 :]]):
            return Byline(people)
    return _at_end(lines)


def _beside(top: Sequence[str], release: int) -> str:
    """The body that issues a release: named on a line around the word, or the first name that follows it."""
    around = [*reversed(top[:release]), *top[release + 1 :]]
    named = [line for line in around if _BODY_NAME.match(line) and len(line) <= 120]
    organs = [line for line in named if _ORGAN.search(line) and len(line.split()) >= 2]
    exact = [line for line in organs if line in top[release + 1 : release + 3] or top.index(line) == release - 1]
    if exact or organs:
        return (exact or organs)[0]
    after = [line for line in named if line in top[release + 1 :]]
    return after[0] if release > 0 and after else ""


def _at_end(lines: Sequence[str]) -> Byline:
    for index in range(max(3, len(lines) - 4), len(lines)):
        line = lines[index].strip()
        m = _SIGNED.match(line) or (_ABOUT.match(line) if len(line) <= 500 else None)
        if m and is_person(m["name"]) and not _spoken_of(m["name"], lines[:index]):
            return Byline(m["name"])
    return Byline()


def _spoken_of(people: str, lines: Sequence[str]) -> bool:
    """Whether the text speaks of somebody: such a name on a line of its own is a subject, no author's.

    A note about the author at the end of the text doesn't count.
    """
    name = re.split(r",\s|\sand\s", people)[0]
    told = [line for index, line in enumerate(lines) if index < len(lines) - 4 or not _ABOUT.match(line.strip())]
    return any(name.lower() in line[:20_000].lower() for line in told)
