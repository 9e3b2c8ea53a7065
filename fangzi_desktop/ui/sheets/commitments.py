"""承诺 over all projects: what is due, overdue or unmet, by side and by who answers for it."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import CommitmentResult, Side
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.commitments import CommitmentLine, commitment_lines
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.commitment_columns import commitment_columns, sign_of
from fangzi_desktop.ui.sheets.printing import PrintList
from fangzi_desktop.ui.sheets.sheet import LinesSheet
from fangzi_desktop.ui.sorted_lines import Column


class Shown(Enum):
    """Which commitments a sheet shows."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    UNMET = "unmet"
    ALL = "all"


def admits(shown: Shown, line: CommitmentLine) -> bool:
    """Whether a sheet that is so narrowed shows a commitment."""
    return {
        Shown.OPEN: line.is_open,
        Shown.DUE: line.is_open and line.light is Light.YELLOW,
        Shown.OVERDUE: line.is_late,
        Shown.UNMET: line.result in (CommitmentResult.PARTIAL, CommitmentResult.UNMET),
        Shown.ALL: True,
    }[shown]


class CommitmentsSheet(LinesSheet[CommitmentLine]):
    """Everybody's commitments."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        state, *others = commitment_columns()
        project: Column[CommitmentLine] = Column(
            _tr("项目"), 180, lambda one: one.project, lambda one: one.project
        )
        super().__init__(
            desk,
            "commitments",
            _tr("承诺"),
            (state, project, *others),
            commitment_lines,
            "compliance",
            _tr("还没有登记过承诺。在项目的“协议履约”页登记。"),
            parent,
            light=sign_of,
            stretch=3,
        )
        self._words = {
            Shown.OPEN: _tr("未判定"),
            Shown.DUE: _tr("临期"),
            Shown.OVERDUE: _tr("逾期"),
            Shown.UNMET: _tr("未全部达标"),
            Shown.ALL: _tr("全部"),
        }
        self.filter: Choice[Shown] = Choice(_tr("显示"), list(self._words.items()), self)
        self.sides: Choice[Side | None] = Choice(
            _tr("承诺方"), [(None, _tr("双方")), *((side, side.zh) for side in Side)], self
        )
        self.units = QComboBox(self)
        self.units.setObjectName("commitment-units")
        self.units.setAccessibleName(_tr("责任单位"))
        self.units.setProperty("kind", "compact")
        self.units.setMinimumWidth(150)
        for choice in (self.filter, self.sides):
            choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            choice.chosen.connect(self.show_narrowed)
            self.head.addWidget(choice)
        self.filter.choose(Shown.OPEN)
        self.sides.choose(None)
        self.head.addWidget(self.units)
        self.head.addStretch()
        self.head.addWidget(PrintList(desk, ReportKind.COMMITMENTS, self))
        self.units.currentIndexChanged.connect(self.show_narrowed)

    def refresh(self) -> None:
        super().refresh()
        self._offer_units()
        for shown, words in self._words.items():
            count = sum(admits(shown, one) for one in self._all)
            self.filter.set_words(shown, f"{words} {count}")

    def _narrowed(self, lines: tuple[CommitmentLine, ...]) -> tuple[CommitmentLine, ...]:
        shown, side, unit = self.filter.value or Shown.ALL, self.sides.value, self.units.currentData()
        return tuple(
            line
            for line in lines
            if admits(shown, line)
            and (side is None or line.form.side is side)
            and (not unit or line.form.responsible_unit == unit)
        )

    def _offer_units(self) -> None:
        """Offer the units that answer for anything, and keep the chosen one."""
        before = self.units.currentData()
        found = Counter(one.form.responsible_unit for one in self._all if one.form.responsible_unit)
        self.units.blockSignals(True)
        self.units.clear()
        self.units.addItem(_tr("全部责任单位"), "")
        for unit, count in sorted(found.items()):
            self.units.addItem(f"{unit} {count}", unit)
        self.units.setCurrentIndex(max(0, self.units.findData(before)))
        self.units.blockSignals(False)
        if (self.units.currentData() or "") != (before or ""):
            self.show_narrowed()


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
