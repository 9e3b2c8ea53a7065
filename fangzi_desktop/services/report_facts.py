"""What the weekly report and the monthly bulletin both tell: decisions, entries, investment, changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from fangzi_desktop.domain.clocks import stopped
from fangzi_desktop.domain.deadlines import deadline_of
from fangzi_desktop.domain.permit_items import Items, item_clock
from fangzi_desktop.domain.report_changes import Changes, changes_since
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import LimitKind
from fangzi_desktop.reports.facts import DecidedItem, EntryDue, Invested, ReviewLine
from fangzi_desktop.services.register import RegisterLine
from fangzi_desktop.services.report_figures import figures_by_project
from fangzi_desktop.services.report_issues import last_issue
from fangzi_desktop.services.statistics import all_entries
from fangzi_desktop.storage import happenings, review
from fangzi_desktop.storage.construction import done_between, done_in
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.happenings import ItemDay
from fangzi_desktop.storage.work import View


def changes_before(
    view: View, kind: ReportKind, period: str, lines: Sequence[RegisterLine]
) -> Changes | None:
    """Return what changed since the last number before a period, or None where none was issued."""
    before = last_issue(view, kind, period)
    if before is None:
        return None
    return changes_since(before, figures_by_project(lines))


def due_dates(view: View, days: Collection[ItemDay]) -> dict[str, date]:
    """Return the due dates of the named items that have a maximum limit, decided or not."""
    wanted = {day.item_id for day in days}
    found = {}
    for facts in project_facts(view.session, {day.project_id for day in days}):
        items = Items(facts.items)
        for item in facts.items:
            if facts.route is None or item.id not in wanted:
                continue
            clock = item_clock(view.rules.by_rule_id[item.rule_id], facts.route, item, items)
            if clock is None or clock.limit is None or clock.limit.kind is LimitKind.MIN:
                continue
            due = deadline_of(stopped(clock, facts.stops), view.calendar).due
            if due is not None:
                found[item.id] = due
    return found


def decided_between(
    view: View, first: date, last: date, lines: Iterable[RegisterLine]
) -> tuple[DecidedItem, ...]:
    """Return the permit items decided from `first` to `last`, both included, earliest first."""
    names = {line.id: line.name for line in lines}
    decided = happenings.decided_items(view.session, first, last)
    due = due_dates(view, decided)
    rules = view.rules.by_rule_id
    return tuple(
        DecidedItem(
            item.project_id,
            names[item.project_id],
            item.item_id,
            rules[item.rule_id].name,
            rules[item.rule_id].department,
            item.on,
            due.get(item.item_id),
        )
        for item in decided
    )


def reviews_between(view: View, first: date, last: date) -> tuple[ReviewLine, ...]:
    """Return the decisions of the 论证 from `first` to `last`, both included, in the order of the agendas."""
    return tuple(
        ReviewLine(
            row.id, row.project_id, name, row.round_no, meeting, row.decision, row.decided_on, row.minutes_no
        )
        for row, name, meeting in review.decided_rounds(view.session, first, last)
        if row.decision is not None and row.decided_on is not None
    )


def entries_due(view: View) -> tuple[EntryDue, ...]:
    """Return the entries into statistics that papers are due for, by their last day."""
    return tuple(
        EntryDue(
            line.id,
            line.project_id,
            line.project,
            line.kind,
            line.state,
            line.window.kind,
            line.window.due,
            (line.window.due - view.today).days,
            line.light,
            tuple(one.material.zh for one in line.papers if one.is_needed and one.received_on is None),
            tuple(one.text for one in line.findings),
        )
        for line in all_entries(view)
        if line.is_open and line.window is not None
    )


def invested_in(view: View, month: date, lines: Iterable[RegisterLine]) -> tuple[Invested, ...]:
    """Return each project's investment in the year of a month, up to its end, and in the month.

    The plan in the ledger is this year's: of another year none is told.
    """
    code = f"{month:%Y-%m}"
    in_year = done_between(view.session, f"{month.year:04d}-01", code)
    in_month = done_in(view.session, code)
    is_now = month.year == view.today.year
    return tuple(
        Invested(
            line.id,
            line.name,
            line.responsible_unit,
            line.investment_yuan,
            line.annual_plan_yuan if is_now else None,
            in_year.get(line.id),
            in_month.get(line.id),
        )
        for line in lines
    )
