"""动态: what happened to a project by the dates of its records, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fangzi_desktop.domain.construction import SHARED
from fangzi_desktop.domain.terms import PermitState, ProjectStatus
from fangzi_desktop.reports.project_input import ProjectInput
from fangzi_desktop.reports.project_words import brief
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import money, official

MOST_EVENTS = 20
_LENGTH = 80

Event = tuple[date, str]


def last_events(data: ProjectInput) -> list[Event]:
    """Return the last events up to the paper's day; of one day in the order of the procedure."""
    found = [
        event
        for source in (_way, _stages, _status, _dates, _rounds, _permits, _duties, _site, _problems)
        for event in source(data)
        if event[0] <= data.as_of
    ]
    found = list(dict.fromkeys(found))
    found.sort(key=lambda event: event[0], reverse=True)
    return found[:MOST_EVENTS]


def _stages(data: ProjectInput) -> Iterator[Event]:
    if data.created_on is not None:
        yield data.created_on, "列入机制台账"
    for one in data.stages:
        if one.started_on is not None:
            yield one.started_on, f"进入“{one.stage.zh}”环节"


def _way(data: ProjectInput) -> Iterator[Event]:
    for one in data.way:
        act = "退回" if one.is_back else "越关推进"
        words = f"{act}：{one.before.zh}→{one.after.zh}"
        about = "，".join(part for part in (brief(one.reason, _LENGTH), one_line(one.document_no)) if part)
        yield one.on, f"{words}（{about}）" if about else words


def _status(data: ProjectInput) -> Iterator[Event]:
    change = data.status_change
    if change is not None and data.status is not ProjectStatus.LEAD:
        reason = f"：{brief(change.reason, _LENGTH)}" if change.reason else ""
        yield change.changed_on, f"项目状态变更为“{data.status.zh}”{reason}"


def _dates(data: ProjectInput) -> Iterator[Event]:
    for kind, when in (data.milestones or {}).items():
        if not kind.is_plan and when.is_day:
            yield when.as_date(), kind.zh


def _rounds(data: ProjectInput) -> Iterator[Event]:
    for one in data.review.rounds:
        yield one.accepted_on, f"受理第{one.round_no}轮论证"
        if one.decided_on is not None and one.decision is not None:
            number = f"（{one_line(one.minutes_no)}）" if one.minutes_no else ""
            yield one.decided_on, f"第{one.round_no}轮论证结论：{one.decision.zh}{number}"
    for condition in data.review.conditions:
        if condition.met_on is not None:
            yield condition.met_on, f"落实论证条件：{brief(condition.text, _LENGTH)}"


def _permits(data: ProjectInput) -> Iterator[Event]:
    for item in data.permits.items if data.permits is not None else ():
        name = official(one_line(item.title))
        if item.accepted_on is not None and item.accepted_on != item.done_on:
            yield item.accepted_on, f"{name}受理"
        if item.done_on is not None and item.state is PermitState.DECIDED:
            number = f"（{one_line(item.certificate_no)}）" if item.certificate_no else ""
            yield item.done_on, f"{name}{'逾期办结' if item.was_late else '办结'}{number}"
        elif item.done_on is not None:
            yield item.done_on, f"{name}{item.state.zh}"


def _duties(data: ProjectInput) -> Iterator[Event]:
    for agreement in data.agreements:
        yield agreement.signed_on, f"签订{agreement.kind.zh}"
    for promise in data.commitments:
        if promise.settled_on is not None and promise.result is not None:
            yield promise.settled_on, f"{promise.side.zh}承诺“{brief(promise.label, 40)}”{promise.result.zh}"
    for payout in data.payouts:
        if payout.paid_on is not None and payout.paid_yuan is not None:
            yield payout.paid_on, f"兑付“{brief(payout.support, 40)}”{money(payout.paid_yuan)}"
    for rung in data.rungs:
        yield rung.issued_on, f"履约处置：{rung.level.zh}"


def _site(data: ProjectInput) -> Iterator[Event]:
    for node in data.nodes:
        is_milestone = node.kind in SHARED and not node.part
        if node.actual is not None and node.actual.is_day and not is_milestone:
            part = f"（{one_line(node.part)}）" if node.part else ""
            yield node.actual.as_date(), f"建设节点：{node.kind.zh}{part}"
    for stop in data.stoppages:
        yield stop.first, "停工"
        if stop.last is not None:
            yield stop.last, "停工结束"
    for entry in data.statistics:
        if entry.filed_on is not None:
            yield entry.filed_on, f"{entry.kind.zh}申报"


def _problems(data: ProjectInput) -> Iterator[Event]:
    for one in data.problems:
        yield one.raised_on, f"提出问题{one.number}：{brief(one.text, _LENGTH)}"
        if one.closed_on is not None:
            yield one.closed_on, f"问题{one.number}销号"
