"""The parts of a project (期、宗地、单体、分证), dividing items among them, and who coordinates a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import Part
from fangzi_desktop.domain.terms import PartKind
from fangzi_desktop.services.parts import (
    add_part,
    arrange_part,
    divide_items,
    name_coordinator,
    remove_part,
    rename_part,
)
from fangzi_desktop.services.permits import ChecklistLine, GroupLine, checklist
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.asking import Acting, asked
from fangzi_desktop.ui.project.item_dialogs import names_of

_ID = Qt.ItemDataRole.UserRole


class PartsDialog(QDialog):
    """The parts of a project as a tree, to add, rename and remove. With items it divides them as well."""

    def __init__(self, desk: Desk, project_id: str, lines: Sequence[ChecklistLine], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = project_id
        self._lines = tuple(lines)
        self._parts: tuple[Part, ...] = ()
        self.setWindowTitle(_tr("分给各部分") if lines else _tr("项目的各部分"))
        self.setMinimumSize(480, 420)
        self.setSizeGripEnabled(True)
        title = QLabel(names_of(self._lines), self)
        title.setProperty("kind", "column-title")
        title.setVisible(bool(lines))
        words = _tr("勾选的每一部分各办一份；已登记的内容归第一个勾选的部分。")
        self._about = QLabel(
            words if lines else _tr("分期、分宗地、分单体或分证办理的项目，先列出各部分。"), self
        )
        self._about.setProperty("kind", "secondary")
        for label in (title, self._about):
            label.setWordWrap(True)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("project-parts")
        self.tree.setAccessibleName(_tr("项目的各部分"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([_tr("名称"), _tr("类别")])
        self.tree.setColumnWidth(0, 300)
        self.tree.setTabKeyNavigation(False)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(_tr("类别"))
        for kind in PartKind:
            self.kind.addItem(kind.zh, kind)
        self.name = QLineEdit(self)
        self.name.setObjectName("part-name")
        self.name.setAccessibleName(_tr("名称"))
        self.name.setPlaceholderText(_tr("如 一期、A宗地、1号厂房"))
        self.within = QComboBox(self)
        self.within.setAccessibleName(_tr("属于"))
        self.add = QPushButton(_tr("添加"), self)
        self.rename = QPushButton(_tr("改名"), self)
        self.arrange = QPushButton(_tr("改类别和归属"), self)
        self.remove = QPushButton(_tr("删除"), self)
        self._problem = QLabel("", self)
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.divide = QPushButton(_tr("分给勾选的部分"), self)
        self.divide.setObjectName("divide-items")
        self.divide.setProperty("kind", "primary")
        self.divide.setVisible(bool(lines))
        self._build(title)
        self.add.clicked.connect(self._add)
        self.rename.clicked.connect(self._rename)
        self.arrange.clicked.connect(self._arrange)
        self.remove.clicked.connect(self._remove)
        self.divide.clicked.connect(self._divide)
        self.name.returnPressed.connect(self._add)
        self.tree.currentItemChanged.connect(self._show_current)
        self.tree.itemChanged.connect(self._offer)
        self.refresh()

    def _build(self, title: QLabel) -> None:
        entry = QGridLayout()
        entry.setColumnStretch(1, 1)
        for column, (words, field) in enumerate(
            ((_tr("类别"), self.kind), (_tr("名称"), self.name), (_tr("属于"), self.within))
        ):
            label = QLabel(words, self)
            label.setProperty("kind", "secondary")
            label.setBuddy(field)
            entry.addWidget(label, 0, column)
            entry.addWidget(field, 1, column)
        self.within.setMinimumWidth(110)
        keys = QHBoxLayout()
        for button in (self.add, self.rename, self.arrange, self.remove):
            button.setAutoDefault(False)
            keys.addWidget(button)
        keys.addStretch()
        close = QDialogButtonBox(self)
        if self._lines:
            close.addButton(self.divide, QDialogButtonBox.ButtonRole.AcceptRole)
        leave = close.addButton(
            _tr("取消") if self._lines else _tr("关闭"), QDialogButtonBox.ButtonRole.RejectRole
        )
        leave.setAutoDefault(False)
        close.rejected.connect(self.reject)
        self.divide.setAutoDefault(False)
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(title)
        box.addWidget(self._about)
        box.addWidget(self.tree, 1)
        box.addLayout(entry)
        box.addLayout(keys)
        box.addWidget(self._problem)
        box.addWidget(close)

    def refresh(self, current: str = "") -> None:
        """Read the parts again; what was ticked stays ticked."""
        ticked = set(self.chosen())
        self._parts = self._desk.read(checklist, self._project).parts
        self.tree.blockSignals(True)
        self.tree.clear()
        shown: dict[str, QTreeWidgetItem] = {}
        for part in sorted(self._parts, key=lambda one: len(one.within)):
            around = shown.get(_parent_of(part, self._parts) or "")
            item = QTreeWidgetItem([part.name, part.kind.zh])
            item.setData(0, _ID, part.id)
            if self._lines:
                state = Qt.CheckState.Checked if part.id in ticked else Qt.CheckState.Unchecked
                item.setCheckState(0, state)
            if around is not None:
                around.addChild(item)
            else:
                self.tree.addTopLevelItem(item)
            shown[part.id] = item
        self.tree.expandAll()
        self.tree.blockSignals(False)
        self.within.clear()
        self.within.addItem(_tr("整个项目"), None)
        for part in self._parts:
            self.within.addItem(part.name, part.id)
        if current in shown:
            self.tree.setCurrentItem(shown[current])
        self._offer()

    def chosen(self) -> list[str]:
        """The ids of the ticked parts, in their order."""
        found = []
        for item in self._items():
            if self._lines and item.checkState(0) is Qt.CheckState.Checked:
                found.append(str(item.data(0, _ID)))
        order = {part.id: place for place, part in enumerate(self._parts)}
        return sorted(found, key=lambda one: order.get(one, 0))

    def _items(self) -> list[QTreeWidgetItem]:
        return self.tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive, 0)

    def _current(self) -> str | None:
        item = self.tree.currentItem()
        return str(item.data(0, _ID)) if item is not None else None

    def _show_current(self) -> None:
        part = next((one for one in self._parts if one.id == self._current()), None)
        if part is not None:
            self.name.setText(part.name)
            self.kind.setCurrentIndex(self.kind.findData(part.kind))
            self.within.setCurrentIndex(max(0, self.within.findData(_parent_of(part, self._parts))))
            self.name.selectAll()
        self._offer()

    def _offer(self) -> None:
        has_current = self._current() is not None
        self.rename.setEnabled(has_current)
        self.arrange.setEnabled(has_current)
        self.remove.setEnabled(has_current)
        self.divide.setEnabled(bool(self.chosen()))

    def _add(self) -> None:
        within = self.within.currentData()
        kind = PartKind(self.kind.currentData())

        def add() -> object:
            return self._desk.attempt(add_part, self._project, kind, self.name.text(), within).value

        self._try(add)

    def _rename(self) -> None:
        current = self._current()
        if current is not None:
            self._try(lambda: self._desk.attempt(rename_part, current, self.name.text()), current)

    def _arrange(self) -> None:
        current, within = self._current(), self.within.currentData()
        kind = PartKind(self.kind.currentData())
        if current is not None:
            self._try(lambda: self._desk.attempt(arrange_part, current, kind, within), current)

    def _remove(self) -> None:
        current = self._current()
        if current is not None:
            self._try(lambda: self._desk.attempt(remove_part, current))

    def _divide(self) -> None:
        ids = [line.id for line in self._lines]
        if self._try(lambda: self._desk.attempt(divide_items, ids, self.chosen())):
            self.accept()

    def _try(self, act: Callable[[], object], current: str = "") -> bool:
        try:
            made = act()
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
            return False
        self._problem.hide()
        is_new = isinstance(made, str)
        self.refresh(current)
        if is_new:
            self._tick(str(made))
            self.name.clear()
            self.name.setFocus()
        return True

    def _tick(self, part_id: str) -> None:
        """A part that was just added for the items at hand is meant for them."""
        for item in self._items():
            if self._lines and item.data(0, _ID) == part_id:
                item.setCheckState(0, Qt.CheckState.Checked)


class _Coordinator(Acting):
    def __init__(self, desk: Desk, project_id: str, group: GroupLine, parent: QWidget) -> None:
        super().__init__(_tr("牵头单位"), desk, group.name, parent)
        self._project = project_id
        self._group = group
        self.hint(_tr("谁来协调这一组并联办理的手续；留空表示未定。"))
        self.name = self.line(_tr("牵头单位或联系人"), group.coordinator)

    def read(self) -> None:
        self.desk.attempt(name_coordinator, self._project, self._group.code, self.name.text())


def show_parts(desk: Desk, parent: QWidget, project_id: str) -> None:
    """Show the parts of a project, to be added, renamed and removed."""
    asked(PartsDialog(desk, project_id, (), parent))


def ask_division(desk: Desk, parent: QWidget, lines: Sequence[ChecklistLine]) -> bool:
    """Ask among which parts items of one project are divided; whether they were."""
    return asked(PartsDialog(desk, lines[0].project_id, lines, parent))


def ask_coordinator(desk: Desk, parent: QWidget, project_id: str, group: GroupLine) -> bool:
    """Ask who coordinates a parallel group; whether it was written."""
    return asked(_Coordinator(desk, project_id, group, parent))


def _parent_of(part: Part, parts: Sequence[Part]) -> str | None:
    """The smallest part around a part."""
    around = [one for one in parts if one.id in part.within]
    return max(around, key=lambda one: len(one.within)).id if around else None


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
