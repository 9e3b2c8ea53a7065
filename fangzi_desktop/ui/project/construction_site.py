"""形象进度: what can be seen on the site, and the day on which somebody last made sure of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fangzi_desktop.services.construction import (
    PermitsLeft,
    PhysicalProgress,
    confirm_physical_progress,
    write_physical_progress,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog


@dataclass(frozen=True, slots=True)
class _SiteForm:
    physical_progress: str = ""


class SiteCard(QFrame):
    """The text, how old it is, and the way to the permit items that belong to building and completion."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._desk = desk
        self._project = ""
        self._progress = PhysicalProgress("", None, None, None)
        title = QLabel(_tr("形象进度"), self)
        title.setProperty("kind", "card-title")
        self.age = QLabel("", self)
        self.age.setTextFormat(Qt.TextFormat.PlainText)
        self.permits = QPushButton("", self)
        self.permits.setObjectName("building-permits")
        self.permits.setProperty("kind", "link")
        self.confirm = self._button(_tr("仍然属实"), "confirm-physical-progress")
        self.confirm.clicked.connect(self._confirm)
        self.change = self._button(_tr("更新形象进度"), "write-physical-progress")
        self.change.clicked.connect(self._ask)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.age, 1)
        for button in (self.permits, self.confirm, self.change):
            head.addWidget(button)
        self.text = QLabel("", self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 10)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self.text)

    def show_progress(self, project_id: str, progress: PhysicalProgress, permits: PermitsLeft) -> None:
        """Show what is written of a project's site."""
        self._project, self._progress = project_id, progress
        has_text = bool(progress.text)
        self.text.setText(progress.text or _tr("还没有写过形象进度。写明现场到了哪一步，如“主体三层施工”。"))
        _set_kind(self.text, "" if has_text else "secondary")
        self.age.setText(age_words(progress))
        _set_kind(self.age, "soon" if progress.is_stale else "secondary")
        self.confirm.setVisible(has_text)
        self.permits.setVisible(permits.total > 0)
        words = _tr("建设和竣工手续 {done}/{total} →")
        self.permits.setText(words.format(done=permits.done, total=permits.total))
        self.permits.setToolTip(_tr("在手续清单中查看建设期、竣工阶段的手续"))

    def _button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", "small")
        return button

    def _confirm(self) -> None:
        self._desk.do(confirm_physical_progress, self._project)

    def _ask(self) -> None:
        project = self._project
        dialog = RecordDialog(
            _tr("更新形象进度"),
            self._desk,
            (fields.text("physical_progress", _tr("形象进度"), lines=4),),
            _SiteForm(self._progress.text),
            lambda form: self._desk.attempt(write_physical_progress, project, form.physical_progress),
            self,
            record=("profile", project),
        )
        asked(dialog)
        self.change.setFocus()


def age_words(progress: PhysicalProgress) -> str:
    """When it was last made sure of, and how long ago once that is too long."""
    if not progress.text:
        return ""
    if progress.confirmed_on is None or progress.days is None:
        return _tr("▲ 从未核实") if progress.is_stale else ""
    if progress.is_stale:
        return _tr("▲ {days}自然日未核实（上次{day}）").format(
            days=progress.days, day=wording.full_day(progress.confirmed_on)
        )
    return _tr("核实于{day}").format(day=wording.full_day(progress.confirmed_on))


def _set_kind(label: QLabel, kind: str) -> None:
    if label.property("kind") != kind:
        label.setProperty("kind", kind)
        label.style().unpolish(label)
        label.style().polish(label)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
