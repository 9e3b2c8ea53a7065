"""What one week's report says, gathered from records, clocks and journal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stages import STAGES, STOPPING, TERMINAL
from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    ProjectStatus,
)
from fangzi_desktop.reports.document import Source
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
    SiteVisited,
    StageMoved,
    StatusChanged,
    Totals,
    UndatedNote,
    WeekFigures,
    WeeklyInput,
)
from fangzi_desktop.services.assessment_paper import ranking_to
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.problems import Problem, problems
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.report_facts import (
    changes_before,
    decided_between,
    due_dates,
    entries_due,
    invested_in,
    reviews_between,
)
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.visit_paper import week_pictures
from fangzi_desktop.storage import happenings
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.construction import done_in
from fangzi_desktop.storage.visits import visits_between
from fangzi_desktop.storage.work import View

_WORST = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 2, Light.GREY: 3}


def weekly_input(view: View, week: Week) -> WeeklyInput:
    """Return what the report of `week` prints.

    Events are those whose own date lies in the week. The figures are of today, and so is the day they are
    given for: a report printed after its week does not pretend to know how things stood on Sunday.
    """
    lines = register(view)
    inside = [line for line in lines if line.status not in TERMINAL]
    # Problems have a section of their own.
    clocks = [
        line
        for line in deadlines(view)
        if line.face.kind is not ClockKind.PROBLEM and line.face.kind.is_project_work
    ]
    issues = problems(view)
    team = team_settings(view)
    events = _events(view, week)
    done = done_in(view.session, f"{view.today:%Y-%m}")
    taken_over = happenings.taken_over_projects(view.session, week.monday, week.sunday)
    names = {line.id: line.name for line in lines}
    return WeeklyInput(
        team=team.name,
        title=f"{team.district}重点项目推进情况周报",
        monday=week.monday,
        sunday=week.sunday,
        as_of=view.today,
        issued_on=view.today,
        issue=week.number,
        issue_year=week.year,
        totals=totals_of(lines, inside),
        week=_figures(view, week, clocks, taken_over, names),
        progress=_progress(inside, lines, events, clocks, view.today),
        undated=tuple(
            UndatedNote(line.name, line.progress, line.id)
            for line in lines
            if line.id in taken_over and line.progress and line.progress_on is None
        ),
        permits=_permit_lines(clocks),
        problems=_problem_lines(issues, week),
        overdue=_overdue(clocks),
        due_items=_due_items(view, clocks, week.plus(1)),
        planned=_planned(view, lines, week.plus(1)),
        ledger=tuple(_ledger_line(line, done.get(line.id)) for line in inside),
        changes=changes_before(view, ReportKind.WEEKLY, week.code, lines),
        reviews=reviews_between(view, week.monday, week.sunday),
        entries=entries_due(view),
        invested=invested_in(view, view.today, inside),
        decided=decided_between(view, view.today.replace(month=1, day=1), view.today, lines),
        photos=week_pictures(view, week.monday, week.sunday),
        ranking=ranking_to(view, view.today),
    )


def totals_of(lines: Sequence[RegisterLine], inside: Sequence[RegisterLine]) -> Totals:
    """Sum up the projects that are `inside` the mechanism; those of `lines` that left it stand apart."""
    known = [line.investment_yuan for line in inside if line.investment_yuan is not None]
    stages = Counter(line.stage for line in inside)
    lights = Counter(line.light for line in inside)
    gone = [line for line in lines if line.status in TERMINAL]
    return Totals(
        projects=len(inside),
        investment_yuan=sum(known),
        investment_known=len(known),
        stages={stage: stages[stage] for stage in STAGES if stages[stage]},
        lights={light: lights[light] for light in Light if lights[light]},
        apart=Counter(line.status for line in gone),
        stopped=Counter(line.status for line in inside if line.status in STOPPING),
        apart_sources=tuple(Source(f"{line.status.zh}：{line.name}", line.id) for line in gone),
    )


def _figures(
    view: View,
    week: Week,
    clocks: Sequence[DeadlineLine],
    taken_over: Collection[str],
    names: Mapping[str, str],
) -> WeekFigures:
    before = week.plus(-1)
    oldest = happenings.first_office_day(view.session)
    known = oldest is not None and oldest <= before.monday

    def figure(count: Callable[[View, Week, Mapping[str, str]], tuple[Source, ...]]) -> Figure:
        counted = count(view, week, names)
        return Figure(len(counted), len(count(view, before, names)) if known else None, counted)

    late = tuple(
        Source(
            f"逾期事项：{line.project}：{line.face.label}",
            line.project_id,
            line.face.kind,
            line.face.owner_id,
        )
        for line in clocks
        if line.face.light is Light.RED
    )
    return WeekFigures(
        new_projects=figure(_added),
        stage_moves=figure(_moves),
        decided_items=figure(_decisions),
        overdue_items=Figure(len(late), sources=late),
        visits=figure(_visits),
        ended={status: figure(partial(_ended, status)) for status in ProjectStatus if status in TERMINAL},
        taken_over=len(taken_over),
        taken_over_sources=tuple(
            Source(f"由台账导入项目：{names[one]}", one) for one in names if one in taken_over
        ),
    )


def _added(view: View, week: Week, names: Mapping[str, str]) -> tuple[Source, ...]:
    return tuple(Source(f"新增项目：{names[one]}", one) for one in _new_projects(view, week))


def _moves(view: View, week: Week, names: Mapping[str, str]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"环节变化：{names[move.project_id]}：{move.before.zh}→{move.after.zh}",
            move.project_id,
        )
        for move in happenings.stage_moves(view.session, week.monday, week.sunday)
    )


def _decisions(view: View, week: Week, names: Mapping[str, str]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"办结手续：{names[item.project_id]}：{view.rules.by_rule_id[item.rule_id].name}",
            item.project_id,
            ClockKind.PERMIT,
            item.item_id,
        )
        for item in happenings.decided_items(view.session, week.monday, week.sunday)
    )


def _visits(view: View, week: Week, names: Mapping[str, str]) -> tuple[Source, ...]:
    return tuple(
        Source(f"走访项目：{name}：{row.visited_on.isoformat()}", row.project_id, ClockKind.VISIT, row.id)
        for row, name in visits_between(view.session, week.monday, week.sunday)
    )


def _ended(status: ProjectStatus, view: View, week: Week, names: Mapping[str, str]) -> tuple[Source, ...]:
    changes = happenings.status_changes(view.session, week.monday, week.sunday)
    return tuple(
        Source(f"{status.zh}项目：{names[project]}", project)
        for project, new, _, _ in changes
        if new is status
    )


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
    due = due_dates(view, (*decided, *accepted))
    for item in decided:
        found[item.project_id].append(
            ItemDecided(rules[item.rule_id].name, item.on, due.get(item.item_id), item.number, item.item_id)
        )
    done = {item.item_id for item in decided}
    for item in accepted:
        if item.item_id not in done:
            name = rules[item.rule_id].name
            found[item.project_id].append(ItemAccepted(name, item.on, due.get(item.item_id), item.item_id))
    for visit, _ in reversed(visits_between(view.session, first, last)):
        found[visit.project_id].append(
            SiteVisited(visit.visited_on, visit.node, visit.percent, visit.text, visit.id)
        )
    for row in project_rows.project_rows(view.session):
        if row.progress and row.progress_on is not None and first <= row.progress_on <= last:
            found[row.id].append(ProgressNoted(row.progress))
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
            step = NextStep(face.label, face.due, face.kind, face.provisional, face.owner_id)
            steps.setdefault(line.project_id, step)
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
            project_id=line.id,
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
            project_id=line.project_id,
            clock=line.face.kind,
            owner_id=line.face.owner_id,
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
            project_id=issue.project_id,
            problem_id=issue.id,
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
            project_id=line.project_id,
            owner_id=line.face.owner_id,
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
            line.project_id,
            line.face.owner_id,
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
        PlannedMilestone(names[project], kind, on, project)
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
        project_id=line.id,
    )
