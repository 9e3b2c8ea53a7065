"""The board: nine columns under three bands, with what is filtered, moved and added on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.gates import GateVerdict
from fangzi_desktop.domain.stages import STAGES, band_of, stage_index
from fangzi_desktop.domain.terms import Band, Light, Route, Stage
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.board.column import NARROWEST, STRIP_WIDTH, Column
from fangzi_desktop.ui.board.model import BoardStore, Filters
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.welcome import Welcome

_COLLAPSED = "board/collapsed"
_FILTERS = "board/filters"
_SPACING = 8
# Stages that are collapsed until somebody opens them: leads and what runs beside construction.
_USUALLY_COLLAPSED = (Stage.PLANNING, Stage.INVEST_STATS, Stage.COMPLIANCE)


class BoardPage(Page):
    """看板.

    What changes a project is imported with the first change: it brings SQLAlchemy in, and the first picture
    need not wait for that.
    """

    open_requested = Signal(str)
    import_requested = Signal()

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("项目看板"), parent)
        self._desk = desk
        self._settings = settings
        self._lifted: str | None = None
        self._target: Stage | None = None
        self._verdicts: dict[Stage, GateVerdict] = {}
        self.store = BoardStore(desk, self)
        self.columns: dict[Stage, Column] = {}
        self.welcome = Welcome(self)
        self._filter_button = QPushButton(self.tr("筛选 · 全部"), self)
        self._filter_button.setAccessibleName(self.tr("筛选"))
        self._filter_button.clicked.connect(self._show_filters)
        self._import_button = QPushButton(self.tr("导入台账"), self)
        self._import_button.setObjectName("import-ledger")
        self._import_button.clicked.connect(self.import_requested)
        self.welcome.import_requested.connect(self.import_requested)
        self._shown = QLabel("", self)
        self._shown.setProperty("kind", "secondary")
        self._build()
        self._restore()
        self.store.counted.connect(self._recount)
        desk.changed.connect(self._follow)

    @property
    def actions_widgets(self) -> list[QWidget]:
        """What the top bar shows for this page."""
        return [self._shown, self._filter_button, self._import_button]

    def refresh(self) -> None:
        self.store.load()

    def search(self, text: str) -> None:
        self.store.set_filters(replace(self.store.filters, text=text))

    def begin(self) -> None:
        """Start adding a project in the first stage."""
        self._begin_adding(Stage.PLANNING)

    def select(self, project_id: str) -> None:
        """Make a project's card the current one."""
        card = self.store.card(project_id)
        if card is not None:
            self.columns[card.stage].view.select_project(project_id)
            self.columns[card.stage].view.setFocus()

    def reveal(self, stage: Stage, officer: str | None = None) -> None:
        """Open a stage's column; with an officer only that officer's projects are shown."""
        if officer:
            self._filter(replace(self.store.filters, officers=frozenset({officer})))
        column = self.columns[stage]
        if column.is_collapsed:
            column.collapse(False)
            self._remember()
        column.view.setFocus()

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._board = QWidget(self)
        self._stack.addWidget(self._board)
        self._stack.addWidget(self.welcome)
        self._chips = QWidget(self._board)
        box = QVBoxLayout(self._board)
        box.setContentsMargins(12, 8, 12, 8)
        box.setSpacing(6)
        chips = QHBoxLayout(self._chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        box.addWidget(self._chips)
        # Whole trees of widgets are styled anew when they change their parent: each is made where it belongs.
        scroll = QScrollArea(self._board)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.addWidget(scroll, 1)
        inner = QWidget()
        scroll.setWidget(inner)
        lanes = QHBoxLayout(inner)
        lanes.setContentsMargins(0, 0, 0, 0)
        lanes.setSpacing(_SPACING)
        self._bands: dict[Band, QHBoxLayout] = {}
        self._band_boxes: dict[Band, QWidget] = {}
        for band in Band:
            lane = QWidget(inner)
            stack = QVBoxLayout(lane)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(6)
            title = QLabel(f"{band.zh[:2]} · {band.zh[2:]}", lane)
            title.setProperty("kind", "band")
            stack.addWidget(title)
            row = QHBoxLayout()
            row.setSpacing(_SPACING)
            stack.addLayout(row, 1)
            for stage in STAGES:
                if band_of(stage) is band:
                    self.columns[stage] = Column(self.store.columns[stage], lane)
                    row.addWidget(self.columns[stage], 1)
            self._bands[band] = row
            self._band_boxes[band] = lane
            lanes.addWidget(lane)
        self._lanes = lanes
        for stage, column in self.columns.items():
            view = column.view
            view.opened.connect(self.open_requested)
            view.stepped.connect(self._step)
            view.shifted.connect(self._shift)
            view.lifted.connect(self._lift_or_drop)
            view.cancelled.connect(self._put_back)
            view.adding.connect(partial(self._begin_adding, stage))
            view.drag_started.connect(self._show_gates)
            view.drag_ended.connect(self._clear_gates)
            view.customContextMenuRequested.connect(partial(self._menu, stage))
            column.added.connect(partial(self._add, stage))
            column.collapsed_changed.connect(self._remember)
            self.store.columns[stage].card_dropped.connect(partial(self._dropped, stage))

    def _restore(self) -> None:
        stored = self._settings.value(_COLLAPSED, None)
        names = str(stored).split(",") if stored is not None else list(_USUALLY_COLLAPSED)
        for stage, column in self.columns.items():
            column.collapse(stage.value in names)
        self._stretch()
        self.store.set_filters(kept_filters(self._settings))
        self._show_chips()

    def _remember(self) -> None:
        names = [stage.value for stage, column in self.columns.items() if column.is_collapsed]
        self._settings.setValue(_COLLAPSED, ",".join(names))
        self._stretch()

    def _stretch(self) -> None:
        """Give every open column the same share of the width, whatever band it stands in."""
        for place, (band, row) in enumerate(self._bands.items()):
            inside = [column for stage, column in self.columns.items() if band_of(stage) is band]
            opened = sum(not column.is_collapsed for column in inside)
            for index, column in enumerate(inside):
                row.setStretch(index, 0 if column.is_collapsed else 1)
            narrow = sum(STRIP_WIDTH if column.is_collapsed else NARROWEST for column in inside)
            self._band_boxes[band].setMinimumWidth(narrow + _SPACING * (len(inside) - 1))
            self._lanes.setStretch(place, opened)

    def _recount(self) -> None:
        for column in self.columns.values():
            column.recount()
        empty = self.store.total == 0
        self._stack.setCurrentIndex(1 if empty else 0)
        filtered = self.store.filters.is_active or self.store.filters.text
        count = f"{self.store.shown} / {self.store.total}" if filtered else ""
        self._shown.setText(count)

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible():
            focused = self._focused()
            touched = self.store.follow(changes)
            if focused is not None and self.store.card(focused) is not None:
                self.select(focused)
            # A card is shown where it stands now before anything else is brought up to date. Painting one
            # column paints whatever else waits to be painted in the window.
            views = [self.columns[stage].view for stage in touched]
            for view in views:
                view.settle()
            if views:
                views[0].viewport().repaint()
        else:
            self.mark_stale()

    def _focused(self) -> str | None:
        for column in self.columns.values():
            if column.view.hasFocus():
                return column.view.current_project()
        return None

    # Moving.

    def _dropped(self, stage: Stage, project_id: str) -> None:
        self._clear_gates()
        self.move_card(project_id, stage)

    def move_card(self, project_id: str, to: Stage, on: date | None = None) -> None:
        """Move a project's card, asking for reason and minutes where a gate has failed."""
        card = self.store.card(project_id)
        if card is None or card.stage is to:
            return
        from fangzi_desktop.ui.dialogs.moves import move_with_gates

        move_with_gates(self._desk, self, project_id, to, on)
        if self._focused() != project_id:
            self.select(project_id)

    def _shift(self, step: int) -> None:
        project = self._focused()
        card = self.store.card(project) if project else None
        if card is None:
            return
        place = stage_index(card.stage) + step
        if 0 <= place < len(STAGES):
            self.move_card(card.id, STAGES[place])

    def _step(self, step: int) -> None:
        if self._lifted is not None and self._target is not None:
            place = stage_index(self._target) + step
            if 0 <= place < len(STAGES):
                self._target = STAGES[place]
                self._mark_target()
            return
        here = next((s for s, column in self.columns.items() if column.view.hasFocus()), None)
        if here is None:
            return
        place = stage_index(here) + step
        while 0 <= place < len(STAGES):
            view = self.columns[STAGES[place]].view
            if view.isVisible() and view.column.cards:
                row = min(max(0, self.columns[here].view.currentIndex().row()), len(view.column.cards) - 1)
                view.setCurrentIndex(view.column.index(row))
                view.setFocus()
                return
            place += step

    def _lift_or_drop(self) -> None:
        if self._lifted is None:
            project = self._focused()
            card = self.store.card(project) if project else None
            if card is None:
                return
            self._lifted, self._target = card.id, card.stage
            self._show_gates(card.id)
            self._mark_target()
            return
        project, target = self._lifted, self._target
        self._put_back()
        if target is not None:
            self.move_card(project, target)

    def _put_back(self) -> None:
        self._lifted = self._target = None
        self._clear_gates()

    def _show_gates(self, project_id: str) -> None:
        from fangzi_desktop.services.gates import gate_verdicts

        self._verdicts = self._desk.read(gate_verdicts, project_id)
        for stage, column in self.columns.items():
            column.set_verdict(self._verdicts.get(stage))

    def _mark_target(self) -> None:
        for stage, column in self.columns.items():
            column.set_verdict(self._verdicts.get(stage), target=stage is self._target)

    def _clear_gates(self) -> None:
        self._verdicts = {}
        for column in self.columns.values():
            column.set_verdict(None)

    # Adding and the menu of a card.

    def _begin_adding(self, stage: Stage) -> None:
        self._stack.setCurrentIndex(0)
        column = self.columns[stage]
        if column.is_collapsed:
            column.collapse(False)
            self._remember()
        column.begin_adding()

    def _add(self, stage: Stage, name: str) -> None:
        from fangzi_desktop.services.projects import ProjectForm, add_project

        if self._desk.do(add_project, ProjectForm(name), stage) is not None:
            self.columns[stage].clear_added()

    def _menu(self, stage: Stage, place: QPoint) -> None:
        view = self.columns[stage].view
        index = view.indexAt(place)
        if not index.isValid():
            return
        project = view.column.cards[index.row()].id
        menu = QMenu(self)
        menu.addAction(self.tr("打开")).triggered.connect(partial(self.open_requested.emit, project))
        move = menu.addMenu(self.tr("移动到…"))
        late = menu.addMenu(self.tr("按实际日期移动到…"))
        for other in STAGES:
            if other is not stage:
                move.addAction(other.zh).triggered.connect(partial(self._move_now, project, other))
                late.addAction(other.zh).triggered.connect(partial(self._move_dated, project, other))
        menu.addSeparator()
        menu.addAction(self.tr("在这一列新建项目")).triggered.connect(partial(self._begin_adding, stage))
        menu.exec(view.viewport().mapToGlobal(place))
        menu.deleteLater()

    def _move_now(self, project_id: str, to: Stage) -> None:
        self.move_card(project_id, to)

    def _move_dated(self, project_id: str, to: Stage) -> None:
        from fangzi_desktop.ui.dialogs.moves import ask_day

        day = ask_day(
            self, self.tr("移动到{stage}的实际日期").format(stage=to.zh), self._desk.workspace.today
        )
        if day is not None:
            self.move_card(project_id, to, day)

    # Filters.

    def _show_filters(self) -> None:
        menu = QMenu(self)
        filters = self.store.filters
        choices = self.store.choices()
        groups: list[tuple[str, str, list[tuple[object, str]]]] = [
            ("lights", self.tr("亮灯"), [(light, f"{light.sign} {light.lamp}") for light in Light]),
            ("units", self.tr("属地"), [(name, name) for name in choices["units"]]),
            ("tracks", self.tr("赛道"), [(name, name) for name in choices["tracks"]]),
            ("officers", self.tr("服务专员"), [(name, name) for name in choices["officers"]]),
            ("routes", self.tr("用地"), [(None, self.tr("未填写")), *((route, route.zh) for route in Route)]),
        ]
        for name, title, values in groups:
            if not values:
                continue
            part = menu.addMenu(title)
            for value, words in values:
                action = QAction(words, part)
                action.setCheckable(True)
                action.setChecked(value in getattr(filters, name))
                action.triggered.connect(partial(self._toggle_filter, name, value))
                part.addAction(action)
        if filters.is_active:
            menu.addSeparator()
            menu.addAction(self.tr("清除筛选")).triggered.connect(self._clear_filters)
        menu.exec(self._filter_button.mapToGlobal(QPoint(0, self._filter_button.height())))
        menu.deleteLater()

    def _toggle_filter(self, name: str, value: object) -> None:
        present: frozenset[object] = getattr(self.store.filters, name)
        self._filter(replace(self.store.filters, **{name: present ^ {value}}))  # type: ignore[arg-type]

    def _clear_filters(self) -> None:
        self._filter(Filters(text=self.store.filters.text))

    def _filter(self, filters: Filters) -> None:
        self.store.set_filters(filters)
        self._settings.setValue(_FILTERS, _filters_text(filters))
        self._show_chips()

    def _show_chips(self) -> None:
        layout = self._chips.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        filters = self.store.filters
        count = 0
        for name in _NAMES:
            for value in sorted(getattr(filters, name), key=str):
                words = getattr(value, "zh", value) if value is not None else self.tr("用地未填写")
                chip = QPushButton(f"{words}  ×", self._chips)
                chip.setProperty("kind", "chip")
                chip.setAccessibleName(self.tr("去掉筛选{words}").format(words=words))
                chip.clicked.connect(_with(self._toggle_filter, name, value))
                layout.addWidget(chip)
                count += 1
        if count and isinstance(layout, QHBoxLayout):
            layout.addStretch()
        self._chips.setVisible(count > 0)
        self._filter_button.setText(
            self.tr("筛选 · {count}项").format(count=count) if count else self.tr("筛选 · 全部")
        )


_NAMES = ("lights", "units", "tracks", "officers", "routes")


def kept_filters(settings: QSettings) -> Filters:
    """What the board is filtered by on this machine, without what is searched for."""
    return _filters_from(str(settings.value(_FILTERS, "")))


def _with(slot: Callable[[str, object], None], name: str, value: object) -> Callable[[], None]:
    return partial(slot, name, value)


def _filters_text(filters: Filters) -> str:
    """Write filters for the next start: one part a kind, values apart by a tab."""
    return "\n".join(
        f"{name}\t" + "\t".join("" if value is None else str(value) for value in sorted(values, key=str))
        for name in _NAMES
        if (values := getattr(filters, name))
    )


def _filters_from(text: str) -> Filters:
    makers: dict[str, Callable[[str], object]] = {
        "lights": Light,
        "routes": lambda code: Route(code) if code else None,
    }
    found: dict[str, frozenset[object]] = {}
    for line in text.splitlines():
        name, *values = line.split("\t")
        if name in _NAMES:
            try:
                found[name] = frozenset(makers.get(name, str)(value) for value in values)
            except ValueError:
                continue
    return Filters(**found)  # type: ignore[arg-type]
