"""待核对: what both sides changed differently, decided one by one or by rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.services.conflicts import Conflict, open_conflicts
from fangzi_desktop.services.merge_names import RecordNames, record_names
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.bulk import Scope, ask_bulk
from fangzi_desktop.ui.field.conflict_words import field_title, named_by, record_title
from fangzi_desktop.ui.field.inbox_model import InboxModel
from fangzi_desktop.ui.field.sides import Sides
from fangzi_desktop.ui.field.words import tr

_KEYS = (*"0123456789", "F2")
_LIST_WIDTH, _DETAIL_WIDTH = 400, 840


class InboxPart(QWidget):
    """The list at the left, the current conflict at the right; digits decide, Alt+↑ and Alt+↓ go on."""

    open_requested = Signal(str, str, str)
    counted = Signal(int)
    return_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: tuple[Conflict, ...] = ()
        self._names = RecordNames()
        self._text = ""
        self.model = InboxModel(self)
        self._build()
        self._bind_keys()

    @property
    def current(self) -> Conflict | None:
        """The conflict shown at the right."""
        return self.model.conflict_at(self.tree.currentIndex())

    def refresh(self) -> None:
        """Read again what waits; the current conflict stays, or the one that takes its place."""
        self._all = self._desk.read(open_conflicts)
        self._names = self._desk.read(record_names, named_by(self._all))
        self._show()
        self.counted.emit(len(self._all))

    def search(self, text: str) -> None:
        """Show only what fits a typed text."""
        if text.strip() != self._text:
            self._text = text.strip()
            self._show()

    def select(self, project_id: str) -> bool:
        """Make a project's first conflict the current one; whether it has one."""
        for conflict in self.model.conflicts:
            if conflict.project_id == project_id:
                self._go_to(conflict.id)
                return True
        return False

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self.tree.setFocus()

    def go(self, step: int) -> None:
        """Go to the next conflict, or the one before; at either end it stays."""
        shown = [conflict.id for conflict in self.model.conflicts]
        if not shown:
            return
        place = shown.index(self.current.id) + step if self.current is not None else 0
        self._go_to(shown[min(max(place, 0), len(shown) - 1)])

    def ask_bulk(self) -> None:
        """Ask for a rule for what is chosen, for a project or for all."""
        scopes = self._scopes()
        if scopes and not self._desk.workspace.store.read_only:
            ask_bulk(self._desk, scopes, self)

    def _scopes(self) -> list[Scope]:
        chosen = self._chosen()
        scopes: list[Scope] = [(tr("所选"), chosen)] if len(chosen) > 1 else []
        group = self.model.group_at(self.tree.currentIndex())
        if group is not None and len(self.model.groups) > 1:
            scopes.append((group.project or tr("不属于某一个项目"), group.conflicts))
        if self.model.conflicts:
            scopes.append((tr("列出的全部"), self.model.conflicts))
        return scopes

    def _chosen(self) -> Sequence[Conflict]:
        found: dict[str, Conflict] = {}
        for index in self.tree.selectionModel().selectedIndexes():
            conflict, group = self.model.conflict_at(index), self.model.group_at(index)
            if conflict is not None:
                found[conflict.id] = conflict
            elif group is not None:
                found |= {one.id: one for one in group.conflicts}
        return list(found.values())

    def _show(self) -> None:
        before = [conflict.id for conflict in self.model.conflicts]
        focus = QApplication.focusWidget()
        was_within = focus is not None and self.sides.isAncestorOf(focus)
        current = self.current.id if self.current is not None else ""
        shown = [conflict for conflict in self._all if self._fits(conflict)]
        self.model.show_conflicts(shown, self._names)
        self.tree.expandAll()
        self._stack.setCurrentIndex(0 if self._all else 1)
        self._top.setVisible(bool(self._all))
        self._bulk.setEnabled(bool(shown))
        now = [conflict.id for conflict in self.model.conflicts]
        if current in now:
            self._go_to(current)
        elif now:
            place = before.index(current) if current in before else 0
            self._go_to(now[min(place, len(now) - 1)])
        else:
            self.sides.show_conflict(None, self._names)
        if was_within:
            # The button that had the keyboard is gone with what it decided.
            self.tree.setFocus()

    def _fits(self, conflict: Conflict) -> bool:
        about = f"{conflict.project} {record_title(conflict, self._names)} {field_title(conflict)}"
        return self._text.lower() in about.lower()

    def _go_to(self, conflict_id: str) -> None:
        index = self.model.index_of(conflict_id)
        if index.isValid():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.tree.selectionModel().setCurrentIndex(index, flag)
            self.tree.scrollTo(index)

    def _show_current(self, current: QModelIndex) -> None:
        self.sides.show_conflict(self.model.conflict_at(current), self._names)

    def _open_current(self, index: QModelIndex) -> None:
        group = self.model.group_at(index)
        if group is not None and group.project_id and group.project:
            self.open_requested.emit(group.project_id, "", "")

    # Making.

    def _build(self) -> None:
        self.tree = QTreeView(self)
        self.tree.setObjectName("conflicts")
        self.tree.setAccessibleName(tr("待核对"))
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.selectionModel().currentChanged.connect(self._show_current)
        self.tree.activated.connect(self._open_current)
        self.sides = Sides(self._desk, self)
        self.sides.open_requested.connect(self.open_requested)
        whole = QSplitter(self)
        whole.setChildrenCollapsible(False)
        whole.addWidget(self.tree)
        whole.addWidget(self.sides)
        whole.setStretchFactor(1, 1)
        whole.setSizes([_LIST_WIDTH, _DETAIL_WIDTH])
        self._stack = QStackedWidget(self)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._make_empty())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self._make_top())
        box.addWidget(self._stack, 1)

    def _make_top(self) -> QWidget:
        top = QWidget(self)
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        hint = QLabel(tr("核对之前按办公室的内容办理；每一步都可以撤销。"), top)
        hint.setProperty("kind", "secondary")
        row.addWidget(hint, 1)
        for name, words, act in (
            ("before", tr("上一条（Alt+↑）"), partial(self.go, -1)),
            ("after", tr("下一条（Alt+↓）"), partial(self.go, 1)),
        ):
            row.addWidget(self._button(name, words, act, top))
        self._bulk = self._button("many", tr("成批核对…（B）"), self.ask_bulk, top)
        self._bulk.setVisible(not self._desk.workspace.store.read_only)
        row.addWidget(self._bulk)
        row.addWidget(self._make_taking(top))
        self._top = top
        return top

    def _make_taking(self, parent: QWidget) -> QPushButton:
        button = self._button("take-back", tr("并入带回文件…"), self.return_requested.emit, parent)
        button.setVisible(not self._desk.workspace.store.read_only)
        return button

    def _button(self, name: str, words: str, act: Callable[[], None], parent: QWidget) -> QPushButton:
        button = QPushButton(words, parent)
        button.setObjectName(f"conflicts-{name}")
        button.setAccessibleName(words)
        button.setProperty("kind", "small")
        button.clicked.connect(act)
        return button

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        box = QVBoxLayout(empty)
        box.addStretch(2)
        for kind, words in (
            ("column-title", tr("没有待核对的内容")),
            (
                "secondary",
                tr(
                    "并入外勤带回的文件时，只有一边改过的内容直接并入；"
                    "同一项两边改得不一样、一边删除而另一边还在修改、编号重复的，列在这里，由人逐条核对，不会自动取舍。"
                ),
            ),
        ):
            label = QLabel(words, empty)
            label.setProperty("kind", kind)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            box.addWidget(label)
        box.addSpacing(8)
        taking = self._make_taking(empty)
        taking.setObjectName("conflicts-empty-take-back")
        box.addWidget(taking, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        return empty

    def _bind_keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Alt+Down", partial(self.go, 1)),
            ("Alt+Up", partial(self.go, -1)),
            ("B", self.ask_bulk),
            *((key, partial(self.sides.choose, key)) for key in _KEYS),
        ]
        for key, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
