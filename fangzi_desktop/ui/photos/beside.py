"""Before and after: two photos of one spot side by side, each with its day."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.services.photos import Photo
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.photos.picture import Picture
from fangzi_desktop.ui.photos.words import day_of, title_of, tr

_SHARE = 0.9


class BesideDialog(QDialog):
    """Compares photos of a spot: the oldest and the newest first, and any two the person chooses."""

    def __init__(
        self, desk: Desk, spots: Mapping[str, tuple[Photo, ...]], spot: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("photos-beside")
        self.setWindowTitle(tr("前后对比"))
        self._spots = spots
        self.spot = QComboBox(self)
        self.spot.setObjectName("beside-spot")
        self.spot.setAccessibleName(tr("拍摄点"))
        self.spot.addItems(list(spots))
        self.between = QLabel("", self)
        self.between.setObjectName("beside-between")
        self.between.setProperty("kind", "secondary")
        self.between.setTextFormat(Qt.TextFormat.PlainText)
        self.choices = (self._choice(tr("前")), self._choice(tr("后")))
        self.pictures = (Picture(desk, self), Picture(desk, self))
        head = QHBoxLayout()
        head.addWidget(QLabel(tr("拍摄点"), self))
        head.addWidget(self.spot)
        head.addWidget(self.between, 1)
        sides = QHBoxLayout()
        for choice, picture in zip(self.choices, self.pictures, strict=True):
            side = QVBoxLayout()
            side.addWidget(choice)
            side.addWidget(picture, 1)
            sides.addLayout(side, 1)
        box = QVBoxLayout(self)
        box.addLayout(head)
        box.addLayout(sides, 1)
        self.resize(parent.window().size() * _SHARE)
        self.spot.setCurrentText(spot or self.spot.itemText(0))
        self.spot.currentTextChanged.connect(self._show_spot)
        self._show_spot()

    def _choice(self, words: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(tr("{side}的照片").format(side=words))
        choice.currentIndexChanged.connect(self._show)
        return choice

    def _show_spot(self) -> None:
        photos = self._spots[self.spot.currentText()]
        for choice, place in zip(self.choices, (0, len(photos) - 1), strict=True):
            choice.blockSignals(True)
            choice.clear()
            choice.addItems([f"{day_of(photo)}　{title_of(photo)}" for photo in photos])
            choice.setCurrentIndex(place)
            choice.blockSignals(False)
        self._show()

    def _show(self) -> None:
        photos = self._spots[self.spot.currentText()]
        first, second = (photos[max(0, choice.currentIndex())] for choice in self.choices)
        for picture, photo in zip(self.pictures, (first, second), strict=True):
            picture.show_photo(photo)
        self.between.setText(_between(first, second))


def _between(first: Photo, second: Photo) -> str:
    """How long lies between two photos, where both days of taking are known."""
    if first.taken_on is None or second.taken_on is None:
        return tr("有照片没有记录拍摄日期，不能算出相隔多久。")
    return tr("{first} → {second}，相隔 {days} 个自然日").format(
        first=wording.full_day(first.taken_on),
        second=wording.full_day(second.taken_on),
        days=abs((second.taken_on - first.taken_on).days),
    )
