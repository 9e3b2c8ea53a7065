"""What a stage still asks for, each with the way to where it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.gates import GateVerdict, Missing, Verdict
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.domain.stages import STAGES, stage_index
from fangzi_desktop.domain.terms import Gate, Stage, Term
from fangzi_desktop.services.gates import GateStanding
from fangzi_desktop.ui.project.tab import Tab

_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is filled in: a tab, the object name of a field or list in it, or a record's id."""

    tab: str
    field: str = ""
    record: str = ""


PLACES: Mapping[Term, Place] = {
    **{kind: Place("overview", "evidence-table", kind.value) for kind in Evidence},
    **{gate: Place("overview", gate.value.replace("_", "-")) for gate in Gate},
    Missing.SITE: Place("overview", "field-site-intention"),
    Missing.LAND: Place("overview", "field-area-mu"),
    Missing.INVESTMENT: Place("overview", "field-investment-yuan"),
    Missing.OUTPUT: Place("overview", "field-output-yuan"),
    Missing.TAX: Place("overview", "field-tax-yuan"),
    Missing.ELEMENTS: Place("elements", "element-table"),
    Missing.REVIEW_PASS: Place("review"),
    Missing.MINUTES: Place("review"),
    Missing.OPINIONS: Place("review", "review-opinions-table"),
    Missing.CONDITIONS: Place("review", "review-conditions-table"),
    Missing.AGREEMENT: Place("compliance", "agreement-table"),
    Missing.LICENCE: Place("overview", "field-credit-code"),
    Missing.ESTABLISHED: Place("overview", "date-established"),
    Missing.ROUTE: Place("overview", "field-route"),
    Missing.CERTIFICATES: Place("permits", "permit-table"),
    Missing.START_READY: Place("permits", "permit-table"),
    Missing.START: Place("overview", "date-start"),
    Missing.START_STATISTICAL: Place("overview", "date-start-statistical"),
    Missing.MAIN_COMPLETE: Place("overview", "date-main-complete"),
    Missing.STATS_ENTRY: Place("statistics", "stats-invest"),
    Missing.STATS_CODE: Place("statistics", "stats-invest"),
    Missing.ACCEPTED: Place("overview", "date-completion-accepted"),
    Missing.COMPLETION_FILED: Place("permits", "permit-table"),
    Missing.PRODUCTION: Place("overview", "date-production"),
    Missing.SCALE_ENTRY: Place("statistics", "stats-scale"),
    Missing.COMMITMENTS: Place("compliance", "commitment-table"),
}
"""Where each thing that a gate asks for is filled in."""


class MissingCard(QFrame):
    """What is missing for a later stage or for 办结, one line for each; a line leads to its place."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._standing: GateStanding | None = None
        self._stage = Stage.PLANNING
        self.target = QComboBox(self)
        self.target.setObjectName("missing-target")
        self.target.setProperty("kind", "compact")
        self.target.setAccessibleName(self.tr("推进到哪个环节"))
        self.target.currentIndexChanged.connect(self._show)
        self._says = QLabel("", self)
        self._says.setProperty("kind", "secondary")
        self._says.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self.lines: list[QPushButton] = []
        head = QHBoxLayout()
        title = QLabel(self.tr("推进到"), self)
        title.setProperty("kind", "card-title")
        after = QLabel(self.tr("还缺"), self)
        after.setProperty("kind", "card-title")
        head.addWidget(title)
        head.addWidget(self.target)
        head.addWidget(after)
        head.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self._says)
        box.addLayout(self._grid)

    def show_standing(self, standing: GateStanding, stage: Stage) -> None:
        """Show what the gates say of a project in a stage; the stage looked at stays the same."""
        chosen = self.target.currentText() if stage is self._stage else ""
        self._standing, self._stage = standing, stage
        self.target.blockSignals(True)
        self.target.clear()
        for later in STAGES[stage_index(stage) + 1 :]:
            self.target.addItem(later.zh)
        self.target.addItem(self.tr("办结"))
        self.target.setCurrentIndex(max(0, self.target.findText(chosen)))
        self.target.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if self._standing is None:
            return
        place = stage_index(self._stage) + 1 + self.target.currentIndex()
        missing: tuple[Term, ...] = self._standing.closing
        verdict: GateVerdict | None = None
        if place < len(STAGES):
            verdict = self._standing.moves[STAGES[place]]
            missing = verdict.missing
        self._says.setText(self._words(verdict, missing))
        self._says.setVisible(bool(self._says.text()))
        self._fill(missing)

    def _words(self, verdict: GateVerdict | None, missing: tuple[Term, ...]) -> str:
        if verdict is not None and verdict.kind is Verdict.BLOCK:
            causes = "、".join(cause.zh for cause in verdict.blocked_by)
            if verdict.can_override:
                return self.tr("■ {causes}未通过，越过须写明理由和会议纪要文号。").format(causes=causes)
            return self.tr("■ 项目{causes}，不能移动。").format(causes=causes)
        return "" if missing else self.tr("✓ 都已具备。")

    def _fill(self, missing: tuple[Term, ...]) -> None:
        focused = next((line.text() for line in self.lines if line.hasFocus()), "")
        for line in self.lines:
            self._grid.removeWidget(line)
            line.deleteLater()
        self.lines = [self._line(term) for term in missing]
        for place, line in enumerate(self.lines):
            self._grid.addWidget(line, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignLeft)
            # New widgets come last in the window's order, far from the choice they belong to.
            QWidget.setTabOrder(self.lines[place - 1] if place else self.target, line)
            if line.text() == focused:
                line.setFocus()

    def _line(self, term: Term) -> QPushButton:
        what = self.tr("{gate}未评").format(gate=term.zh) if isinstance(term, Gate) else term.zh
        line = QPushButton(self.tr("▲ {what}").format(what=what), self)
        line.setObjectName(f"missing-{term.value.replace('_', '-')}")
        line.setProperty("kind", "link")
        line.setAccessibleName(self.tr("去补：{what}").format(what=what))
        line.setToolTip(self.tr("打开填写的地方"))
        line.setCursor(Qt.CursorShape.PointingHandCursor)
        line.clicked.connect(partial(self._want, term))
        return line

    def _want(self, term: Term) -> None:
        self.wanted.emit(PLACES[term])


def go_to(tab: Tab, place: Place) -> None:
    """Give the keyboard to where something is filled in, and scroll it into sight."""
    if place.record and tab.select(place.record):
        return
    named = tab.findChild(QWidget, place.field) if place.field else None
    target = _reachable(named) if named is not None else None
    if target is None:
        tab.take_focus()
        return
    target.setFocus(Qt.FocusReason.ShortcutFocusReason)
    around: QWidget | None = target.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(target, 0, 48)
        around = around.parentWidget()


def _reachable(named: QWidget) -> QWidget | None:
    """The widget itself, else what is pressed beside it: an empty list's button, a choice's segment."""
    if _takes_keys(named):
        return named
    within = named.findChildren(QAbstractButton) if named.isVisible() else []
    around = named.parentWidget()
    beside = around.findChildren(QAbstractButton) if around is not None and not named.isVisible() else []
    return next((one for one in (*within, *beside) if _takes_keys(one)), None)


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
