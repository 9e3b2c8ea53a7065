"""Dates that may be known to the month only, as a field shows and reads them."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.dates import PartialDate, parse_date_text, parse_day
from fangzi_desktop.domain.errors import UserError


def read_when(text: str, today: date) -> PartialDate | None:
    """Read a date as precisely as it is written; 5.23 and 0523 mean the nearest such day.

    None for an empty field. Raises `UserError` ``date.unreadable``.
    """
    if not text.strip():
        return None
    try:
        return parse_date_text(text)
    except UserError:
        return PartialDate.of(parse_day(text, today))


def show_when(when: PartialDate | None) -> str:
    """A date as its field shows it."""
    if when is None:
        return ""
    return when.as_date().isoformat() if when.is_day else when.zh
