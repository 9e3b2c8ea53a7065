"""Reading the rest days and make-up days of a year from the files people have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fangzi_desktop.domain.workdays import CalendarYear


def calendar_years(data: Mapping[str, Any]) -> tuple[CalendarYear, ...]:
    """Make the years of a rule file such as the shipped ``calendar.toml``."""
    return tuple(
        CalendarYear(
            entry["year"],
            rest=frozenset(_days(entry["rest"])),
            work=frozenset(_days(entry["work"])),
            source=entry["source"],
            names=_days(entry["rest"]) | _days(entry["work"]),
        )
        for entry in data["year"]
    )


def _days(by_name: Mapping[str, list[date]]) -> dict[date, str]:
    return {day: name for name, days in by_name.items() for day in days}
