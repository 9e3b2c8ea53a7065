"""设置: after how many calendar days without any record a project is called silent."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.rulebook import IdleLimit
from fangzi_desktop.domain.stage_rules import newest_on
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.idle_limits import IdleLimitForm, idle_limits, set_idle_limit
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.limit_card import LimitCard


class IdleLimitCard(LimitCard[IdleLimit]):
    """From when on a project is silent, by stage."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            parent,
            table="idle_limit",
            title=_tr("久未更新"),
            about=_tr(
                "项目超过期限没有任何记录的，列入久未更新并提醒；有单独期限的环节按自己的期限，其余按各环节的。"
            ),
            asks=("set-idle-limit", _tr("设定期限…")),
            read=idle_limits,
        )

    def refresh(self) -> None:
        limits = self._desk.read(idle_limits)
        present = [
            newest_on([one for one in limits if one.stage is stage], self._desk.workspace.today)
            for stage in (None, *STAGES)
        ]
        self._limits.setText("\n".join(self._line(one, is_present=one in present) for one in limits))

    def _words(self, limit: IdleLimit) -> str:
        words = self.tr("{stage} · {day}起：{span}").format(
            stage=limit.stage.zh if limit.stage is not None else self.tr("各环节"),
            day=wording.full_day(limit.valid_from),
            span=amount_zh(limit.calendar_days, Unit.CALENDAR_DAY),
        )
        return words + (self.tr("（{source}）").format(source=limit.source) if limit.source else "")

    def _ask(self) -> None:
        today = self._desk.workspace.today
        asks = (
            fields.choice("stage", self.tr("环节"), STAGES, self.tr("各环节")),
            fields.count("calendar_days", self.tr("没有记录满"), self.tr("自然日")),
            fields.day("valid_from", self.tr("起用日期"), today, needed=True),
            fields.text("source", self.tr("依据"), self.tr("如会议纪要文号")),
        )
        form = IdleLimitForm(None, None, today)

        def submit(filled: IdleLimitForm) -> object:
            return self._desk.attempt(set_idle_limit, filled)

        asked(RecordDialog(self.tr("久未更新期限"), self._desk, asks, form, submit, self))


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
