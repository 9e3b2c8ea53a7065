"""What the plan of a week prints, for one officer or for each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from fangzi_desktop.domain.day_kinds import week_span
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.reports.desk_input import DueDay
from fangzi_desktop.reports.week_plan import PlanDay, PlanItem, PlanSheet, WeekPlanInput
from fangzi_desktop.services.due_days import CalendarDay, DayItem, due_days, overdue_items
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.work import View


def week_plan_input(view: View, monday: date, officer: str | None = None) -> WeekPlanInput:
    """Return the plans of the week of a day, of one officer (an empty name: of nobody) or of everybody.

    What is overdue today comes first and is not repeated on its day. Of everybody, who has nothing to do is
    left out.
    """
    first, last = week_span(monday)
    days = due_days(view, first, last).days
    overdue: dict[str, list[DayItem]] = defaultdict(list)
    for item in overdue_items(view):
        overdue[item.service_officer].append(item)
    if officer is None:
        busy = {item.service_officer for day in days for item in day.items} | overdue.keys()
        names = sorted(busy, key=lambda name: (not name, name))
    else:
        names = [officer]
    sheets = tuple(_sheet(name, overdue[name], days) for name in names)
    return WeekPlanInput(team_settings(view).name, first, view.today, sheets)


def _sheet(officer: str, overdue: list[DayItem], days: tuple[CalendarDay, ...]) -> PlanSheet:
    return PlanSheet(
        officer,
        tuple(_item(item) for item in overdue),
        tuple(
            PlanDay(
                day.mark,
                tuple(
                    _item(item)
                    for item in day.items
                    if item.service_officer == officer and item.light is not Light.RED
                ),
            )
            for day in days
        ),
    )


def _item(item: DayItem) -> PlanItem:
    clock = None
    if item.kind is not None:
        clock = DueDay(
            item.due,
            item.left,
            item.left_unit,
            item.light,
            provisional=item.provisional,
            beyond_statutory=item.beyond_statutory,
        )
    return PlanItem(_title(item), item.project, item.office, clock, item.returns)


def _title(item: DayItem) -> str:
    if item.kind is None:
        return "久未更新，请核实进展"
    return f"{item.label}（{item.kind.zh}）" if item.kind is ClockKind.STAGE else item.label
