"""Asking for a new status of a project, with what each status needs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.stages import NEED_REASON, STATUS_CHANGES, needs_document
from fangzi_desktop.domain.terms import ProjectStatus
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField


class AskStatus(Ask):
    """Asks for a new status with the paper that decided it, and changes it."""

    def __init__(self, desk: Desk, dossier: Dossier, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("project", "变更项目状态"), parent)
        self._desk = desk
        self._project = dossier.id
        self._old = dossier.status
        self.status = QComboBox(self)
        self.status.setAccessibleName(self.tr("新状态"))
        for status in ProjectStatus:
            if status in STATUS_CHANGES[dossier.status]:
                self.status.addItem(status.zh, status)
        self.day = DayField(desk.workspace.today, self)
        self.removal = QComboBox(self)
        self.removal.setObjectName("status-removal-reason")
        self.removal.setAccessibleName(self.tr("剔除原因"))
        for reason in RemovalReason:
            self.removal.addItem(reason.zh, reason)
        self.review_on = DayField(desk.workspace.today, self)
        self.review_on.show_day(None)
        self.review_on.setObjectName("status-review-day")
        self.review_on.setAccessibleName(self.tr("复审日期"))
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("理由"))
        self.number = QLineEdit(self)
        self.number.setAccessibleName(self.tr("文号"))
        self.form.addRow(self.tr("现状态"), QLabel(dossier.status.zh, self))
        self.form.addRow(self.tr("新状态"), self.status)
        self.form.addRow(self.tr("决定日期"), self.day)
        self.form.addRow(self.tr("剔除原因"), self.removal)
        self.form.addRow(self.tr("复审日期"), self.review_on)
        self.form.addRow(self.tr("理由"), self.reason)
        self.form.addRow(self.tr("文号"), self.number)
        self.status.currentIndexChanged.connect(self._offer)
        self._offer()

    @property
    def new(self) -> ProjectStatus:
        """The status chosen."""
        return ProjectStatus(self.status.currentData())

    def read(self) -> None:
        new = self.new
        is_removal, is_deferral = new is ProjectStatus.REMOVED, new is ProjectStatus.DEFERRED
        self._desk.attempt(
            change_status,
            self._project,
            new,
            self.day.day(),
            self.reason.text(),
            self.number.text() if needs_document(self._old, new) else "",
            RemovalReason(self.removal.currentData()) if is_removal else None,
            self.review_on.day_or_none() if is_deferral else None,
        )

    def _offer(self) -> None:
        """Show the fields that the status needs, and no others."""
        new = self.new
        self.form.setRowVisible(self.removal, new is ProjectStatus.REMOVED)
        self.form.setRowVisible(self.review_on, new is ProjectStatus.DEFERRED)
        self.form.setRowVisible(self.number, needs_document(self._old, new))
        self.reason.setPlaceholderText("" if new in NEED_REASON else self.tr("可不填"))
