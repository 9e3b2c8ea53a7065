"""Fields of the form for one permit rule: a limit, a start event, other items, and an item's kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import PermitVariant, StartEvent, StartMoment
from fangzi_desktop.domain.rule_words import limit_from, limit_words
from fangzi_desktop.domain.terms import LimitKind, Unit
from fangzi_desktop.ui import theme

MOST = 9_999
_USUAL_AMOUNT = 10
Item = tuple[str, str]
"""An item's code and its name."""


class CalmWheel(QObject):
    """Keeps the wheel from changing a field that it only passes over while the form scrolls."""

    def watch(self, *widgets: QWidget) -> None:
        """Keep the wheel off these fields."""
        for widget in widgets:
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


class NumberField(QLineEdit):
    """A whole number typed; a style sheet leaves a spin box no room for one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setValidator(QIntValidator(0, MOST, self))

    def number(self) -> int | None:
        """The number typed, or None for an empty field."""
        text = self.text().strip()
        return int(text) if text.isascii() and text.isdecimal() else None

    def show_number(self, number: int | None) -> None:
        """Show a number, or an empty field."""
        self.setText("" if number is None else str(number))


class LimitField(QWidget):
    """A limit: none (said as `none`), a ceiling or a floor, with its amount and unit."""

    changed = Signal()

    def __init__(self, name: str, none: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._loading = False
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("{name}：种类").format(name=name))
        self.kind.addItem(none, None)
        self.kind.addItem(self.tr("不超过"), LimitKind.MAX)
        self.kind.addItem(self.tr("不少于"), LimitKind.MIN)
        self.amount = NumberField(self)
        self.amount.setAccessibleName(self.tr("{name}：数字").format(name=name))
        self.amount.setFixedWidth(64)
        self.unit = QComboBox(self)
        self.unit.setAccessibleName(self.tr("{name}：单位").format(name=name))
        for unit in Unit:
            self.unit.addItem(unit.zh if unit is Unit.MONTH else f"个{unit.zh}", unit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.kind, self.amount, self.unit):
            row.addWidget(widget)
        row.addStretch()
        CalmWheel(self).watch(self.kind, self.unit)
        self.kind.currentIndexChanged.connect(self._told)
        self.amount.textChanged.connect(self._told)
        self.unit.currentIndexChanged.connect(self._told)

    def value(self) -> Limit | None:
        """The limit shown; without a number its amount is 0."""
        kind = self.kind.currentData()
        if kind is None:
            return None
        return Limit(self.amount.number() or 0, Unit(self.unit.currentData()), LimitKind(kind))

    def show_limit(self, limit: Limit | None) -> None:
        """Show a limit without telling of it."""
        self._loading = True
        self.kind.setCurrentIndex(self.kind.findData(limit.kind if limit is not None else None))
        self.amount.show_number(limit.amount if limit is not None else _USUAL_AMOUNT)
        self.unit.setCurrentIndex(self.unit.findData(limit.unit if limit is not None else Unit.WORKING_DAY))
        self._loading = False
        self._show_parts()

    def _told(self) -> None:
        self._show_parts()
        if not self._loading:
            self.changed.emit()

    def _show_parts(self) -> None:
        for widget in (self.amount, self.unit):
            widget.setVisible(self.kind.currentData() is not None)


class StartField(QWidget):
    """What starts a clock, in words, and in which item it happens."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._loading = False
        self.words = QLineEdit(self)
        self.words.setAccessibleName(name)
        self.words.setPlaceholderText(self.tr("如 受理、公告发布"))
        self.item = QComboBox(self)
        self.item.setAccessibleName(self.tr("{name}：哪个事项").format(name=name))
        self.item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.item.setMinimumContentsLength(12)
        self.moment = QComboBox(self)
        self.moment.setAccessibleName(self.tr("{name}：受理还是办结").format(name=name))
        for moment in StartMoment:
            self.moment.addItem(moment.zh, moment)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.words, 3)
        row.addWidget(self.item, 4)
        row.addWidget(self.moment)
        CalmWheel(self).watch(self.item, self.moment)
        self.words.textChanged.connect(self._told)
        self.item.currentIndexChanged.connect(self._told)
        self.moment.currentIndexChanged.connect(self._told)

    def value(self) -> StartEvent:
        """The event shown."""
        code = self.item.currentData()
        moment = StartMoment(self.moment.currentData()) if code else StartMoment.ACCEPTED
        return StartEvent(self.words.text(), code, moment)

    def show_start(self, start: StartEvent, items: Sequence[Item]) -> None:
        """Show an event; `items` are those it may happen in."""
        self._loading = True
        self.words.setText(start.words)
        self.words.setCursorPosition(0)
        fill_items(self.item, self.tr("本事项"), items, start.code)
        self.moment.setCurrentIndex(self.moment.findData(start.moment))
        self._loading = False
        self.moment.setVisible(start.code is not None)

    def _told(self) -> None:
        self.moment.setVisible(self.item.currentData() is not None)
        if not self._loading:
            self.changed.emit()


def fill_items(box: QComboBox, none: str, items: Sequence[Item], chosen: str | None) -> None:
    """Offer items in a box, with a first line for none; one that is not among them is offered by its code."""
    box.clear()
    box.addItem(none, None)
    for code, name in items:
        box.addItem(name, code)
        box.setItemData(box.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
    if chosen is not None and box.findData(chosen) < 0:
        box.addItem(box.tr("{code}（清单里没有）").format(code=chosen), chosen)
    box.setCurrentIndex(box.findData(chosen))


class ItemsField(QWidget):
    """Other items by their names, picked from a list."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._codes: tuple[str, ...] = ()
        self._items: Sequence[Item] = ()
        self.words = QLabel("", self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.pick = QPushButton(self.tr("选择…"), self)
        self.pick.setProperty("kind", "small")
        self.pick.setAccessibleName(self.tr("选择{name}").format(name=name))
        self.pick.clicked.connect(self._pick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.pick, 0, Qt.AlignmentFlag.AlignTop)

    def value(self) -> tuple[str, ...]:
        """The codes picked."""
        return self._codes

    def show_codes(self, codes: Sequence[str], items: Sequence[Item]) -> None:
        """Show codes; `items` are those to pick from."""
        self._codes, self._items = tuple(codes), items
        names = dict(items)
        missing = self.tr("{code}（清单里没有）")
        said = [names.get(code) or missing.format(code=code) for code in codes]
        self.words.setText("、".join(said) or self.tr("无"))

    def _pick(self) -> None:
        picked = pick_items(self, self._name, self._items, self._codes)
        if picked is not None and picked != self._codes:
            self.show_codes(picked, self._items)
            self.changed.emit()


class ItemPicker(QDialog):
    """A list of items to tick, with a field that narrows it."""

    def __init__(self, title: str, items: Sequence[Item], codes: Iterable[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("item-picker")
        self.setWindowTitle(title)
        self.setMinimumSize(460, 480)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("输入名称筛选"))
        self.filter.setAccessibleName(self.tr("筛选事项"))
        self.filter.setClearButtonEnabled(True)
        self.entries = QListWidget(self)
        self.entries.setObjectName("items")
        self.entries.setAccessibleName(title)
        self.entries.setProperty("kind", "picker")
        chosen = tuple(codes)
        for code, name in items:
            entry = QListWidgetItem(name, self.entries)
            entry.setData(Qt.ItemDataRole.UserRole, code)
            entry.setFlags(entry.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            entry.setCheckState(Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked)
        buttons = QDialogButtonBox(self)
        accept = QPushButton(self.tr("确定"), self)
        accept.setObjectName("accept")
        accept.setProperty("kind", "primary")
        buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.tr("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.filter.textChanged.connect(self._narrow)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        for widget in (self.filter, self.entries, buttons):
            box.addWidget(widget)

    def codes(self) -> tuple[str, ...]:
        """The codes ticked, in the order of the list."""
        entries = (self.entries.item(row) for row in range(self.entries.count()))
        return tuple(
            str(entry.data(Qt.ItemDataRole.UserRole))
            for entry in entries
            if entry.checkState() is Qt.CheckState.Checked
        )

    def _narrow(self, text: str) -> None:
        for row in range(self.entries.count()):
            entry = self.entries.item(row)
            entry.setHidden(text.strip().casefold() not in entry.text().casefold())


def pick_items(
    parent: QWidget, title: str, items: Sequence[Item], codes: Sequence[str]
) -> tuple[str, ...] | None:
    """Ask which items; None if the person thinks better of it."""
    dialog = ItemPicker(title, items, codes, parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return dialog.codes() if accepted else None


class VariantTable(QWidget):
    """An item's kinds with limits of their own, typed into a small table."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._loading = False
        heads = (self.tr("编码"), self.tr("类别"), self.tr("承诺时限"), self.tr("法定时限"))
        self.table = QTableWidget(0, len(heads), self)
        self.table.setObjectName("variants")
        self.table.setAccessibleName(self.tr("事项类别"))
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.problem = QLabel("", self)
        self.problem.setProperty("kind", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        add, drop = QPushButton(self.tr("加一类"), self), QPushButton(self.tr("去掉这一类"), self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, slot in ((add, self._add), (drop, self._drop)):
            button.setProperty("kind", "small")
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addWidget(self.table)
        box.addWidget(self.problem)
        box.addLayout(row)
        self.table.cellChanged.connect(self._told)

    @property
    def is_readable(self) -> bool:
        """Whether every limit in the table can be read."""
        return not self.problem.text()

    def value(self) -> tuple[PermitVariant, ...]:
        """The kinds shown; a row whose limit cannot be read is left out and complained of."""
        found = []
        unread = []
        for row in range(self.table.rowCount()):
            code, name, limit, statutory = (self._text(row, column) for column in range(4))
            if not any((code, name, limit, statutory)):
                continue
            try:
                promised, lawful = limit_from(limit), limit_from(statutory)
                if promised is None:
                    raise ValueError(limit)
            except ValueError:
                unread.append(name or code or str(row + 1))
                continue
            found.append(PermitVariant(code, name, promised, lawful))
        words = self.tr("“{names}”的时限读不懂；请写明单位，如 10个工作日、不少于30个自然日。")
        self.problem.setText(words.format(names="、".join(unread)) if unread else "")
        self.problem.setVisible(bool(unread))
        return tuple(found)

    def show_variants(self, variants: Sequence[PermitVariant]) -> None:
        """Show kinds without telling of it."""
        self._loading = True
        self.table.setRowCount(0)
        for one in variants:
            statutory = limit_words(one.statutory) if one.statutory is not None else ""
            self._put(one.code, one.name, limit_words(one.limit), statutory)
        self._loading = False
        self.value()
        self._fit()

    def _put(self, *words: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, word in enumerate(words):
            self.table.setItem(row, column, QTableWidgetItem(word))

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item is not None else ""

    def _fit(self) -> None:
        rows = max(self.table.rowCount(), 1)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * theme.ROW_HEIGHT + 4)
        self.table.setVisible(self.table.rowCount() > 0)

    def _add(self) -> None:
        number = self.table.rowCount() + 1
        self._loading = True
        self._put(f"kind_{number}", self.tr("类别{number}").format(number=number), "10个工作日", "")
        self._loading = False
        self._fit()
        self.table.setCurrentCell(number - 1, 1)
        self.changed.emit()

    def _drop(self) -> None:
        row = self.table.currentRow()
        if row < 0:
            row = self.table.rowCount() - 1
        if row >= 0:
            self.table.removeRow(row)
            self._fit()
            self.changed.emit()

    def _told(self) -> None:
        if not self._loading:
            self.changed.emit()
