"""A guess at the language of a line, from its commonest words and its script."""

from __future__ import annotations

import re
from collections import Counter

_STOPWORDS = {
    "en": "the of and to in a is that for it was on as with be by at this have from are not but "
    "they which an or "
    "his has been their will would had were its you your who more about than",
    "it": "il la di che e per un una in del della non con sono le dei gli al da nel alla come anche "
    "questo sul si "
    "dell delle degli lo più è viene possono navigare utenti sito consente informazioni utilizzo vengono",
    "fr": "le la les de des et à un une en du que qui dans pour sur pas est au avec ce il sont plus par vous nous aux",
    "es": "el la los las de y que en un una por con para del se es no al lo como más su este esta sus han pero",
    "de": "der die das und zu in den von mit ist für auf ein eine des nicht sich dem auch es im an "
    "als wird sind "
    "bei oder wir sie einer einem wurde",
    "pt": "o a os as de e que em um uma do da dos das para com não por no na se mais como foi são ao pelo seu sua",
    "nl": "de het een en van in is dat op te zijn voor met niet aan er om ook als bij door maar werd naar",
    "tr": "ve bir bu için ile olarak da de çok daha olan gibi kadar sonra ise en ama",
    "ru": "и в не на что с по как из за от к для о его это но был при так все они а у то же",
    "kk": "және мен бұл үшін бір деп жылы болып осы туралы еді бар да де",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _STOPWORDS.items():
    for _word in set(_words.split()):
        _LANGUAGES_OF.setdefault(_word, []).append(_language)

_WORD = re.compile(r"[^\W\d_]{1,30}")
_SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), "fa"),
    (re.compile("[\u4e00-\u9fff]"), "zh"),
    (re.compile("[\u0590-\u05ff]"), "he"),
)


def guess_language(text: str) -> str:
    """The likeliest language of a text, or ``und`` when there is too little to say.

    Ten languages are told by their common words, three by their script, from the first 400 words. At least
    two words and one in eight must be common words of the language, and the runner-up must have fewer.
    """
    words = _WORD.findall(text[:4000].lower())[:400]
    if not words:
        return "und"
    for script, language in _SCRIPTS:
        if len(script.findall(text[:400])) > 0.4 * len(text[:400]):
            return language
    hits = Counter(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    ranked = hits.most_common(2)
    if not ranked or ranked[0][1] < max(2, len(words) / 8):
        return "und"
    if len(ranked) > 1 and ranked[1][1] == ranked[0][1]:
        return "und"
    return ranked[0][0]
