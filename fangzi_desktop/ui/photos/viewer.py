"""One photo after another in a window of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.services.photos import Photo, photos_of
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.photos.asking import AskPhotoWords
from fangzi_desktop.ui.photos.picture import Picture
from fangzi_desktop.ui.photos.words import title_of, tr, whole_words

_SHARE = 0.9


class PhotoViewer(QDialog):
    """Shows photos in full. ← and → leaf, F2 edits the words, Esc closes."""

    def __init__(
        self, desk: Desk, project_id: str, photos: Sequence[Photo], place: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("photo-viewer")
        self._desk = desk
        self._project = project_id
        self._photos = tuple(photos)
        self._place = place
        self.picture = Picture(desk, self)
        self.words = QLabel("", self)
        self.words.setObjectName("photo-words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self._before = self._button(tr("‹ 上一张"), "photo-before", Qt.Key.Key_Left, self.go_back)
        self._next = self._button(tr("下一张 ›"), "photo-next", Qt.Key.Key_Right, self.go_on)
        self._edit = self._button(tr("编辑说明…  F2"), "photo-edit", Qt.Key.Key_F2, self.edit)
        self._edit.setVisible(not desk.workspace.store.read_only)
        foot = QHBoxLayout()
        foot.addWidget(self._before)
        foot.addWidget(self._next)
        foot.addWidget(self.words, 1)
        foot.addWidget(self._edit)
        box = QVBoxLayout(self)
        box.addWidget(self.picture, 1)
        box.addLayout(foot)
        self.resize(parent.window().size() * _SHARE)
        desk.changed.connect(self._follow)
        self._show()

    @property
    def photo(self) -> Photo:
        """The photo shown."""
        return self._photos[self._place]

    def go_on(self) -> None:
        """Show the next photo; the last stays."""
        self._go(self._place + 1)

    def go_back(self) -> None:
        """Show the photo before; the first stays."""
        self._go(self._place - 1)

    def edit(self) -> None:
        """Ask for the words of the photo shown."""
        spots = sorted({one.spot for one in self._photos if one.spot})
        dialog = AskPhotoWords(self._desk, self._project, (self.photo,), spots, self)
        dialog.exec()
        dialog.deleteLater()

    def _go(self, place: int) -> None:
        self._place = max(0, min(place, len(self._photos) - 1))
        self._show()

    def _show(self) -> None:
        photo = self.photo
        count = tr("第{place}张，共{total}张").format(place=self._place + 1, total=len(self._photos))
        self.setWindowTitle(f"{title_of(photo)} — {count}")
        self.words.setText(f"{count}　{whole_words(photo)}")
        self.picture.show_photo(photo)
        self._before.setEnabled(self._place > 0)
        self._next.setEnabled(self._place < len(self._photos) - 1)

    def _follow(self, changes: Changes[object]) -> None:
        if self._project not in changes.projects or not changes.touches("photo"):
            return
        now = {one.id: one for one in self._desk.read(photos_of, self._project)}
        shown = self.photo.id
        self._photos = tuple(now[one.id] for one in self._photos if one.id in now)
        if not self._photos:
            self.close()
            return
        ids = [one.id for one in self._photos]
        self._place = ids.index(shown) if shown in ids else min(self._place, len(ids) - 1)
        self._show()

    def _button(self, words: str, name: str, key: Qt.Key, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        QShortcut(QKeySequence(key), self).activated.connect(act)
        return button
