"""What was issued, as lists and papers read it, and what is to go up the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.notices import climbs_after, covers, is_awaited, overdue_on, rung_on
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind
from fangzi_desktop.reports.notice_input import NoticePaper
from fangzi_desktop.reports.notice_words import matter
from fangzi_desktop.services.notices import addressee_of
from fangzi_desktop.storage import notices as rows
from fangzi_desktop.storage.stage_tables import NoticeRow
from fangzi_desktop.storage.work import View


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
        if kind is not None and kind.is_project_work and day is not None:
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
