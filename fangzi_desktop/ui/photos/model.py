"""The photos of a project as a list, with their thumbnails as far as they are read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from fangzi_desktop.services.photos import Photo
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.photos.words import day_of, title_of, whole_words

BOX = QSize(168, 126)
_ANY = QModelIndex()


class PhotosModel(QAbstractListModel):
    """One row per photo; a photo without a picture yet has an empty box of the same size."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.photos: tuple[Photo, ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self._asked: set[str] = set()
        self._metrics = parent.fontMetrics()

    def show_photos(self, photos: tuple[Photo, ...]) -> None:
        """Show other photos; pictures that are read already stay."""
        self.beginResetModel()
        self.photos = photos
        there = {photo.id for photo in photos}
        self._pictures = {key: one for key, one in self._pictures.items() if key in there}
        self._asked &= there
        self.endResetModel()

    def wanted(self, rows: range) -> list[Photo]:
        """Return the photos of some rows whose pictures nobody has asked for; they are now asked for."""
        found = [self.photos[row] for row in rows if self.photos[row].id not in self._asked]
        self._asked.update(photo.id for photo in found)
        return found

    def take(self, pictures: dict[str, QImage | None]) -> None:
        """Show the pictures of some photos."""
        for row, photo in enumerate(self.photos):
            if photo.id in pictures:
                image = pictures[photo.id]
                self._pictures[photo.id] = _boxed(image)
                here = self.index(row)
                self.dataChanged.emit(here, here)

    def ask_again(self) -> None:
        """Let pictures be asked for again whose reading was cut off."""
        self._asked = set(self._pictures)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ANY) -> int:
        return 0 if parent.isValid() else len(self.photos)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid() or index.row() >= len(self.photos):
            return None
        photo = self.photos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            # A title of two lines would push the day out of its cell.
            short = self._metrics.elidedText(title_of(photo), Qt.TextElideMode.ElideRight, BOX.width() - 8)
            return f"{short}\n{day_of(photo)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(photo.id) or _boxed(None)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(whole_words(photo))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return whole_words(photo)
        return None


def _boxed(image: QImage | None) -> QPixmap:
    """A picture in the middle of a box, so that all have the same size; without a picture a grey box."""
    box = QPixmap(BOX)
    box.fill(theme.colour("column") if image is None else QColor(Qt.GlobalColor.transparent))
    if image is not None:
        small = image.scaled(
            BOX, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter = QPainter(box)
        painter.drawImage((BOX.width() - small.width()) // 2, (BOX.height() - small.height()) // 2, small)
        painter.end()
    return box
