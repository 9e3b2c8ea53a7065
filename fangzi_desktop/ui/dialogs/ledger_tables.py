"""The tables of the import dialog: the columns' fields, the sheet itself, its problems and the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.ledger import LedgerField, LedgerProblem, column_letter
from fangzi_desktop.domain.ledger_heads import KINDS, Kind
from fangzi_desktop.domain.ledger_table import SheetRow
from fangzi_desktop.domain.ledger_values import shown
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.services.exchange import LedgerLook
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.messages import sentence

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
# No cell shows more than this; what is longer is read in the tooltip.
_SHOWN_LETTERS = 60
_COUNTED = (Kind.MONEY, Kind.AREA)


def value_words(value: object, kind: Kind) -> str:
    """Word a value of a ledger as the screens do."""
    if value is None or value == "":
        return "（空）"
    if kind is Kind.MONEY and isinstance(value, int):
        return wording.money(value)
    if isinstance(value, Decimal):
        return wording.area(value)
    if isinstance(value, (Term, PartialDate)):
        return value.zh
    return str(value)


class _Table(QAbstractTableModel):
    """A table read as a whole; only its shape and its words differ from one to the next."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._heads)
        return self._heads[section] if across and role == Qt.ItemDataRole.DisplayRole else None


class FieldsModel(_Table):
    """One row: the field of each column, which a person may choose otherwise."""

    chosen = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[int, ...] = ()
        self._fields: dict[int, LedgerField] = {}
        self._units: Mapping[LedgerField, str] | None = None

    def show(self, look: LedgerLook) -> None:
        """Show the columns of a sheet and what they were taken for."""
        self.beginResetModel()
        self.columns = tuple(look.heads)
        self._heads = tuple(
            f"{column_letter(column)}  {''.join(head.split())}".rstrip()
            for column, head in look.heads.items()
        )
        self._fields = {column: name for name, column in look.mapping.items()}
        self._units = look.reading.units if look.reading is not None else None
        self.endResetModel()

    def field(self, place: int) -> LedgerField | None:
        """The field of the column at a place."""
        return self._fields.get(self.columns[place])

    def column_of(self, name: LedgerField) -> int | None:
        """The sheet's column that a field is read from."""
        return next((column for column, known in self._fields.items() if known is name), None)

    def words(self, place: int) -> str:
        """What the column is taken for, with its unit."""
        name = self.field(place)
        if name is None:
            return self.tr("不导入")
        if KINDS[name] not in _COUNTED or self._units is None:
            return name.zh
        unit = self._units.get(name)
        return f"{name.zh}（{unit}）" if unit else self.tr("{name}（没写单位）").format(name=name.zh)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or not self._heads else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | (
            Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.column())
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            head = self._heads[index.column()]
            return self.tr("{head} → {field}").format(head=head, field=self.words(index.column()))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        column, name = self.columns[index.column()], LedgerField(value) if value else None
        if self._fields.get(column) is name:
            return False
        if name is not None and (present := self.column_of(name)) is not None:
            # One field is read from one column, so the column that had it gives it up.
            del self._fields[present]
        self._fields.pop(column, None)
        if name is not None:
            self._fields[column] = name
        self.dataChanged.emit(self.index(0, 0), self.index(0, len(self.columns) - 1))
        self.chosen.emit(column, name)
        return True


class FieldDelegate(QStyledItemDelegate):
    """Paints a field as a box that opens, and opens it as a list of fields."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        known = isinstance(model, FieldsModel) and model.field(index.column()) is not None
        state: QStyle.StateFlag = option.state
        box: QRect = option.rect.adjusted(3, 3, -3, -3)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("tint" if known else "surface"))
        painter.setPen(QPen(theme.colour("accent" if focused else "line"), 2 if focused else 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(theme.font(bold=known))
        painter.setPen(theme.colour("ink1" if known else "ink2"))
        room = box.adjusted(7, 0, -18, 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(theme.colour("ink2"), 1.5))
        right, middle = box.right() - 8, box.center().y()
        painter.drawPolyline(
            [
                QPoint(right - 4, middle - 2),
                QPoint(right, middle + 2),
                QPoint(right + 4, middle - 2),
            ]
        )
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QComboBox(parent)
        look = theme.tokens()
        # A list that opens below its box and scrolls, instead of one as high as the screen.
        editor.setStyleSheet(
            "QComboBox { combobox-popup: 0; } QComboBox QAbstractItemView "
            f"{{ selection-background-color: {look.tint}; selection-color: {look.ink1}; }}"
        )
        editor.setMaxVisibleItems(16)
        editor.addItem(self.tr("不导入"), "")
        model = index.model()
        for name in LedgerField:
            used = model.column_of(name) if isinstance(model, FieldsModel) else None
            here = isinstance(model, FieldsModel) and model.columns[index.column()] == used
            words = self.tr("{field}（现用 {column} 列）")
            editor.addItem(
                words.format(field=name.zh, column=column_letter(used)) if used and not here else name.zh,
                name.value,
            )
        editor.view().setMinimumWidth(230)
        editor.activated.connect(self._take)
        QTimer.singleShot(0, editor, editor.showPopup)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        if isinstance(editor, QComboBox) and isinstance(model, FieldsModel):
            name = model.field(index.column())
            editor.setCurrentIndex(editor.findData(name.value if name else ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(model.index(index.row(), index.column()), editor.currentData())

    def _take(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


class SheetModel(_Table):
    """The sheet as it stands: title, heads, projects and what is left out, with every problem marked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[int, ...] = ()
        self._rows: tuple[SheetRow, ...] = ()
        self._places: dict[int, int] = {}
        self._header_row = 0
        self._kinds: dict[int, str] = {}
        self._problems: dict[tuple[int, str], str] = {}

    def show(self, look: LedgerLook) -> None:
        """Show a sheet and what was found in it."""
        self.beginResetModel()
        self._columns = tuple(look.heads)
        self._heads = tuple(column_letter(column) for column in self._columns)
        self._rows = look.sheet.rows
        self._places = {row.number: place for place, row in enumerate(self._rows)}
        self._header_row = look.header_row
        reading, self._kinds = look.reading, {look.header_row: self.tr("表头")}
        if reading is not None:
            self._kinds |= dict.fromkeys(_lower_heads(look), self.tr("表头"))
            self._kinds |= dict.fromkeys(reading.sum_rows, self.tr("合计行，不导入"))
            self._kinds |= dict.fromkeys(reading.note_rows, self.tr("说明行，不导入"))
        self._problems = {}
        for problem in look.plan.problems if look.plan is not None else ():
            self._problems.setdefault((problem.row, problem.column), sentence(problem.error))
        self.endResetModel()

    def first_words(self, place: int, count: int) -> list[str]:
        """What the first cells of a column show below the titles, which are wider than any column."""
        first = next((here for here, row in enumerate(self._rows) if row.number >= self._header_row), 0)
        last = min(first + count, len(self._rows))
        return [str(self.index(here, place).data()) for here in range(first, last)]

    def cell(self, row: int, column: str) -> QModelIndex:
        """The cell that a problem is about; the row's first where its column is not shown."""
        place = self._places.get(row)
        if place is None:
            return QModelIndex()
        return self.index(place, self._heads.index(column) if column in self._heads else 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return str(self._rows[section].number) if 0 <= section < len(self._rows) else None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        problem = self._problems.get((row.number, self._heads[index.column()]))
        left_out = row.number < self._header_row or row.number in self._kinds
        if role == Qt.ItemDataRole.DisplayRole:
            words = " ".join(shown(row.cells.get(self._columns[index.column()])).split())[:_SHOWN_LETTERS]
            return f"■ {words}".rstrip() if problem else words
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            text = shown(row.cells.get(self._columns[index.column()]))
            return problem or self._kinds.get(row.number) or (text if len(text) > 12 else None)
        if role == Qt.ItemDataRole.BackgroundRole:
            if problem:
                return theme.colour("red_tint")
            return theme.colour("grey_tint") if left_out else None
        if role == Qt.ItemDataRole.ForegroundRole:
            if problem:
                return theme.colour("red")
            return theme.colour("ink2") if left_out else None
        return None


def _lower_heads(look: LedgerLook) -> list[int]:
    """The rows of a head that is more than one row deep, below its first."""
    reading, plan = look.reading, look.plan
    if reading is None or plan is None or not look.header_row:
        return []
    told = {row.row for row in reading.rows} | {problem.row for problem in plan.problems}
    first = min(told | {*reading.sum_rows, *reading.note_rows}, default=0)
    return [row.number for row in look.sheet.rows if look.header_row < row.number < first]


class ProblemsModel(_Table):
    """What must be mended before anything is taken over: where, what stands there, and how."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = (self.tr("位置"), self.tr("现在的内容"), self.tr("问题和改法"))
        self.problems: tuple[LedgerProblem, ...] = ()

    def show(self, look: LedgerLook) -> None:
        """Show the problems of a sheet."""
        self.beginResetModel()
        self.problems = look.plan.problems if look.plan is not None else ()
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        problem = self.problems[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            if index.column() == 0:
                place = self.tr("■ 第{row}行 {column}列")
                return place.format(row=problem.row, column=problem.column)
            return problem.value[:_SHOWN_LETTERS] if index.column() == 1 else sentence(problem.error)
        if role == Qt.ItemDataRole.ToolTipRole:
            return sentence(problem.error)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            return theme.colour("red")
        return None


@dataclass(frozen=True, slots=True)
class _Change:
    row: int
    project: str
    field: str
    old: str
    new: str


class ChangesModel(_Table):
    """What an import changes in projects that are known already, value by value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads = (self.tr("行"), self.tr("项目"), self.tr("内容"), self.tr("原来"), self.tr("改为"))
        self._changes: Sequence[_Change] = ()

    def show(self, look: LedgerLook) -> None:
        """Show the changes of a sheet."""
        self.beginResetModel()
        self._changes = [
            _Change(
                update.row,
                update.name,
                one.field.zh,
                value_words(one.old, KINDS[one.field]),
                value_words(one.new, KINDS[one.field]),
            )
            for update in (look.plan.updates if look.plan is not None else ())
            for one in update.differences
        ]
        self.endResetModel()

    def row_of(self, place: int) -> int:
        """The sheet's row that a change comes from."""
        return self._changes[place].row

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._changes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        change = self._changes[index.row()]
        words = (str(change.row), change.project, change.field, change.old, change.new)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(words.split())[:_SHOWN_LETTERS]
        return words if role == Qt.ItemDataRole.ToolTipRole else None
