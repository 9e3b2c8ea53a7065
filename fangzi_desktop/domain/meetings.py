"""The 项目论证会议: what its record may say, and the number its minutes are expected to have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fangzi_desktop.domain.errors import UserError


def expected_number(held_on: date, used: Iterable[str]) -> str:
    """Propose the number of the minutes: the year's next free one, as 坊项论〔2026〕3号."""
    taken = set(used)
    order = 1
    while (number := f"坊项论〔{held_on.year}〕{order}号") in taken:
        order += 1
    return number


def check_meeting(name: str, number: str, others: Iterable[str]) -> None:
    """Allow a meeting's name and minutes number, or raise `UserError`.

    It has a name (``meeting.no_name``), and no two meetings have one number (``meeting.number_used``).
    """
    if not name.strip():
        raise UserError("meeting.no_name")
    if number and number in others:
        raise UserError("meeting.number_used", number=number)


def check_place_on_agenda(project: str, accepted_on: date | None, held_on: date) -> None:
    """Allow a project on an agenda, or raise `UserError`.

    It needs an open round (``meeting.no_round``) whose package was accepted by the day of the meeting
    (``meeting.before_acceptance``).
    """
    if accepted_on is None:
        raise UserError("meeting.no_round", project=project)
    if held_on < accepted_on:
        raise UserError("meeting.before_acceptance", project=project, accepted=accepted_on)
