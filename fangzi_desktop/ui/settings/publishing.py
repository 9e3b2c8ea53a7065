"""Before a version is published: from when it applies, what it changes, and what an import cannot read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import LedgerProblem
from fangzi_desktop.domain.permit_rules import PermitGroup, PermitRule
from fangzi_desktop.domain.templates import version_changes
from fangzi_desktop.services.template_file import read_template_file
from fangzi_desktop.services.templates import newest_template, publish_template
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.dialogs.version_words import changes_table, show_changes, version_rows, version_summary
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.word_table import WordTable


class PublishDialog(QDialog):
    """Shows what rules change against the newest version and publishes them from a day on."""

    def __init__(
        self,
        desk: Desk,
        rules: Sequence[PermitRule],
        groups: tuple[PermitGroup, ...],
        parent: QWidget,
        *,
        valid_from: date | None = None,
        note: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("publish")
        self.setWindowTitle(self.tr("发布手续清单新版"))
        self.setMinimumSize(760, 460)
        self.resize(960, 620)
        self._desk = desk
        self._rules = rules
        self._groups = groups
        today, newest = desk.workspace.today, desk.read(newest_template)
        earliest = max(today, newest.valid_from) if newest is not None else today
        self.day = DayField(today, self)
        self.day.setObjectName("valid-from")
        self.day.setAccessibleName(self.tr("生效日期"))
        self.day.show_day(max(valid_from, earliest) if valid_from is not None else earliest)
        self.note = QLineEdit(note.replace("\n", " "), self)
        self.note.setObjectName("version-note")
        self.note.setAccessibleName(self.tr("说明"))
        self.note.setMaxLength(500)
        self.note.setPlaceholderText(self.tr("如 依据文件和主要调整，可不填"))
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("生效日期"), self.day)
        form.addRow(self.tr("说明"), self.note)
        old, old_groups = ((), ()) if newest is None else (newest.rules, newest.groups)
        changes = version_changes(old, rules, old_groups, groups)
        words = self.tr("与第{number}版相比：{summary}").format(
            number=newest.version if newest is not None else 0, summary=version_summary(changes)
        )
        summary = QLabel(words, self)
        summary.setObjectName("version-summary")
        summary.setProperty("kind", "card-title")
        summary.setWordWrap(True)
        self.table = changes_table(self)
        show_changes(self.table, version_rows(changes))
        promise = QLabel(
            self.tr("生效日期起新列的清单用这一版；已列清单的项目仍按原版办理，可逐个或批量转到新版。"), self
        )
        promise.setProperty("kind", "secondary")
        promise.setWordWrap(True)
        self._problem = QLabel("", self)
        self._problem.setObjectName("publish-problem")
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        buttons = QDialogButtonBox(self)
        publish = QPushButton(self.tr("发布"), self)
        publish.setObjectName("accept")
        publish.setProperty("kind", "primary")
        publish.setEnabled(changes.any)
        buttons.addButton(publish, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._publish)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addLayout(form)
        box.addWidget(summary)
        box.addWidget(self.table, 1)
        for widget in (promise, self._problem, buttons):
            box.addWidget(widget)

    def _publish(self) -> None:
        try:
            self._desk.attempt(publish_template, self._rules, self._groups, self.day.day(), self.note.text())
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
        else:
            self.accept()


class ProblemsDialog(QDialog):
    """What must be mended in a workbook before it can be taken over."""

    def __init__(self, path: Path, problems: Sequence[LedgerProblem], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("template-problems")
        self.setWindowTitle(self.tr("导入手续清单"))
        self.setMinimumSize(720, 400)
        self.resize(900, 520)
        words = self.tr("“{name}”有{count}处需要改正，没有导入。请在表格软件中改好后再导入。")
        told = QLabel(words.format(name=path.name, count=len(problems)), self)
        told.setProperty("kind", "problem")
        told.setWordWrap(True)
        heads = (self.tr("位置"), self.tr("现在的内容"), self.tr("问题和改法"))
        self.table = WordTable(self.tr("需要改正的地方"), heads, {0: 220, 1: 200}, self)
        rows = [(_place(one), one.value, sentence(one.error)) for one in problems]
        self.table.show_rows(rows, [theme.colour("red")] * len(rows))
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.tr("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(told)
        box.addWidget(self.table, 1)
        box.addWidget(buttons)


def _place(problem: LedgerProblem) -> str:
    if not problem.row:
        return f"■ {problem.sheet}"
    return QCoreApplication.translate("versions", "■ {sheet} 第{row}行 {column}列").format(
        sheet=problem.sheet, row=problem.row, column=problem.column
    )


def ask_publish(
    desk: Desk,
    parent: QWidget,
    rules: Sequence[PermitRule],
    groups: tuple[PermitGroup, ...],
    *,
    valid_from: date | None = None,
    note: str = "",
) -> bool:
    """Show what rules change and publish them if the person wants so; whether they were published."""
    dialog = PublishDialog(desk, rules, groups, parent, valid_from=valid_from, note=note)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted


def import_version(desk: Desk, parent: QWidget, path: Path) -> bool:
    """Read a workbook, show its faults or what it changes, and publish it; whether it was published."""
    try:
        reading = read_template_file(path)
    except UserError as error:
        desk.refused.emit(error)
        return False
    if reading.problems:
        dialog = ProblemsDialog(path, reading.problems, parent)
        dialog.exec()
        dialog.deleteLater()
        return False
    return ask_publish(
        desk, parent, reading.rules, reading.groups, valid_from=reading.valid_from, note=reading.note
    )
