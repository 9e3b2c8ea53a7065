"""Visits to the investor, the firm or the site (走访): what may be recorded, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from fangzi_desktop.domain.errors import UserError

MOST_PERCENT = 100

K = TypeVar("K")


def check_visit(
    visited_on: date, said: Iterable[str], percent: int | None, next_on: date | None, today: date
) -> None:
    """Allow a visit: not after today, with something in `said` or a percentage, the next one on a later day.

    Raises `UserError` ``visit.in_future``, ``visit.percent``, ``visit.next_not_later``, ``visit.no_text``.
    """
    if visited_on > today:
        raise UserError("visit.in_future", today=today)
    if percent is not None and not 0 <= percent <= MOST_PERCENT:
        raise UserError("visit.percent", percent=percent)
    check_next(visited_on, next_on)
    if percent is None and not any(text.strip() for text in said):
        raise UserError("visit.no_text")


def check_next(visited_on: date, next_on: date | None) -> None:
    """Allow the day of the next visit. Raises `UserError` ``visit.next_not_later``."""
    if next_on is not None and next_on <= visited_on:
        raise UserError("visit.next_not_later", visited_on=visited_on)


def check_kept(kept_on: date, visited_on: date, today: date) -> None:
    """Allow the day on which a promise was kept. Raises `UserError` ``promise.kept_out_of_range``."""
    if not visited_on <= kept_on <= today:
        raise UserError("promise.kept_out_of_range", earliest=visited_on, latest=today)


def check_promised(due: date | None, visited_on: date) -> None:
    """Allow the day a promise is given for. Raises `UserError` ``promise.due_before_visit``."""
    if due is not None and due < visited_on:
        raise UserError("promise.due_before_visit", visited_on=visited_on)


def physical_words(node: str, percent: int | None, text: str = "") -> str:
    """Say what was seen of the 形象进度, 主体施工，完成约45%。二层梁板浇筑中; nothing if nothing was."""
    node = node.strip()
    seen = "，".join(part for part in (node, f"完成约{percent}%" if percent is not None else "") if part)
    if not seen:
        return ""
    more = text.strip()
    return f"{seen}。{more}" if more else seen


def awaited_visits(visits: Iterable[tuple[K, date, date | None]]) -> list[tuple[K, date, date]]:
    """Return which visits of one project still await the next: key, day and next day.

    Each is given as (key, day, next day). Only those of the newest day do; a later visit ends what an
    earlier one had left to come, whatever day had been agreed.
    """
    known = list(visits)
    newest = max((on for _, on, _ in known), default=None)
    return [(key, on, then) for key, on, then in known if then is not None and on == newest]
