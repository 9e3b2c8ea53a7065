"""要素供给: what all projects need of each element, what came of it, and what is short."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from fangzi_desktop.domain.stage_terms import Element, ElementStatus
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.elements import ElementLine, element_lines
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.elements import element_columns
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
        self.kind = QComboBox(self)
        self.kind.setObjectName("elements-kind")
        self.kind.setProperty("kind", "compact")
        self.kind.setAccessibleName(_tr("要素"))
        self.kind.addItem(_tr("全部要素"))
        for kind in Element:
            self.kind.addItem(kind.zh)
        self._words = {
            Shown.SHORT: _tr("未到位"),
            Shown.LATE: _tr("逾期"),
            Shown.UNAVAILABLE: _tr("无法保障"),
            Shown.ALL: _tr("全部"),
        }
        self.filter: Choice[Shown] = Choice(_tr("显示"), list(self._words.items()), self)
        self.filter.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.filter.choose(Shown.SHORT)
        self.head.addWidget(self.kind)
        self.head.addWidget(self.filter)
        self.head.addStretch()
        self.filter.chosen.connect(self.show_narrowed)
        self.kind.currentIndexChanged.connect(self._choose_kind)

    def refresh(self) -> None:
        super().refresh()
        self._count()

    def _choose_kind(self) -> None:
        self.show_narrowed()
        self._count()

    def _of_kind(self, lines: tuple[ElementLine, ...]) -> tuple[ElementLine, ...]:
        place = self.kind.currentIndex()
        wanted = list(Element)[place - 1] if place > 0 else None
        return tuple(line for line in lines if wanted in (None, line.form.kind))

    def _count(self) -> None:
        lines = self._of_kind(self._all)
        for shown, words in self._words.items():
            self.filter.set_words(shown, f"{words} {sum(admits(shown, one) for one in lines)}")

    def _narrowed(self, lines: tuple[ElementLine, ...]) -> tuple[ElementLine, ...]:
        shown = self.filter.value or Shown.ALL
        return tuple(line for line in self._of_kind(lines) if admits(shown, line))

    def _note_words(self, lines: list[ElementLine]) -> str:
        return sums_words(lines) if self.kind.currentIndex() > 0 else ""


def sums_words(lines: list[ElementLine]) -> str:
    """What demands of one element come to, each unit on its own."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for line in lines:
        figures = (line.form.demand, line.form.committed, line.delivered, line.gap)
        sums[line.form.unit] = [
            total + (figure or Decimal(0))
            for total, figure in zip(sums[line.form.unit], figures, strict=True)
        ]
    told = _tr("合计：需求 {demand}{unit}，承诺 {committed}{unit}，到位 {delivered}{unit}，缺口 {gap}{unit}")
    return "；".join(
        told.format(
            unit=unit,
            demand=wording.figure(demand),
            committed=wording.figure(committed),
            delivered=wording.figure(delivered),
            gap=wording.figure(gap),
        )
        for unit, (demand, committed, delivered, gap) in sorted(sums.items())
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
