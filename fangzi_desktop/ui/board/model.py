"""The board's cards: one store, and a light list model per column over it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from fangzi_desktop.domain.terms import Light, ProjectStatus, Route, Stage
from fangzi_desktop.services.board import Card, board
from fangzi_desktop.services.pinyin import words_of
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.board.wording import card_tip
from fangzi_desktop.ui.desk import Desk

CARD_ROLE = Qt.ItemDataRole.UserRole + 1
MIME_TYPE = "application/x-fangzi-project"
# An act that touched more projects than this has the whole board read anew.
_MANY = 200

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board shows. An empty set lets everything through; `text` is matched against search keys."""

    text: str = ""
    lights: frozenset[Light] = frozenset()
    units: frozenset[str] = frozenset()
    tracks: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    routes: frozenset[Route | None] = frozenset()
    statuses: frozenset[ProjectStatus] = field(default_factory=frozenset)

    @property
    def is_active(self) -> bool:
        """Whether anything but the search text is asked for."""
        return any((self.lights, self.units, self.tracks, self.officers, self.routes, self.statuses))

    def admits(self, card: Card) -> bool:
        """Whether a card passes."""
        return (
            (not self.lights or card.light in self.lights)
            and (not self.units or card.responsible_unit in self.units)
            and (not self.tracks or card.industry_track in self.tracks)
            and (not self.officers or card.service_officer in self.officers)
            and (not self.routes or card.route in self.routes)
            and (not self.statuses or card.status in self.statuses)
        )


class ColumnModel(QAbstractListModel):
    """The cards of one stage, one row each, in the order of their names."""

    card_dropped = Signal(str)

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self.stage = stage
        self._cards: list[Card] = []

    @property
    def cards(self) -> list[Card]:
        """The cards shown."""
        return self._cards

    def row_of(self, project_id: str) -> int:
        """The row of a project's card, or -1."""
        return next((row for row, card in enumerate(self._cards) if card.id == project_id), -1)

    def show_cards(self, cards: list[Card]) -> None:
        """Show these cards, telling views only of the rows that come, go or change."""
        old = self._cards
        # Cards nobody has read again are the very same, so the lists differ only between two rows.
        first = next((row for row, (a, b) in enumerate(zip(old, cards, strict=False)) if a is not b), None)
        if first is None:
            first = min(len(old), len(cards))
        more = len(cards) - len(old)
        if more == 1 and cards[first + 1 :] == old[first:]:
            self.beginInsertRows(QModelIndex(), first, first)
            self._cards = cards
            self.endInsertRows()
        elif more == -1 and cards[first:] == old[first + 1 :]:
            self.beginRemoveRows(QModelIndex(), first, first)
            self._cards = cards
            self.endRemoveRows()
        elif more == 0 and [card.id for card in cards[first:]] == [card.id for card in old[first:]]:
            changed = [row for row in range(first, len(cards)) if cards[row] != old[row]]
            self._cards = cards
            for row in changed:
                self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self._cards = cards
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{card.name}，{card.light.lamp}，{card.stage.zh}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return card_tip(card)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag
        return (
            flags.ItemIsEnabled
            | flags.ItemIsSelectable
            | flags.ItemIsDragEnabled
            | flags.ItemNeverHasChildren
        )

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        data = QMimeData()
        names = [self._cards[index.row()].id for index in indexes]
        data.setData(MIME_TYPE, QByteArray("\n".join(names).encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        if not data.hasFormat(MIME_TYPE):
            return False
        self.card_dropped.emit(bytes(data.data(MIME_TYPE).data()).decode())
        # The command moves the card; were this true, the view would remove the row it came from.
        return False


class BoardStore(QObject):
    """Every card of the board by its project; reads again only what an act touched."""

    counted = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cards: dict[str, Card] = {}
        # Those of each stage in the order of their names.
        self._stages: dict[Stage, list[Card]] = {stage: [] for stage in Stage}
        self._filters = Filters()
        self.columns = {stage: ColumnModel(stage, self) for stage in Stage}

    @property
    def filters(self) -> Filters:
        """What is shown."""
        return self._filters

    @property
    def total(self) -> int:
        """How many projects stand on the board."""
        return len(self._cards)

    @property
    def shown(self) -> int:
        """How many of them the filters let through."""
        return sum(len(model.cards) for model in self.columns.values())

    def card(self, project_id: str) -> Card | None:
        """A project's card."""
        return self._cards.get(project_id)

    def choices(self) -> dict[str, list[str]]:
        """The localities, tracks and officers that occur, for the filter menus."""
        cards = self._cards.values()
        return {
            "units": sorted({card.responsible_unit for card in cards if card.responsible_unit}),
            "tracks": sorted({card.industry_track for card in cards if card.industry_track}),
            "officers": sorted({card.service_officer for card in cards if card.service_officer}),
        }

    def load(self) -> None:
        """Read every card."""
        self._cards = {}
        self._stages = {stage: [] for stage in Stage}
        for card in self._desk.glance(board):
            self._cards[card.id] = card
            self._stages[card.stage].append(card)
        self._show(Stage)

    def follow(self, changes: Changes[object]) -> set[Stage]:
        """Read again the cards an act touched, or all after an act that touched very many.

        Returns the stages whose cards were read one by one.
        """
        if changes.touches("calendar_year", "permit_rule", "stage_limit") or len(changes.projects) > _MANY:
            self.load()
            return set()
        stages = set()
        for project in changes.projects:
            before = self._cards.pop(project, None)
            if before is not None:
                stages.add(before.stage)
                del self._stages[before.stage][self._place_of(before)]
        if changes.projects:
            after = self._desk.glance(board, changes.projects)
            for card in after:
                self._cards[card.id] = card
                insort(self._stages[card.stage], card, key=_by_name)
            stages |= {card.stage for card in after}
            self._show(stages)
        return stages

    def _place_of(self, card: Card) -> int:
        cards = self._stages[card.stage]
        place = bisect_left(cards, card.sort_key, key=_by_name)
        while cards[place] is not card:
            place += 1
        return place

    def set_filters(self, filters: Filters) -> None:
        """Show only what passes."""
        if filters != self._filters:
            self._filters = filters
            self._show(Stage)

    def _show(self, stages: Iterable[Stage]) -> None:
        words, filters = words_of(self._filters.text), self._filters
        for stage in stages:
            cards = [*self._stages[stage]]
            for word in words:
                cards = [card for card in cards if word in card.search_key]
            if filters.is_active:
                cards = [card for card in cards if filters.admits(card)]
            self.columns[stage].show_cards(cards)
        self.counted.emit()


_by_name = attrgetter("sort_key")
