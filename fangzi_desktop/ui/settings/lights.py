"""设置: when a late start and a lagging investment turn a project's light."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.stage_rules import LightLimit
from fangzi_desktop.services.light_rules import LightLimitForm, light_limits, set_light_limit
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.limit_card import LimitCard


class LightsCard(LimitCard[LightLimit]):
    """When a project's lights turn."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            parent,
            table="light_limit",
            title=_tr("红黄绿灯"),
            about=_tr(
                "计划开工当月未开工的亮黄灯，连续多月未开工的亮红灯；年度投资落后时间进度的按百分点亮灯。"
            ),
            asks=("set-light-limit", _tr("设定标准…")),
            read=light_limits,
        )

    def _words(self, limit: LightLimit) -> str:
        words = self.tr(
            "{day}起：连续{months}个月未开工亮红灯；投资落后{yellow}个百分点亮黄灯、超过{red}个百分点亮红灯"
        ).format(
            day=wording.full_day(limit.valid_from),
            months=limit.start_red_months,
            yellow=limit.yellow_points,
            red=limit.red_points,
        )
        return words + (self.tr("（{source}）").format(source=limit.source) if limit.source else "")

    def _ask(self) -> None:
        today = self._desk.workspace.today
        present = self._present(self._desk.read(light_limits))
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


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
