"""The thumbnails of a project's photos, read as they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from fangzi_desktop.services.photos import THUMBNAIL_SIDE, Photo
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.photos.model import BOX, PhotosModel
from fangzi_desktop.ui.photos.words import tr
from fangzi_desktop.ui.photos.work import read_pictures

_CELL = QSize(BOX.width() + 16, BOX.height() + 54)
# So few at a time that what has come into sight need not wait for long.
_AT_ONCE = 12
_SETTLE_MS = 60


class PhotoGrid(QListView):
    """Photos to choose from by mouse and keyboard. Enter opens one, and Ctrl+A chooses all."""

    opened = Signal(int)
    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.photos = PhotosModel(self)
        self.setModel(self.photos)
        self.setObjectName("photo-grid")
        self.setAccessibleName(tr("照片"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setIconSize(BOX)
        self.setGridSize(_CELL)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._read)
        self._is_reading = False
        self.verticalScrollBar().valueChanged.connect(self._settling.start)
        self.selectionModel().selectionChanged.connect(self._tell)
        self.doubleClicked.connect(self._open)

    def show_photos(self, photos: tuple[Photo, ...]) -> None:
        """Show photos; those that were chosen stay chosen."""
        if photos == self.photos.photos:
            return
        chosen = {photo.id for photo in self.chosen_photos()}
        here = self.currentIndex().row()
        self.photos.show_photos(photos)
        model = self.selectionModel()
        current = self.photos.index(max(0, min(here, len(photos) - 1)))
        model.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        for row, photo in enumerate(photos):
            if photo.id in chosen:
                model.select(self.photos.index(row), QItemSelectionModel.SelectionFlag.Select)
        self.chosen.emit()
        self._settling.start()

    def chosen_photos(self) -> tuple[Photo, ...]:
        """The photos chosen, as they stand in the grid."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.photos.photos[row] for row in rows)

    def choose(self, photo_ids: Sequence[str]) -> bool:
        """Choose photos and bring the first into sight; whether any of them is here."""
        rows = [row for row, photo in enumerate(self.photos.photos) if photo.id in set(photo_ids)]
        model = self.selectionModel()
        model.clearSelection()
        for row in rows:
            model.select(self.photos.index(row), QItemSelectionModel.SelectionFlag.Select)
        if rows:
            model.setCurrentIndex(self.photos.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(self.photos.index(rows[0]))
        return bool(rows)

    def _read(self) -> None:
        """Read the pictures in sight, and then those below."""
        if self._is_reading or not self.isVisible() or not self.photos.photos:
            return
        wanted = self.photos.wanted(self._in_sight())[:_AT_ONCE]
        if wanted:
            self._is_reading = True
            job = self._desk.start(partial(read_pictures, self._desk.workspace, wanted, THUMBNAIL_SIDE))
            job.done.connect(self._take)
            job.finished.connect(self._go_on)

    def _in_sight(self) -> range:
        across = max(1, self.viewport().width() // _CELL.width())
        first = self.verticalScrollBar().value() // _CELL.height() * across
        rows = self.viewport().height() // _CELL.height() + 2
        count = len(self.photos.photos)
        return range(min(first, count), min(count, first + rows * across))

    def _take(self, pictures: dict[str, QImage | None]) -> None:
        self.photos.take(pictures)

    def _go_on(self) -> None:
        self._is_reading = False
        self.photos.ask_again()
        self._settling.start()

    def _tell(self) -> None:
        self.chosen.emit()

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settling.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)
