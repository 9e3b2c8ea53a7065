"""One paragraph of a paper: what stands there, edited in its place, and the records it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.services.report_words import WordsLine, WordsSource
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.project.tab import place_of

# More than this is read in the pages or in the editor.
_MOST_SHOWN = 600
# So many records are named in the card; more stand in a list that opens.
_MOST_NAMED = 1
_NARROWEST_LINK = 48
_LINK_PADDING = 12
_EDITOR_LINES = (3, 14)
_LIST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and not kept: the words at first, the draft they stood for, and the words now."""

    at_first: str
    drafted: str
    words: str


class WordsEditor(QPlainTextEdit):
    """Plain text. Ctrl+Enter keeps it, Esc gives it up, Tab leaves the field."""

    kept = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passage-editor")
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._grow)

    def _grow(self) -> None:
        least, most = _EDITOR_LINES
        lines = int(self.document().size().height())
        height = self.fontMetrics().lineSpacing() * min(max(lines, least), most) + 20
        if height != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class _Link(QPushButton):
    """A link that gives way where there is too little room."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(words, parent)
        self._words = words
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        # The style sheet makes it bold, which the metrics know only then.
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + _LINK_PADDING, hint.height())

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(_NARROWEST_LINK, hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - _LINK_PADDING + 2
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))


class PassageCard(QFrame):
    """A paragraph. Enter or F2 edits it, the arrow keys go on to the next.

    `written` tells what a person wrote with the draft it stands for; empty words leave the paragraph out.
    """

    written = Signal(str, str, str)
    restored = Signal(str)
    stepped = Signal(int)
    editing = Signal()
    source_requested = Signal(str, str, str)

    def __init__(self, line: WordsLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passage")
        self.setProperty("kind", "passage")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = line
        self._editor: WordsEditor | None = None
        self._at_first = ""
        self._drafted = ""
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(12, 8, 8, 4)
        self._box.setSpacing(4)
        self._make_marks()
        self._words = QLabel("", self)
        self._words.setObjectName("passage-words")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._box.addWidget(self._words)
        self._draft = QLabel("", self)
        self._draft.setObjectName("passage-draft")
        self._draft.setProperty("kind", "secondary")
        self._draft.setTextFormat(Qt.TextFormat.PlainText)
        self._draft.setWordWrap(True)
        self._box.addWidget(self._draft)
        self._links = QWidget(self)
        self._link_row = QHBoxLayout(self._links)
        self._link_row.setContentsMargins(0, 0, 0, 0)
        self._link_row.setSpacing(4)
        self._make_actions()
        self._list: QListWidget | None = None
        self.show_line(line)

    @property
    def is_editing(self) -> bool:
        """Whether the editor is open."""
        return self._editor is not None

    @property
    def has_unsaved(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._editor is not None and self._editor.toPlainText() != self._at_first

    @property
    def typed(self) -> Typed | None:
        """What was typed and not kept, to go on with later."""
        if self._editor is None or not self.has_unsaved:
            return None
        return Typed(self._at_first, self._drafted, self._editor.toPlainText())

    @property
    def text(self) -> str:
        """What the card shows, for those who read it by ear."""
        return self.accessibleDescription()

    def show_line(self, line: WordsLine) -> None:
        """Show the paragraph as it now stands; an open editor stays as it is."""
        sources = self.line.sources if self._link_row.count() else None
        self.line = line
        name = line.lead or line.printed[:20] or _tr("空段落")
        self.setAccessibleName(_tr("段落：{name}").format(name=name))
        marks = marks_of(line)
        self.setAccessibleDescription("，".join((*marks, f"{line.lead}{line.printed}")))
        for label, words in zip(self._marks, marks_shown(line), strict=True):
            label.setText(words)
            label.setVisible(bool(words))
        printed = line.written or "" if line.is_gone else line.printed
        # The lead is not edited and stays before what is.
        shown = "" if line.is_left_out or self._editor is not None else _shortened(printed)
        lead = "" if line.is_left_out and self._editor is None else line.lead
        words = f"<b>{escape(lead)}</b>{escape(shown)}"
        self._words.setText(f'<span style="white-space: pre-wrap">{words}</span>')
        self._words.setVisible(bool(shown or lead))
        self._show_draft()
        can_edit = bool(line.key) and not line.is_gone and self._editor is None
        self._edit.setVisible(can_edit)
        is_edited = line.written is not None and self._editor is None
        self._restore.setVisible(is_edited)
        self._restore.setText(_tr("删去") if line.is_gone else _tr("恢复草拟"))
        self._restore.setToolTip(wording.tip(_tr("草拟：{words}").format(words=_shortened(line.drafted))))
        self._keep.setVisible(is_edited and line.has_changed)
        if sources != line.sources:
            self._show_sources()

    def edit(self) -> None:
        """Open the editor in the place of the words, or go on in it."""
        if not self.line.key or self.line.is_gone:
            return
        if self._editor is None:
            self._at_first = self.line.printed
            self._drafted = self.line.drafted
            self._open_editor()
        if self._editor is not None:
            self._editor.setFocus()
            self.editing.emit()

    def resume(self, typed: Typed) -> None:
        """Go on with what was typed before."""
        if self._editor is None:
            self._at_first, self._drafted = typed.at_first, typed.drafted
            self._open_editor()
        if self._editor is not None:
            self._editor.setPlainText(typed.words)

    def keep(self) -> None:
        """Hand on what was typed and close the editor."""
        if self._editor is None:
            return
        words, is_changed = self._editor.toPlainText(), self.has_unsaved
        self._close_editor()
        if is_changed:
            self.written.emit(self.line.key, words, self._drafted)

    def give_up(self) -> None:
        """Close the editor; ask first where something would be lost."""
        if self._editor is not None and (not self.has_unsaved or may_discard(self)):
            self._close_editor()

    def discard(self) -> None:
        """Close the editor without a question."""
        if self._editor is not None:
            self._close_editor()

    # What a person does.

    def _leave_out(self) -> None:
        drafted = self._drafted if self._editor is not None else self.line.drafted
        self._close_editor()
        self.written.emit(self.line.key, "", drafted)

    def _keep_edit(self) -> None:
        if self.line.written is not None:
            self.written.emit(self.line.key, self.line.written, self.line.drafted)

    def _restore_draft(self) -> None:
        self.restored.emit(self.line.key)

    def _go_to(self, source: WordsSource) -> None:
        tab, owner = place_of(source.kind, source.owner_id)
        self.source_requested.emit(source.project_id, tab, owner)

    def _go_to_item(self, item: QListWidgetItem) -> None:
        self._go_to(item.data(Qt.ItemDataRole.UserRole))

    def _fold_list(self) -> None:
        if self._list is None:
            self._list = self._make_list()
            self._box.addWidget(self._list)
        else:
            self._list.setVisible(self._list.isHidden())
        if not self._list.isHidden():
            self._list.setFocus()

    # Making.

    def _make_marks(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        self._marks = [QLabel("", self) for _ in range(2)]
        for label, tone in zip(self._marks, ("accent", "soon"), strict=True):
            label.setProperty("kind", "mark")
            label.setProperty("tone", tone)
            row.addWidget(label)
        row.addStretch()
        self._box.addLayout(row)

    def _make_actions(self) -> None:
        """The records at the left, what can be done at the right."""
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._links, 1)
        row.addStretch()
        self._keep = self._action(_tr("沿用改写"), "passage-keep", self._keep_edit)
        self._keep.setToolTip(_tr("看过新的草拟内容，仍用改写的文字"))
        self._restore = self._action(_tr("恢复草拟"), "passage-restore", self._restore_draft)
        self._edit = self._action(_tr("改写"), "passage-edit", self.edit)
        self._edit.setToolTip(_tr("改写这一段  Enter"))
        for button in (self._keep, self._restore, self._edit):
            row.addWidget(button)
        self._box.addLayout(row)

    def _action(self, words: str, name: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "quiet")
        button.setObjectName(name)
        button.setText(words)
        button.clicked.connect(slot)
        return button

    def _open_editor(self) -> None:
        editor = self._editor = WordsEditor(self)
        editor.setAccessibleName(_tr("段落文字"))
        editor.setPlaceholderText(_tr("留空则不印这一段"))
        editor.setPlainText(self._at_first)
        editor.kept.connect(self.keep)
        editor.given_up.connect(self.give_up)
        self._box.insertWidget(self._box.indexOf(self._words) + 1, editor)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        row.addStretch()
        for words, name, keys, slot in (
            (_tr("不印这一段"), "passage-leave-out", "", self._leave_out),
            (_tr("取消"), "passage-cancel", "Esc", self.give_up),
            (_tr("保存"), "passage-save", "Ctrl+Enter", self.keep),
        ):
            button = QPushButton(words, self._buttons)
            button.setObjectName(name)
            button.setProperty("kind", "small")
            button.setToolTip(f"{words}  {keys}".strip())
            button.clicked.connect(slot)
            row.addWidget(button)
        self._box.insertWidget(self._box.indexOf(editor) + 1, self._buttons)
        for widget in (editor, self._buttons):
            widget.show()
        self.show_line(self.line)

    def _close_editor(self) -> None:
        if self._editor is None:
            return
        for widget in (self._editor, self._buttons):
            self._box.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._editor = None
        self.show_line(self.line)
        self.setFocus()

    def _show_draft(self) -> None:
        line = self.line
        if line.is_gone:
            words = _tr("报告中已没有这一段，以上文字不印。")
        elif line.has_changed and not line.is_used:
            words = _tr("未采用的改写：{words}").format(
                words=_shortened(line.written or "") or _tr("（不印）")
            )
        elif line.has_changed:
            words = _tr("现草拟：{words}").format(words=_shortened(line.drafted) or _tr("（空）"))
        elif self._editor is not None and line.written is not None:
            words = _tr("草拟：{words}").format(words=_shortened(line.drafted))
        else:
            words = ""
        self._draft.setText(words)
        self._draft.setVisible(bool(words))

    def _show_sources(self) -> None:
        while (item := self._link_row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        sources = self.line.sources
        self._links.setVisible(bool(sources))
        if not sources:
            return
        label = QLabel(_tr("依据"), self._links)
        label.setProperty("kind", "secondary")
        self._link_row.addWidget(label)
        if len(sources) <= _MOST_NAMED:
            for source in sources:
                self._link_row.addWidget(self._link(source.words, partial(self._go_to, source)))
        else:
            words = _tr("{count}条记录").format(count=len(sources))
            self._link_row.addWidget(self._link(words, self._fold_list))
        self._link_row.addStretch()

    def _link(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = _Link(words.replace("\n", " "), self._links)
        button.setObjectName("passage-source")
        button.setAccessibleName(_tr("依据：{words}").format(words=words))
        button.setToolTip(wording.tip(words))
        button.clicked.connect(slot)
        return button

    def _make_list(self) -> QListWidget:
        found = QListWidget(self)
        found.setObjectName("passage-sources")
        found.setProperty("kind", "picker")
        found.setAccessibleName(_tr("这一段的依据"))
        for source in self.line.sources:
            item = QListWidgetItem(source.words, found)
            item.setToolTip(wording.tip(source.words))
            item.setData(Qt.ItemDataRole.UserRole, source)
        rows = min(found.count(), _LIST_ROWS)
        found.setFixedHeight(rows * found.sizeHintForRow(0) + 4)
        found.itemActivated.connect(self._go_to_item)
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        elif step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit()
        event.accept()


def marks_shown(line: WordsLine) -> tuple[str, str]:
    """The two marks of a paragraph: that it was edited, and that its draft is another than it was then."""
    if line.written is None:
        return "", ""
    if line.is_gone:
        return _tr("已改写"), _tr("▲ 段落已不在")
    first = _tr("不印") if line.written == "" else _tr("已改写")
    if not line.has_changed:
        return first, ""
    return first, _tr("▲ 草拟内容已变")


def marks_of(line: WordsLine) -> tuple[str, ...]:
    """The marks that a paragraph has, without their signs."""
    return tuple(mark.removeprefix("▲ ") for mark in marks_shown(line) if mark)


def may_discard(parent: QWidget) -> bool:
    """Ask whether what was typed may be lost."""
    box = QMessageBox(parent)
    box.setWindowTitle(_tr("还有未保存的文字"))
    box.setText(_tr("改写的文字还没有保存。要放弃吗？"))
    discard = box.addButton(_tr("放弃"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_tr("继续改写"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is discard


def _shortened(words: str) -> str:
    if len(words) <= _MOST_SHOWN:
        return words
    return _tr("{words}…（共{count}字）").format(words=words[:_MOST_SHOWN], count=len(words))


def _tr(words: str) -> str:
    return QCoreApplication.translate("reports", words)
