"""The panel of one permit item: why its day falls where it does, what it hangs on, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from html import escape

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.deadlines import Suspension, amount_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Applicability, LimitKind, PermitState, Unit
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.checklist_model import is_running, left_words, state_word
from fangzi_desktop.ui.project.item_acts import DATED, ItemAct, act_name, acts_of, starts_by_event

WIDTH = 300
_COLUMNS = 3

Find = Callable[[str], ChecklistLine | None]


class ItemPanel(QFrame):
    """What is known of the current item, and its acts. `act_chosen` leaves the doing to the checklist."""

    act_chosen = Signal(ItemAct)
    variant_chosen = Signal(object)
    item_chosen = Signal(str)

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("item-panel")
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("事项详情"))
        self._line: ChecklistLine | None = None
        self._title = QLabel("", self)
        self._title.setProperty("kind", "panel-title")
        self._about = QLabel("", self)
        self._about.setProperty("kind", "secondary")
        self._why = QLabel("", self)
        self._why.setProperty("kind", "why")
        self._body = QLabel("", self)
        self._body.setTextFormat(Qt.TextFormat.RichText)
        self._body.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._body.linkActivated.connect(self.item_chosen)
        for label in (self._title, self._about, self._why):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._title, self._about, self._why, self._body):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._acts = QFrame(self)
        self._acts.setProperty("kind", "acts")
        self.day_field = DayField(today, self._acts)
        self.day_field.setObjectName("item-day")
        self.number_field = QLineEdit(self._acts)
        self.number_field.setObjectName("item-number")
        self.number_field.setPlaceholderText(self.tr("证号或文号"))
        self.number_field.setAccessibleName(self.tr("证号或文号"))
        self._variant = QComboBox(self._acts)
        self._variant.setAccessibleName(self.tr("事项类别"))
        self._variant.activated.connect(self._choose_variant)
        self._problem = QLabel("", self._acts)
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        self.buttons = {act: self._button(act) for act in ItemAct}
        self.buttons[ItemAct.RESUME].setToolTip(self.tr("所填日期是不计入期限的最后一天，次日起继续计时"))
        self._offered: tuple[ItemAct, ...] = ()
        self._build()
        for field in (self.day_field, self.number_field):
            field.returnPressed.connect(self._do_first)
        self.show_item(None, lambda code: None, today)

    def _button(self, act: ItemAct) -> QPushButton:
        button = QPushButton(act_name(act), self._acts)
        button.setObjectName(f"item-{act.name.lower()}")
        button.setProperty("kind", "small")
        button.clicked.connect(partial(self.act_chosen.emit, act))
        return button

    def _build(self) -> None:
        content = QWidget(self)
        inner = self._inner = QVBoxLayout(content)
        inner.setContentsMargins(14, 12, 12, 8)
        inner.setSpacing(6)
        for label in (self._title, self._about, self._why, self._body):
            inner.addWidget(label)
        inner.addStretch()
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        acts = QVBoxLayout(self._acts)
        acts.setContentsMargins(14, 10, 12, 12)
        acts.setSpacing(8)
        acts.addWidget(self._variant)
        fields = QHBoxLayout()
        fields.setSpacing(6)
        self.day_field.setFixedWidth(102)
        fields.addWidget(self.day_field)
        fields.addWidget(self.number_field, 1)
        fields.addStretch()
        acts.addLayout(fields)
        acts.addWidget(self._problem)
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        acts.addLayout(self._grid)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        box.addWidget(self._acts)

    def hold(self, part: QWidget) -> None:
        """Put a part under what is known of the item."""
        self._inner.insertWidget(self._inner.count() - 1, part)

    def show_item(self, line: ChecklistLine | None, find: Find, today: date) -> None:
        """Show an item; `find` looks the others up by their ids."""
        is_same = line is not None and self._line is not None and line.id == self._line.id
        if line != self._line or not is_same:
            self.day_field.show_day(today)
            self.number_field.setText(line.certificate_no if line is not None else "")
            self.show_problem(None)
        self._line = line
        if line is None:
            self._show_words(self.tr("选中一个事项"), self.tr("这里说明它的时限怎么算、等什么、能办什么。"))
            self._offer(())
            return
        self._title.setText(line.title)
        self._about.setText(f"{line.department} · {line.phase.zh}")
        self._show_why(line, today)
        self._body.setText(_body(line, find, today))
        self._body.show()
        self._offer(acts_of(line))
        self._show_variants(line)
        if not is_same:
            self._scroll.verticalScrollBar().setValue(0)

    def show_many(self, lines: Sequence[ChecklistLine]) -> None:
        """Offer what can be settled for several items at once."""
        self._line = None
        names = "、".join(wording.short_label(line.name) for line in lines)
        self._show_words(self.tr("已选 {count} 项").format(count=len(lines)), names)
        self.show_problem(None)
        open_ones = all(
            not line.automatic and line.state in (PermitState.NOT_STARTED, PermitState.PREPARING)
            for line in lines
        )
        self._offer((ItemAct.REQUIRE, ItemAct.EXCLUDE) if open_ones else ())

    def show_problem(self, error: UserError | None) -> None:
        """Say why an act was refused, or take that back."""
        self._problem.setText(sentence(error) if error is not None else "")
        self._problem.setVisible(error is not None)

    def _show_words(self, title: str, about: str) -> None:
        self._title.setText(title)
        self._about.setText(about)
        self._why.hide()
        self._body.hide()
        self._variant.hide()

    def _show_why(self, line: ChecklistLine, today: date) -> None:
        left = left_words(line, today) if is_running(line) else ""
        head = f"{line.light.sign} {left or state_word(line)}"
        words = [head if is_running(line) else "", line.why]
        if line.automatic and line.waiting_for:
            words = [self.tr("还差 {count} 项手续").format(count=len(line.waiting_for)), *words[1:]]
        shown = "\n".join(part for part in words if part)
        self._why.setText(shown)
        self._why.setVisible(bool(shown))
        self._why.setProperty("light", line.light.value)
        self._why.style().unpolish(self._why)
        self._why.style().polish(self._why)

    def _show_variants(self, line: ChecklistLine) -> None:
        settled = line.state is PermitState.DECIDED
        self._variant.setVisible(bool(line.variants) and not settled)
        self._variant.clear()
        self._variant.addItem(self.tr("类别未定"), None)
        for code, name in line.variants:
            self._variant.addItem(name, code)
        self._variant.setCurrentIndex(max(0, self._variant.findData(line.variant)))

    def _do_first(self) -> None:
        """Enter in a field does the next sensible act."""
        if self._offered and self._offered[0] in DATED:
            self.act_chosen.emit(self._offered[0])

    def _offer(self, acts: Sequence[ItemAct]) -> None:
        self._offered = tuple(acts)
        dated = any(act in DATED for act in acts)
        self.day_field.setVisible(dated)
        self.number_field.setVisible(ItemAct.DECIDE in acts)
        self._acts.setVisible(bool(acts))
        while self._grid.count():
            self._grid.takeAt(0)
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
            is_next = bool(acts) and act is acts[0] and act is not ItemAct.REOPEN
            kind = "primary" if is_next else "small"
            if button.property("kind") != kind:
                button.setProperty("kind", kind)
                button.style().unpolish(button)
                button.style().polish(button)
        for place, act in enumerate(acts):
            self._grid.addWidget(self.buttons[act], place // _COLUMNS, place % _COLUMNS)
        line = self._line
        if line is not None:
            by_event = starts_by_event(line)
            self.buttons[ItemAct.ACCEPT].setText(
                self.tr("登记起算") if by_event else act_name(ItemAct.ACCEPT)
            )
            self.buttons[ItemAct.ACCEPT].setToolTip(
                self.tr("登记“{event}”的日期").format(event=line.start_event) if by_event else ""
            )

    def _choose_variant(self, place: int) -> None:
        self.variant_chosen.emit(self._variant.itemData(place))


def _body(line: ChecklistLine, find: Find, today: date) -> str:
    """An item's facts as a small table of rich text; the names of other items lead to them."""
    rows: list[tuple[str, str]] = []
    if line.applicability is not Applicability.REQUIRED or line.condition:
        rows.append((_tr("是否要办"), escape(line.applicability.zh + _bracketed(line.condition))))
    if line.note:
        rows.append((_tr("说明"), escape(line.note)))
    rows += _limits(line)
    if line.expected_on is not None and not _ended(line):
        forecast = wording.day(line.expected_on, today)
        if line.float_workdays:
            slack = _tr("，可晚{slack}").format(slack=amount_zh(line.float_workdays, Unit.WORKING_DAY))
        else:
            slack = _tr("，晚一天开工就晚一天") if line.critical else ""
        rows.append((_tr("预计办结"), escape(_tr("{day}（推算）").format(day=forecast) + slack)))
    rows.append((_tr("前置事项"), _others(line.requires, find, waiting=line.waiting_for)))
    if _ended(line) and line.waiting_for and line.state is PermitState.DECIDED and not line.automatic:
        rows.append((_tr("容缺"), escape(_tr("办结时前置事项尚未办完"))))
    rows.append((_tr("后续事项"), _others(line.unlocks, find)))
    rows += [(_tr("暂停"), escape(_stop_words(stop, today))) for stop in line.suspensions]
    if line.certificate_no:
        rows.append((_tr("证号文号"), escape(line.certificate_no)))
    if line.result:
        rows.append((_tr("办理结果"), escape(line.result)))
    if line.sources:
        rows.append((_tr("依据"), "<br>".join(escape(text) for text in line.sources)))
    ink = theme.tokens().ink2
    cells = "".join(
        f'<tr><td width="58" style="color:{ink}; padding:3px 6px 3px 0">{name}</td>'
        f'<td style="padding:3px 0">{value}</td></tr>'
        for name, value in rows
        if value
    )
    return f'<table cellspacing="0" cellpadding="0" width="100%">{cells}</table>'


def _limits(line: ChecklistLine) -> list[tuple[str, str]]:
    rows = []
    if line.limit is not None:
        words = line.limit.zh if line.limit.amount else _tr("即时办结")
        kind = line.limit.kind.zh if line.limit.kind is LimitKind.MIN else ""
        event = _tr("自{event}起").format(event=line.start_event) if line.start_event else ""
        rows.append((_tr("时限"), escape("，".join(part for part in (f"{kind}{words}", event) if part))))
    if line.statutory is not None:
        kind = _tr("不少于") if line.statutory.kind is LimitKind.MIN else ""
        rows.append((_tr("法定"), escape(f"{kind}{line.statutory.zh}")))
    return rows


def _others(codes: Sequence[str], find: Find, *, waiting: Sequence[str] | None = None) -> str:
    """Other items by name, each with a tick or what it still is."""
    found = []
    for code in codes:
        other = find(code)
        if other is None:
            continue
        name = escape(wording.short_label(other.title))
        link = f'<a href="{escape(code)}" style="color:{theme.tokens().accent}">{name}</a>'
        if waiting is None:
            found.append(link)
        elif code in waiting:
            found.append(f"○ {link} {escape(state_word(other))}")
        else:
            found.append(f"✓ {link}")
    return "<br>".join(found) if waiting is not None else "、".join(found)


def _stop_words(stop: Suspension, today: date) -> str:
    first = wording.day(stop.first, today)
    last = wording.day(stop.last, today) if stop.last is not None else _tr("今")
    number = f"，{stop.document_no}" if stop.document_no else ""
    return _tr("{first}至{last}不计（{reason}{number}）").format(
        first=first, last=last, reason=stop.reason, number=number
    )


def _ended(line: ChecklistLine) -> bool:
    return line.state in (PermitState.DECIDED, PermitState.REFUSED, PermitState.WITHDRAWN)


def _bracketed(words: str) -> str:
    return f"（{words}）" if words else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
