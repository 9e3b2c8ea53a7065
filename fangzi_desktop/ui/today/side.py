"""What stands beside the list: how the projects stand, what the week brought and who has gone silent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.today import Today
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.today.parts import Line, StageBar, card, title
from fangzi_desktop.ui.today.wording import Show, show_words, week_lines

_WEEK_LINES = 7
_SILENT_LINES = 5


class Side(QScrollArea):
    """The column beside the list. It asks for a project, a stage, the report or all silent ones."""

    project_requested = Signal(str)
    stage_requested = Signal(object)
    report_requested = Signal()
    silent_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget(self)
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        stages, body, _ = _panel(self.tr("九环节分布"), inner)
        body.setSpacing(0)
        self._bars = [StageBar(stage, stages) for stage in STAGES]
        for bar in self._bars:
            bar.clicked.connect(self._ask_stage)
            body.addWidget(bar)
        box.addWidget(stages)
        week, body, head = _panel(self.tr("本周进展"), inner)
        report = QPushButton(self.tr("生成周报"), week)
        report.setObjectName("today-report")
        report.clicked.connect(self.report_requested)
        head.addWidget(report)
        self._week = _lines_of(body)
        box.addWidget(week)
        silent, body, _ = _panel(show_words(Show.SILENT), inner)
        self._silent = _lines_of(body)
        self._all_silent = QPushButton("", silent)
        self._all_silent.setProperty("kind", "link")
        self._all_silent.clicked.connect(self.silent_requested)
        body.addWidget(self._all_silent, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(silent)
        box.addStretch()
        self.setWidget(inner)

    def show_stages(self, counts: Sequence[tuple[Stage, int]]) -> None:
        """Show how many projects stand in each stage."""
        most = max(count for _, count in counts)
        for bar, (_, count) in zip(self._bars, counts, strict=True):
            bar.set_count(count, most)

    def show_rest(self, read: Today) -> None:
        """Show what the week brought and who has gone silent."""
        self._show_week(read)
        self._show_silent(read)

    def _show_week(self, read: Today) -> None:
        today = self._desk.workspace.today
        lines = week_lines(read.progress)
        shown = [
            Line(words, wording.day(on, today), project, self) for words, on, project in lines[:_WEEK_LINES]
        ]
        more = len(lines) - len(shown)
        rest = self.tr("另有{count}项").format(count=more) if more else ""
        self._replace(self._week, shown, rest if lines else self.tr("本周还没有登记进展。"))

    def _show_silent(self, read: Today) -> None:
        shown = [
            Line(
                line.project,
                self.tr("{days}个自然日").format(days=line.silence.calendar_days),
                line.project_id,
                self,
            )
            for line in read.silent[:_SILENT_LINES]
            if line.silence is not None
        ]
        quiet = self.tr("近期每个项目都有更新。") if read.projects else self.tr("还没有项目。")
        self._replace(self._silent, shown, "" if shown else quiet)
        self._all_silent.setVisible(len(read.silent) > _SILENT_LINES)
        self._all_silent.setText(self.tr("查看全部{count}个").format(count=len(read.silent)))

    def _replace(self, box: QVBoxLayout, lines: Sequence[Line], words: str) -> None:
        while (item := box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            if line.project_id:
                line.clicked.connect(partial(self.project_requested.emit, line.project_id))
            box.addWidget(line)
        if words:
            label = QLabel(words, self)
            label.setProperty("kind", "secondary")
            label.setContentsMargins(6, 2, 6, 2)
            label.setWordWrap(True)
            box.addWidget(label)

    def _ask_stage(self) -> None:
        bar = self.sender()
        if isinstance(bar, StageBar):
            self.stage_requested.emit(bar.stage)


def _panel(words: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout, QHBoxLayout]:
    frame = card(parent)
    box = QVBoxLayout(frame)
    box.setContentsMargins(10, 10, 10, 10)
    box.setSpacing(4)
    head = QHBoxLayout()
    head.setContentsMargins(6, 0, 0, 2)
    head.addWidget(title(words, frame))
    head.addStretch()
    box.addLayout(head)
    return frame, box, head


def _lines_of(body: QVBoxLayout) -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    body.addLayout(lines)
    return lines
