"""What may be done with a permit item, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.terms import Applicability, LimitKind, PermitState
from fangzi_desktop.services import parts, permit_results, permits
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project import item_dialogs as ask
from fangzi_desktop.ui.project.item_records import show_records
from fangzi_desktop.ui.project.item_results import ask_certificate, ask_decision, ask_promises
from fangzi_desktop.ui.project.part_dialogs import ask_division


class ItemAct(Enum):
    """One thing a person can do with an item."""

    PREPARE = auto()
    APPLY = auto()
    NOTIFY = auto()
    ACCEPT = auto()
    PROCEED = auto()
    DECIDE = auto()
    DECIDE_PROMISED = auto()
    SUSPEND = auto()
    RESUME = auto()
    LEAVE_OUT = auto()
    EXTEND = auto()
    REFUSE = auto()
    WITHDRAW = auto()
    FAIL = auto()
    CERTIFICATE = auto()
    PROMISE = auto()
    REQUIRE = auto()
    EXCLUDE = auto()
    WAIVE = auto()
    DIVIDE = auto()
    REMOVE = auto()
    RECORDS = auto()
    CORRECT = auto()
    REOPEN = auto()
    VERIFY = auto()

    @property
    def slug(self) -> str:
        """The act as part of an object's name."""
        return self.name.lower().replace("_", "-")


# The acts that take the day typed beside them.
DATED = frozenset(
    {
        ItemAct.APPLY,
        ItemAct.NOTIFY,
        ItemAct.ACCEPT,
        ItemAct.DECIDE,
        ItemAct.DECIDE_PROMISED,
        ItemAct.SUSPEND,
        ItemAct.RESUME,
        ItemAct.LEAVE_OUT,
        ItemAct.EXTEND,
        ItemAct.REFUSE,
        ItemAct.WITHDRAW,
        ItemAct.FAIL,
    }
)
# The acts that make sense of several items at once, and go into the journal as one.
SHARED = (ItemAct.REQUIRE, ItemAct.EXCLUDE, ItemAct.WAIVE, ItemAct.VERIFY, ItemAct.DIVIDE)

_OPEN = (PermitState.NOT_STARTED, PermitState.PREPARING)
_UNDER_WAY = (PermitState.ACCEPTED, PermitState.IN_PROGRESS)


def act_name(act: ItemAct, line: ChecklistLine | None = None) -> str:
    """The words on an act's button; an item may call for words of its own."""
    if line is not None:
        if act is ItemAct.ACCEPT and starts_by_event(line):
            return _tr("登记起算")
        if act is ItemAct.APPLY and line.state is PermitState.CORRECTING:
            return _tr("重新收件")
    return {
        ItemAct.PREPARE: _tr("准备中"),
        ItemAct.APPLY: _tr("登记收件"),
        ItemAct.NOTIFY: _tr("补正告知"),
        ItemAct.ACCEPT: _tr("登记受理"),
        ItemAct.PROCEED: _tr("办理中"),
        ItemAct.DECIDE: _tr("登记办结"),
        ItemAct.DECIDE_PROMISED: _tr("容缺办结"),
        ItemAct.SUSPEND: _tr("暂停计时"),
        ItemAct.RESUME: _tr("恢复计时"),
        ItemAct.LEAVE_OUT: _tr("不计入的日期"),
        ItemAct.EXTEND: _tr("延期"),
        ItemAct.REFUSE: _tr("不予许可"),
        ItemAct.WITHDRAW: _tr("撤回"),
        ItemAct.FAIL: _tr("流拍"),
        ItemAct.CERTIFICATE: _tr("证照信息"),
        ItemAct.PROMISE: _tr("容缺材料"),
        ItemAct.REQUIRE: _tr("要办"),
        ItemAct.EXCLUDE: _tr("不涉及"),
        ItemAct.WAIVE: _tr("区域评估"),
        ItemAct.DIVIDE: _tr("分给各部分"),
        ItemAct.REMOVE: _tr("去掉这一份"),
        ItemAct.RECORDS: _tr("计时记录"),
        ItemAct.CORRECT: _tr("更正日期"),
        ItemAct.REOPEN: _tr("重新办理"),
        ItemAct.VERIFY: _tr("核实"),
    }[act]


def act_hint(act: ItemAct, line: ChecklistLine | None = None) -> str:
    """What an act's name does not say; nothing where the name says it all."""
    if line is not None and act is ItemAct.ACCEPT and starts_by_event(line):
        return _tr("登记“{event}”的日期").format(event=line.start_event)
    return {
        ItemAct.RESUME: _tr("所填日期是不计入期限的最后一天，次日起继续计时"),
        ItemAct.DECIDE_PROMISED: _tr("容缺受理或告知承诺，材料随后补交"),
        ItemAct.WAIVE: _tr("区域评估已覆盖地块的，凭评估成果免办"),
        ItemAct.DIVIDE: _tr("按期、宗地、单体或分证各办一份"),
        ItemAct.FAIL: _tr("本轮挂牌流拍或终止，另起新的一轮"),
        ItemAct.LEAVE_OUT: _tr("补记起止都已知道的、依法不计入期限的日子"),
        ItemAct.VERIFY: _tr("确认记录与实际相符，记为今天核实"),
        ItemAct.RECORDS: _tr("查看、更正或删除已登记的补正、暂停和延期"),
    }.get(act, "")


def starts_by_event(line: ChecklistLine) -> bool:
    """Whether the day recorded as acceptance is another event's, such as a notice's publication."""
    return line.needs_acceptance and "受理" not in line.start_event


def acts_of(line: ChecklistLine) -> tuple[ItemAct, ...]:
    """What may be done with an item now, the next sensible act first, then by how likely it is."""
    act = ItemAct
    if line.automatic or line.superseded:
        return ()
    if line.applicability is Applicability.NOT_APPLICABLE:
        return (act.REQUIRE, act.VERIFY)
    if line.state in _OPEN:
        found = _to_begin(line)
    elif line.state is PermitState.APPLIED:
        found = [act.ACCEPT, act.NOTIFY, act.WITHDRAW]
        if not line.needs_acceptance:
            found = [act.DECIDE, *found]
    elif line.state is PermitState.CORRECTING:
        found = [act.APPLY, act.ACCEPT, act.WITHDRAW]
    elif line.state in _UNDER_WAY:
        found = _to_end(line)
    elif line.state is PermitState.SUSPENDED:
        found = [act.RESUME, *([act.EXTEND] if _can_extend(line) else []), act.WITHDRAW]
    elif line.state is PermitState.DECIDED:
        found = [act.CERTIFICATE, act.PROMISE, act.REOPEN]
    elif line.state is PermitState.LISTING_FAILED:
        found = []
    else:
        found = [act.REOPEN]
    if line.corrections or line.suspensions or line.extensions:
        found.append(act.RECORDS)
    found.append(act.CORRECT)
    if not line.superseded:
        found.append(act.DIVIDE)
    if line.part_id is not None:
        found.append(act.REMOVE)
    return (*found, act.VERIFY)


def _to_begin(line: ChecklistLine) -> list[ItemAct]:
    act = ItemAct
    begin = [act.ACCEPT] if line.needs_acceptance else [act.DECIDE, act.ACCEPT]
    if line.limit is None:
        begin = [act.DECIDE]
    settle = [act.EXCLUDE, *([act.WAIVE] if line.regional else [])]
    prepare = [act.PREPARE] if line.state is PermitState.NOT_STARTED else []
    if line.applicability is Applicability.UNDECIDED:
        return [act.REQUIRE, *settle, *begin, act.APPLY, *prepare]
    return [*begin, act.APPLY, *prepare, *settle]


def _to_end(line: ChecklistLine) -> list[ItemAct]:
    act = ItemAct
    found = [act.DECIDE]
    if line.has_rounds:
        found.append(act.FAIL)
    found.append(act.SUSPEND)
    if _can_extend(line):
        found.append(act.EXTEND)
    if line.state is PermitState.ACCEPTED:
        found.append(act.PROCEED)
    return [*found, act.DECIDE_PROMISED, act.LEAVE_OUT, act.REFUSE, act.WITHDRAW]


def _can_extend(line: ChecklistLine) -> bool:
    return line.limit is not None and line.limit.kind is not LimitKind.MIN


def acts_of_all(lines: Sequence[ChecklistLine]) -> tuple[ItemAct, ...]:
    """What may be done with several items in one act: what every one of them allows."""
    if not lines or any(line.automatic for line in lines):
        return ()
    found = []
    if all(line.state in _OPEN for line in lines):
        found = [ItemAct.REQUIRE, ItemAct.EXCLUDE]
        if all(line.regional for line in lines):
            found.append(ItemAct.WAIVE)
    found.append(ItemAct.VERIFY)
    if all(ItemAct.DIVIDE in acts_of(line) for line in lines):
        found.append(ItemAct.DIVIDE)
    return tuple(found)


def next_act(line: ChecklistLine) -> ItemAct | None:
    """The next sensible act that needs nothing but a day; None where a person has to choose."""
    acts = acts_of(line)
    return acts[0] if acts and acts[0] in DATED else None


def perform(
    desk: Desk, parent: QWidget, line: ChecklistLine, act: ItemAct, day: date, number: str = ""
) -> bool:
    """Do an act as of `day`, asking for what it needs besides; whether it was done. Raises `UserError`."""
    if act in _ASKING:
        return _ASKING[act](desk, parent, line, day)
    if act in SHARED:
        return perform_all(desk, parent, (line,), act)
    if act is ItemAct.APPLY:
        desk.attempt(permits.apply_item, line.id, day)
    elif act is ItemAct.ACCEPT:
        desk.attempt(permits.accept_item, line.id, day)
    elif act is ItemAct.DECIDE:
        desk.attempt(permits.decide_item, line.id, day, number)
    elif act is ItemAct.RESUME:
        desk.attempt(permits.resume_item, line.id, day)
    elif act is ItemAct.PREPARE:
        desk.attempt(permits.prepare_item, line.id)
    elif act is ItemAct.PROCEED:
        desk.attempt(permits.proceed_item, line.id)
    elif act is ItemAct.REOPEN:
        desk.attempt(permits.reopen_item, line.id)
    elif act is ItemAct.REMOVE:
        desk.attempt(parts.remove_instance, line.id)
    elif act is ItemAct.DECIDE_PROMISED:
        return ask_decision(desk, parent, line, day, number)
    elif act is ItemAct.CERTIFICATE:
        return ask_certificate(desk, parent, line)
    elif act is ItemAct.PROMISE:
        return ask_promises(desk, parent, line)
    elif act is ItemAct.RECORDS:
        show_records(desk, parent, line)
    else:
        return ask.ask_corrections(desk, parent, line)
    return True


_ASKING: dict[ItemAct, Callable[[Desk, QWidget, ChecklistLine, date], bool]] = {
    ItemAct.NOTIFY: ask.ask_notice,
    ItemAct.SUSPEND: ask.ask_suspension,
    ItemAct.LEAVE_OUT: ask.ask_days_left_out,
    ItemAct.EXTEND: ask.ask_extension,
    ItemAct.REFUSE: ask.ask_refusal,
    ItemAct.WITHDRAW: ask.ask_withdrawal,
    ItemAct.FAIL: ask.ask_failure,
}


def perform_all(desk: Desk, parent: QWidget, lines: Sequence[ChecklistLine], act: ItemAct) -> bool:
    """Do one of the `SHARED` acts with items of one project; whether it was done. Raises `UserError`."""
    ids = [line.id for line in lines]
    if act is ItemAct.EXCLUDE:
        return ask.ask_exclusion(desk, parent, lines)
    if act is ItemAct.WAIVE:
        return ask.ask_waiver(desk, parent, lines)
    if act is ItemAct.DIVIDE:
        return ask_division(desk, parent, lines)
    if act is ItemAct.VERIFY:
        desk.attempt(permit_results.verify_items, ids, desk.workspace.today)
    else:
        desk.attempt(permits.settle_items, ids, Applicability.REQUIRED)
    return True


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
