"""设置: how this machine reminds: working hours, desktop messages, the tray and starting with the system."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import QSettings, QSignalBlocker, Qt, QTime, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QTimeEdit, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.telling import WorkingHours, check_hours
from fangzi_desktop.ui import autostart
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.settings.parts import act_button, in_a_row
from fangzi_desktop.ui.telling import TellingSettings


class TellingCard(QFrame):
    """How this machine reminds. It holds for this machine alone, so nothing of it is an act of the team."""

    changed = Signal()
    tried = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._telling = TellingSettings(settings)
        self._folder = desk.workspace.store.folder
        self.setProperty("kind", "card")
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show how the machine reminds."""
        hours = self._telling.hours
        for field, moment in ((self._opens, hours.opens), (self._closes, hours.closes)):
            with QSignalBlocker(field):
                field.setTime(QTime(moment.hour, moment.minute))
        for box, is_on in (
            (self._notifies, self._telling.notifies),
            (self._stays, self._telling.stays_in_tray),
            (self._starts, autostart.is_on(self._folder)),
        ):
            with QSignalBlocker(box):
                box.setChecked(is_on)

    def _keep_hours(self) -> None:
        try:
            hours = check_hours(WorkingHours(_moment(self._opens), _moment(self._closes)))
        except UserError as error:
            self._desk.refused.emit(error)
            self.refresh()
            return
        if hours != self._telling.hours:
            self._telling.set_hours(hours)
            self.changed.emit()

    def _keep_notifies(self, wanted: bool) -> None:
        self._telling.set_notifies(wanted)
        self.changed.emit()

    def _keep_stays(self, wanted: bool) -> None:
        self._telling.set_stays_in_tray(wanted)

    def _keep_starts(self, wanted: bool) -> None:
        try:
            autostart.switch(self._folder, on=wanted)
        except UserError as error:
            self._desk.refused.emit(error)
            self.refresh()
            return
        self.said.emit(self.tr("已设为随系统启动（最小化）") if wanted else self.tr("已取消随系统启动"))

    def _export(self) -> None:
        from fangzi_desktop.ui.dialogs.calendar_export import ask_and_export

        writing = ask_and_export(self._desk, self)
        if writing is not None:
            writing.said.connect(self.said)

    # Making.

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        title = QLabel(self.tr("提醒方式"), self)
        title.setProperty("kind", "panel-title")
        box.addWidget(title)
        box.addWidget(
            self._hint(
                self.tr(
                    "只对这台电脑有效。到了提醒的事项在工作时间内合成一条通知，休息日和下班后不打扰，"
                    "留到下一个工作时间；调休上班日照常提醒。"
                )
            )
        )
        self._opens = self._time_field("telling-opens", self.tr("上班时间"))
        self._closes = self._time_field("telling-closes", self.tr("下班时间"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (
            QLabel(self.tr("工作时间"), self),
            self._opens,
            QLabel(self.tr("至"), self),
            self._closes,
        ):
            row.addWidget(widget)
        row.addStretch()
        box.addLayout(row)
        self._notifies = self._check_box("telling-notifies", self.tr("桌面通知"))
        self._notifies.toggled.connect(self._keep_notifies)
        self._stays = self._check_box("telling-stays", self.tr("关闭窗口时留在托盘"))
        self._stays.setToolTip(self.tr("没有托盘的系统上，关闭窗口即退出"))
        self._stays.toggled.connect(self._keep_stays)
        self._starts = self._check_box("telling-starts", self.tr("随系统启动（最小化）"))
        self._starts.toggled.connect(self._keep_starts)
        for check in (self._notifies, self._stays, self._starts):
            box.addWidget(check)
        box.addLayout(in_a_row(act_button("telling-try", self.tr("试发一条通知"), self._try, self)))
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        box.addWidget(line)
        box.addWidget(
            self._hint(
                self.tr(
                    "也可以把在计的到期日导入 Outlook、手机等日历；以后存成同一个文件再导入，"
                    "已有的会更新，不会重复。"
                )
            )
        )
        box.addLayout(in_a_row(act_button("telling-export", self.tr("导出到期日历…"), self._export, self)))

    def _try(self) -> None:
        self.tried.emit()

    def _hint(self, words: str) -> QLabel:
        label = QLabel(words, self)
        label.setProperty("kind", "secondary")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _time_field(self, name: str, words: str) -> QTimeEdit:
        field = QTimeEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.lineEdit().setAccessibleName(words)
        field.setDisplayFormat("HH:mm")
        field.setMinimumHeight(28)
        # Typing 1 of 17:30 must not yet be refused.
        field.setKeyboardTracking(False)
        field.editingFinished.connect(self._keep_hours)
        return field

    def _check_box(self, name: str, words: str) -> QCheckBox:
        made = QCheckBox(words, self)
        made.setObjectName(name)
        return made


def _moment(field: QTimeEdit) -> time:
    return time(field.time().hour(), field.time().minute())
