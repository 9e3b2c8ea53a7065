"""What may be done with a permit item, and doing it."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.terms import Applicability, PermitState
from fangzi_desktop.services import permits
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.item_dialogs import (
    ask_corrections,
    ask_exclusion,
    ask_refusal,
    ask_suspension,
    ask_withdrawal,
)


class ItemAct(Enum):
    """One thing a person can do with an item."""

    APPLY = auto()
    ACCEPT = auto()
    DECIDE = auto()
    SUSPEND = auto()
    RESUME = auto()
    REFUSE = auto()
    WITHDRAW = auto()
    REOPEN = auto()
    REQUIRE = auto()
    EXCLUDE = auto()
    CORRECT = auto()


# The acts that take the day typed beside them.
DATED = frozenset(
    {
        ItemAct.APPLY,
        ItemAct.ACCEPT,
        ItemAct.DECIDE,
        ItemAct.SUSPEND,
        ItemAct.RESUME,
        ItemAct.REFUSE,
        ItemAct.WITHDRAW,
    }
)


def act_name(act: ItemAct) -> str:
    """The words on an act's button."""
    return {
        ItemAct.APPLY: _tr("登记收件"),
        ItemAct.ACCEPT: _tr("登记受理"),
        ItemAct.DECIDE: _tr("登记办结"),
        ItemAct.SUSPEND: _tr("暂停计时"),
        ItemAct.RESUME: _tr("恢复计时"),
        ItemAct.REFUSE: _tr("不予许可"),
        ItemAct.WITHDRAW: _tr("撤回"),
        ItemAct.REOPEN: _tr("重新办理"),
        ItemAct.REQUIRE: _tr("要办"),
        ItemAct.EXCLUDE: _tr("不涉及"),
        ItemAct.CORRECT: _tr("更正日期"),
    }[act]


def starts_by_event(line: ChecklistLine) -> bool:
    """Whether the day recorded as acceptance is another event's, such as a notice's publication."""
    return line.needs_acceptance and "受理" not in line.start_event


def acts_of(line: ChecklistLine) -> tuple[ItemAct, ...]:
    """What may be done with an item now, the next sensible act first."""
    act = ItemAct
    if line.automatic:
        return ()
    if line.applicability is Applicability.NOT_APPLICABLE:
        return (act.REQUIRE,)
    found: list[ItemAct] = []
    if line.state in (PermitState.NOT_STARTED, PermitState.PREPARING):
        begin = [act.ACCEPT] if line.needs_acceptance else [act.DECIDE, act.ACCEPT]
        if line.limit is None:
            begin = [act.DECIDE]
        settle = [act.EXCLUDE]
        if line.applicability is Applicability.UNDECIDED:
            settle = [act.REQUIRE, act.EXCLUDE]
            found = [*settle, act.APPLY, *begin]
        else:
            found = [*begin, act.APPLY, *settle]
    elif line.state is PermitState.APPLIED:
        found = [act.ACCEPT, act.WITHDRAW]
        if not line.needs_acceptance:
            found = [act.DECIDE, act.ACCEPT, act.WITHDRAW]
    elif line.state is PermitState.CORRECTING:
        found = [act.APPLY, act.ACCEPT, act.WITHDRAW]
    elif line.state in (PermitState.ACCEPTED, PermitState.IN_PROGRESS):
        found = [act.DECIDE, act.SUSPEND, act.REFUSE, act.WITHDRAW]
    elif line.state is PermitState.SUSPENDED:
        found = [act.RESUME, act.WITHDRAW]
    else:
        found = [act.REOPEN]
    return (*found, act.CORRECT)


def next_act(line: ChecklistLine) -> ItemAct | None:
    """The next sensible act that needs nothing but a day; None where a person has to choose."""
    acts = acts_of(line)
    return acts[0] if acts and acts[0] in DATED else None


def perform(
    desk: Desk, parent: QWidget, line: ChecklistLine, act: ItemAct, day: date, number: str = ""
) -> bool:
    """Do an act as of `day`, asking for what it needs besides; whether it was done. Raises `UserError`."""
    if act is ItemAct.APPLY:
        desk.attempt(permits.apply_item, line.id, day)
    elif act is ItemAct.ACCEPT:
        desk.attempt(permits.accept_item, line.id, day)
    elif act is ItemAct.DECIDE:
        desk.attempt(permits.decide_item, line.id, day, number)
    elif act is ItemAct.RESUME:
        desk.attempt(permits.resume_item, line.id, day)
    elif act is ItemAct.REOPEN:
        desk.attempt(permits.reopen_item, line.id)
    elif act is ItemAct.REQUIRE:
        desk.attempt(permits.set_applicability, line.id, Applicability.REQUIRED)
    elif act is ItemAct.EXCLUDE:
        return ask_exclusion(desk, parent, (line,))
    elif act is ItemAct.SUSPEND:
        return ask_suspension(desk, parent, line, day)
    elif act is ItemAct.REFUSE:
        return ask_refusal(desk, parent, line, day)
    elif act is ItemAct.WITHDRAW:
        return ask_withdrawal(desk, parent, line, day)
    else:
        return ask_corrections(desk, parent, line)
    return True


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
