"""How the screens write money, areas, days and clocks."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import escape

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.services.faces import ClockFace

_WEEKDAYS = "一二三四五六日"
_BRACKETS = re.compile("[(（][^)）]*[)）]")


def money(yuan: int | None) -> str:
    """An amount in prose: 10亿元, 9500万元; nothing for an unknown one."""
    if yuan is None:
        return ""
    if abs(yuan) >= 10**8:
        return f"{_trim(Decimal(yuan) / 10**8)}亿元"
    if abs(yuan) >= 10**4:
        return f"{_trim(Decimal(yuan) / 10**4)}万元"
    return f"{yuan}元"


def area(mu: Decimal | None) -> str:
    """An area: 485亩."""
    return f"{_trim(mu)}亩" if mu is not None else ""


def area_round(mu: Decimal | None) -> str:
    """An area where there is little room: in whole 亩 from ten on."""
    return area(mu if mu is None or mu < 10 else mu.quantize(Decimal(1)))


def day(when: date, near: date) -> str:
    """A day; the year is left out when it is that of `near`."""
    short = f"{when.month}月{when.day}日"
    return short if when.year == near.year else f"{when.year}年{short}"


def due_day(face: ClockFace, near: date) -> str:
    """The day a clock ends, with the mark of one that rests on a year whose notice is not known."""
    if face.due is None:
        return ""
    return day(face.due, near) + ("（预估）" if face.provisional else "")


def weekday(when: date) -> str:
    """星期五."""
    return f"星期{_WEEKDAYS[when.weekday()]}"


def used_words(face: ClockFace, *, short: bool = False) -> str:
    """How far a clock has run: 第31/37工作日, or 第12自然日/3个月.

    Short, a limit in months is given by its length in the days it is counted in: 第12/92自然日.
    """
    if face.stopped:
        return "暂停计时"
    if face.limit is None:
        return ""
    if face.limit.unit is face.used_unit:
        return f"第{face.used}/{face.limit.amount}{face.limit.unit.zh}"
    if short and face.left is not None:
        return f"第{face.used}/{face.used + face.left}{face.used_unit.zh}"
    return f"第{face.used}自然日/{amount_zh(face.limit.amount, face.limit.unit)}"


def left_words(face: ClockFace, today: date) -> str:
    """What is left, with its unit: 剩4个工作日, 逾期2个工作日, 今天到期."""
    if face.stopped or face.due is None or face.left is None:
        return "暂停计时"
    mark = "（预估）" if face.provisional else ""
    if face.is_floor:
        return f"最早{day(face.due, today)}期满{mark}"
    if face.left == 0 and face.due == today:
        return f"今天到期{mark}"
    if face.due < today:
        late = max(1, -face.left)
        beyond = " 超法定" if face.beyond_statutory else ""
        return f"逾期{amount_zh(late, face.left_unit)}{beyond}"
    return f"剩{amount_zh(face.left, face.left_unit)}{mark}"


def wan(yuan: int | None) -> str:
    """An amount in 万元 for a column that says so, thousands apart: 95,000; nothing for an unknown one."""
    if yuan is None:
        return ""
    whole, _, rest = _trim(Decimal(yuan) / 10**4).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def figure(value: Decimal | None) -> str:
    """A figure without its unit, without needless zeros."""
    return _trim(value) if value is not None else ""


def full_day(when: date | None) -> str:
    """A day with its year: 2023年2月24日."""
    return f"{when.year}年{when.month}月{when.day}日" if when is not None else ""


def short_label(label: str) -> str:
    """An item's name without what stands in brackets, for narrow places."""
    return _BRACKETS.sub("", label) or label


def tip(words: str) -> str:
    """What a tool tip is given so that it shows the words as they are; Qt takes some texts for HTML."""
    return f'<p style="white-space:pre-wrap">{escape(words)}</p>' if "<" in words else words


def size(size_bytes: int) -> str:
    """A file's size: 900 字节, 412 KB, 3.1 MB."""
    if size_bytes < 1024:
        return f"{size_bytes} 字节"
    if size_bytes < 1024 * 1024:
        return f"{round(size_bytes / 1024)} KB"
    return f"{size_bytes / 1024 / 1024:.1f} MB"


def _trim(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
