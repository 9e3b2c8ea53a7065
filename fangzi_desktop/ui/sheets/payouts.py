"""兑付 over all projects: what is due, what waits for the enterprise, and what has been paid."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.payouts import PayoutLine, payout_totals, payouts
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.agreements_payouts import payout_columns, payout_light, totals_words
from fangzi_desktop.ui.sheets.printing import PrintList
from fangzi_desktop.ui.sheets.sheet import NarrowedSheet
from fangzi_desktop.ui.sorted_lines import Column

# Narrower than in a project's own list, to leave room for its name.
_WIDTHS = (180, 124, 138, 102, 150, 114, 124, 112)


class Shown(Enum):
    """Which payments a sheet shows."""

    UNPAID = "unpaid"
    OVERDUE = "overdue"
    HELD = "held"
    PAID = "paid"
    ALL = "all"


def admits(shown: Shown, line: PayoutLine) -> bool:
    """Whether a sheet that is so narrowed shows a payment."""
    return {
        Shown.UNPAID: line.state is not PayoutState.PAID,
        Shown.OVERDUE: line.light is Light.RED,
        Shown.HELD: line.state.is_held,
        Shown.PAID: line.state is PayoutState.PAID,
        Shown.ALL: True,
    }[shown]


class PayoutsSheet(NarrowedSheet[PayoutLine, Shown]):
    """Everybody's payments, with their sums below."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        state, *others = (
            replace(column, width=width) for column, width in zip(payout_columns(), _WIDTHS, strict=True)
        )
        project: Column[PayoutLine] = Column(
            _tr("项目"), 190, lambda one: one.project, lambda one: one.project
        )
        super().__init__(
            desk,
            "payouts",
            _tr("兑付"),
            (state, project, *others),
            payouts,
            "compliance",
            _tr("还没有安排兑付。在项目的“协议履约”页登记扶持政策并安排兑付。"),
            parent,
            light=payout_light,
            stretch=1,
        )
        words = {
            Shown.UNPAID: _tr("未兑付"),
            Shown.OVERDUE: _tr("逾期"),
            Shown.HELD: _tr("待企业履约"),
            Shown.PAID: _tr("已兑付"),
            Shown.ALL: _tr("全部"),
        }
        self.narrow_by(words, Shown.UNPAID, admits, _tr("显示"))
        self.head.addStretch()
        self.head.addWidget(PrintList(desk, ReportKind.COMMITMENTS, self))

    def _note_words(self, lines: list[PayoutLine]) -> str:
        return totals_words(payout_totals(lines, self._desk.workspace.today)) if lines else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
