"""One conflict: what each side says, side by side, with the choice below each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.services.conflicts import (
    Conflict,
    Said,
    decide_deletion,
    decide_value,
    dismiss_gone,
    keep_numbers,
)
from fangzi_desktop.services.merge_names import RecordNames
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.conflict_words import (
    deletion_words,
    field_title,
    field_value,
    marks,
    number_fields,
    number_words,
    record_title,
)
from fangzi_desktop.ui.field.merge_words import field_words, titled, value_words, who_words
from fangzi_desktop.ui.field.other_value import ask_number, ask_other_value, is_typable
from fangzi_desktop.ui.field.words import tr

_NARROWEST = 190
_BUTTON = 36
# What a record's own name says already, or nobody needs to read.
_SILENT = frozenset(
    {"id", "project_id", "position", "rule_id", "search_key", "sort_key", "sha256", "clock_id"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide the conflict shown: its key, its words and the act.

    `of` is the side that it takes, or the id of the record that it changes.
    """

    key: str
    words: str
    act: Callable[[], object]
    name: str
    of: Said | str | None = None


class Sides(QScrollArea):
    """Shows one conflict and decides it; `choices` are what may be done with it now."""

    open_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.conflict: Conflict | None = None
        self.choices: dict[str, Choice] = {}
        self.setObjectName("conflict-detail")
        self.setAccessibleName(tr("待核对的内容"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_conflict(self, conflict: Conflict | None, names: RecordNames) -> None:
        """Show a conflict, or nothing."""
        self.conflict = conflict
        self.choices = {}
        sheet = QWidget(self)
        box = QVBoxLayout(sheet)
        box.setContentsMargins(12, 0, 4, 4)
        box.setSpacing(10)
        if conflict is not None:
            if not self._desk.workspace.store.read_only:
                self.choices = {choice.key: choice for choice in self._choices(conflict, names)}
            self._add_head(box, conflict, names)
            box.addWidget(self._sides(conflict, names))
            box.addWidget(self._buttons())
            if conflict.table != "project" and conflict.kind is not ConflictKind.NUMBER:
                self._add_record(box, conflict, names)
        box.addStretch(1)
        # The button that was just clicked may be on it.
        before = self.takeWidget()
        if before is not None:
            before.hide()
            before.deleteLater()
        self.setWidget(sheet)
        self.verticalScrollBar().setValue(0)

    def choose(self, key: str) -> bool:
        """Decide by a key; whether there is such a choice now."""
        choice = self.choices.get(key)
        if choice is None:
            return False
        choice.act()
        return True

    # What may be done.

    def _choices(self, conflict: Conflict, names: RecordNames) -> Iterable[Choice]:
        if conflict.kind is ConflictKind.NUMBER:
            yield from self._numbering(conflict, names)
            return
        if conflict.kind is ConflictKind.DELETION:
            yield Choice("1", tr("保留（1）"), lambda: self._keep(conflict, stays=True), "stays")
            words = tr("删除（2）")
            if conflict.others:
                words = tr("删除，连同{count}条（2）").format(count=conflict.others)
            yield Choice("2", words, lambda: self._keep(conflict, stays=False), "goes")
            return
        if conflict.is_gone:
            yield Choice("1", tr("划去（1）"), lambda: self._desk.do(dismiss_gone, conflict.id), "dismiss")
            return
        office = conflict.office
        yield Choice("1", tr("用办公室的（1）"), self._taking(conflict, office), "office", office)
        for number, said in enumerate(conflict.sites, start=2):
            if said.values is None or number > 9:
                continue
            words = tr("用现场的（{key}）").format(key=number)
            yield Choice(str(number), words, self._taking(conflict, said), f"site-{number - 1}", said)
        if is_typable(conflict.table, conflict.fields):
            yield Choice(
                "F2", tr("另填…（F2）"), lambda: ask_other_value(self._desk, conflict, names, self), "other"
            )

    def _numbering(self, conflict: Conflict, names: RecordNames) -> Iterable[Choice]:
        if is_typable(conflict.table, number_fields(conflict)):
            for number, row_id in enumerate(list(conflict.records)[:9], start=1):
                act = partial(ask_number, self._desk, conflict, row_id, names, self)
                words = tr("改编号…（{key}）").format(key=number)
                yield Choice(str(number), words, act, f"number-{number}", row_id)
        keep = partial(self._desk.do, keep_numbers, conflict.id)
        yield Choice("0", tr("编号都不改（0）"), keep, "keep-numbers")

    def _taking(self, conflict: Conflict, said: Said) -> Callable[[], object]:
        return lambda: self._desk.do(decide_value, conflict.id, said.values or ())

    def _keep(self, conflict: Conflict, *, stays: bool) -> None:
        self._desk.do(decide_deletion, conflict.id, stays=stays)

    # Making.

    def _add_head(self, box: QVBoxLayout, conflict: Conflict, names: RecordNames) -> None:
        title = QLabel(f"{record_title(conflict, names)} · {field_title(conflict)}", self)
        title.setObjectName("conflict-title")
        title.setProperty("kind", "panel-title")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        box.addWidget(title)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(_mark(conflict.kind.zh, "", self))
        for words in marks(conflict):
            row.addWidget(_mark(f"⚠ {words}", "soon", self))
        since = QLabel(tr("{day}起待核对").format(day=wording.full_day(conflict.opened_on)), self)
        since.setProperty("kind", "secondary")
        row.addWidget(since)
        row.addStretch(1)
        if conflict.project_id and conflict.project:
            open_it = QPushButton(tr("打开项目"), self)
            open_it.setObjectName("conflict-open")
            open_it.setProperty("kind", "link")
            open_it.clicked.connect(self._open)
            row.addWidget(open_it)
        box.addLayout(row)
        reason = _explained(conflict)
        if reason:
            hint = QLabel(reason, self)
            hint.setObjectName("conflict-hint")
            hint.setProperty("kind", "secondary")
            hint.setWordWrap(True)
            box.addWidget(hint)

    def _open(self) -> None:
        if self.conflict is not None and self.conflict.project_id:
            self.open_requested.emit(self.conflict.project_id, "", "")

    def _sides(self, conflict: Conflict, names: RecordNames) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if conflict.kind is ConflictKind.NUMBER:
            for row_id in conflict.records:
                row.addLayout(self._column(self._record_card(conflict, row_id, names), row_id, whole), 1)
            return whole
        sides = [] if conflict.kind is ConflictKind.DELETION else [(tr("带出时"), conflict.base)]
        sides.append((tr("办公室（现在）") if sides else tr("办公室"), conflict.office))
        several = len(conflict.sites) > 1
        for number, said in enumerate(conflict.sites, start=1):
            words = tr("现场{number}").format(number=number) if several else tr("现场")
            sides.append((words, said))
        for title, said in sides:
            row.addLayout(self._column(self._card(title, conflict, said, names), said, whole), 1)
        return whole

    def _column(self, card: QFrame, of: Said | str, parent: QWidget) -> QVBoxLayout:
        """A card with the choice that takes it; the others leave its place free."""
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(card, 1)
        choice = next((one for one in self.choices.values() if one.of is of), None)
        if choice is not None:
            column.addWidget(self._button(choice, parent))
        elif any(one.of is not None for one in self.choices.values()):
            column.addSpacing(_BUTTON)
        return column

    def _record_card(self, conflict: Conflict, row_id: str, names: RecordNames) -> QFrame:
        card = QFrame(self)
        card.setProperty("kind", "card")
        card.setMinimumWidth(_NARROWEST)
        box = QVBoxLayout(card)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(6)
        title = titled(conflict.table, conflict.records[row_id], names)
        told = [title, *number_words(conflict, row_id, names)]
        for words in told:
            box.addWidget(_value(words, card))
        box.addStretch(1)
        card.setAccessibleName("，".join(told))
        return card

    def _card(self, title: str, conflict: Conflict, said: Said, names: RecordNames) -> QFrame:
        card = QFrame(self)
        card.setProperty("kind", "card")
        card.setMinimumWidth(_NARROWEST)
        box = QVBoxLayout(card)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(6)
        head = QLabel(title, card)
        head.setProperty("kind", "secondary")
        box.addWidget(head)
        told = [title]
        if conflict.kind is ConflictKind.DELETION:
            told.append(deletion_words(conflict, said, names))
            box.addWidget(_value(told[-1], card))
        else:
            for place, field in enumerate(conflict.fields):
                words = field_value(conflict, said, place, names)
                if len(conflict.fields) > 1:
                    words = f"{field_words(conflict.table, field)}：{words}"
                told.append(words)
                box.addWidget(_value(words, card))
        box.addStretch(1)
        who = [part for part in who_words(said.who, said.at, said.device).split(" · ") if part]
        if who:
            said_by = QLabel("\n".join(who), card)
            said_by.setProperty("kind", "secondary")
            said_by.setTextFormat(Qt.TextFormat.PlainText)
            said_by.setWordWrap(True)
            box.addWidget(said_by)
        card.setAccessibleName("，".join([*told, *who]))
        return card

    def _buttons(self) -> QWidget:
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for choice in self.choices.values():
            if choice.of is None:
                row.addWidget(self._button(choice, whole))
        row.addStretch(1)
        return whole

    def _button(self, choice: Choice, parent: QWidget) -> QPushButton:
        button = QPushButton(choice.words, parent)
        button.setObjectName(f"conflict-{choice.name}")
        button.setAccessibleName(choice.words)
        button.clicked.connect(choice.act)
        return button

    def _add_record(self, box: QVBoxLayout, conflict: Conflict, names: RecordNames) -> None:
        table = conflict.table
        told = [
            f"{field_words(table, field)} {value_words(table, field, value, names, conflict.record)}"
            for field, value in conflict.record.items()
            if field not in _SILENT and field not in conflict.fields and value not in (None, "", "{}", "[]")
        ]
        if not told:
            return
        head = QLabel(tr("这条记录") if not conflict.is_gone else tr("这条记录（已删除）"), self)
        head.setProperty("kind", "column-title")
        words = QLabel(" · ".join(told), self)
        words.setObjectName("conflict-record")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("kind", "secondary")
        words.setWordWrap(True)
        box.addWidget(head)
        box.addWidget(words)


def _explained(conflict: Conflict) -> str:
    if conflict.kind is ConflictKind.NUMBER:
        return tr("这几条记录的编号相同，都已保留。请给其中一条改编号；都已对外使用的，可以都不改。")
    if conflict.kind is ConflictKind.RING:
        return tr("照现场的填写，两条记录会互相包含；先按办公室的保留。")
    if conflict.kind is ConflictKind.DELETION:
        return tr("一边删除了这条记录，另一边还在修改；核对之前先保留。")
    if conflict.is_gone:
        return tr("这条记录已经删除，没有可以改的内容。")
    if conflict.is_changed:
        return tr("列入待核对以后，这条记录又改过；办公室一栏是现在的内容。")
    return ""


def _value(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("kind", "card-title")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    return label


def _mark(words: str, tone: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("kind", "mark")
    label.setProperty("tone", tone)
    return label
