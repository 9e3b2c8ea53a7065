"""设置: after how many months without progress a project is proposed for 剔除."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.stage_rules import RemovalLimit
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.removals import removal_limits, set_removal_limit
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.parts import act_button, in_a_row


@dataclass(frozen=True, slots=True)
class _LimitForm:
    months: int | None
    valid_from: date
    source: str = ""


class RemovalCard(QFrame):
    """The limits for 剔除建议, the one that applies first, and the way to a new one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "card")
        title = QLabel(self.tr("剔除建议"), self)
        title.setProperty("kind", "panel-title")
        about = QLabel(
            self.tr("开工建设前的项目，超过期限没有任何记录的，列入剔除建议；剔除须经会议决定。"), self
        )
        about.setProperty("kind", "secondary")
        about.setWordWrap(True)
        self._limits = QLabel("", self)
        self._limits.setObjectName("removal-limits")
        self._limits.setTextFormat(Qt.TextFormat.PlainText)
        self._limits.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addWidget(title)
        box.addWidget(about)
        box.addWidget(self._limits)
        box.addLayout(in_a_row(act_button("set-removal-limit", self.tr("设定期限…"), self._ask, self)))

    def refresh(self) -> None:
        """Show the limits as they stand."""
        today = self._desk.workspace.today
        limits = self._desk.read(removal_limits)
        present = next((one for one in limits if one.valid_from <= today), None)
        self._limits.setText("\n".join(self._words(one, is_present=one is present) for one in limits))

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that touched the limits."""
        if changes.touches("removal_limit"):
            self.refresh()

    def _words(self, limit: RemovalLimit, *, is_present: bool) -> str:
        words = self.tr("{day}起：{months}").format(
            day=wording.full_day(limit.valid_from), months=amount_zh(limit.months, Unit.MONTH)
        )
        if limit.source:
            words += self.tr("（{source}）").format(source=limit.source)
        return self.tr("现行 · {words}").format(words=words) if is_present else words

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
