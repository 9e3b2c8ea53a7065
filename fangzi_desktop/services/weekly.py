"""What one week's report says, gathered from records, clocks and journal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from fangzi_desktop.domain.clocks import stopped
from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.deadlines import deadline_of
from fangzi_desktop.domain.permit_items import Items, item_clock
from fangzi_desktop.domain.stages import STAGES, TERMINAL
from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    ProjectStatus,
)
from fangzi_desktop.reports.weekly_input import (
    DueItem,
    Event,
    Figure,
    ItemAccepted,
    ItemDecided,
    LedgerLine,
    MilestoneReached,
    NextStep,
    OverdueClock,
    PermitLine,
    PlannedMilestone,
    ProblemLine,
    ProgressNoted,
    ProjectAdded,
    ProjectProgress,
    StageMoved,
    StatusChanged,
    Totals,
    UndatedNote,
    WeekFigures,
    WeeklyInput,
)
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.problems import Problem, problems
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage import happenings
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.construction import done_in
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.work import View

_WORST = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2, Light.GREY: 3}


def weekly_input(view: View, week: Week) -> WeeklyInput:
    """Return what the report of `week` prints.

    Events are those whose own date lies in the week. The figures are of today, and so is the day they are
    given for: a report printed after its week does not pretend to know how things stood on Sunday.
    """
    lines = register(view)
    inside = [line for line in lines if line.status not in TERMINAL]
    # Problems have a section of their own, and an answer that is owed is about one of the other clocks.
    apart = (ClockKind.PROBLEM, ClockKind.NOTICE)
    clocks = [line for line in deadlines(view) if line.face.kind not in apart]
    issues = problems(view)
    team = team_settings(view)
    events = _events(view, week)
    done = done_in(view.session, f"{view.today:%Y-%m}")
    taken_over = happenings.taken_over_projects(view.session, week.monday, week.sunday)
    return WeeklyInput(
        team=team.name,
        title=f"{team.district}重点项目推进情况周报",
        monday=week.monday,
        sunday=week.sunday,
        as_of=view.today,
        issued_on=view.today,
        issue=week.number,
        issue_year=week.year,
        totals=_totals(lines, inside),
        week=_figures(view, week, clocks, len(taken_over)),
        progress=_progress(inside, lines, events, clocks, view.today),
        undated=tuple(
            UndatedNote(line.name, line.progress)
            for line in lines
            if line.id in taken_over and line.progress and line.progress_on is None
        ),
        permits=_permit_lines(clocks),
        problems=_problem_lines(issues, week),
        overdue=_overdue(clocks),
        due_items=_due_items(view, clocks, week.plus(1)),
        planned=_planned(view, lines, week.plus(1)),
        ledger=tuple(_ledger_line(line, done.get(line.id)) for line in inside),
    )


def _totals(lines: Sequence[RegisterLine], inside: Sequence[RegisterLine]) -> Totals:
    known = [line.investment_yuan for line in inside if line.investment_yuan is not None]
    stages = Counter(line.stage for line in inside)
    lights = Counter(line.light for line in inside)
    standing = (ProjectStatus.ACTIVE, ProjectStatus.LEAD)
    return Totals(
        projects=len(inside),
        investment_yuan=sum(known),
        investment_known=len(known),
        stages={stage: stages[stage] for stage in STAGES if stages[stage]},
        lights={light: lights[light] for light in Light if lights[light]},
        apart=Counter(line.status for line in lines if line.status not in standing),
    )


def _figures(view: View, week: Week, clocks: Sequence[DeadlineLine], taken_over: int) -> WeekFigures:
    before = week.plus(-1)
    oldest = happenings.first_office_day(view.session)
    known = oldest is not None and oldest <= before.monday

    def figure(count: Callable[[Week], int]) -> Figure:
        return Figure(count(week), count(before) if known else None)

    return WeekFigures(
        new_projects=figure(lambda w: len(_new_projects(view, w))),
        stage_moves=figure(lambda w: len(happenings.stage_moves(view.session, w.monday, w.sunday))),
        decided_items=figure(lambda w: len(happenings.decided_items(view.session, w.monday, w.sunday))),
        overdue_items=Figure(sum(line.face.light is Light.RED for line in clocks)),
        ended={
            status: figure(partial(_ended, view, status)) for status in ProjectStatus if status in TERMINAL
        },
        taken_over=taken_over,
    )


def _ended(view: View, status: ProjectStatus, week: Week) -> int:
    changes = happenings.status_changes(view.session, week.monday, week.sunday)
    return sum(new is status for _, new, _, _ in changes)


def _new_projects(view: View, week: Week) -> dict[str, date]:
    return {
        row.id: row.created_on
        for row in project_rows.project_rows(view.session)
        if row.created_on is not None and week.monday <= row.created_on <= week.sunday
    }


def _events(view: View, week: Week) -> dict[str, list[Event]]:
    """Return each project's events of the week, in the order a reader expects them."""
    first, last = week.monday, week.sunday
    rules = view.rules.by_rule_id
    found: dict[str, list[Event]] = defaultdict(list)
    for project, on in _new_projects(view, week).items():
        found[project].append(ProjectAdded(on))
    for move in happenings.stage_moves(view.session, first, last):
        found[move.project_id].append(StageMoved(move.before, move.after, move.on))
    for project, new, on, reason in happenings.status_changes(view.session, first, last):
        found[project].append(StatusChanged(new, on, reason))
    for project, kind, on in happenings.milestones(view.session, first, last):
        if not kind.is_plan and on <= view.today:
            found[project].append(MilestoneReached(kind, on))
    decided = happenings.decided_items(view.session, first, last)
    accepted = happenings.accepted_items(view.session, first, last)
    due = _due_dates(view, {item.project_id for item in (*decided, *accepted)})
    for item in decided:
        found[item.project_id].append(
            ItemDecided(rules[item.rule_id].name, item.on, due.get(item.item_id), item.number)
        )
    done = {item.item_id for item in decided}
    for item in accepted:
        if item.item_id not in done:
            name = rules[item.rule_id].name
            found[item.project_id].append(ItemAccepted(name, item.on, due.get(item.item_id)))
    for row in project_rows.project_rows(view.session):
        if row.progress and row.progress_on is not None and first <= row.progress_on <= last:
            found[row.id].append(ProgressNoted(row.progress))
    return found


def _due_dates(view: View, projects: set[str]) -> dict[str, date]:
    """Return the due dates of every item with a maximum limit, decided or not."""
    found = {}
    for facts in project_facts(view.session, projects):
        items = Items(facts.items)
        for item in facts.items:
            if facts.route is None:
                continue
            clock = item_clock(view.rules.by_rule_id[item.rule_id], facts.route, item, items)
            if clock is None or clock.limit is None or clock.limit.kind is LimitKind.MIN:
                continue
            due = deadline_of(stopped(clock, facts.stops), view.calendar).due
            if due is not None:
                found[item.id] = due
    return found


def _progress(
    inside: Sequence[RegisterLine],
    lines: Sequence[RegisterLine],
    events: Mapping[str, list[Event]],
    clocks: Sequence[DeadlineLine],
    today: date,
) -> tuple[ProjectProgress, ...]:
    steps: dict[str, NextStep] = {}
    for line in clocks:
        face = line.face
        if face.due is not None and face.due >= today and not face.is_floor:
            steps.setdefault(line.project_id, NextStep(face.label, face.due, face.kind))
    key = {line.id for line in inside if (line.investment_yuan or 0) >= 10**9}
    told = [line for line in lines if events.get(line.id)]
    told.sort(key=lambda line: (_WORST[line.light], -(line.investment_yuan or 0), line.name))
    return tuple(
        ProjectProgress(
            line.name,
            line.light,
            tuple(events[line.id]),
            key=line.id in key,
            next_step=steps.get(line.id),
        )
        for line in told
    )


def _permit_lines(clocks: Sequence[DeadlineLine]) -> tuple[PermitLine, ...]:
    return tuple(
        PermitLine(
            project=line.project,
            item=line.face.label,
            department=line.face.department,
            accepted_on=line.face.start,
            due=line.face.due,
            left=line.face.left,
            left_unit=line.face.left_unit,
            light=line.face.light,
            kind=LimitKind.MIN if line.face.is_floor else LimitKind.MAX,
            stopped=line.face.stopped,
            provisional=line.face.provisional,
            beyond_statutory=line.face.beyond_statutory,
        )
        for line in clocks
        if line.face.kind in (ClockKind.PERMIT, ClockKind.OVERALL)
    )


def _problem_lines(issues: Sequence[Problem], week: Week) -> tuple[ProblemLine, ...]:
    return tuple(
        ProblemLine(
            number=issue.number,
            project=issue.project,
            text=issue.text,
            raised_on=issue.raised_on,
            responsible_unit=issue.responsible_unit,
            due=issue.due,
            state=issue.state,
            suggestion=issue.suggestion,
            closed_on=issue.closed_on,
        )
        for issue in issues
        if issue.state.is_open
        or (issue.closed_on is not None and week.monday <= issue.closed_on <= week.sunday)
    )


def _overdue(clocks: Sequence[DeadlineLine]) -> tuple[OverdueClock, ...]:
    return tuple(
        OverdueClock(
            project=line.project,
            kind=line.face.kind,
            what=line.face.label,
            department=line.face.department,
            due=line.face.due,
            late=-line.face.left,
            unit=line.face.left_unit,
            beyond_statutory=line.face.beyond_statutory,
        )
        for line in clocks
        if line.face.light is Light.RED and line.face.due is not None and line.face.left is not None
    )


def _due_items(view: View, clocks: Sequence[DeadlineLine], week: Week) -> tuple[DueItem, ...]:
    return tuple(
        DueItem(
            line.project,
            line.face.label,
            line.face.department,
            line.face.due,
            line.face.provisional,
            line.face.kind,
        )
        for line in clocks
        if line.face.due is not None
        and week.monday <= line.face.due <= week.sunday
        and line.face.due >= view.today
        and not line.face.is_floor
    )


def _planned(view: View, lines: Sequence[RegisterLine], week: Week) -> tuple[PlannedMilestone, ...]:
    names = {line.id: line.name for line in lines if line.status not in TERMINAL}
    return tuple(
        PlannedMilestone(names[project], kind, on)
        for project, kind, on in happenings.milestones(view.session, week.monday, week.sunday)
        if kind.is_plan and project in names
    )


def _ledger_line(line: RegisterLine, month_done_yuan: int | None) -> LedgerLine:
    started = (Milestone.START, Milestone.START_STATISTICAL)
    start = next((line.milestones[kind] for kind in started if kind in line.milestones), None)
    planned = line.milestones.get(Milestone.PLANNED_START)
    worded = start.zh if start else f"计划{planned.zh}" if planned else ""
    return LedgerLine(
        project=line.name,
        stage=line.stage,
        light=line.light,
        locality=line.responsible_unit,
        investment_yuan=line.investment_yuan,
        area_mu=line.area_mu,
        start=worded,
        annual_plan_yuan=line.annual_plan_yuan,
        month_done_yuan=month_done_yuan,
        total_done_yuan=line.completed_yuan,
        officer=line.service_officer,
        status=line.status,
    )
