"""What moving a project's checklist to another version changes, seen before it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.templates import MovePreview, move_preview, move_to_template
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.version_words import changes_table, move_rows, move_summary, show_changes


class MoveDialog(QDialog):
    """Shows one project's preview; accepted, the project is to be moved."""

    def __init__(self, preview: MovePreview, parent: QWidget, *, may_move: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("version-move")
        self.setWindowTitle(self.tr("转到新版手续清单"))
        self.setMinimumSize(720, 420)
        self.resize(940, 560)
        whose = QLabel(preview.project, self)
        whose.setProperty("kind", "panel-title")
        whose.setWordWrap(True)
        summary = QLabel(move_summary(preview), self)
        summary.setObjectName("version-summary")
        summary.setWordWrap(True)
        self.table = changes_table(self)
        show_changes(self.table, move_rows(preview))
        promise = QLabel(self.tr("已登记的日期、文号、材料和附件都不改动；转版后可以撤销。"), self)
        promise.setProperty("kind", "secondary")
        promise.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.move_button = QPushButton(self.tr("转到新版"), self)
        self.move_button.setObjectName("move-version")
        self.move_button.setProperty("kind", "primary")
        self.move_button.setVisible(may_move)
        buttons.addButton(self.move_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(
            self.tr("暂不") if may_move else self.tr("关闭"), QDialogButtonBox.ButtonRole.RejectRole
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        for widget in (whose, summary):
            box.addWidget(widget)
        box.addWidget(self.table, 1)
        box.addWidget(promise)
        box.addWidget(buttons)


def ask_move(desk: Desk, parent: QWidget, project_id: str, template_id: str) -> bool:
    """Show what moving a project changes and move it if the person wants so; whether it was moved."""
    try:
        preview = desk.read(move_preview, project_id, template_id)
    except UserError as error:
        desk.refused.emit(error)
        return False
    may_move = not desk.workspace.store.read_only
    dialog = MoveDialog(preview, parent, may_move=may_move)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted and desk.do(move_to_template, project_id, template_id) is not None
