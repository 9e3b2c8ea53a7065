"""Taking a ledger over: what stands in the file, what it is taken for, what would happen, then one act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import LedgerField, column_letter
from fangzi_desktop.domain.ledger_values import shown
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.exchange import Choice, LedgerBook, LedgerLook, import_ledger, look_at
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.dialogs.ledger_tables import (
    ChangesModel,
    FieldDelegate,
    FieldsModel,
    ProblemsModel,
    SheetModel,
)
from fangzi_desktop.ui.messages import join, sentence

_FOLDER = "ledger/folder"
_WIDEST, _HIGHEST = 1180, 760
_ROW_NUMBERS = 46
_NARROWEST, _COLUMN = 64, 230
_MEASURED = 40
_HEAD_HEIGHT, _FIELD_HEIGHT = 30, 34
_LAST_HEADER_ROW = 30
# A file that is read faster than this is refused or shown without a dialog that only flickers.
PATIENCE_MS = 300
_NAMED = 4


def choose_file(parent: QWidget, settings: QSettings) -> Path | None:
    """Ask for a ledger file, in the folder of the last one; None if the person thinks better of it."""
    text, _ = QFileDialog.getOpenFileName(
        parent,
        parent.tr("选择台账文件"),
        str(settings.value(_FOLDER, "")),
        parent.tr("Excel 工作簿 (*.xlsx *.xlsm);;所有文件 (*)"),
    )
    if not text:
        return None
    settings.setValue(_FOLDER, str(Path(text).parent))
    return Path(text)


class LedgerImport(QDialog):
    """Shows a ledger file with its columns' fields, its problems and its changes, and imports it."""

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._book: LedgerBook | None = None
        self._look: LedgerLook | None = None
        self._job: Job | None = None
        self._is_writing = False
        self._is_refused = False
        self.setObjectName("ledger-import")
        self.setWindowTitle(self.tr("导入台账"))
        self.fields = FieldsModel(self)
        self.sheet = SheetModel(self)
        self.problems = ProblemsModel(self)
        self.changes = ChangesModel(self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self.open)
        self._build()
        self.fields.chosen.connect(self._remap)

    def begin(self, path: Path) -> None:
        """Read a file in the background, and show it.

        A file that is no workbook is told by the desk, or in this dialog where that is open already.
        """
        self._book = self._look = None
        self._name.setText(path.name)
        self._name.setToolTip(str(path))
        self._clear()
        self.resize(self.sizeHint())
        self._patience.start()
        self._start(lambda job: self._read(path), self.tr("正在读取……"))

    @property
    def look(self) -> LedgerLook | None:
        """What is shown, or None while nothing has been read."""
        return self._look

    # Work behind the dialog.

    def _read(self, path: Path) -> tuple[LedgerBook, LedgerLook]:
        book = LedgerBook(path)
        return book, look_at(self._desk.workspace, book, Choice(book.likely_sheet()))

    def _start(self, work: Callable[[Job], object], words: str) -> None:
        """Do something on the other thread; what an earlier job says after this is not listened to."""
        if self._job is not None:
            self._job.cancel()
        self._is_refused = False
        self._progress.setRange(0, 0)
        self._busy(words)
        job = self._job = self._desk.start(work)
        job.progressed.connect(self._show_progress)
        job.done.connect(self._take)
        job.refused.connect(self._refuse)
        job.finished.connect(self._end)

    def _take(self, result: object) -> None:
        if self.sender() is not self._job:
            return
        if isinstance(result, tuple):
            self._book, look = result
            self._show_sheets(look)
            self._show(look)
            self._patience.stop()
            if not self.isVisible():
                self.open()
            self._settle()
        elif isinstance(result, LedgerLook):
            self._show(result)
        else:
            self.accept()

    def _refuse(self, error: UserError) -> None:
        if self.sender() is not self._job:
            return
        self._is_refused = True
        if self.isVisible():
            self._say(sentence(error), "problem")
        else:
            self._desk.refused.emit(error)
            self._patience.stop()
            self.deleteLater()

    def _end(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self._is_writing = False
            if self._look is not None and not self._is_refused:
                self._summarize(self._look)
            self._idle()

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    # What a person does.

    def _replace_file(self) -> None:
        path = choose_file(self, self._settings)
        if path is not None:
            self.begin(path)

    def _change_sheet(self) -> None:
        self._look_again(Choice(self._sheets.currentText()))

    def _change_header_row(self) -> None:
        row = self._header_row.currentData()
        if self._look is None or row == self._look.header_row:
            return
        # Without heads the columns keep what they were taken for; under others they are found anew.
        mapping = self._look.mapping if row == 0 else None
        self._look_again(Choice(self._sheets.currentText(), row, mapping))

    def _remap(self) -> None:
        if self._look is None:
            return
        mapping: Mapping[LedgerField, int] = {
            name: column for name in LedgerField if (column := self.fields.column_of(name)) is not None
        }
        self._look_again(Choice(self._sheets.currentText(), self._look.header_row, mapping))

    def _look_again(self, choice: Choice) -> None:
        book = self._book
        if book is not None:
            self._start(lambda job: look_at(self._desk.workspace, book, choice), self.tr("正在核对……"))

    def _import(self) -> None:
        reading = self._look.reading if self._look is not None else None
        if reading is None or not self._button.isEnabled():
            return
        self._is_writing = True
        self._start(
            lambda job: self._desk.workspace.do(import_ledger, reading, job.step), self.tr("正在导入……")
        )
        if self._job is not None:
            self._job.done.connect(self._desk.tell)

    def _point_at_problem(self, current: QModelIndex) -> None:
        if current.isValid():
            problem = self.problems.problems[current.row()]
            self._point_at(self.sheet.cell(problem.row, problem.column))

    def _point_at_change(self, current: QModelIndex) -> None:
        if current.isValid():
            self._point_at(self.sheet.cell(self.changes.row_of(current.row()), ""))

    def _point_at(self, cell: QModelIndex) -> None:
        if cell.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._preview.selectionModel().setCurrentIndex(cell, flag)
            self._preview.scrollTo(cell, QAbstractItemView.ScrollHint.PositionAtCenter)

    # What is shown.

    def _show_sheets(self, look: LedgerLook) -> None:
        names = list(self._book.sheets) if self._book is not None else []
        self._sheets.blockSignals(True)
        self._sheets.clear()
        self._sheets.addItems(names)
        self._sheets.setCurrentText(look.sheet.name)
        self._sheets.blockSignals(False)
        self._sheet_box.setVisible(len(names) > 1)

    def _show(self, look: LedgerLook) -> None:
        self._look = look
        self._show_header_rows(look)
        widths = [self._mapping.columnWidth(place) for place in range(self.fields.columnCount())]
        same = self.fields.columns == tuple(look.heads)
        self.fields.show(look)
        self.sheet.show(look)
        self.problems.show(look)
        self.changes.show(look)
        self._set_widths(widths if same else None)
        self._show_tabs()
        self._summarize(look)

    def _show_header_rows(self, look: LedgerLook) -> None:
        self._header_row.blockSignals(True)
        self._header_row.clear()
        self._header_row.addItem(self.tr("没有表头"), 0)
        rows = [row for row in look.sheet.rows if row.number <= max(look.header_row, _LAST_HEADER_ROW)]
        for row in rows:
            words = " ".join(" ".join(shown(value).split()) for value in row.cells.values())
            self._header_row.addItem(
                self.tr("第{row}行：{words}").format(row=row.number, words=words[:40]), row.number
            )
        self._header_row.setCurrentIndex(self._header_row.findData(look.header_row))
        self._header_row.blockSignals(False)

    def _clear(self) -> None:
        for widget in (self._notes, self._tabs, self._sheet_box):
            widget.hide()
        self._say("", "secondary")
        self._button.setEnabled(False)

    def _show_tabs(self) -> None:
        counts = (self.problems.rowCount(), self.changes.rowCount())
        titles = (self.tr("需要改正 {count}"), self.tr("将会更新 {count}"))
        for place, (title, count) in enumerate(zip(titles, counts, strict=True)):
            self._tabs.setTabText(place, title.format(count=count))
            self._tabs.setTabVisible(place, count > 0)
        self._tabs.setVisible(any(counts))
        if counts[0]:
            self._tabs.setCurrentIndex(0)

    def _summarize(self, look: LedgerLook) -> None:
        plan, reading = look.plan, look.reading
        if look.refusal is not None or plan is None or reading is None:
            words = sentence(look.refusal) if look.refusal is not None else ""
            self._say(self.tr("{refusal}也可以在下面为某一列选“项目名称”。").format(refusal=words), "problem")
            self._notes.hide()
            return
        if plan.problems:
            words = self.tr("有 {count} 处需要改正，改好并保存后请重新选择文件；现在不会导入任何项目。")
            self._say(words.format(count=len(plan.problems)), "problem")
        elif not plan.created and not plan.updated:
            self._say(self.tr("台账与现有数据一致，没有要导入的内容。"), "secondary")
        else:
            words = self.tr("新建 {created} 个项目，更新 {updated} 个项目。")
            self._say(words.format(created=plan.created, updated=plan.updated), "column-title")
        notes = self._notes_of(look)
        self._notes.setText(self.tr("；").join(notes))
        self._notes.setVisible(bool(notes))

    def _notes_of(self, look: LedgerLook) -> list[str]:
        reading, plan = look.reading, look.plan
        if reading is None or plan is None:
            return []
        notes = []
        for rows, title in ((reading.sum_rows, self.tr("合计行")), (reading.note_rows, self.tr("说明行"))):
            if rows:
                words = self.tr("不导入{title} {count} 行（第{rows}行）")
                notes.append(words.format(title=title, count=len(rows), rows=_some(map(str, rows))))
        if unmapped := reading.unmapped:
            columns = [
                f"{column_letter(column)} {' '.join(head.split())}" for column, head in unmapped.items()
            ]
            notes.append(self.tr("不导入的列：{columns}").format(columns=_some(columns)))
        if LedgerField.STAGE not in reading.mapping and plan.created:
            words = self.tr("没有“当前环节”列，新建的项目都放在“{stage}”")
            notes.append(words.format(stage=Stage.PLANNING.zh))
        return notes

    def _say(self, words: str, kind: str) -> None:
        self._said.setText(words)
        self._said.setProperty("kind", kind)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)

    def _busy(self, words: str) -> None:
        self._say(words, "secondary")
        self._progress.show()
        self._button.setEnabled(False)
        for widget in self._inputs:
            widget.setEnabled(False)

    def _idle(self) -> None:
        self._progress.hide()
        for widget in self._inputs:
            widget.setEnabled(self._look is not None)
        self._other.setEnabled(True)
        plan = self._look.plan if self._look is not None else None
        ready = plan is not None and not plan.problems and plan.created + plan.updated > 0
        self._button.setEnabled(ready)
        if ready and not any(widget.hasFocus() for widget in self._inputs):
            self._button.setFocus()
        elif plan is not None and plan.problems and not any(widget.hasFocus() for widget in self._inputs):
            self._tabs.currentWidget().setFocus()

    def _settle(self) -> None:
        """Start where the table starts: its heads in view, titles above scrolled past."""
        if self._look is not None and self._look.header_row:
            top = self.sheet.cell(self._look.header_row, "")
            self._preview.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)

    def _set_widths(self, widths: list[int] | None) -> None:
        header = self._mapping.horizontalHeader()
        advance = self._mapping.fontMetrics().horizontalAdvance
        for place in range(self.fields.columnCount()):
            head = str(self.fields.headerData(place, Qt.Orientation.Horizontal))
            own = max(advance(self.fields.words(place)) + 44, advance(head) + 14)
            inside = max((advance(words) for words in self.sheet.first_words(place, _MEASURED)), default=0)
            fitting = max(_NARROWEST, own, min(inside + 14, _COLUMN))
            header.resizeSection(place, widths[place] if widths else fitting)

    def _follow_width(self, place: int, old: int, new: int) -> None:
        self._preview.setColumnWidth(place, new)

    # Making.

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        box.addLayout(self._make_top())
        self._said = QLabel("", self)
        self._said.setObjectName("ledger-summary")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._notes = QLabel("", self)
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.setProperty("kind", "secondary")
        self._notes.setWordWrap(True)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("进度"))
        for widget in (self._said, self._notes, self._progress):
            box.addWidget(widget)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._make_preview())
        self._tabs = self._make_tabs()
        self._splitter.addWidget(self._tabs)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        box.addWidget(self._splitter, 1)
        box.addLayout(self._make_buttons())
        self._inputs: tuple[QWidget, ...] = (
            self._other,
            self._sheets,
            self._header_row,
            self._mapping,
            self._preview,
            self._tabs,
        )

    def _make_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._name = QLabel("", self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setProperty("kind", "column-title")
        self._other = QPushButton(self.tr("换一个文件…"), self)
        self._other.setAutoDefault(False)
        self._other.clicked.connect(self._replace_file)
        self._sheet_box = QWidget(self)
        sheets = QHBoxLayout(self._sheet_box)
        sheets.setContentsMargins(0, 0, 0, 0)
        self._sheets = QComboBox(self._sheet_box)
        self._sheets.setObjectName("ledger-sheet")
        self._sheets.setAccessibleName(self.tr("工作表"))
        self._sheets.setMinimumWidth(150)
        self._sheets.activated.connect(self._change_sheet)
        sheets.addWidget(QLabel(self.tr("工作表"), self._sheet_box))
        sheets.addWidget(self._sheets)
        self._header_row = QComboBox(self)
        self._header_row.setObjectName("ledger-header-row")
        self._header_row.setAccessibleName(self.tr("表头所在的行"))
        self._header_row.setFixedWidth(210)
        self._header_row.activated.connect(self._change_header_row)
        row.addWidget(self._name, 1)
        row.addWidget(self._other)
        row.addWidget(self._sheet_box)
        row.addWidget(QLabel(self.tr("表头"), self))
        row.addWidget(self._header_row)
        return row

    def _make_preview(self) -> QWidget:
        whole = QWidget(self)
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._mapping = _Grid(self.fields, self.tr("每一列导入为"), whole)
        self._mapping.setObjectName("ledger-mapping")
        self._mapping.setItemDelegate(FieldDelegate(self._mapping))
        self._mapping.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._mapping.clicked.connect(self._mapping.edit)
        self._mapping.activated.connect(self._mapping.edit)
        self._mapping.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._mapping.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._mapping.verticalHeader().setDefaultSectionSize(_FIELD_HEIGHT)
        self._mapping.horizontalHeader().setFixedHeight(_HEAD_HEIGHT)
        self._mapping.setFixedHeight(_HEAD_HEIGHT + _FIELD_HEIGHT + 2)
        self._preview = _Grid(self.sheet, self.tr("台账内容"), whole)
        self._preview.setObjectName("ledger-preview")
        self._preview.horizontalHeader().hide()
        self._preview.setMinimumHeight(120)
        self._preview.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bars = self._preview.horizontalScrollBar(), self._mapping.horizontalScrollBar()
        bars[0].valueChanged.connect(bars[1].setValue)
        bars[1].valueChanged.connect(bars[0].setValue)
        self._mapping.horizontalHeader().sectionResized.connect(self._follow_width)
        # Both scroll as one, so both leave the bar's place free at the right.
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self._mapping)
        above.addSpacing(self._preview.verticalScrollBar().sizeHint().width())
        box.addLayout(above)
        box.addWidget(self._preview, 1)
        return whole

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget(self)
        tabs.setMinimumHeight(130)
        wrong = _Grid(self.problems, self.tr("需要改正的单元格"), tabs)
        wrong.setObjectName("ledger-problems")
        changed = _Grid(self.changes, self.tr("将会更新的内容"), tabs)
        changed.setObjectName("ledger-changes")
        for grid, widths in ((wrong, (120, 190)), (changed, (50, 280, 130, 280))):
            grid.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            grid.setShowGrid(False)
            grid.verticalHeader().hide()
            grid.horizontalHeader().setStretchLastSection(True)
            for place, width in enumerate(widths):
                grid.setColumnWidth(place, width)
        wrong.selectionModel().currentChanged.connect(self._point_at_problem)
        wrong.clicked.connect(self._point_at_problem)
        changed.selectionModel().currentChanged.connect(self._point_at_change)
        changed.clicked.connect(self._point_at_change)
        tabs.addTab(wrong, "")
        tabs.addTab(changed, "")
        return tabs

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        hint = QLabel(self.tr("导入是一步操作，导入后可以撤销。"), self)
        hint.setProperty("kind", "secondary")
        cancel = QPushButton(self.tr("取消"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._button = QPushButton(self.tr("导入"), self)
        self._button.setObjectName("ledger-import-button")
        self._button.setProperty("kind", "primary")
        self._button.setMinimumWidth(96)
        self._button.setToolTip("Ctrl+Enter")
        self._button.clicked.connect(self._import)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._import)
        row.addWidget(hint, 1)
        row.addWidget(cancel)
        row.addWidget(self._button)
        return row

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        room = parent.size() if parent is not None else QSize(_WIDEST, _HIGHEST)
        return QSize(min(_WIDEST, room.width() - 80), min(_HIGHEST, room.height() - 70))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter in a table opens what is there; only on a button does it mean the button.
        on_button = isinstance(self.focusWidget(), QPushButton)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not on_button:
            event.accept()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        if self._job is not None:
            self._job.cancel()
            if self._is_writing:
                # What has been written is taken back first; the dialog then says so by standing still.
                self._say(self.tr("正在取消……"), "secondary")
                self._is_writing = False
                return
        super().reject()

    def done(self, result: int) -> None:
        self._patience.stop()
        super().done(result)
        self.deleteLater()


class _Grid(QTableView):
    """A table that the keyboard leaves with Tab, with even rows and no words broken."""

    def __init__(
        self, model: FieldsModel | SheetModel | ProblemsModel | ChangesModel, name: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.ROW_HEIGHT - 5)
        rows.setFixedWidth(_ROW_NUMBERS)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        columns.setHighlightSections(False)
        columns.setStyleSheet("QHeaderView::section { padding: 4px 4px; }")
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _some(words: Iterable[str]) -> str:
    """List the first few of many."""
    known = list(words)
    more = f"等{len(known)}个" if len(known) > _NAMED else ""
    return join(known[:_NAMED]) + more
