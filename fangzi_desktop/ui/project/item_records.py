"""What was recorded of an item's clock, notices, stops and extensions, to be mended or taken out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import SuspensionReason
from fangzi_desktop.services import permit_notices
from fangzi_desktop.services.permit_notices import (
    CorrectionRecord,
    ExtensionRecord,
    SuspensionRecord,
    item_records,
)
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.asking import Acting, asked

Record = SuspensionRecord | CorrectionRecord | ExtensionRecord

_KIND, _DAYS, _WHAT, _NUMBER = range(4)
_WIDTHS = {_KIND: 62, _DAYS: 170, _NUMBER: 120}


@dataclass(frozen=True, slots=True)
class _Row:
    """A record as it is listed."""

    on: date
    record: Record
    cells: tuple[str, str, str, str]


class _StopEdit(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, stop: SuspensionRecord, parent: QWidget) -> None:
        super().__init__(_tr("更正暂停"), desk, line.title, parent)
        self._stop = stop
        self.first = self.day(_tr("自（当日不计）"), stop.first)
        self.last = self.day(_tr("至（当日不计）"), stop.last, optional=True)
        if stop.last is None:
            self.last.setPlaceholderText(_tr("仍在暂停"))
        self.reason = self.stop_reason(stop.reason)
        self.number = self.line(_tr("文号"), stop.document_no)

    def read(self) -> None:
        self.desk.attempt(
            permit_notices.correct_suspension,
            self._stop.id,
            self.first.day(),
            self.last.day_or_none(),
            SuspensionReason(self.reason.currentData()),
            self.number.text(),
        )


class RecordsDialog(QDialog):
    """An item's notices, stops and extensions by day. Each may be taken out, a stop also mended."""

    def __init__(self, desk: Desk, line: ChecklistLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("补正、暂停和延期"))
        self.setMinimumSize(760, 320)
        self._desk = desk
        self._line = line
        self._rows: list[_Row] = []
        title = QLabel(line.title, self)
        title.setProperty("kind", "column-title")
        title.setWordWrap(True)
        self.table = QTableWidget(0, 4, self)
        self.table.setObjectName("item-records")
        self.table.setAccessibleName(_tr("补正、暂停和延期"))
        self.table.setHorizontalHeaderLabels([_tr("类别"), _tr("日期"), _tr("内容"), _tr("文号")])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.table.setColumnWidth(column, width)
        self._problem = QLabel("", self)
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.mend = QPushButton(_tr("更正…"), self)
        self.remove = QPushButton(_tr("删除"), self)
        close = QDialogButtonBox(self)
        close.addButton(_tr("关闭"), QDialogButtonBox.ButtonRole.RejectRole)
        close.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.mend)
        foot.addWidget(self.remove)
        foot.addStretch()
        foot.addWidget(close)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        for widget in (title, self.table, self._problem):
            box.addWidget(widget)
        box.addLayout(foot)
        self.mend.clicked.connect(self._mend)
        self.remove.clicked.connect(self._remove)
        self.table.itemSelectionChanged.connect(self._offer)
        self.refresh()

    def refresh(self) -> None:
        """Read the records again and keep the place."""
        place = max(0, self.table.currentRow())
        self._rows = _rows(self._desk, self._line)
        self.table.setRowCount(len(self._rows))
        for number, row in enumerate(self._rows):
            for column, words in enumerate(row.cells):
                cell = QTableWidgetItem(words)
                cell.setToolTip(wording.tip(words))
                self.table.setItem(number, column, cell)
        if self._rows:
            self.table.selectRow(min(place, len(self._rows) - 1))
        self._offer()

    def _current(self) -> Record | None:
        row = self.table.currentRow()
        return self._rows[row].record if 0 <= row < len(self._rows) else None

    def _offer(self) -> None:
        record = self._current()
        self.mend.setEnabled(isinstance(record, SuspensionRecord))
        self.mend.setToolTip("" if self.mend.isEnabled() else _tr("补正和延期写错了的，删除后重新登记"))
        self.remove.setEnabled(record is not None)

    def _mend(self) -> None:
        record = self._current()
        if isinstance(record, SuspensionRecord):
            self._try(lambda: asked(_StopEdit(self._desk, self._line, record, self)))

    def _remove(self) -> None:
        record = self._current()
        if isinstance(record, SuspensionRecord):
            self._try(lambda: self._desk.attempt(permit_notices.remove_suspension, record.id))
        elif isinstance(record, CorrectionRecord):
            self._try(lambda: self._desk.attempt(permit_notices.remove_correction, record.id))
        elif isinstance(record, ExtensionRecord):
            self._try(lambda: self._desk.attempt(permit_notices.remove_extension, record.id))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
            return
        self._problem.hide()
        self.refresh()


def _rows(desk: Desk, line: ChecklistLine) -> list[_Row]:
    records = desk.read(item_records, line.id)
    today = desk.workspace.today
    found: list[_Row] = []
    for notice in records.corrections:
        words = _tr("{day}告知").format(day=wording.day(notice.notified_on, today))
        if notice.answered_on is not None:
            words += _tr("，{day}补齐").format(day=wording.day(notice.answered_on, today))
        cells = (_tr("补正"), words, notice.reason, notice.document_no)
        found.append(_Row(notice.notified_on, notice, cells))
    for stop in records.suspensions:
        last = _tr("今") if stop.last is None else wording.day(stop.last, today)
        days = _tr("{first}至{last}").format(first=wording.day(stop.first, today), last=last)
        found.append(_Row(stop.first, stop, (_tr("暂停"), days, stop.reason.zh, stop.document_no)))
    for granted in records.extensions:
        one = granted.extension
        what = _tr("延长{amount}，{who}批准：{reason}").format(
            amount=amount_zh(one.amount, one.unit), who=one.approved_by, reason=one.reason
        )
        day = wording.day(one.granted_on, today)
        found.append(_Row(one.granted_on, granted, (_tr("延期"), day, what, one.document_no)))
    return sorted(found, key=lambda row: row.on)


def show_records(desk: Desk, parent: QWidget, line: ChecklistLine) -> None:
    """Show an item's notices, stops and extensions until the person has done with them."""
    dialog = RecordsDialog(desk, line, parent)
    dialog.exec()
    dialog.deleteLater()


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
