"""Which items of a checklist are looked for, and how closely its time axis is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.project.axis import Zoom
from fangzi_desktop.ui.project.checklist_rows import Filters, Shown

_TEXT_WIDTH = 124
_DEPARTMENT_WIDTH = 178


class FilterBar(QWidget):
    """State, department, critical path, text; at the right the zoom. `changed` hands over the filters."""

    changed = Signal(object)
    zoom_chosen = Signal(Zoom)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._departments: dict[str, int] = {}
        self.states: Choice[Shown] = Choice(self.tr("显示"), [(shown, "") for shown in Shown], self)
        self.states.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.states.choose(Shown.ALL)
        self.department = QComboBox(self)
        self.department.setObjectName("filter-department")
        self.department.setAccessibleName(self.tr("责任部门"))
        self.department.setProperty("kind", "compact")
        self.department.setFixedWidth(_DEPARTMENT_WIDTH)
        self.critical = QToolButton(self)
        self.critical.setObjectName("filter-critical")
        self.critical.setProperty("kind", "segment")
        self.critical.setCheckable(True)
        self.text = QLineEdit(self)
        self.text.setObjectName("filter-text")
        self.text.setProperty("kind", "compact")
        self.text.setAccessibleName(self.tr("查找事项"))
        self.text.setPlaceholderText(self.tr("查找 Ctrl+F"))
        self.text.setToolTip(self.tr("按事项、部门或文号查找，可用拼音首字母"))
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(_TEXT_WIDTH)
        zooms = [(Zoom.ALL, self.tr("全部")), (Zoom.MONTH, self.tr("月")), (Zoom.WEEK, self.tr("周"))]
        self.zoom: Choice[Zoom] = Choice(self.tr("时间轴"), zooms, self)
        self.zoom.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.zoom.choose(Zoom.ALL)
        self.zoom.setToolTip(self.tr("时间轴缩放：Ctrl+加号、Ctrl+减号；Home 回到今天"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.states, self.department, self.critical, self.text):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self.zoom)
        self.states.chosen.connect(self._tell)
        self.department.activated.connect(self._tell)
        self.critical.clicked.connect(self._tell)
        self.text.textChanged.connect(self._tell)
        self.zoom.chosen.connect(self._tell_zoom)
        self.text.installEventFilter(self)

    @property
    def filters(self) -> Filters:
        """What is looked for."""
        return Filters(
            self.states.value or Shown.ALL,
            self.department.currentData() or "",
            self.critical.isChecked(),
            self.text.text(),
        )

    def show_filters(self, filters: Filters) -> None:
        """Show what is looked for, without telling it."""
        self.states.choose(filters.shown)
        self.department.setCurrentIndex(max(0, self.department.findData(filters.department)))
        self.critical.setChecked(filters.critical)
        blocked = self.text.blockSignals(True)
        self.text.setText(filters.text)
        self.text.blockSignals(blocked)

    def show_counts(
        self, states: Mapping[Shown, int], departments: Mapping[str, int], critical: int, chosen: Filters
    ) -> None:
        """Word the choices with how many items each of them has."""
        names = {
            Shown.ALL: self.tr("全部"),
            Shown.OPEN: self.tr("未办结"),
            Shown.READY: self.tr("可办"),
            Shown.UNDECIDED: self.tr("待核实"),
        }
        for shown, name in names.items():
            self.states.set_words(shown, f"{name} {states[shown]}")
        if departments != self._departments:
            self._departments = dict(departments)
            self._list_departments()
        self.critical.setText(self.tr("关键路径 {count}").format(count=critical))
        self.critical.setEnabled(critical > 0)
        self.show_filters(chosen)

    def _list_departments(self) -> None:
        self.department.clear()
        self.department.addItem(self.tr("全部部门"), "")
        for name, count in self._departments.items():
            self.department.addItem(f"{name} {count}", name)
        view = self.department.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 24)

    def take_focus(self) -> None:
        """Give the keyboard to the text looked for."""
        self.text.setFocus()
        self.text.selectAll()

    def _tell(self, _: object = None) -> None:
        self.changed.emit(self.filters)

    def _tell_zoom(self, _: int) -> None:
        self.zoom_chosen.emit(self.zoom.value or Zoom.ALL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.text.text():
                self.text.clear()
                return True
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.left.emit()
                return True
        return False


class FilterChips(QWidget):
    """What is looked for as chips to take away one by one, and how many items that leaves."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("filter-chips")
        self._filters = Filters()
        self._count = QLabel("", self)
        self._count.setProperty("kind", "secondary")
        self.department, self.critical, self.text, self.all = (self._chip() for _ in range(4))
        self.all.setProperty("kind", "link")
        self.all.setText(self.tr("清除筛选"))
        self.critical.setText(self.tr("关键路径  ×"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._count)
        for chip in (self.department, self.critical, self.text, self.all):
            row.addWidget(chip)
        row.addStretch()
        self.department.clicked.connect(self._drop_department)
        self.critical.clicked.connect(self._drop_critical)
        self.text.clicked.connect(self._drop_text)
        self.all.clicked.connect(self._drop_all)
        self.hide()

    def show_filters(self, filters: Filters, shown: int, total: int) -> None:
        """Show the chips of what is looked for; nothing while everything is let through."""
        self._filters = filters
        self._count.setText(self.tr("显示 {shown}/{total} 项").format(shown=shown, total=total))
        self.department.setText(f"{filters.department}  ×")
        self.text.setText(self.tr("含“{text}”  ×").format(text=filters.text.strip()[:20]))
        for chip, holds in (
            (self.department, bool(filters.department)),
            (self.critical, filters.critical),
            (self.text, bool(filters.text.strip())),
        ):
            chip.setVisible(holds)
            chip.setAccessibleName(self.tr("去掉筛选{words}").format(words=chip.text().rstrip(" ×")))
        self.setVisible(filters.is_searching)

    def _chip(self) -> QPushButton:
        chip = QPushButton("", self)
        chip.setProperty("kind", "chip")
        return chip

    def _drop_department(self) -> None:
        self.changed.emit(replace(self._filters, department=""))

    def _drop_critical(self) -> None:
        self.changed.emit(replace(self._filters, critical=False))

    def _drop_text(self) -> None:
        self.changed.emit(replace(self._filters, text=""))

    def _drop_all(self) -> None:
        self.changed.emit(Filters())
