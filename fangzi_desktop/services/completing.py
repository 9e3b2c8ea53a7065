"""办结 from the list of reminders: what a date alone completes, by the command of its own noun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import StatsKind
from fangzi_desktop.domain.terms import ClockKind, Milestone, PermitState
from fangzi_desktop.services.construction import NodeForm, set_node
from fangzi_desktop.services.elements import DeliveryForm, deliver, element_lines
from fangzi_desktop.services.payouts import PaymentForm, pay
from fangzi_desktop.services.permit_results import hand_in_paper
from fangzi_desktop.services.permits import decide_item
from fangzi_desktop.services.problems import write_off_problem
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.review import meet_condition
from fangzi_desktop.services.statistics import file_application
from fangzi_desktop.services.stoppages import report_stoppage
from fangzi_desktop.services.visits import keep_promise
from fangzi_desktop.storage.stage_tables import NodeRow, PayoutRow
from fangzi_desktop.storage.tables import ClockRow, PermitItemRow, ProblemRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class Completion:
    """What completes a clock's matter: the act, what its day is called, and a number that may go with it.

    `number` is empty where the act takes none.
    """

    act: str
    day: str
    number: str = ""


def completion(view: View, clock_id: str) -> Completion | None:
    """Return what completes the matter of an open clock with a date alone, or None.

    Nothing is offered where more than a date is needed: an opinion needs its words, a commitment its figure,
    a notice of rectification how it was met, a stage its gates, a deferred project a decision, a visit what
    was seen.
    """
    clock = view.session.get(ClockRow, clock_id)
    if clock is None or clock.kind not in COMPLETIONS:
        return None
    offered, _ = COMPLETIONS[clock.kind]
    return offered(view, clock)


def complete(work: Work, clock_id: str, day: date, number: str = "") -> None:
    """Record that the matter of a clock was completed on a day, as one act.

    Raises `UserError` ``record.missing`` for a clock that has ended, ``complete.not_now`` where a date
    does not complete it, and the refusals of the noun's own command.
    """
    clock = work.get(ClockRow, clock_id)
    if completion(work, clock_id) is None:
        raise UserError("complete.not_now")
    _, command = COMPLETIONS[clock.kind]
    command(work, clock, day, number)


def _permit(view: View, clock: ClockRow) -> Completion | None:
    row = view.session.get(PermitItemRow, clock.owner_id)
    if row is None or row.state not in (PermitState.ACCEPTED, PermitState.IN_PROGRESS):
        return None
    rule = view.rules.by_rule_id[row.rule_id]
    return None if rule.automatic else Completion("登记办结", "办结日期", "证书或文号")


def _decide(work: Work, clock: ClockRow, day: date, number: str) -> None:
    decide_item(work, clock.owner_id, day, number)


def _hand_in(work: Work, clock: ClockRow, day: date, number: str) -> None:
    hand_in_paper(work, clock.owner_id, day)


def _meet(work: Work, clock: ClockRow, day: date, number: str) -> None:
    meet_condition(work, clock.owner_id, day)


def _problem(view: View, clock: ClockRow) -> Completion | None:
    row = view.session.get(ProblemRow, clock.owner_id)
    return Completion("问题销号", "销号日期") if row is not None and row.state.is_open else None


def _write_off(work: Work, clock: ClockRow, day: date, number: str) -> None:
    write_off_problem(work, clock.owner_id, day)


def _element(view: View, clock: ClockRow) -> Completion | None:
    line = next((one for one in element_lines(view, clock.project_id) if one.id == clock.owner_id), None)
    return Completion("登记全部到位", "到位日期", "佐证编号") if line is not None and line.gap else None


def _deliver(work: Work, clock: ClockRow, day: date, number: str) -> None:
    line = next(one for one in element_lines(work, clock.project_id) if one.id == clock.owner_id)
    deliver(work, clock.owner_id, DeliveryForm(day, line.gap, number))


def _pay(work: Work, clock: ClockRow, day: date, number: str) -> None:
    owed = work.get(PayoutRow, clock.owner_id).amount_yuan
    pay(work, clock.owner_id, PaymentForm(day, owed, number))


def _begin_on_land(work: Work, clock: ClockRow, day: date, number: str) -> None:
    set_milestone(work, clock.project_id, Milestone.START_CONTRACT, PartialDate.of(day))


def _reach(work: Work, clock: ClockRow, day: date, number: str) -> None:
    row = work.get(NodeRow, clock.owner_id)
    form = NodeForm(row.planned_on, PartialDate.of(day), row.note)
    set_node(work, row.project_id, row.kind, row.part_id, form)


def _report(work: Work, clock: ClockRow, day: date, number: str) -> None:
    report_stoppage(work, clock.owner_id, day)


def _keep(work: Work, clock: ClockRow, day: date, number: str) -> None:
    keep_promise(work, clock.owner_id, day)


def _file(work: Work, clock: ClockRow, day: date, number: str) -> None:
    file_application(work, clock.project_id, StatsKind(clock.code), day)


def _always(act: str, day: str, number: str = "") -> Callable[[View, ClockRow], Completion | None]:
    offered = Completion(act, day, number)
    return lambda view, clock: offered


# By kind of clock: what is offered, and the command of the noun that carries it out.
COMPLETIONS: dict[
    ClockKind,
    tuple[Callable[[View, ClockRow], Completion | None], Callable[[Work, ClockRow, date, str], None]],
] = {
    ClockKind.PERMIT: (_permit, _decide),
    ClockKind.OVERALL: (_permit, _decide),
    ClockKind.PAPER: (_always("登记补交", "补交日期"), _hand_in),
    ClockKind.CONDITION: (_always("条件落实", "落实日期"), _meet),
    ClockKind.PROBLEM: (_problem, _write_off),
    ClockKind.ELEMENT: (_element, _deliver),
    ClockKind.PAYOUT: (_always("登记全额兑付", "兑付日期", "文号"), _pay),
    ClockKind.IDLE_LAND: (_always("登记合同动工", "动工日期"), _begin_on_land),
    ClockKind.NODE: (_always("节点完成", "完成日期"), _reach),
    ClockKind.STOPPAGE: (_always("登记停工报告", "报告日期"), _report),
    ClockKind.PROMISE: (_always("登记兑现", "兑现日期"), _keep),
    ClockKind.WINDOW: (_always("登记申报", "申报日期"), _file),
}
