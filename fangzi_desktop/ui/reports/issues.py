"""The issued numbers: every version of every one, opened as it went out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMessageBox, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.report_issues import IssueLine, issue_pages, issues, remade_pages
from fangzi_desktop.services.workspace import Changes, Workspace
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.reports.paper import show_paper
from fangzi_desktop.ui.sorted_lines import Column

_MOST_ROWS = 12
_WIDTH, _HEIGHT = 1040, 560
_SETTLE_MS = 150
# The kept pages are gone, and those made anew from the kept content may take their place.
_LOST = ("report.original_lost", "report.original_damaged")


def issue_columns() -> tuple[Column[IssueLine], ...]:
    """The columns of the list."""
    return (
        Column(_tr("报告"), 64, lambda one: one.kind.zh, lambda one: one.kind.zh),
        Column(_tr("期号"), 116, number_words, lambda one: (one.year, one.number, one.version)),
        Column(_tr("版次"), 124, version_words, lambda one: one.version),
        Column(_tr("标题"), 240, lambda one: one.title, lambda one: one.title),
        Column(_tr("编发日期"), 124, lambda one: wording.full_day(one.issued_on), lambda one: one.issued_on),
        Column(_tr("页数"), 52, lambda one: str(one.pages), lambda one: one.pages, is_figure=True),
        Column(_tr("更正原因"), 180, reason_words, lambda one: one.reason or None),
    )


def number_words(line: IssueLine) -> str:
    """The number of a line: 〔2023〕第8期."""
    return line.name.split("（")[0]


def version_words(line: IssueLine) -> str:
    """The version of a line, and whether it still holds."""
    words = _tr("第{version}版").format(version=line.version)
    if not line.is_newest:
        return _tr("{words}（已更正）").format(words=words)
    return _tr("{words}（更正）").format(words=words) if line.version > 1 else words


def reason_words(line: IssueLine) -> str:
    """Why a correction was made, on one line."""
    return line.reason.replace("\n", " ")


def fetch(workspace: Workspace, issue_id: str, job: Job) -> Printed:
    """Read a number's pages as they were kept, as a background job."""
    return issue_pages(workspace, issue_id)


class IssuesList(QWidget):
    """The list of issued numbers. Enter opens the current one, to read, to print and to save."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report-issues")
        self._desk = desk
        self._opening: IssueLine | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLE_MS)
        self._again.timeout.connect(self.refresh)
        self.section: RecordSection[IssueLine] = RecordSection(
            "issue",
            self.tr("已编发"),
            issue_columns(),
            self.tr("还没有编发过报告。报告审定后即可编发；编发的各期在这里存档，随时可以照原样重印。"),
            self,
            stretch=3,
            most_rows=_MOST_ROWS,
        )
        self.section.add_action(self.tr("打开"), "open-issue", self.open_current, on_one=True)
        self.section.opened.connect(self.open_current)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.addWidget(self.section)
        box.addStretch()
        desk.changed.connect(self._follow)

    def refresh(self) -> None:
        """Read the list anew."""
        self._again.stop()
        lines = self._desk.read(issues)
        count = len({(line.kind, line.period) for line in lines})
        self.section.show_lines(lines, self.tr("{count}期").format(count=count) if lines else "")

    def open_current(self) -> None:
        """Show the pages of the current number as they went out."""
        line = self.section.current
        if line is None or self._opening is not None:
            return
        self._opening = line
        job = self._desk.start(partial(fetch, self._desk.workspace, line.id))
        job.done.connect(self._open)
        job.refused.connect(self._offer)
        job.finished.connect(self._finish)

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self.section.take_focus()

    def _open(self, printed: Printed) -> None:
        if self._opening is not None:
            show_paper(self._desk, title_of(self._opening), partial(_same, printed), self)

    def _offer(self, error: UserError) -> None:
        line = self._opening
        if line is None or error.code not in _LOST:
            self._desk.refused.emit(error)
        elif ask_to_remake(self, sentence(error)):
            title = self.tr("{title}（重印）").format(title=title_of(line))
            show_paper(self._desk, title, partial(_remade, line.id), self)

    def _finish(self) -> None:
        self._opening = None

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible() and changes.touches("report_issue"):
            self._again.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._again.stop()
        super().hideEvent(event)


class IssuesDialog(QDialog):
    """The list of issued numbers in a window of its own. Esc closes it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("report-issues-dialog")
        self.setWindowTitle(self.tr("已编发的各期"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = IssuesList(desk, self)
        close = QPushButton(self.tr("关闭"), self)
        close.setObjectName("issues-close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.addStretch()
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list, 1)
        box.addLayout(foot)


def show_issues(desk: Desk, parent: QWidget) -> IssuesDialog:
    """Open the list of issued numbers; the dialog deletes itself when it is closed."""
    dialog = IssuesDialog(desk, parent)
    window = parent.window()
    dialog.resize(min(_WIDTH, window.width() - 40), min(_HEIGHT, window.height() - 40))
    dialog.open()
    dialog.list.take_focus()
    return dialog


def title_of(line: IssueLine) -> str:
    """The name of a number in full: 周报〔2023〕第8期."""
    return f"{line.kind.zh}{line.name}"


def ask_to_remake(parent: QWidget, words: str) -> bool:
    """Say that the kept pages are gone; whether they are to be made anew."""
    box = QMessageBox(parent)
    box.setWindowTitle(_tr("不能照原样重印"))
    box.setText(words)
    remake = box.addButton(_tr("按存档内容重新排印"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(_tr("取消"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(remake)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is remake


def _same(printed: Printed, workspace: Workspace) -> Printed:
    return printed


def _remade(issue_id: str, workspace: Workspace) -> Printed:
    return remade_pages(workspace, issue_id)


def _tr(words: str) -> str:
    return QCoreApplication.translate("reports", words)
