"""记走访: a visit with all that came of it, on one sheet that is filled by keyboard in under a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import Subject
from fangzi_desktop.domain.visits import MOST_PERCENT, physical_words
from fangzi_desktop.services.report_subjects import ReportSubject, report_subjects
from fangzi_desktop.services.visits import (
    FindingForm,
    PromiseForm,
    VisitForm,
    VisitLine,
    VisitStart,
    edit_visit,
    record_visit,
    visit_start,
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField
from fangzi_desktop.ui.field.findings import LineWords, TypedLines
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records.dialog import may_discard
from fangzi_desktop.ui.reports.subjects import SubjectBox

T = TypeVar("T")

_WIDTH = 760
_TEXT_LINES = 3
_SHARE = 0.8
_NO_START = VisitStart("", "", (), "", None)


class VisitDialog(Ask):
    """Asks for a visit, of a project that is given or chosen in it; Ctrl+Enter saves from anywhere.

    An older visit is corrected in the same fields; what was found and promised has its own lists by then.
    """

    def __init__(self, desk: Desk, project_id: str, parent: QWidget, known: VisitLine | None = None) -> None:
        super().__init__(tr("修改走访") if known is not None else tr("记走访"), parent)
        self._desk = desk
        self._known = known
        self._project = project_id
        self._start = _NO_START
        self._today = desk.workspace.today
        self.setObjectName("visit-form")
        self.setMinimumWidth(_WIDTH)
        self.project = SubjectBox(self)
        self.project.setObjectName("visit-project")
        self.visited_on = self._day("visited-on", tr("走访日期"))
        self.who = self._line("who", tr("走访人员"), tr("写岗位，如 服务专员、行业主管部门"))
        self.node = QComboBox(self)
        self.node.setObjectName("record-node")
        self.node.setEditable(True)
        self.node.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.node.setAccessibleName(tr("到达节点"))
        self.percent = self._line("percent", tr("形象进度（%）"), tr("0 至 100，可不填"))
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("record-text")
        self.text.setAccessibleName(tr("现场情况"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _TEXT_LINES + 18)
        self.problems: TypedLines[FindingForm] = TypedLines(
            LineWords("found", tr("发现的问题"), tr("责任单位"), tr("解决时限")),
            FindingForm,
            self._today,
            self,
        )
        self.promises: TypedLines[PromiseForm] = TypedLines(
            LineWords("promise", tr("现场作出的承诺"), tr("承诺方"), tr("承诺期限")),
            PromiseForm,
            self._today,
            self,
        )
        self.next_on = self._day("next-on", tr("下次走访"))
        self.progress = QCheckBox(self)
        self.progress.setObjectName("record-progress")
        self.progress_words = QLabel("", self)
        self.progress_words.setTextFormat(Qt.TextFormat.PlainText)
        self.progress_words.setWordWrap(True)
        self.progress_words.setProperty("kind", "secondary")
        self._build()
        self._fill(known)
        self._begin()
        self._at_first = self._typed()
        for signal in (self.node.currentTextChanged, self.percent.textChanged, self.visited_on.textChanged):
            signal.connect(self._offer_progress)
        self.text.textChanged.connect(self._offer_progress)
        self.project.chosen.connect(self._take_project)
        self.progress.toggled.connect(self._offer_progress)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._try)
        QShortcut(QKeySequence("Ctrl+Enter"), self).activated.connect(self._try)

    @property
    def project_id(self) -> str:
        """The project visited."""
        return self._project

    def read(self) -> None:
        form = self._form()
        if self._known is not None:
            self._desk.attempt(edit_visit, self._known.id, form)
            return
        if not self._project:
            self.project.setFocus()
            raise UserError("visit.no_project")
        problems, promises = self.problems.forms(), self.promises.forms()
        progress = self._new_progress() if self.progress.isChecked() and self.progress.isEnabled() else ""
        self._desk.attempt(record_visit, self._project, form, problems, promises, progress)

    def reject(self) -> None:
        if self._typed() == self._at_first or may_discard(self):
            super().reject()

    # Reading the fields.

    def _form(self) -> VisitForm:
        return VisitForm(
            self._read(self.visited_on, self.visited_on.day),
            self.text.toPlainText(),
            self.who.text(),
            self.node.currentText(),
            self._read(self.percent, self._percent),
            self._read(self.next_on, self.next_on.day_or_none),
        )

    def _read(self, field: QLineEdit, read: Callable[[], T]) -> T:
        try:
            return read()
        except UserError:
            field.setFocus()
            raise

    def _percent(self) -> int | None:
        typed = self.percent.text().strip().rstrip("%％").strip()
        if not typed:
            return None
        if not typed.isascii() or not typed.isdigit() or int(typed) > MOST_PERCENT:
            raise UserError("visit.percent", percent=self.percent.text().strip())
        return int(typed)

    def _new_progress(self) -> str:
        try:
            percent = self._percent()
        except UserError:
            return ""
        return physical_words(self.node.currentText(), percent, self.text.toPlainText())

    def _typed(self) -> list[str]:
        lines = (*self.problems.typed(), *self.promises.typed())
        fields = (self.visited_on, self.who, self.percent, self.next_on)
        return [
            *(field.text() for field in fields),
            self.node.currentText(),
            self.text.toPlainText(),
            *lines,
        ]

    # Showing.

    def _fill(self, known: VisitLine | None) -> None:
        if known is None:
            self.next_on.show_day(None)
            return
        form = known.form
        self.visited_on.show_day(form.visited_on)
        self.next_on.show_day(form.next_on)
        self.text.setPlainText(form.text)
        self.percent.setText(str(form.percent) if form.percent is not None else "")

    def _begin(self) -> None:
        """Show what is known of the project, so that only what is new has to be typed."""
        if not self._project:
            # None is taken for granted: a visit would be written to whichever project came first.
            nothing = ReportSubject("", "", "")
            self.project.offer((nothing, *self._desk.read(report_subjects, Subject.PROJECT)), "")
        typed_who = self.who.text() not in ("", self._start.who)
        node = self.node.currentText()
        self._start = self._desk.read(visit_start, self._project) if self._project else _NO_START
        if self._start.project:
            title = tr("修改走访 · {project}") if self._known is not None else tr("记走访 · {project}")
            self.setWindowTitle(title.format(project=self._start.project))
        self.node.clear()
        self.node.addItems(["", *self._start.nodes])
        self.node.setCurrentText(self._known.form.node if self._known is not None else node)
        if not typed_who:
            self.who.setText(self._known.form.who if self._known is not None else self._start.who)
        self._offer_progress()

    def _take_project(self, project_id: str) -> None:
        self._project = project_id
        self._begin()
        # Later, as the list that found it still has the keyboard.
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        self.visited_on.setFocus()

    def _offer_progress(self) -> None:
        """Show what the project's 形象进度 would say, before it is saved."""
        if self._known is not None:
            return
        words, before = self._new_progress(), self._start
        try:
            on: date | None = self.visited_on.day()
        except UserError:
            on = None
        is_older = on is not None and before.progress_on is not None and before.progress_on > on
        self.progress.setEnabled(bool(words) and not is_older)
        self.progress.setText(tr("同时更新项目的形象进度（不改动任何统计数据）"))
        if is_older:
            said = tr("项目的形象进度核实于{day}，比这次走访新，不更新。").format(
                day=wording.full_day(before.progress_on)
            )
        elif not words:
            said = tr("填写到达节点或形象进度百分比后，可以一并更新。")
        elif self.progress.isChecked():
            said = tr("原为：{before}\n改为：{after}").format(
                before=before.progress or tr("未填写"), after=words
            )
        else:
            said = tr("可改为：{after}").format(after=words)
        self.progress_words.setText(said)

    # Making.

    def _build(self) -> None:
        sheet = QWidget(self)
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        self.who.setMinimumWidth(200)
        rows: list[tuple[tuple[str, QWidget], ...]] = [
            ((tr("走访日期"), self.visited_on), (tr("走访人员"), self.who)),
            ((tr("到达节点"), self.node), (tr("形象进度（%）"), self.percent)),
            ((tr("现场情况"), self.text),),
            ((tr("发现的问题"), self.problems),),
            ((tr("现场承诺"), self.promises),),
            ((tr("下次走访"), self.next_on),),
        ]
        if self._known is not None:
            rows = [row for row in rows if row[0][1] not in (self.problems, self.promises)]
            self.problems.hide()
            self.promises.hide()
        if self._project:
            self.project.hide()
        else:
            rows.insert(0, ((tr("项目"), self.project),))
            self.project.setAccessibleName(tr("走访的项目"))
            self.project.field.setPlaceholderText(tr("名称、拼音或首字母"))
        for place, row in enumerate(rows):
            for column, (words, field) in enumerate(row):
                label = QLabel(words, sheet)
                label.setBuddy(field)
                align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
                grid.addWidget(label, place, 2 * column, align)
                label.setContentsMargins(0, 6, 0, 0)
                grid.addWidget(field, place, 2 * column + 1, 1, 3 if len(row) == 1 else 1)
        if self._known is None:
            grid.addWidget(self.progress, len(rows), 1, 1, 3)
            grid.addWidget(self.progress_words, len(rows) + 1, 1, 1, 3)
        else:
            self.progress.hide()
            self.progress_words.hide()
        grid.setRowStretch(len(rows) + 2, 1)
        fields = [field for row in rows for _, field in row]
        self._order(fields)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(sheet)
        self._scroll.setMinimumWidth(_WIDTH - 30)
        self._sheet = sheet
        box = self.layout()
        assert isinstance(box, QBoxLayout)
        box.insertWidget(0, self._scroll)
        hint = QLabel(tr("日期可写 12.5、1205；Tab 到下一项，Ctrl+回车保存。"), self)
        hint.setProperty("kind", "secondary")
        self.form.addRow(hint)
        sheet.installEventFilter(self)
        fields[0].setFocus()
        self._fit()

    def _order(self, fields: list[QWidget]) -> None:
        """Let Tab go through the sheet as it is read; lines that are added later come behind theirs."""
        before: QWidget | None = None
        for field in fields:
            first, last = field, field
            if isinstance(field, TypedLines):
                first, last = field.lines[0][0], field.lines[0][2]
            if before is not None:
                self.setTabOrder(before, first)
            if isinstance(field, TypedLines):
                self.setTabOrder(field.lines[0][0], field.lines[0][1])
                self.setTabOrder(field.lines[0][1], field.lines[0][2])
            before = last
        if before is not None:
            self.setTabOrder(before, self.progress)

    def _fit(self) -> None:
        """Be as high as the sheet, as far as the screen allows; beyond that the sheet scrolls."""
        box = self._sheet.layout()
        assert box is not None
        box.activate()
        high = max(box.heightForWidth(self._scroll.viewport().width()), box.minimumSize().height())
        screen = self.screen().availableGeometry().height() if self.screen() is not None else 768
        most = int(screen * _SHARE) - 120
        self._scroll.setFixedHeight(min(high + 4, most))

    def _day(self, name: str, words: str) -> DayField:
        field = DayField(self._today, self)
        field.setObjectName(f"record-{name}")
        field.setAccessibleName(words)
        return field

    def _line(self, name: str, words: str, hint: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(f"record-{name}")
        field.setAccessibleName(words)
        field.setPlaceholderText(hint)
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Lines that were added are counted only once the sheet has been laid out anew.
        if watched is self._sheet and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter takes the project that fits what was typed, and does not save yet.
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.focusWidget() in (self.project, self.project.field):
            self.focusNextChild()
            return
        super().keyPressEvent(event)


def ask_visit(desk: Desk, project_id: str, parent: QWidget, known: VisitLine | None = None) -> bool:
    """Ask for a visit, of a chosen project if none is given; whether it was saved."""
    return asked(VisitDialog(desk, project_id, parent, known))
