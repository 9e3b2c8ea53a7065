"""编发 and 更正: printed in the background, shown for what they will be, and then recorded."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.report_issues import (
    NextIssue,
    PreparedIssue,
    correct_report,
    issue_report,
    prepare_issue,
)
from fangzi_desktop.services.report_words import PaperWords, approve_report, words
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.services.workspace import Changes, Workspace
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Job
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.reports.wording import warning_words

_REASON_LINES = 3


def read_words(workspace: Workspace, ask: ReportAsk, job: Job) -> PaperWords:
    """Read the words of a paper, as a background job."""
    return workspace.read(words, ask)


def approve(workspace: Workspace, ask: ReportAsk, digest: str, job: Job) -> Changes[None]:
    """Approve a paper, as a background job."""
    return workspace.do(approve_report, ask, digest)


def prepare(workspace: Workspace, ask: ReportAsk, reason: str, job: Job) -> PreparedIssue:
    """Print and keep what is to be issued, as a background job."""
    return prepare_issue(workspace, ask, reason)


def record(workspace: Workspace, prepared: PreparedIssue, job: Job) -> Changes[str]:
    """Record what was issued, as a background job."""
    return workspace.do(correct_report if prepared.version > 1 else issue_report, prepared)


class IssueDialog(Ask):
    """Says what issuing makes before it does."""

    def __init__(self, prepared: PreparedIssue, changed: int, parent: QWidget) -> None:
        super().__init__(_tr("编发"), parent)
        self.setObjectName("issue-report")
        self.setMinimumWidth(460)
        self._line(prepared.title, "column-title")
        told = _tr("{name}，{day}编发，共{pages}页。编发后按此存档，以后重印与此一致。")
        self._line(
            told.format(
                name=prepared.name,
                day=wording.full_day(prepared.issued_on),
                pages=prepared.printed.pages,
            )
        )
        if changed:
            self._line(
                _tr("▲ 有{count}段改写后草拟内容又有变化，请确认文字仍然准确。").format(count=changed), "hint"
            )
        warning = warning_words(prepared.printed)
        if warning:
            self._line(warning, "hint")
        name_button(self, _tr("编发"))

    def _line(self, text: str, kind: str = "") -> None:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if kind:
            label.setProperty("kind", kind)
        self.form.addRow(label)


class CorrectionDialog(Ask):
    """Asks why an issued number is corrected; the reason is printed in the new version."""

    def __init__(self, ask: ReportAsk, coming: NextIssue, parent: QWidget) -> None:
        super().__init__(_tr("更正"), parent)
        self.setObjectName("correct-report")
        self.setMinimumWidth(460)
        self._name = coming.name
        replaced = coming.issued[0]
        told = _tr("{replaced}已于{day}编发。更正编发为{name}，原版仍可查看和重印。")
        about = QLabel(
            told.format(
                replaced=f"{ask.kind.zh}{replaced.name}",
                day=wording.full_day(replaced.issued_on),
                name=coming.name,
            ),
            self,
        )
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self.form.addRow(about)
        self.reason = QPlainTextEdit(self)
        self.reason.setObjectName("correction-reason")
        self.reason.setAccessibleName(_tr("更正原因"))
        self.reason.setPlaceholderText(_tr("印在正文前的“更正说明”中，如“表1漏列1个项目”"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.reason.fontMetrics().lineSpacing() * _REASON_LINES + 18)
        self.form.addRow(_tr("更正原因"), self.reason)
        name_button(self, _tr("编发更正"))

    def read(self) -> None:
        if not self.reason.toPlainText().strip():
            raise UserError("report.no_reason")


def name_button(dialog: Ask, words: str) -> None:
    """Let a dialog's main button say what it does."""
    buttons = dialog.findChild(QDialogButtonBox)
    if buttons is not None:
        for button in buttons.buttons():
            if buttons.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole:
                button.setText(words)


def ask_to_issue(prepared: PreparedIssue, changed: int, parent: QWidget) -> bool:
    """Show what would be issued; whether the person wants it."""
    return _run(IssueDialog(prepared, changed, parent))


def ask_reason(ask: ReportAsk, coming: NextIssue, parent: QWidget) -> str | None:
    """Ask why a number is corrected; None if the person thinks better of it."""
    dialog = CorrectionDialog(ask, coming, parent)
    return dialog.reason.toPlainText() if _run(dialog) else None


def _run(dialog: Ask) -> bool:
    accepted = dialog.exec()
    dialog.deleteLater()
    return bool(accepted)


def _tr(words: str) -> str:
    return QCoreApplication.translate("reports", words)
