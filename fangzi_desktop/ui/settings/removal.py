"""设置: after how many months without progress a project is proposed for 剔除."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.stage_rules import RemovalLimit
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.removals import removal_limits, set_removal_limit
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.limit_card import LimitCard


@dataclass(frozen=True, slots=True)
class _LimitForm:
    months: int | None
    valid_from: date
    source: str = ""


class RemovalCard(LimitCard[RemovalLimit]):
    """After how long 剔除 is proposed."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            parent,
            table="removal_limit",
            title=_tr("剔除建议"),
            about=_tr("开工建设前的项目，超过期限没有任何记录的，列入剔除建议；剔除须经会议决定。"),
            asks=("set-removal-limit", _tr("设定期限…")),
            read=removal_limits,
        )

    def _words(self, limit: RemovalLimit) -> str:
        words = self.tr("{day}起：{months}").format(
            day=wording.full_day(limit.valid_from), months=amount_zh(limit.months, Unit.MONTH)
        )
        return words + (self.tr("（{source}）").format(source=limit.source) if limit.source else "")

    def _ask(self) -> None:
        today = self._desk.workspace.today
        asks = (
            fields.count("months", self.tr("无进展期限"), self.tr("个月")),
            fields.day("valid_from", self.tr("施行日期"), today, needed=True),
            fields.text("source", self.tr("依据"), self.tr("如会议纪要文号")),
        )

        def submit(form: _LimitForm) -> object:
            return self._desk.attempt(set_removal_limit, form.months or 0, form.valid_from, form.source)

        asked(RecordDialog(self.tr("剔除建议期限"), self._desk, asks, _LimitForm(None, today), submit, self))


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
