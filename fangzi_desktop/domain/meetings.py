"""The meetings of the 项目论证会议: their numbers, and what may be put before them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from fangzi_desktop.domain.errors import UserError

_NUMBERED = re.compile(r"^(?P<head>.*〔)(?P<year>\d{4})(?P<middle>〕)(?P<number>\d+)(?P<tail>号.*)$")
_FIRST = "坊项论〔{year}〕1号"


def next_minutes_no(known: Iterable[str], on: date) -> str:
    """Propose the number of a meeting's minutes: one more than the highest of its year, in the same form.

    Every meeting has its number from the day it is called, so that what is decided there can name it.
    """
    highest = None
    for text in known:
        found = _NUMBERED.match(text)
        if found is None or int(found["year"]) != on.year:
            continue
        if highest is None or int(found["number"]) > int(highest["number"]):
            highest = found
    if highest is None:
        return _FIRST.format(year=on.year)
    number = int(highest["number"]) + 1
    return f"{highest['head']}{on.year}{highest['middle']}{number}{highest['tail']}"


def check_meeting(name: str, minutes_no: str, others: Iterable[str]) -> None:
    """Allow what a meeting is called.

    Raises `UserError`: ``meeting.no_name``, ``meeting.no_minutes_no``, or ``meeting.number_taken`` for a
    number that another meeting's minutes bear.
    """
    if not name:
        raise UserError("meeting.no_name")
    if not minutes_no:
        raise UserError("meeting.no_minutes_no")
    if minutes_no in others:
        raise UserError("meeting.number_taken", number=minutes_no)


def moved(order: list[str], name: str, by: int) -> list[str]:
    """Return an order in which one name stands so many places later, or earlier; it stays within the list."""
    place = order.index(name)
    rest = [one for one in order if one != name]
    rest.insert(max(0, min(len(rest), place + by)), name)
    return rest
