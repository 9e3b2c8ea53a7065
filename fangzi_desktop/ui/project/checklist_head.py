"""What stands above a checklist: how far it is, when it is expected to be through, and printing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.permit_rules import READY
from fangzi_desktop.domain.terms import PermitState, Unit
from fangzi_desktop.domain.workdays import workdays_between
from fangzi_desktop.services.permits import Checklist
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.elided import ElidedLabel


class ChecklistHead(QWidget):
    """Counts as chips, the forecast of 具备开工条件 beside the overall limit, and the critical path."""

    def __init__(self, desk: Desk, actions: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.certificates, self.permits, self.undecided = (self._chip() for _ in range(3))
        self.forecast = ElidedLabel("", self)
        self.forecast.setProperty("kind", "forecast")
        self.critical = PathLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for chip in (self.certificates, self.permits, self.undecided):
            row.addWidget(chip)
        row.addWidget(self.forecast)
        row.addSpacing(8)
        row.addWidget(self.critical, 1)
        for action in actions:
            row.addWidget(action)

    def show_checklist(self, read: Checklist, names: Callable[[str], str], *, with_forecast: bool) -> None:
        """Show how far a checklist is; `names` calls items by their ids."""
        self._count(read)
        self._foretell(read, names, with_forecast=with_forecast)

    def _chip(self) -> QLabel:
        label = QLabel("", self)
        label.setProperty("kind", "mark")
        return label

    def _count(self, read: Checklist) -> None:
        done, total = read.certificates_done, read.certificates_total
        self.certificates.setVisible(total > 0)
        self.certificates.setText(self.tr("四证 {done}/{total}").format(done=done, total=total))
        _dress(self.certificates, "good" if total and done == total else "plain")
        words = self.tr("手续 {done}/{total}").format(done=read.done, total=read.total)
        self.permits.setText(words)
        _dress(self.permits, "good" if read.total and read.done == read.total else "plain")
        self.undecided.setVisible(read.undecided > 0)
        self.undecided.setText(self.tr("? 待核实 {count}").format(count=read.undecided))
        _dress(self.undecided, "soon")

    def _foretell(self, read: Checklist, names: Callable[[str], str], *, with_forecast: bool) -> None:
        ready = next((line for line in read.lines if line.code == READY), None)
        today = self._desk.workspace.today
        words = ""
        path: list[str] = []
        if ready is not None and ready.state is PermitState.DECIDED and ready.decided_on is not None:
            words = self.tr("✓ 已于{day}具备开工条件").format(day=wording.day(ready.decided_on, today))
        elif with_forecast and read.forecast is not None and read.forecast.ready_on is not None:
            day = read.forecast.ready_on
            words = self.tr("预计{day}具备开工条件（按前置关系推算）").format(day=wording.day(day, today))
            if ready is not None and ready.due is not None:
                is_estimate = ready.reading is not None and ready.reading.provisional
                words += self._distance(day, ready.due, is_estimate=is_estimate)
            if read.forecast.critical:
                path = [names(item) for item in read.forecast.critical]
        self.forecast.setText(words)
        self.critical.show_path(path)

    def _distance(self, expected: date, due: date, *, is_estimate: bool) -> str:
        """How far the forecast lies from the overall limit, in working days."""
        calendar, today = self._desk.workspace.calendar, self._desk.workspace.today
        limit = wording.day(due, today) + (self.tr("，预估") if is_estimate else "")
        if expected == due:
            return self.tr("，正是总时限（{limit}）").format(limit=limit)
        if expected < due:
            early = amount_zh(workdays_between(expected, due, calendar), Unit.WORKING_DAY)
            return self.tr("，比总时限（{limit}）早{early}").format(limit=limit, early=early)
        late = amount_zh(workdays_between(due, expected, calendar), Unit.WORKING_DAY)
        return self.tr("，▲ 比总时限（{limit}）晚{late}").format(limit=limit, late=late)


class PathLabel(QLabel):
    """The critical path, as many of its items as there is room for; the tool tip has them all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setProperty("kind", "secondary")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._path: list[str] = []

    def show_path(self, path: list[str]) -> None:
        """Show the names of the items, the first one first."""
        self._path = path
        self.setVisible(bool(path))
        self.setToolTip(wording.tip(self._words(len(path))))
        self._fit()

    def _words(self, count: int) -> str:
        if not self._path:
            return ""
        names = " → ".join(self._path[:count])
        if count < len(self._path):
            names += self.tr(" → … 共 {count} 项").format(count=len(self._path))
        return self.tr("关键路径：{path}").format(path=names)

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        for count in range(len(self._path), 0, -1):
            if metrics.horizontalAdvance(self._words(count)) <= self.width():
                self.setText(self._words(count))
                return
        brief = self.tr("关键路径共 {count} 项").format(count=len(self._path)) if self._path else ""
        self.setText(brief if metrics.horizontalAdvance(brief) <= self.width() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _dress(label: QLabel, tone: str) -> None:
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
