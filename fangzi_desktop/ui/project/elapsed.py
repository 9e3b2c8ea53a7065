"""用时: how long a project took from one event to another, in 自然日 and in 工作日."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from fangzi_desktop.domain.elapsed import Beginning, Elapsed, EventCode
from fangzi_desktop.domain.terms import Milestone, Unit
from fangzi_desktop.services.elapsed import ElapsedTimes, elapsed_between, elapsed_times
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column


def event_words(code: EventCode) -> str:
    """What people call an event."""
    if isinstance(code, Milestone):
        return code.zh
    return {Beginning.PLANNING: _tr("项目策划开始"), Beginning.REVIEW: _tr("论证受理")}[code]


def elapsed_words(span: Elapsed) -> str:
    """Say how long it took: 37个自然日（26个工作日）."""
    days = f"{span.calendar_days}个{Unit.CALENDAR_DAY.zh}"
    if span.working_days is None:
        return days
    return _tr("{days}（{work}个工作日）").format(days=days, work=span.working_days)


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    span: Elapsed


def _first_words(line: _Line) -> str:
    return f"{event_words(line.span.first)} {wording.full_day(line.span.first_on)}"


def _last_words(line: _Line) -> str:
    return f"{event_words(line.span.last)} {wording.full_day(line.span.last_on)}"


def _columns() -> tuple[Column[_Line], ...]:
    return (
        Column(_tr("自（当日不计）"), 240, _first_words, lambda one: one.span.first_on),
        Column(_tr("至"), 240, _last_words, lambda one: one.span.last_on),
        Column(
            _tr("自然日"),
            84,
            lambda one: str(one.span.calendar_days),
            lambda one: one.span.calendar_days,
            is_figure=True,
        ),
        Column(
            _tr("工作日"),
            84,
            lambda one: str(one.span.working_days) if one.span.working_days is not None else _tr("未公布"),
            lambda one: one.span.working_days,
            is_figure=True,
        ),
    )


class ElapsedSection(RecordSection[_Line]):
    """The usual spans of a project, and the time between any two of its events."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "elapsed",
            _tr("用时"),
            _columns(),
            _tr("知道到日的事件不足两个，还算不出用时。在“日期”和手续清单里登记实际发生的日期。"),
            parent,
        )
        self._desk = desk
        self._project = ""
        self._events: list[EventCode] = []
        self.first = self._chooser("elapsed-first", _tr("自"))
        self.last = self._chooser("elapsed-last", _tr("至"))
        self.answer = QLabel("", self)
        self._chosen = QWidget(self)
        row = QHBoxLayout(self._chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (QLabel(_tr("任意两个事件"), self), self.first, QLabel(_tr("至"), self), self.last):
            row.addWidget(widget)
        row.addWidget(self.answer, 1)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._chosen)

    def show_project(self, project_id: str) -> None:
        """Show how long a project took."""
        self._project = project_id
        read = self._desk.read(elapsed_times, project_id)
        self.show_lines(tuple(_Line(f"{one.first}.{one.last}", one) for one in read.usual))
        self._chosen.setVisible(len(read.events) > 1)
        self._offer_events(read)

    def _chooser(self, name: str, words: str) -> QComboBox:
        made = QComboBox(self)
        made.setObjectName(name)
        made.setProperty("kind", "compact")
        made.setAccessibleName(words)
        made.currentIndexChanged.connect(self._answer)
        return made

    def _offer_events(self, read: ElapsedTimes) -> None:
        for chooser, usual in ((self.first, 0), (self.last, len(read.events) - 1)):
            kept = chooser.currentText()
            chooser.blockSignals(True)
            chooser.clear()
            for code, _ in read.events:
                chooser.addItem(event_words(code), code)
            place = chooser.findText(kept)
            chooser.setCurrentIndex(place if place >= 0 else usual)
            chooser.blockSignals(False)
        self._events = [code for code, _ in read.events]
        self._answer()

    def _answer(self) -> None:
        first, last = self.first.currentIndex(), self.last.currentIndex()
        if min(first, last) < 0:
            self.answer.clear()
            return
        span = self._desk.read(elapsed_between, self._project, self._events[first], self._events[last])
        self.answer.setText(elapsed_words(span) if span is not None else "")


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
