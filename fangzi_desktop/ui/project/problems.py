"""问题: what stands in a project's way, who must solve it by when, and its writing-off."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.problems import (
    Problem,
    ProblemForm,
    edit_problem,
    problems,
    raise_problem,
    reopen_problem,
    write_off_problem,
)
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField
from fangzi_desktop.ui.project.tab import Tab
from fangzi_desktop.ui.signs import LIGHT_ROLE, SignDelegate
from fangzi_desktop.ui.table import Table

_WIDTHS = (96, 52, 320, 150, 112, 112, 200, 200)
_TEXT = 2

Index = QModelIndex | QPersistentModelIndex


class ProblemModel(QAbstractTableModel):
    """A project's problems, open ones first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._titles = (
            self.tr("状态"),
            self.tr("编号"),
            self.tr("问题"),
            self.tr("责任单位"),
            self.tr("提出"),
            self.tr("时限"),
            self.tr("建议"),
            self.tr("销号"),
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems shown."""
        return self._problems

    def show_problems(self, found: tuple[Problem, ...]) -> None:
        """Show these problems."""
        self.beginResetModel()
        self._problems = found
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._problems)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._problems):
            return None
        problem = self._problems[index.row()]
        words = _cells(problem)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words.replace("\n", " ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(words) or None
        if role == LIGHT_ROLE:
            return problem.light
        if role == Qt.ItemDataRole.ForegroundRole:
            if index.column() == 0:
                return theme.light_colour(problem.light)
            is_text = index.column() == _TEXT and problem.state.is_open
            return theme.colour("ink1" if is_text else "ink2")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        return None


def _cells(problem: Problem) -> tuple[str, ...]:
    state = problem.state.zh
    if problem.state.is_open and problem.light in (Light.YELLOW, Light.RED):
        state = problem.light.zh
    closed = wording.full_day(problem.closed_on)
    return (
        state,
        str(problem.number),
        problem.text,
        problem.responsible_unit,
        wording.full_day(problem.raised_on),
        wording.full_day(problem.due),
        problem.suggestion,
        " ".join(part for part in (closed, problem.closing_note) if part),
    )


class ProblemsTab(Tab):
    """A project's problems. Enter changes the current one, Space writes it off."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.model = ProblemModel(self)
        self.table = Table(self)
        self.table.setObjectName("problem-table")
        self.table.setAccessibleName(self.tr("问题清单"))
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(0, SignDelegate(self.table))
        self._raise = self._button(self.tr("登记问题"), "raise-problem", "primary")
        self._edit = self._button(self.tr("修改"), "edit-problem", "")
        self._close = self._button(self.tr("销号"), "write-off-problem", "")
        self._reopen = self._button(self.tr("退回重办"), "reopen-problem", "")
        self._empty = QLabel(
            self.tr("这个项目没有登记过问题。遇到卡点就登记下来，写明谁在哪天前解决。"), self
        )
        self._empty.setProperty("kind", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()

    def show_dossier(self, dossier: Dossier) -> None:
        current = self._current()
        self._project = dossier.id
        self.model.show_problems(self._desk.read(problems, dossier.id))
        found = self.model.problems
        self._stack.setCurrentIndex(0 if found else 1)
        kept = next((row for row, one in enumerate(found) if current and one.id == current.id), 0)
        if found:
            self.table.setCurrentIndex(self.model.index(kept, _TEXT))
        self._offer()
        self.counted.emit(sum(one.state.is_open for one in found))

    def take_focus(self) -> None:
        (self.table if self.model.problems else self._raise).setFocus()

    def _button(self, words: str, name: str, kind: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", kind)
        return button

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._raise)
        row.addWidget(self._edit)
        row.addWidget(self._close)
        row.addWidget(self._reopen)
        row.addStretch()
        self._raise.clicked.connect(self._ask_new)
        self._edit.clicked.connect(self._ask_edit)
        self._close.clicked.connect(self._ask_close)
        self._reopen.clicked.connect(self._take_back)
        self.table.opened.connect(self._ask_edit)
        self.table.space_pressed.connect(self._ask_close)
        self.table.current_changed.connect(self._offer)
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
        self.table.horizontalHeader().setSectionResizeMode(_TEXT, QHeaderView.ResizeMode.Stretch)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(row)
        body = QWidget(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        box.addWidget(body, 1)

    def _current(self) -> Problem | None:
        row = self.table.currentIndex().row()
        return self.model.problems[row] if 0 <= row < len(self.model.problems) else None

    def _offer(self) -> None:
        current = self._current()
        is_open = current is not None and current.state.is_open
        for button in (self._edit, self._close, self._reopen):
            button.setVisible(current is not None)
        self._close.setEnabled(is_open)
        self._reopen.setEnabled(not is_open)

    def _ask_new(self) -> None:
        self._ask(AskProblem(self._desk, self._project, None, self))

    def _ask_edit(self) -> None:
        current = self._current()
        if current is not None:
            self._ask(AskProblem(self._desk, self._project, current, self))

    def _ask_close(self) -> None:
        current = self._current()
        if current is not None and current.state.is_open:
            self._ask(AskWriteOff(self._desk, current, self))

    def _ask(self, dialog: Ask) -> None:
        dialog.exec()
        dialog.deleteLater()
        self.take_focus()

    def _take_back(self) -> None:
        current = self._current()
        if current is not None:
            self._desk.do(reopen_problem, current.id)


class AskProblem(Ask):
    """Asks for a problem, or what is to change in one, and writes it."""

    def __init__(self, desk: Desk, project_id: str, problem: Problem | None, parent: QWidget) -> None:
        title = _tr("登记问题") if problem is None else _tr("修改问题{number}").format(number=problem.number)
        super().__init__(title, parent)
        self._desk = desk
        self._project = project_id
        self._problem_id = problem.id if problem is not None else ""
        today = desk.workspace.today
        self.text = QPlainTextEdit(problem.text if problem else "", self)
        self.text.setAccessibleName(self.tr("问题"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(84)
        self.unit = QLineEdit(problem.responsible_unit if problem else "", self)
        self.raised = DayField(today, self)
        self.due = DayField(today, self)
        self.suggestion = QLineEdit(problem.suggestion if problem else "", self)
        self.raised.show_day(problem.raised_on if problem else today)
        self.due.show_day(problem.due if problem else None)
        for words, field in (
            (self.tr("问题"), self.text),
            (self.tr("责任单位"), self.unit),
            (self.tr("提出日期"), self.raised),
            (self.tr("解决时限"), self.due),
            (self.tr("建议"), self.suggestion),
        ):
            field.setAccessibleName(words)
            self.form.addRow(words, field)
        self.setMinimumWidth(460)

    def read(self) -> None:
        form = ProblemForm(
            self.text.toPlainText(),
            self.unit.text(),
            self.raised.day(),
            self.due.day_or_none(),
            self.suggestion.text(),
        )
        if self._problem_id:
            self._desk.attempt(edit_problem, self._problem_id, form)
        else:
            self._desk.attempt(raise_problem, self._project, form)


class AskWriteOff(Ask):
    """Asks when and how a problem was solved, and writes it off (销号)."""

    def __init__(self, desk: Desk, problem: Problem, parent: QWidget) -> None:
        super().__init__(_tr("问题{number}销号").format(number=problem.number), parent)
        self._desk = desk
        self._solved = problem
        about = QLabel(problem.text, self)
        about.setWordWrap(True)
        about.setTextFormat(Qt.TextFormat.PlainText)
        self.day = DayField(desk.workspace.today, self)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(self.tr("解决情况"))
        self.form.addRow(about)
        self.form.addRow(self.tr("销号日期"), self.day)
        self.form.addRow(self.tr("解决情况"), self.note)

    def read(self) -> None:
        self._desk.attempt(write_off_problem, self._solved.id, self.day.day(), self.note.text())


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
