"""Numbers as they are written in news: digits, words, scales, and the vague plurals.

Every pattern here has bounded repeats, so that no text can make one of them slow.
"""

from __future__ import annotations

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL_WORDS: dict[str, int] = {word: n for n, word in enumerate(_SMALL)}
SMALL_WORDS |= {word: 10 * n for n, word in enumerate(_TENS, 2)}
"""Values of the number words below a hundred."""

SCALES: dict[str, float] = {
    "hundred": 1e2, "dozen": 12, "thousand": 1e3, "k": 1e3, "million": 1e6, "mln": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7,
    "crores": 1e7,
}  # fmt: skip
"""Words and letters that multiply the number before them."""

DIGITS = (
    r"\d{1,3}(?:\.\d{3}){2,4}(?![\d.]\d)|\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?(?!\d)|\d{1,3}(?:,\d\d){0,2},\d{3}(?!\d)|[1-9]\d{0,2}(?:\s\d{3}){1,3}(?!\d|,\d|\s\d)"
    r"|\d{1,3},\d{1,2}(?=\s(?:million|billion|trillion|per\scent|percent|%))|\d{1,12}(?:\.\d{1,6})?"
)
"""A number in digits, thousands parted by commas, dots, spaces, or not; a comma before a scale is a decimal one."""

_ONE_WORD = "|".join(sorted([*SMALL_WORDS, "hundred", "thousand", "million", "billion"], key=len, reverse=True))
WORDS = (
    rf"(?:{'|'.join(sorted(SMALL_WORDS, key=len, reverse=True))})"
    rf"(?:(?:\s|-|\sand\s)(?:{_ONE_WORD})\b){{0,6}}"
)
"""A number in words, starting with one below a hundred."""

SCALE = r"(?:hundred|dozen|thousand|million|billion|trillion|mln|mn|bn|tn|lakhs?|crores?)\b|[mkb](?![\w’'])"
"""A scale after a number."""

VAGUE: dict[str, tuple[float, float]] = {
    "dozens": (20, 99), "loads": (20, 99), "scores": (40, 199), "hundreds": (100, 999), "thousands": (1e3,
    9999), "tens of thousands": (1e4, 99_999), "hundreds of thousands": (1e5, 999_999), "millions": (1e6,
    1e7), "tens of millions": (1e7, 1e8), "billions": (1e9, 1e10),
    "lakhs": (1e5, 1e6), "crores": (1e7, 1e8),
}  # fmt: skip
"""What the vague plurals are read as: an order of magnitude."""

FEW: dict[str, tuple[float | None, float, float]] = {
    "a couple of": (2, 1.5, 3), "couple of": (2, 1.5, 3), "a few": (None, 2, 7), "few": (None, 2, 7),
    "several": (None, 3, 9), "a": (1, 1, 1), "an": (1, 1, 1), "half a": (0.5, 0.5, 0.5),
    "half an": (0.5, 0.5, 0.5),
}  # fmt: skip
"""Value, low and high of the words that stand for a small number before a scale or a unit of time."""


def parse_digits(text: str, *, dotted: bool = False) -> float:
    """The value of a number in digits of any script.

    Args:
        text: The number.
        dotted: Whether a single dot in it parts thousands; several always do.
    """
    if dotted or text.count(".") > 1:
        text = text.replace(".", "")
    if re.fullmatch(r"\d{1,3},\d{1,2}", text):
        return float(text.replace(",", "."))
    return float(re.sub(r"[,\s]", "", text))


def parse_words(text: str) -> tuple[float, int]:
    """The value of a number in words, and how many characters of the text belong to it.

    ``and`` is a part of the number only after a scale: "two hundred and six", but "two and three".
    """
    total = current = 0.0
    used = 0
    scaled = False
    for match in re.finditer(r"[a-z]{1,12}", text.lower()):
        word = match.group()
        if word == "and":
            if not scaled:
                break
            continue
        value = SMALL_WORDS.get(word)
        if value is not None:
            if current % 100 and not (current % 10 == 0 and value < 10):
                break
            current += value
            scaled = False
        elif word == "hundred":
            current *= 100
            scaled = True
        else:
            total, current, scaled = total + current * SCALES[word], 0.0, True
        used = match.end()
    return total + current, used
