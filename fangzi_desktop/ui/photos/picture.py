"""A photo as large as its place allows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fangzi_desktop.services.photos import SCREEN_SIDE, Photo
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.photos.words import tr, whole_words
from fangzi_desktop.ui.photos.work import read_pictures


class Picture(QWidget):
    """Shows one photo whole; while it is read, and where it cannot be read, it says so."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._photo: Photo | None = None
        self._image: QImage | None = None
        self._is_read = False
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image(self) -> QImage | None:
        """The picture shown, once it is read."""
        return self._image

    def show_photo(self, photo: Photo | None) -> None:
        """Show a photo, or none."""
        if photo is not None and self._photo is not None and photo.id == self._photo.id:
            return
        self._photo, self._image, self._is_read = photo, None, photo is None
        self.setAccessibleName(whole_words(photo) if photo is not None else tr("没有照片"))
        self.update()
        if photo is not None:
            job = self._desk.start(partial(read_pictures, self._desk.workspace, (photo,), SCREEN_SIDE))
            job.done.connect(self._take)

    def _take(self, pictures: dict[str, QImage | None]) -> None:
        # A person who leafs quickly is ahead of what is read.
        if self._photo is not None and self._photo.id in pictures:
            self._image, self._is_read = pictures[self._photo.id], True
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("column"))
        if self._image is None:
            painter.setPen(theme.colour("ink2"))
            words = tr("读不出这张照片，原件可能已丢失或损坏。") if self._is_read else tr("正在读取…")
            if self._photo is not None:
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, *size.toTuple()
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image)
