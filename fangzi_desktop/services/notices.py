"""The ladder of what is overdue: 提醒函 and 督办单 proposed, issued, answered and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.domain.clocks import fixed_deadline, why_fixed
from fangzi_desktop.domain.deadlines import OpenClock, day_zh, light_on, why
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.notices import (
    Draft,
    check_notice,
    check_reply,
    check_withdrawal,
    climbs_after,
    covers,
    document_no,
    is_awaited,
    kind_for,
    next_number,
    overdue_on,
    reply_day,
    rung_on,
)
from fangzi_desktop.domain.permits import standings
from fangzi_desktop.domain.stage_terms import NoticeKind, Role, Side
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.reports.notice_input import NoticePaper
from fangzi_desktop.reports.notice_words import effects_words, matter, proposed_demand, standing_words
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage import notices as rows
from fangzi_desktop.storage.clocks import clock_of
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.notices import Parties
from fangzi_desktop.storage.stage_tables import NoticeRow
from fangzi_desktop.storage.tables import ClockRow, ProjectRow
from fangzi_desktop.storage.work import View, Work

# Of these a clock names the department that issues or receives, and not who has to act.
_ENTERPRISE_OWES = (ClockKind.VALIDITY, ClockKind.PAPER)


@dataclass(frozen=True, slots=True)
class NoticeForm:
    """What a person says of a notice; everything else follows from the clock. `role` is whose name it bears.

    `reply_by` may be left open in a 提醒函.
    """

    kind: NoticeKind
    role: Role
    addressee: str
    number: int | None
    issued_on: date | None
    reply_by: date | None
    demand: str


@dataclass(frozen=True, slots=True)
class ProposedNotice:
    """A clock that may be given a notice, and the form filled from the records.

    `standing` says how late it is, `reached` who is to be told by the rule.
    """

    clock_id: str
    project_id: str
    project: str
    label: str
    due: date
    standing: str
    reached: Role
    basis: str
    effects: str
    form: NoticeForm


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """An issued notice. `light` is that of its answer, grey once none is awaited."""

    id: str
    project_id: str
    project: str
    kind: NoticeKind
    document_no: str
    label: str
    addressee: str
    role: Role
    due: date
    overdue_workdays: int
    issued_on: date
    reply_by: date | None
    replied_on: date | None
    reply: str
    withdrawn_on: date | None
    withdrawal: str
    light: Light

    @property
    def is_awaited(self) -> bool:
        """Whether its answer is still owed."""
        return is_awaited(self.reply_by, self.replied_on, self.withdrawn_on)

    @property
    def may_be_answered(self) -> bool:
        """Whether an answer can be recorded, or one that was recorded be put right."""
        return self.withdrawn_on is None

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether it can be taken back."""
        return self.withdrawn_on is None and self.replied_on is None


@dataclass(frozen=True, slots=True)
class DueNotice:
    """An overdue clock that has reached a rung above the 专员 which has issued nothing yet.

    `id` is the clock's. `last_no` is the number of the newest notice of a lower rung, empty if there is none.
    """

    id: str
    project_id: str
    project: str
    service_officer: str
    label: str
    addressee: str
    due: date
    overdue_workdays: int
    role: Role
    last_no: str


def proposed_notice(view: View, clock_id: str, kind: NoticeKind | None = None) -> ProposedNotice:
    """Return a notice of today about a clock; without a `kind` it is the one that its rung asks for.

    Raises `UserError` ``record.missing`` for a clock that has ended, ``notice.stopped`` for one that stands
    still, ``notice.floor`` for a legal minimum.
    """
    project, clock, due = _running(view, clock_id)
    overdue = overdue_on(due, view.today, view.calendar)
    reached = rung_on(_rule(view, clock), due, view.today, view.calendar)
    kind = kind or kind_for(reached)
    form = NoticeForm(
        kind,
        # A paper that asks for the leader's attention is never signed below.
        Role.LEADER if kind is NoticeKind.SUPERVISION else Role.CHIEF,
        addressee_of(project, clock),
        next_number(rows.used_numbers(view.session, kind, view.today.year)),
        view.today,
        reply_day(kind, view.today, view.calendar),
        proposed_demand(kind, clock.kind, overdue),
    )
    return ProposedNotice(
        clock_id,
        project.id,
        project.name,
        matter(clock.kind, clock.label),
        due,
        standing_words(due, view.today, overdue),
        reached,
        _basis(view, clock, due, view.today),
        _effects(view, project.id, clock),
        form,
    )


def issue_notice(work: Work, clock_id: str, form: NoticeForm) -> str:
    """Record that a notice was issued, with everything its paper says, and return its id.

    Refusals: those of `proposed_notice` and of `check_notice`.
    """
    project, clock, _ = _running(work, clock_id)
    return write_notice(work, project, clock, form).id


def write_notice(work: Work, project: ProjectRow, clock: OpenClock, form: NoticeForm) -> NoticeRow:
    """Write down a notice about a clock that is known. Refusals: those of `check_notice`."""
    paper, number = _drawn_up(work, project, clock, form)
    row = NoticeRow(
        id=work.new_id(),
        project_id=project.id,
        kind=paper.kind,
        year=paper.issued_on.year,
        number=number,
        clock_id=clock.id,
        clock_kind=clock.kind,
        document_no=paper.document_no,
        team=paper.team,
        project_name=paper.project,
        label=paper.label,
        addressee=paper.addressee,
        role=form.role,
        start=paper.start,
        due=paper.due,
        provisional=paper.provisional,
        overdue_workdays=paper.overdue_workdays,
        issued_on=paper.issued_on,
        basis=paper.basis,
        effects=paper.effects,
        demand=paper.demand,
        reply_by=paper.reply_by,
    )
    return work.add(row)


def record_reply(work: Work, notice_id: str, on: date, text: str) -> None:
    """Record the answer to a notice, or put a recorded one right. Refusals: those of `check_reply`."""
    row = work.get(NoticeRow, notice_id)
    text = clean_text(text)
    check_reply(on, text, row.issued_on, row.withdrawn_on, work.today)
    row.replied_on, row.reply = on, text


def withdraw_notice(work: Work, notice_id: str, reason: str) -> None:
    """Take back a notice that was issued by mistake; its number stays used. Refusals: `check_withdrawal`."""
    row = work.get(NoticeRow, notice_id)
    reason = clean_text(reason)
    check_withdrawal(reason, row.replied_on, row.withdrawn_on)
    row.withdrawn_on, row.withdrawal = work.today, reason


def notice_lines(view: View, project_id: str | None = None) -> tuple[NoticeLine, ...]:
    """Return a project's notices, or everybody's: awaited ones by the day of reply, then the newest first."""
    lines = [_line(view, row, project) for row, project in rows.notice_rows(view.session, project_id)]
    awaited = sorted((one for one in lines if one.is_awaited), key=lambda one: one.reply_by or date.max)
    return (*awaited, *(one for one in lines if not one.is_awaited))


def notice_title(view: View, notice_id: str) -> str:
    """Return what an issued notice is called: 提醒函 坊专班提〔2026〕3号."""
    paper = notice_paper(view, notice_id)
    return f"{paper.kind.zh} {paper.document_no}"


def due_notices(view: View) -> tuple[DueNotice, ...]:
    """Return what has reached the 科长 or the 分管领导 without their notice, the highest and longest first.

    An answer that is owed is left out: it is the matter it is about that climbs.
    """
    rules = view.rules.alerts.on(view.today)
    late: dict[ClockKind, date] = {}
    for kind, rule in rules.items():
        day = climbs_after(rule, view.today, view.calendar)
        if kind is not None and kind is not ClockKind.NOTICE and day is not None:
            late[kind] = day
    parties = rows.parties(view.session)
    issued = rows.issued_rungs(view.session)
    found = []
    for project, clock in rows.clocks_due_before(view.session, late):
        due = clock.deadline.due
        if due is None:
            continue
        role = rung_on(rules.get(clock.kind), due, view.today, view.calendar)
        there = issued.get((clock.id, due), [])
        if role is Role.OFFICER or any(covers(one, role) for one, _ in there):
            continue
        found.append(
            DueNotice(
                clock.id,
                project,
                parties[project].name,
                parties[project].service_officer,
                matter(clock.kind, clock.label),
                addressee_of(parties[project], clock),
                due,
                overdue_on(due, view.today, view.calendar),
                role,
                there[-1][1] if there else "",
            )
        )
    return tuple(sorted(found, key=lambda one: (one.role is not Role.LEADER, one.due, one.project)))


def notice_paper(view: View, notice_id: str) -> NoticePaper:
    """Return what an issued notice prints. Raises `UserError` ``record.missing``."""
    row = view.session.get(NoticeRow, notice_id)
    if row is None:
        raise UserError("record.missing", table="notice")
    return NoticePaper(
        row.kind,
        row.document_no,
        row.team,
        row.addressee,
        row.project_name,
        row.label,
        row.start,
        row.due,
        row.provisional,
        row.overdue_workdays,
        row.issued_on,
        row.basis,
        row.effects,
        row.demand,
        row.reply_by,
    )


def draft_paper(view: View, clock_id: str, form: NoticeForm) -> NoticePaper:
    """Return what a notice would print if it were issued so. Refusals: those of `issue_notice`."""
    project, clock, _ = _running(view, clock_id)
    return _drawn_up(view, project, clock, form)[0]


def _drawn_up(view: View, project: ProjectRow, clock: OpenClock, form: NoticeForm) -> tuple[NoticePaper, int]:
    """Check a form and put together what its paper says, with its number."""
    due = clock.deadline.due
    if due is None or form.issued_on is None:
        raise UserError("date.missing")
    on = form.issued_on
    draft = Draft(
        form.kind, form.number or 0, clean_line(form.addressee), on, form.reply_by, clean_text(form.demand)
    )
    start = clock.clock.start if clock.clock.start != due else None
    check_notice(draft, start, due, view.today, rows.used_numbers(view.session, form.kind, on.year))
    team = team_settings(view)
    paper = NoticePaper(
        form.kind,
        document_no(team.code, form.kind, on.year, draft.number),
        team.name,
        draft.addressee,
        project.name,
        matter(clock.kind, clock.label),
        start,
        due,
        clock.deadline.provisional,
        overdue_on(due, on, view.calendar),
        on,
        _basis(view, clock, due, on),
        _effects(view, project.id, clock),
        draft.demand,
        draft.reply_by,
    )
    return paper, draft.number


def _running(view: View, clock_id: str) -> tuple[ProjectRow, OpenClock, date]:
    row = view.session.get(ClockRow, clock_id)
    project = view.session.get(ProjectRow, row.project_id) if row is not None else None
    if row is None or project is None:
        raise UserError("record.missing", table="clock")
    clock = clock_of(row)
    if row.limit_kind is LimitKind.MIN:
        raise UserError("notice.floor")
    if clock.deadline.due is None:
        raise UserError("notice.stopped")
    return project, clock, clock.deadline.due


def _rule(view: View, clock: OpenClock) -> AlertRule | None:
    return view.rules.alerts.rule(clock.kind, view.today)


def _basis(view: View, clock: OpenClock, due: date, on: date) -> str:
    """Say why the day is due. How late it is stands by itself, so the clock is read on its last day."""
    if clock.clock.limit is None:
        return why_fixed(clock.kind, due)
    words = why(clock.clock, view.calendar, min(on, due))
    lawful = clock.deadline.statutory_due
    if lawful is not None and on > lawful:
        words += f"法定时限至{day_zh(lawful)}，已经超过。"
    return words


def _decides(clock: OpenClock) -> str:
    """Who decides; by whose leave, which some rules add after a comma, is not addressed."""
    return clock.department.partition("，")[0].removesuffix("编制")


def addressee_of(project: ProjectRow | Parties, clock: OpenClock) -> str:
    """Whom a notice goes to: the department, the enterprise for what it owes, else who leads the project."""
    department = _decides(clock)
    if department == Side.ENTERPRISE.zh or clock.kind in _ENTERPRISE_OWES:
        return project.investor or project.responsible_unit
    # The statistics office only receives what is filed; who leads the project sees to it.
    if department in ("", Side.GOVERNMENT.zh) or clock.kind is ClockKind.WINDOW:
        return project.responsible_unit or project.investor
    return department


def _effects(view: View, project_id: str, clock: OpenClock) -> str:
    """What waits for a permit item, in words."""
    if clock.kind is not ClockKind.PERMIT:
        return ""
    names = []
    for facts in project_facts(view.session, [project_id]):
        if facts.route is not None:
            rules = view.rules.rules_for(facts.items, view.today)
            for standing in standings(facts.items, rules, facts.route).values():
                if clock.owner_id in standing.waiting_for:
                    names.append(rules[standing.code].name)
    return effects_words(names)


def _line(view: View, row: NoticeRow, project: str) -> NoticeLine:
    light = Light.GREY
    if row.reply_by is not None and is_awaited(row.reply_by, row.replied_on, row.withdrawn_on):
        warn_on = fixed_deadline(row.reply_by, view.calendar).warn_on
        light = light_on(view.today, due=row.reply_by, warn_on=warn_on, stopped=False, kind=LimitKind.MAX)
    return NoticeLine(
        row.id,
        row.project_id,
        project,
        row.kind,
        row.document_no,
        row.label,
        row.addressee,
        row.role,
        row.due,
        row.overdue_workdays,
        row.issued_on,
        row.reply_by,
        row.replied_on,
        row.reply,
        row.withdrawn_on,
        row.withdrawal,
        light,
    )
