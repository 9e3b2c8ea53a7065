"""要素供给: what all projects need of each element, what came of it, and what is short."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from fangzi_desktop.domain.stage_terms import Element, ElementStatus
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.elements import ElementLine, element_lines, element_sums
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.elements import element_columns, sums_words
from fangzi_desktop.ui.sheets.sheet import LinesSheet
from fangzi_desktop.ui.sorted_lines import Column


class Shown(Enum):
    """Which demands the sheet shows."""

    SHORT = "short"
    LATE = "late"
    UNAVAILABLE = "unavailable"
    ALL = "all"


def admits(shown: Shown, line: ElementLine) -> bool:
    """Whether a sheet that is so narrowed shows a demand."""
    return {
        Shown.SHORT: line.status is not ElementStatus.DELIVERED,
        Shown.LATE: line.light is Light.RED and line.status is not ElementStatus.UNAVAILABLE,
        Shown.UNAVAILABLE: line.status is ElementStatus.UNAVAILABLE,
        Shown.ALL: True,
    }[shown]


class ElementsSheet(LinesSheet[ElementLine]):
    """Everybody's demands, of one element or of all; sums are told for each unit on its own."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        state, *others = element_columns()
        project: Column[ElementLine] = Column(
            _tr("项目"), 190, lambda one: one.project, lambda one: one.project
        )
        super().__init__(
            desk,
            "elements",
            _tr("要素供给"),
            (state, project, *others),
            element_lines,
            "elements",
            _tr("还没有登记要素需求。在项目的“要素配置”页登记。"),
            parent,
            light=lambda one: one.light,
        )
        self._kinds: dict[Element | None, str] = {
            None: _tr("全部要素"),
            **{kind: kind.zh for kind in Element},
        }
        self.kind: Choice[Element | None] = Choice(_tr("要素"), list(self._kinds.items()), self)
        self.kind.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.kind.choose(None)
        self.department = QComboBox(self)
        self.department.setObjectName("elements-department")
        self.department.setProperty("kind", "compact")
        self.department.setAccessibleName(_tr("保障单位"))
        self.department.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.department.addItem(_tr("全部单位"))
        self._words = {
            Shown.SHORT: _tr("未到位"),
            Shown.LATE: _tr("逾期"),
            Shown.UNAVAILABLE: _tr("无法保障"),
            Shown.ALL: _tr("全部"),
        }
        self.filter: Choice[Shown] = Choice(_tr("显示"), list(self._words.items()), self)
        self.filter.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.filter.choose(Shown.SHORT)
        self.head.addWidget(self.filter)
        self.head.addWidget(self.department)
        self.head.addStretch()
        self.above.insertWidget(0, self.kind)
        self.filter.chosen.connect(self.show_narrowed)
        self.kind.chosen.connect(self._narrow)
        self.department.currentIndexChanged.connect(self._narrow)

    def refresh(self) -> None:
        super().refresh()
        self._offer_departments()
        self._count()

    def _narrow(self) -> None:
        self.show_narrowed()
        self._count()

    def _offer_departments(self) -> None:
        before = self.department.currentText()
        names = sorted({line.form.department for line in self._all if line.form.department})
        self.department.blockSignals(True)
        while self.department.count() > 1:
            self.department.removeItem(1)
        self.department.addItems(names)
        self.department.setCurrentIndex(max(0, self.department.findText(before)))
        self.department.blockSignals(False)
        self.show_narrowed()

    def _of_department(self, lines: tuple[ElementLine, ...]) -> tuple[ElementLine, ...]:
        if self.department.currentIndex() <= 0:
            return lines
        return tuple(line for line in lines if line.form.department == self.department.currentText())

    def _of_kind(self, lines: tuple[ElementLine, ...]) -> tuple[ElementLine, ...]:
        return tuple(line for line in lines if self.kind.value in (None, line.form.kind))

    def _count(self) -> None:
        lines = self._of_department(self._all)
        for kind, words in self._kinds.items():
            count = sum(kind in (None, one.form.kind) for one in lines)
            self.kind.set_words(kind, f"{words} {count}")
        lines = self._of_kind(lines)
        for shown, words in self._words.items():
            self.filter.set_words(shown, f"{words} {sum(admits(shown, one) for one in lines)}")

    def _narrowed(self, lines: tuple[ElementLine, ...]) -> tuple[ElementLine, ...]:
        shown = self.filter.value or Shown.ALL
        own = self._of_kind(self._of_department(lines))
        return tuple(line for line in own if admits(shown, line))

    def _note_words(self, lines: list[ElementLine]) -> str:
        return sums_words(element_sums(lines)) if self.kind.value is not None else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
