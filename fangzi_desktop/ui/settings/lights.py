"""设置: when a late start and a lagging investment turn a project's light."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.stage_rules import LightLimit
from fangzi_desktop.services.light_rules import LightLimitForm, light_limits, set_light_limit
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.parts import act_button, in_a_row


class LightsCard(QFrame):
    """The limits, newest first with the present one marked, and the way to new ones."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        title = QLabel(self.tr("红黄绿灯"), self)
        title.setProperty("kind", "panel-title")
        about = QLabel(
            self.tr(
                "计划开工当月未开工的亮黄灯，连续多月未开工的亮红灯；年度投资落后时间进度的按百分点亮灯。"
            ),
            self,
        )
        about.setProperty("kind", "secondary")
        about.setWordWrap(True)
        self._limits = QLabel("", self)
        self._limits.setObjectName("light-limits")
        self._limits.setTextFormat(Qt.TextFormat.PlainText)
        self._limits.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addWidget(title)
        box.addWidget(about)
        box.addWidget(self._limits)
        box.addLayout(in_a_row(act_button("set-light-limit", self.tr("设定标准…"), self._ask, self)))

    def refresh(self) -> None:
        """Show the limits as they stand."""
        today = self._desk.workspace.today
        limits = self._desk.read(light_limits)
        present = next((one for one in limits if one.valid_from <= today), None)
        self._limits.setText("\n".join(self._words(one, is_present=one is present) for one in limits))

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that touched the limits."""
        if changes.touches("light_limit"):
            self.refresh()

    def _words(self, limit: LightLimit, *, is_present: bool) -> str:
        words = self.tr(
            "{day}起：连续{months}个月未开工亮红灯；投资落后{yellow}个百分点亮黄灯、超过{red}个百分点亮红灯"
        ).format(
            day=wording.full_day(limit.valid_from),
            months=limit.start_red_months,
            yellow=limit.yellow_points,
            red=limit.red_points,
        )
        if limit.source:
            words += self.tr("（{source}）").format(source=limit.source)
        return self.tr("现行 · {words}").format(words=words) if is_present else words

    def _ask(self) -> None:
        today = self._desk.workspace.today
        limits = self._desk.read(light_limits)
        present = next((one for one in limits if one.valid_from <= today), None)
        form = LightLimitForm(today)
        if present is not None:
            form = LightLimitForm(today, present.start_red_months, present.yellow_points, present.red_points)
        asks = (
            fields.count("start_red_months", self.tr("连续未开工亮红灯"), self.tr("个月")),
            fields.count("yellow_points", self.tr("投资落后亮黄灯"), self.tr("百分点")),
            fields.count("red_points", self.tr("超过即亮红灯"), self.tr("百分点")),
            fields.day("valid_from", self.tr("施行日期"), today, needed=True),
            fields.text("source", self.tr("依据"), self.tr("如会议纪要文号")),
        )

        def submit(filled: LightLimitForm) -> object:
            return self._desk.attempt(set_light_limit, filled)

        asked(RecordDialog(self.tr("亮灯标准"), self._desk, asks, form, submit, self))
