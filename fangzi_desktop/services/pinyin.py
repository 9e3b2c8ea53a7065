"""Finds and sorts Chinese names by their pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import cast

MOST_OTHER_READINGS = 40
# Characters before and after one that is read otherwise. A board searches its keys at each stroke of a key,
# and with whole names for each reading they would be three times as long.
_AROUND = 4
_HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
_RUN = re.compile(r"\d+|[a-z]+|.")
_NUMERALS = "一二三四五六七八九"
_ORDINAL = re.compile(rf"(?<=第)[{_NUMERALS}十]{{1,3}}|[{_NUMERALS}十]{{1,3}}(?=[期号批区])")


def search_key(name: str, *more: str) -> str:
    """Return what `matches` looks in: each text as it is, spelt in full and by its initials.

    Other readings of a character (重庆 is chongqing, but also zhongqing) are in it with the characters
    around them, one at a time: that is what people type, and all mixtures would be thousands.
    """
    return "\n".join(line for text in (name, *more) if text for line in _lines(text))


def matches(key: str, typed: str) -> bool:
    """Whether each word of what a person typed is in the key: a fragment, pinyin or initials.

    Words are separated by spaces; case and width do not matter. Nothing typed matches everything.
    """
    for word in words_of(typed):  # noqa: SIM110 - all() would cost three times as much over a board
        if word not in key:
            return False
    return True


@lru_cache(maxsize=8192)
def sort_key(name: str) -> str:
    """Return what names sort by: pinyin without tones, numbers by size (2号 before 10号, 二期 before 十期).

    Figures come before letters; Chinese and Latin stand together. Names spelt alike follow their tones,
    then their characters.
    """
    plain = _fold(name)
    signs = _signs(_ORDINAL.sub(lambda found: str(_number(found[0])), plain))
    # Each part ends with a space, so that 西安 (xi an) stands before 先 (xian).
    spelt = " ".join(_by_size(part) if part.isdecimal() else part for part in _parts(signs, _spell(signs)))
    tones = "".join(said[-1] if said[-1].isdecimal() else "5" for said in _spell(signs, tones=True))
    return f"{spelt}|{tones}|{plain}"


@lru_cache(maxsize=8192)
def _lines(text: str) -> tuple[str, ...]:
    plain = _fold(text)
    signs = _signs(plain)
    lines = [plain] if signs == plain else [plain, signs]
    if _HAN.search(signs):
        for syllables in _readings(signs):
            for line in ("".join(syllables), "".join(syllable[0] for syllable in syllables)):
                if not any(line in known for known in lines):
                    lines.append(line)
    return tuple(lines)


@lru_cache(maxsize=256)
def words_of(typed: str) -> tuple[str, ...]:
    """Return the words that `matches` looks for, for those who look through thousands of keys."""
    return tuple(_fold(typed).split())


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _signs(plain: str) -> str:
    """The text without spaces, brackets and other marks, which people leave out when they search."""
    return "".join(sign for sign in plain if sign.isalnum())


def _readings(signs: str) -> Iterator[Sequence[str]]:
    """Yield the likeliest spelling, then pieces of those that differ from it in one character."""
    likeliest = _spell(signs)
    yield likeliest
    others = (
        [
            *likeliest[max(0, position - _AROUND) : position],
            other,
            *likeliest[position + 1 : position + 1 + _AROUND],
        ]
        for position, sign in enumerate(signs)
        if _HAN.match(sign)
        for other in _said(sign)
        if other != likeliest[position]
    )
    yield from islice(others, MOST_OTHER_READINGS)


def _spell(signs: str, *, tones: bool = False) -> Sequence[str]:
    """Spell each sign: a Chinese character as the words around it suggest, anything else as itself."""
    from pypinyin import Style, lazy_pinyin  # costs 118 ms, so it is imported when first needed

    # Its types do not know that a function may hand back one spelling for each sign.
    one_each = cast("Callable[[str], str]", list)
    return lazy_pinyin(signs, style=Style.TONE3 if tones else Style.NORMAL, errors=one_each)


@lru_cache(maxsize=8192)
def _said(sign: str) -> Sequence[str]:
    """All readings of one character, without tones."""
    from pypinyin import Style, pinyin

    (readings,) = pinyin(sign, style=Style.NORMAL, heteronym=True)
    return readings


def _parts(signs: str, syllables: Sequence[str]) -> Iterator[str]:
    """The spelling in parts: a syllable, a Latin word or a number each."""
    for run in _RUN.finditer(signs):
        yield syllables[run.start()] if _HAN.match(run[0]) else run[0]


def _by_size(digits: str) -> str:
    """Digits that sort by size: how many there are goes before them."""
    plain = digits.lstrip("0") or "0"
    return f"{len(plain):03d}{plain}"


def _number(numerals: str) -> int:
    tens, ten, ones = numerals.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS.index(numeral) + 1) for numeral in numerals))
    return 10 * (_NUMERALS.find(tens[-1:]) + 1 if tens else 1) + (_NUMERALS.find(ones[:1]) + 1 if ones else 0)
