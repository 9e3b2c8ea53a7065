"""The editor of the checklist: its items by phase, a form for the current one, and publishing the draft."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import READY, PermitRule
from fangzi_desktop.domain.rule_checks import RuleProblem, group_problems, rule_problems, tidied
from fangzi_desktop.domain.rule_edits import free_code, without_rule
from fangzi_desktop.domain.rule_words import limit_words
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import PermitPhase
from fangzi_desktop.services.templates import newest_template
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.settings.publishing import ask_publish
from fangzi_desktop.ui.settings.rule_form import RuleForm, blank_rule

_NAME, _DEPARTMENT, _LIMIT = range(3)
_PLACE = Qt.ItemDataRole.UserRole


class TemplateEditor(QDialog):
    """Edits a draft that starts as one version. Nothing takes effect before it is published as a new one."""

    def __init__(self, desk: Desk, template: Template, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("template-editor")
        self.setWindowTitle(
            self.tr("手续清单 第{number}版（{day}起）").format(
                number=template.version, day=wording.full_day(template.valid_from)
            )
        )
        self._desk = desk
        self._base = template
        self._newest = desk.read(newest_template)
        self._rules: list[PermitRule] = list(template.rules)
        self._groups = template.groups
        self._current = -1
        self._problems: tuple[RuleProblem, ...] = ()
        self._build()
        self._fit_screen()
        self._fill()
        if self._rules:
            self._go_to(0)
        self._check()
        self.tree.scrollToTop()

    @property
    def rules(self) -> tuple[PermitRule, ...]:
        """The draft."""
        return tuple(self._rules)

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from the version it started as."""
        return self._tidy() != self._base.rules or self._groups != self._base.groups

    def select(self, code: str) -> None:
        """Make an item the current one."""
        self._go_to(next(place for place, rule in enumerate(self._rules) if rule.code == code))

    # The draft.

    def _take(self, rule: PermitRule) -> None:
        before, self._rules[self._current] = self._rules[self._current], rule
        if rule.phase is not before.phase:
            self._fill()
            self._go_to(self._current, load=False)
        else:
            item = self._item(self._current)
            if item is not None:
                self._say(item, rule)
        self._check()

    def _add(self) -> None:
        like = self._rules[self._current] if self._current >= 0 else None
        place = self._current + 1 if self._current >= 0 else len(self._rules)
        self._rules.insert(place, blank_rule(free_code(self._rules), like))
        self._fill()
        self._go_to(place)
        self._check()
        self.form.take_focus()

    def _drop(self) -> None:
        rule = self._rules[self._current]
        waiting = [one.name for one in self._rules if rule.code in _needs(one)]
        place = self._current
        # What hangs on an item hangs by its code; of two that share one only this one goes.
        if sum(one.code == rule.code for one in self._rules) > 1:
            del self._rules[place]
        else:
            left, self._groups = without_rule(self._rules, self._groups, rule.code)
            self._rules = list(left)
        self._fill()
        self._go_to(min(place, len(self._rules) - 1))
        self._check()
        words = self.tr("已删去“{name}”").format(name=rule.name or rule.code)
        if waiting:
            words += self.tr("；以它为前置的{count}项改为等它的前置事项").format(count=len(waiting))
        self._told.setText(words)

    def _move(self, step: int) -> None:
        """Let the current item change places with its neighbour of the same phase."""
        here, phase = self._current, self._rules[self._current].phase
        same = [place for place, rule in enumerate(self._rules) if rule.phase is phase]
        at = same.index(here) + step
        if 0 <= at < len(same):
            there = same[at]
            self._rules[here], self._rules[there] = self._rules[there], self._rules[here]
            self._fill()
            self._go_to(there)
            self._check()

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _check(self) -> None:
        """Look at the whole draft; the first fault is said, every faulty item is marked."""
        self._problems = (*rule_problems(self._rules), *group_problems(self._rules, self._groups))
        faulty = {one.place for one in rule_problems(self._rules)}
        for place in range(len(self._rules)):
            item = self._item(place)
            if item is not None:
                name = self._rules[place].name or self.tr("（没有名称）")
                item.setText(_NAME, f"■ {name}" if place in faulty else name)
                item.setForeground(_NAME, theme.colour("red" if place in faulty else "ink1"))
        count = len(self._problems)
        self._fault.setVisible(bool(count))
        if count:
            first = sentence(self._problems[0].error)
            words = self.tr("■ {count}处要改：{first}") if count > 1 else self.tr("■ {first}")
            self._fault.setText(words.format(count=count, first=first))
            self._fault.setToolTip(wording.tip("\n".join(sentence(one.error) for one in self._problems[:12])))
        try:
            changed = self.is_changed
        except UserError as error:
            # A character that cannot be stored, pasted into a text.
            self._fault.setText(self.tr("■ {first}").format(first=sentence(error)))
            self._fault.show()
            self.publish.setEnabled(False)
            return
        self._told.setText(self.tr("草稿有改动，发布后才生效") if changed else self.tr("没有改动"))
        read_only = self._desk.workspace.store.read_only
        sound = not count and self.form.is_readable
        self.publish.setEnabled(sound and not read_only and self._is_new())
        self._offer()
        if (current := self.tree.currentItem()) is not None:
            self.tree.scrollToItem(current)

    def _offer(self) -> None:
        is_milestone = self._current >= 0 and self._rules[self._current].code == READY
        self.drop.setEnabled(self._current >= 0 and not is_milestone)
        self.drop.setToolTip(
            self.tr("程序靠“具备开工条件”判断何时可以开工，不能删去") if is_milestone else ""
        )

    def _is_new(self) -> bool:
        """Whether the draft differs from the newest version; an older one may be published again."""
        newest = self._newest
        return newest is None or (self._tidy() != newest.rules or self._groups != newest.groups)

    def _tidy(self) -> tuple[PermitRule, ...]:
        return tuple(tidied(rule) for rule in self._rules)

    def _show_fault(self) -> None:
        if self._problems and self._problems[0].place is not None:
            self._go_to(min(self._problems[0].place, len(self._rules) - 1))
            self.tree.setFocus()

    def _publish(self) -> None:
        if ask_publish(self._desk, self, self._tidy(), self._groups):
            self.accept()

    # The items.

    def _fill(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        for phase in PermitPhase:
            places = [place for place, rule in enumerate(self._rules) if rule.phase is phase]
            if not places:
                continue
            words = self.tr("{phase}（{count}项）").format(phase=phase.zh, count=len(places))
            top = QTreeWidgetItem(self.tree, [words])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            top.setFirstColumnSpanned(True)
            top.setFont(_NAME, theme.font(bold=True))
            for place in places:
                item = QTreeWidgetItem(top)
                item.setData(_NAME, _PLACE, place)
                self._say(item, self._rules[place])
        self.tree.expandAll()
        self.tree.blockSignals(False)

    def _say(self, item: QTreeWidgetItem, rule: PermitRule) -> None:
        own = {limit_words(one.limit) for one in rule.limit_by_route.values()}
        limit = " / ".join(sorted(own)) if own else limit_words(rule.limit)
        for column, words in ((_NAME, rule.name), (_DEPARTMENT, rule.department), (_LIMIT, limit)):
            item.setText(column, words)
            item.setToolTip(column, wording.tip(words))

    def _item(self, place: int) -> QTreeWidgetItem | None:
        for row in range(self.tree.topLevelItemCount()):
            top = self.tree.topLevelItem(row)
            for child in range(top.childCount() if top is not None else 0):
                item = top.child(child) if top is not None else None
                if item is not None and item.data(_NAME, _PLACE) == place:
                    return item
        return None

    def _go_to(self, place: int, *, load: bool = True) -> None:
        self._current = place
        item = self._item(place)
        self.form.setEnabled(item is not None)
        if item is None:
            return
        self.tree.blockSignals(True)
        self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)
        self.tree.scrollToItem(item)
        if load:
            self._show_rule()
        self._offer()

    def _show_rule(self) -> None:
        rule = self._rules[self._current]
        items = [(one.code, one.name or one.code) for one in self._rules]
        self.form.show_rule(rule, items, is_own=rule.code not in self._base.by_code)
        self.form.verticalScrollBar().setValue(0)

    def _follow(self, item: QTreeWidgetItem | None) -> None:
        place = item.data(_NAME, _PLACE) if item is not None else None
        if place is not None:
            self._current = int(place)
            self._show_rule()
            self._check()

    # Making.

    def _build(self) -> None:
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("template-items")
        self.tree.setAccessibleName(self.tr("清单事项"))
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([self.tr("事项"), self.tr("办理部门"), self.tr("承诺时限")])
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(12)
        self.tree.setUniformRowHeights(True)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(_DEPARTMENT, 130)
        self.tree.setColumnWidth(_LIMIT, 104)
        self.tree.currentItemChanged.connect(self._follow)
        self.form = RuleForm(self)
        self.form.setObjectName("rule-form")
        self.form.edited.connect(self._take)
        left = QWidget(self)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self.add = self._button("template-add", self.tr("新增事项"), "small")
        self.drop = self._button("template-drop", self.tr("删除事项"), "small")
        up = self._button("template-up", self.tr("上移"), "small")
        down = self._button("template-down", self.tr("下移"), "small")
        for button, slot in (
            (self.add, self._add),
            (self.drop, self._drop),
            (up, self._move_up),
            (down, self._move_down),
        ):
            button.clicked.connect(slot)
            tools.addWidget(button)
        tools.addStretch()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tree, 1)
        column.addLayout(tools)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        split.addWidget(left)
        split.addWidget(self.form)
        split.setSizes([520, 620])
        self._fault = QPushButton("", self)
        self._fault.setObjectName("template-fault")
        self._fault.setProperty("kind", "fault")
        self._fault.clicked.connect(self._show_fault)
        self._fault.hide()
        self._told = QLabel("", self)
        self._told.setObjectName("template-told")
        self._told.setProperty("kind", "secondary")
        self.publish = self._button("template-publish", self.tr("发布为新版本…"), "primary")
        self.publish.clicked.connect(self._publish)
        close = self._button("template-close", self.tr("关闭"), "")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._told)
        foot.addStretch()
        foot.addWidget(self.publish)
        foot.addWidget(close)
        hint = QLabel(
            self.tr("改动先留在草稿里，发布为新版本后才生效；并联组的成员和时限在导出的工作簿中修改。"), self
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.setSpacing(10)
        box.addWidget(hint)
        box.addWidget(split, 1)
        box.addWidget(self._fault)
        box.addLayout(foot)
        for button in (self.add, self.drop, up, down, self._fault, self.publish, close):
            # Enter in a field must not press a button of the dialog.
            button.setAutoDefault(False)
        QShortcut(QKeySequence("Ctrl+N"), self, self._add)

    def _button(self, name: str, words: str, kind: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", kind)
        return button

    def _fit_screen(self) -> None:
        room = self.screen().availableSize()
        self.setMinimumSize(860, 520)
        self.resize(min(1280, room.width() - 60), min(820, room.height() - 70))

    def _may_close(self) -> bool:
        return tuple(self._rules) == self._base.rules or ask_discard(self)

    def reject(self) -> None:
        if self._may_close():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and not self._may_close():
            event.ignore()
        else:
            event.accept()


def _needs(rule: PermitRule) -> set[str]:
    return {*rule.requires, *(code for codes in rule.requires_extra.values() for code in codes)}


def ask_discard(parent: QWidget) -> bool:
    """Ask whether a draft may be lost."""
    box = QMessageBox(parent)
    box.setWindowTitle(box.tr("草稿还没有发布"))
    box.setText(box.tr("清单的改动还没有发布，关闭后不保留。要关闭吗？"))
    discard = box.addButton(box.tr("放弃改动"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(box.tr("继续编辑"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is discard


def edit_template(desk: Desk, parent: QWidget, template: Template) -> bool:
    """Open a version in the editor; whether a new one was published."""
    dialog = TemplateEditor(desk, template, parent)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted
