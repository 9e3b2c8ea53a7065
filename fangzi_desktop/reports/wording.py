"""How papers write money, days, lengths of time and lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.reports.document import Told

# A day, or the words for one that is known only to the month ("2023年5月").
When = date | str

BLANK = "—"
_ENDS = "。！？…!?"
_WEAK_ENDS = "，、；：,;:"


def money(yuan: int) -> str:
    """An amount in prose, exact: 亿元, below one hundred million 万元, below ten thousand 元."""
    if abs(yuan) >= 10**8:
        return f"{_scaled(yuan, 8)}亿元"
    if abs(yuan) >= 10**4:
        return f"{_scaled(yuan, 4)}万元"
    return f"{yuan}元"


def in_wan(yuan: int | None) -> str:
    """An amount in a table whose head says 万元, exact."""
    return BLANK if yuan is None else _number(_scaled(yuan, 4))


def area(mu: Decimal | None) -> str:
    """An area in a table whose head says 亩."""
    if mu is None:
        return BLANK
    return _number(f"{mu:f}".rstrip("0").rstrip(".") if "." in f"{mu:f}" else f"{mu:f}")


def counted(number: int) -> str:
    """A whole number in a table: of things, or of days whose unit the head says."""
    return Told(str(number).replace("-", "−"), Decimal(number))


def full_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def say(when: When, near: date) -> str:
    """A day in prose; the year is left out when it is that of `near`."""
    if isinstance(when, str):
        return when
    return f"{when.month}月{when.day}日" if when.year == near.year else full_day(when)


def short_day(day: date | None, near: date) -> str:
    """A day in a table; the year is left out when it is that of `near`."""
    if day is None:
        return BLANK
    return Told(f"{day:%m-%d}" if day.year == near.year else day.isoformat(), day)


def due_day(due: date | None, near: date, provisional: bool) -> str:
    """The day something is due, as `short_day`; an estimate says so and is no day to count with."""
    day = short_day(due, near)
    return f"{day}预估" if provisional and due is not None else day


def period(first: date, last: date, near: date | None = None) -> str:
    """From a day to a day; the years are left out when they are that of `near`."""
    return f"{say(first, near) if near else full_day(first)}—{say(last, first)}"


def duration(count: int, unit: Unit) -> str:
    return f"{count}{unit.zh}" if unit is Unit.MONTH else f"{count}个{unit.zh}"


def sentence(text: str) -> str:
    """End a text with 。 unless it ends a sentence already; nothing stays nothing."""
    text = text.rstrip()
    if not text or text[-1] in _ENDS or (text[-1] in "”）》」)" and text[-2:-1] in _ENDS):
        return text
    return f"{text.rstrip(_WEAK_ENDS)}。"


def clause(text: str) -> str:
    """A text without the mark that ends it, to be continued."""
    return text.rstrip(f"{_ENDS}{_WEAK_ENDS} \n")


_HALF_WIDTH = str.maketrans("(),;:", "（），；：")


def official(text: str) -> str:
    """The name of an item or a department as papers write it: Chinese with full-width marks."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


_NUMERALS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """1 to 99 as a Chinese numeral."""
    tens, ones = divmod(number, 10)
    return f"{_NUMERALS[tens] if tens > 1 else ''}{'十' if tens else ''}{_NUMERALS[ones] if ones else ''}"


def _number(words: str) -> Told:
    return Told(words, Decimal(words))


def _scaled(yuan: int, digits: int) -> str:
    whole, rest = divmod(abs(yuan), 10**digits)
    decimals = f".{rest:0{digits}d}".rstrip("0").rstrip(".")
    return f"{'-' if yuan < 0 else ''}{whole}{decimals}"
