"""The panel of one permit item: why its day falls where it does, what it hangs on, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import PromisedPaper
from fangzi_desktop.domain.permits import Forecast
from fangzi_desktop.domain.terms import Light, PermitState
from fangzi_desktop.services.permits import ChecklistLine, GroupLine
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import DayField
from fangzi_desktop.ui.laying_out import laid_out_once
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project import item_facts
from fangzi_desktop.ui.project.checklist_model import is_running, left_words, state_word
from fangzi_desktop.ui.project.item_acts import DATED, ItemAct, act_hint, act_name, acts_of, acts_of_all
from fangzi_desktop.ui.project.item_blocks import PromisedPapers, Verified, WhatIf
from fangzi_desktop.ui.project.item_facts import ALL_LINK, RECORDS_LINK, Find
from fangzi_desktop.ui.project.item_results import ask_hand_in
from fangzi_desktop.ui.project.part_dialogs import ask_coordinator, show_parts

WIDTH = 300
_COLUMNS = 3
# As many acts as have a button of their own; where one more is all there is, it has one too.
_MOST_BUTTONS = 5
# Reading the journal and counting a slip out waits until the arrow keys have come to rest.
_REST_MS = 60


class ItemPanel(QFrame):
    """What is known of the current item, and its acts. `act_chosen` leaves the doing to the checklist."""

    act_chosen = Signal(ItemAct)
    variant_chosen = Signal(object)
    item_chosen = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("item-panel")
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("事项详情"))
        self._desk = desk
        self._line: ChecklistLine | None = None
        self._find: Find = _nothing
        self._title, self._about = self._label("panel-title"), self._label("secondary")
        self._why, self._beyond, self._notice = self._label("why"), self._label("alarm"), self._label("why")
        for label in (self._why, self._beyond, self._notice):
            # As a margin, not as padding: that is counted twice when the lines are broken.
            label.setMargin(7)
        self._life, self._result, self._grounds = (self._rich() for _ in range(3))
        self.promised = PromisedPapers(desk, self)
        self.what_if = WhatIf(desk, self)
        self.verified = Verified(desk, self)
        self._acts = QFrame(self)
        self._acts.setProperty("kind", "acts")
        self.day_field = DayField(desk.workspace.today, self._acts)
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
        self.more = QPushButton(self.tr("更多"), self._acts)
        self.more.setObjectName("item-more")
        self.more.setProperty("kind", "small")
        self.menu = QMenu(self.more)
        self.menu.setToolTipsVisible(True)
        self.more.setMenu(self.menu)
        self._project = ""
        self._group: GroupLine | None = None
        self.parts_button = self._wide_button(self.tr("分期、宗地、单体…"), "project-parts-open")
        self.parts_button.clicked.connect(self._show_parts)
        self.coordinator_button = self._wide_button(self.tr("牵头单位…"), "group-coordinator")
        self.coordinator_button.clicked.connect(self._ask_coordinator)
        self._offered: tuple[ItemAct, ...] = ()
        self._placed: list[QWidget] | None = None
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(_REST_MS)
        self._at_rest.timeout.connect(self._read_more)
        self._build()
        for field in (self.day_field, self.number_field):
            field.returnPressed.connect(self._do_first)
        self.verified.verify_chosen.connect(partial(self.act_chosen.emit, ItemAct.VERIFY))
        self.promised.handed_in.connect(self._hand_in)
        self.show_item(None, _nothing, desk.workspace.today)

    def _label(self, kind: str) -> QLabel:
        label = QLabel("", self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return label

    def _rich(self) -> QLabel:
        label = self._label("")
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(self._follow)
        return label

    def _button(self, act: ItemAct) -> QPushButton:
        button = QPushButton(act_name(act), self._acts)
        button.setObjectName(f"item-{act.slug}")
        button.setProperty("kind", "small")
        button.clicked.connect(partial(self.act_chosen.emit, act))
        return button

    def _wide_button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self._acts)
        button.setObjectName(name)
        button.setProperty("kind", "small")
        return button

    def _build(self) -> None:
        content = QWidget(self)
        inner = self._inner = QVBoxLayout(content)
        inner.setContentsMargins(14, 12, 12, 8)
        inner.setSpacing(6)
        for widget in (
            self._title,
            self._about,
            self._why,
            self._beyond,
            self._notice,
            self._result,
            self.promised,
            self._life,
            self.what_if,
            self.verified,
            self._grounds,
        ):
            inner.addWidget(widget)
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
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        acts.addLayout(self._grid)
        acts.addWidget(self.parts_button)
        acts.addWidget(self.coordinator_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        box.addWidget(self._acts)

    def hold(self, part: QWidget) -> None:
        """Put a part between what is known of the item and where that comes from."""
        self._inner.insertWidget(self._inner.indexOf(self.verified), part)

    def show_project(self, project_id: str) -> None:
        """Take the project whose parts are looked after while no item is current."""
        self._project = project_id

    def show_forecast(self, forecast: Forecast | None) -> None:
        """Take the project's forecast, which a slip is compared with; None once it is history."""
        self.what_if.show_forecast(forecast)

    def show_item(self, line: ChecklistLine | None, find: Find, today: date) -> None:
        """Show an item; `find` looks the others up by their ids."""
        is_same = line is not None and self._line is not None and line.id == self._line.id
        if line != self._line or not is_same:
            self.day_field.show_day(today)
            self.number_field.setText(line.certificate_no if line is not None else "")
            self.show_problem(None)
        self._line, self._find, self._group = line, find, None
        self._show_blocks(line)
        if line is None:
            self._show_words(self.tr("选中一个事项"), self.tr("这里说明它的时限怎么算、等什么、能办什么。"))
            self._offer((), alone=True)
            return
        self._title.setText(line.title)
        self._about.setText(f"{line.department} · {line.phase.zh} · {state_word(line)}")
        self._show_why(line)
        self._say(self._beyond, item_facts.beyond_statutory(line, today))
        self._say(self._notice, item_facts.notice_words(line, today))
        self._say(self._life, item_facts.life(line, find, today))
        self._say(self._result, item_facts.result(line, today))
        self._say(self._grounds, item_facts.grounds(line))
        self._offer(acts_of(line))
        self._show_variants(line)
        self._at_rest.start()
        if not is_same:
            self._scroll.verticalScrollBar().setValue(0)

    def show_group(self, group: GroupLine, find: Find) -> None:
        """Explain a parallel group: its limit, its items, and who coordinates it."""
        self.show_item(None, find, self._desk.workspace.today)
        self._group = group
        self._show_words(
            group.name, self.tr("并联办理 · {done}/{total}").format(done=group.done, total=group.total)
        )
        self._say(self._why, group.why if group.started_on is not None else "")
        self._light_why(group.reading.light if group.reading is not None else Light.GREY)
        self._say(self._life, item_facts.group(group, find, self._desk.workspace.today))
        self._offer(())

    def show_many(self, lines: Sequence[ChecklistLine]) -> None:
        """Offer what can be done with several items at once."""
        self._line = self._group = None
        self._show_blocks(None)
        names = "、".join(wording.short_label(line.title) for line in lines)
        self._show_words(self.tr("已选 {count} 项").format(count=len(lines)), names)
        self.show_problem(None)
        self._offer(acts_of_all(lines))

    def show_problem(self, error: UserError | None) -> None:
        """Say why an act was refused, or take that back."""
        self._problem.setText(sentence(error) if error is not None else "")
        self._problem.setVisible(error is not None)

    def _show_blocks(self, line: ChecklistLine | None) -> None:
        self.promised.show_item(line)
        self.what_if.show_item(line)
        self.verified.show_item(line)

    def _read_more(self) -> None:
        self.what_if.work()
        self.verified.work()

    def _show_words(self, title: str, about: str) -> None:
        self._title.setText(title)
        self._about.setText(about)
        for label in (self._why, self._beyond, self._notice):
            label.hide()
        for label in (self._life, self._result, self._grounds):
            label.hide()
        self._variant.hide()

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _show_why(self, line: ChecklistLine) -> None:
        running, today = is_running(line), self._desk.workspace.today
        left = left_words(line, today) if running else ""
        head = f"{line.light.sign} {left or state_word(line)}"
        words = [head if running else "", line.why]
        if line.automatic and line.waiting_for:
            words = [self.tr("还差 {count} 项手续").format(count=len(line.waiting_for)), *words[1:]]
        self._say(self._why, "\n".join(part for part in words if part))
        self._light_why(line.light)

    def _light_why(self, light: Light) -> None:
        self._why.setProperty("light", light.value)
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

    def _offer(self, acts: Sequence[ItemAct], *, alone: bool = False) -> None:
        """Give the likely acts a button and put the others into the menu."""
        # Of one item the button stands beside the day that it was verified on.
        one = self._line is not None
        self._offered = tuple(act for act in acts if not (one and act is ItemAct.VERIFY))
        count = len(self._offered)
        shown = self._offered if count <= _MOST_BUTTONS + 1 else self._offered[:_MOST_BUTTONS]
        self.day_field.setVisible(any(act in DATED for act in acts))
        self.number_field.setVisible(ItemAct.DECIDE in acts)
        self.coordinator_button.setVisible(self._group is not None)
        alone = alone and bool(self._project)
        self.parts_button.setVisible(alone)
        self._acts.setVisible(bool(acts) or self._group is not None or alone)
        self.menu.clear()
        for act in self._offered[len(shown) :]:
            action = self.menu.addAction(act_name(act, self._line), partial(self.act_chosen.emit, act))
            action.setToolTip(act_hint(act, self._line))
        for place, act in enumerate(shown):
            leads = place == 0 and (act in DATED or act is ItemAct.REQUIRE)
            self._word(self.buttons[act], act, "primary" if leads else "small")
        places: list[QWidget] = [self.buttons[act] for act in shown]
        self._place([*places, *([] if self.menu.isEmpty() else [self.more])])

    def _word(self, button: QPushButton, act: ItemAct, kind: str) -> None:
        button.setText(act_name(act, self._line))
        button.setToolTip(act_hint(act, self._line))
        if button.property("kind") != kind:
            button.setProperty("kind", kind)
            button.style().unpolish(button)
            button.style().polish(button)

    def _place(self, widgets: list[QWidget]) -> None:
        """Lay the buttons out, unless they lie so."""
        if widgets == self._placed:
            return
        self._placed = widgets
        with laid_out_once(self._acts):
            while self._grid.count():
                self._grid.takeAt(0)
            for button in (*self.buttons.values(), self.more):
                if button.isHidden() is (button in widgets):
                    button.setVisible(button in widgets)
            for place, widget in enumerate(widgets):
                self._grid.addWidget(widget, place // _COLUMNS, place % _COLUMNS)

    def _follow(self, link: str) -> None:
        if link == RECORDS_LINK:
            self.act_chosen.emit(ItemAct.RECORDS)
        elif link == ALL_LINK and self._line is not None:
            today = self._desk.workspace.today
            self._life.setText(item_facts.life(self._line, self._find, today, unfolded=True))
        else:
            self.item_chosen.emit(link)

    def _hand_in(self, paper: PromisedPaper) -> None:
        if self._line is not None:
            ask_hand_in(self._desk, self, self._line, paper)

    def _show_parts(self) -> None:
        show_parts(self._desk, self, self._project)

    def _ask_coordinator(self) -> None:
        if self._group is not None:
            ask_coordinator(self._desk, self, self._project, self._group)

    def _choose_variant(self, place: int) -> None:
        self.variant_chosen.emit(self._variant.itemData(place))


def _nothing(item_id: str) -> ChecklistLine | None:
    return None
