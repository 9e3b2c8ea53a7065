"""提醒函 and 督办单: which one a late matter asks for, its number, its day of reply, what it may say."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.alert_rules import AlertRule, role_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays, workdays_between

# How long a unit is given to answer, in working days: a reminder asks only how things stand, what is under
# supervision needs a decision of its head first. Both are proposals that the form lets change.
REPLY_WORKDAYS = {NoticeKind.REMINDER: 3, NoticeKind.SUPERVISION: 5}

LONGEST_CODE = 12
_LONGEST_NUMBER = 99999
_LADDER = (Role.OFFICER, Role.CHIEF, Role.LEADER)
_WORDS_OF_KIND = {NoticeKind.REMINDER: "提", NoticeKind.SUPERVISION: "督"}
_TEAM = "专班"
# A code is what stands before the year's brackets, so it holds neither these nor figures nor blanks.
_CODE = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wants to issue; the day of reply may be left open only in a 提醒函."""

    kind: NoticeKind
    number: int
    addressee: str
    issued_on: date
    reply_by: date | None
    demand: str


def default_code(district: str, team: str) -> str:
    """Return a short form for the team's numbers: 坊子区 and 项目服务专班 give 坊专班."""
    short = _TEAM if _TEAM in team or not team else team[-3:]
    return f"{district[:1]}{short}"


def check_code(code: str) -> None:
    """Allow a short form of letters only, at most `LONGEST_CODE`, or raise ``settings.document_code``."""
    if code and (len(code) > LONGEST_CODE or not _CODE.fullmatch(code)):
        raise UserError("settings.document_code", longest=LONGEST_CODE)


def document_no(code: str, kind: NoticeKind, year: int, number: int) -> str:
    """Return the number as papers bear it: 坊专班提〔2026〕3号, 坊专班督〔2026〕1号."""
    return f"{code}{_WORDS_OF_KIND[kind]}〔{year}〕{number}号"


def next_number(used: Collection[int]) -> int:
    """Return the number after the highest one given; one that was given is never given again."""
    return max(used, default=0) + 1


def kind_for(role: Role) -> NoticeKind:
    """Return the paper of a rung: what has reached the 分管领导 is supervised, before that it is reminded."""
    return NoticeKind.SUPERVISION if role is Role.LEADER else NoticeKind.REMINDER


def reply_day(kind: NoticeKind, issued_on: date, calendar: WorkCalendar) -> date:
    """Return the day by which a paper of this kind is to be answered, where nobody says otherwise."""
    return add_workdays(issued_on, REPLY_WORKDAYS[kind], calendar)


def overdue_on(due: date, on: date, calendar: WorkCalendar) -> int:
    """Count the working days in (due, on]; before the due day it is negative."""
    return workdays_between(due, on, calendar)


def rung_on(rule: AlertRule | None, due: date, on: date, calendar: WorkCalendar) -> Role:
    """Return who is to be told on a day; without a rule nobody beyond the 专员 is."""
    return role_of(rule, overdue_on(due, on, calendar)) if rule is not None else Role.OFFICER


def climbs_after(rule: AlertRule, today: date, calendar: WorkCalendar) -> date | None:
    """Return the day before which a matter must have been due to have climbed above the 专员 by `today`.

    None for a rule without a ladder.
    """
    rungs = [rung for rung in (rule.chief_workdays, rule.leader_workdays) if rung is not None]
    return calendar.nth_before(today, min(rungs) - 1) if rungs else None


def covers(issued: Role, reached: Role) -> bool:
    """Whether a paper that one rung issued leaves nothing to do on a rung that was reached."""
    return _LADDER.index(issued) >= _LADDER.index(reached)


def is_awaited(reply_by: date | None, replied_on: date | None, withdrawn_on: date | None) -> bool:
    """Whether an answer is still owed."""
    return reply_by is not None and replied_on is None and withdrawn_on is None


def check_notice(
    draft: Draft, start: date | None, due: date, today: date, used: Collection[int] = ()
) -> None:
    """Allow a paper, or raise `UserError`.

    ``notice.in_future``; ``notice.before_start`` where the matter's clock had not begun;
    ``notice.not_overdue`` for a 督办单 on what has not passed its due day; ``notice.no_addressee``;
    ``notice.no_demand``; ``notice.number`` and ``notice.number_used`` (`used` are those given in its year);
    ``notice.no_reply_by`` for a 督办单 without one, ``notice.reply_by`` for one that is not after its issue.
    """
    if draft.issued_on > today:
        raise UserError("notice.in_future", today=today)
    if start is not None and draft.issued_on < start:
        raise UserError("notice.before_start", start=start)
    if draft.kind is NoticeKind.SUPERVISION and draft.issued_on <= due:
        raise UserError("notice.not_overdue", due=due)
    if not draft.addressee:
        raise UserError("notice.no_addressee")
    if not draft.demand:
        raise UserError("notice.no_demand")
    if not 1 <= draft.number <= _LONGEST_NUMBER:
        raise UserError("notice.number", longest=_LONGEST_NUMBER)
    if draft.number in used:
        raise UserError("notice.number_used", number=draft.number, year=draft.issued_on.year, kind=draft.kind)
    if draft.reply_by is None:
        if draft.kind is NoticeKind.SUPERVISION:
            raise UserError("notice.no_reply_by")
    elif draft.reply_by <= draft.issued_on:
        raise UserError("notice.reply_by", issued=draft.issued_on)


def check_reply(on: date, text: str, issued_on: date, withdrawn_on: date | None, today: date) -> None:
    """Allow an answer: of a day from the issue to today (``notice.reply_day``), with words
    (``notice.no_reply``), to a paper that was not withdrawn (``notice.withdrawn``).
    """
    if withdrawn_on is not None:
        raise UserError("notice.withdrawn", on=withdrawn_on)
    if not issued_on <= on <= today:
        raise UserError("notice.reply_day", earliest=issued_on, latest=today)
    if not text:
        raise UserError("notice.no_reply")


def check_withdrawal(reason: str, replied_on: date | None, withdrawn_on: date | None) -> None:
    """Allow taking a paper back, once (``notice.withdrawn``), before it is answered (``notice.replied``),
    with a reason (``notice.no_reason``).
    """
    if withdrawn_on is not None:
        raise UserError("notice.withdrawn", on=withdrawn_on)
    if replied_on is not None:
        raise UserError("notice.replied", on=replied_on)
    if not reason:
        raise UserError("notice.no_reason")
