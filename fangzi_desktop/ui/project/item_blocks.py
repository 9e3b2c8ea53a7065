"""The parts of an item's panel that are acted in: promised papers, what if it slips, when it was verified."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from fangzi_desktop.domain.deadlines import WARN_WORKDAYS, amount_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import PromisedPaper
from fangzi_desktop.domain.permits import Forecast
from fangzi_desktop.domain.terms import Light, Unit
from fangzi_desktop.domain.workdays import workdays_between
from fangzi_desktop.services.permit_notices import item_records
from fangzi_desktop.services.permits import LONGEST_SLIP, ChecklistLine, slip
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.item_facts import has_ended

_USUAL_SLIP = 5


class PromisedPapers(QWidget):
    """What an item was decided without: each paper with its last day, and a button for when it is there."""

    handed_in = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._papers: tuple[PromisedPaper, ...] = ()
        self._title = QLabel("", self)
        self._title.setProperty("kind", "column-title")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.buttons: list[QPushButton] = []
        self._labels: list[QLabel] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(4)
        box.addWidget(self._title)
        box.addLayout(self._grid)

    def show_item(self, line: ChecklistLine | None) -> None:
        """Show the papers of an item, the outstanding ones first."""
        papers = line.promises if line is not None else ()
        self.setVisible(bool(papers))
        if line is None or not papers:
            self._papers = ()
            return
        left = sum(paper.handed_in_on is None for paper in papers)
        words = _tr("{mode}：待补{left}份") if left else _tr("{mode}：已补齐")
        self._title.setText(words.format(mode=line.issue_mode.zh, left=left))
        self._papers = tuple(sorted(papers, key=lambda paper: (paper.handed_in_on is not None, paper.due)))
        for widget in (*self.buttons, *self._labels):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self.buttons, self._labels = [], []
        for row, paper in enumerate(self._papers):
            self._add(row, paper)

    def _add(self, row: int, paper: PromisedPaper) -> None:
        light = _paper_light(paper, self._desk)
        label = QLabel(_paper(paper, light, self._desk.workspace.today), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("kind", _TONES.get(light, ""))
        self._labels.append(label)
        self._grid.addWidget(label, row, 0)
        if paper.handed_in_on is None:
            button = QPushButton(_tr("已补"), self)
            button.setObjectName("paper-handed-in")
            button.setAccessibleName(_tr("已补：{name}").format(name=paper.name))
            button.setProperty("kind", "small")
            button.clicked.connect(partial(self.handed_in.emit, paper))
            self.buttons.append(button)
            self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignTop)


class WhatIf(QWidget):
    """What would follow if the item took some working days more. Nothing is stored."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line: ChecklistLine | None = None
        self._base: Forecast | None = None
        self.workdays = QSpinBox(self)
        self.workdays.setObjectName("item-slip")
        self.workdays.setRange(1, LONGEST_SLIP)
        self.workdays.setValue(_USUAL_SLIP)
        for named in (self.workdays, self.workdays.lineEdit()):
            named.setAccessibleName(_tr("若推迟几个工作日"))
        self.answer = QLabel("", self)
        self.answer.setObjectName("item-slip-answer")
        self.answer.setProperty("kind", "secondary")
        self.answer.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(QLabel(_tr("若推迟"), self))
        row.addWidget(self.workdays)
        row.addWidget(QLabel(_tr("个工作日"), self))
        row.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 4)
        box.setSpacing(2)
        box.addLayout(row)
        box.addWidget(self.answer)
        self.workdays.valueChanged.connect(self.work)

    def show_forecast(self, base: Forecast | None) -> None:
        """Take the forecast that a slip is compared with; None where there is nothing to foretell."""
        self._base = base

    def show_item(self, line: ChecklistLine | None) -> None:
        """Turn to an item; `work` then says what its slip would do."""
        foretold = line is not None and line.expected_on is not None and self._base is not None
        asked = line is not None and foretold and not line.automatic and not has_ended(line)
        is_other = line is None or self._line is None or line.id != self._line.id
        self._line = line if asked else None
        self.setVisible(asked)
        if is_other:
            self.workdays.blockSignals(True)
            self.workdays.setValue(_USUAL_SLIP)
            self.workdays.blockSignals(False)
            self.answer.setText("")

    def work(self) -> None:
        """Count the slip out and say by how much what moves."""
        line, base = self._line, self._base
        if line is None or base is None or line.expected_on is None:
            return
        try:
            slipped = self._desk.read(slip, line.project_id, line.id, self.workdays.value())
        except UserError:
            # The project went while its panel was still shown.
            self.answer.setText("")
            return
        words = _tr("预计{old} → {new}").format(
            old=self._day(line.expected_on), new=self._day(slipped.finish.get(line.id))
        )
        self.answer.setText(f"{words}；{self._start(base.ready_on, slipped.ready_on)}")

    def _start(self, old: date | None, new: date | None) -> str:
        """What becomes of the day on which construction could begin."""
        if old is None or new is None or new <= old:
            return _tr("具备开工条件不受影响（按前置关系推算）")
        late = amount_zh(workdays_between(old, new, self._desk.workspace.calendar), Unit.WORKING_DAY)
        return _tr("具备开工条件晚{late}，{old} → {new}（按前置关系推算）").format(
            late=late, old=self._day(old), new=self._day(new)
        )

    def _day(self, day: date | None) -> str:
        return wording.day(day, self._desk.workspace.today) if day is not None else _tr("未知")


class Verified(QWidget):
    """When somebody last made sure that the record is true, and when it last changed: two different days."""

    verify_chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line: ChecklistLine | None = None
        self.words = QLabel("", self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.button = QPushButton(_tr("核实"), self)
        self.button.setObjectName("verify-item")
        self.button.setProperty("kind", "small")
        self.button.setToolTip(_tr("确认记录与实际相符，记为今天核实"))
        self.button.clicked.connect(self.verify_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def show_item(self, line: ChecklistLine | None) -> None:
        """Turn to an item; `work` then reads when it changed."""
        is_other = line is None or self._line is None or line.id != self._line.id
        self._line = line if line is not None and not line.automatic else None
        self.setVisible(self._line is not None)
        if self._line is not None and is_other:
            self._say(self._line.verified_on, None)
            self.button.setEnabled(self._line.verified_on != self._desk.workspace.today)

    def work(self) -> None:
        """Read from the journal when the item last changed."""
        if self._line is None:
            return
        self._say(self._line.verified_on, self._desk.read(item_records, self._line.id).changed_on)
        self.button.setEnabled(self._line.verified_on != self._desk.workspace.today)

    def _say(self, verified_on: date | None, changed_on: date | None) -> None:
        today, ink = self._desk.workspace.today, theme.tokens().ink2
        rows = "".join(
            f'<tr><td width="58" style="color:{ink}; padding:2px 6px 2px 0">{name}</td>'
            f'<td style="padding:2px 0">{wording.day(day, today) if day is not None else none}</td></tr>'
            for name, day, none in (
                (_tr("最近核实"), verified_on, _tr("尚未核实")),
                (_tr("最近变更"), changed_on, "—"),
            )
        )
        self.words.setText(f'<table cellspacing="0" cellpadding="0">{rows}</table>')


_TONES = {Light.RED: "problem", Light.YELLOW: "soon", Light.GREY: "secondary"}


def _paper_light(paper: PromisedPaper, desk: Desk) -> Light:
    """The light of a promised paper; one that came in needs none."""
    if paper.handed_in_on is not None:
        return Light.GREY
    today = desk.workspace.today
    if today > paper.due:
        return Light.RED
    left = workdays_between(today, paper.due, desk.workspace.calendar)
    return Light.YELLOW if left <= WARN_WORKDAYS else Light.GREEN


def _paper(paper: PromisedPaper, light: Light, today: date) -> str:
    if paper.handed_in_on is not None:
        return _tr("✓ {name}，{day}补交").format(name=paper.name, day=wording.day(paper.handed_in_on, today))
    words = _tr("{sign} {name}，{day}前补交")
    if light is Light.RED:
        words = _tr("{sign} {name}，应于{day}前补交，已逾期")
    return words.format(sign=light.sign, name=paper.name, day=wording.day(paper.due, today))


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
