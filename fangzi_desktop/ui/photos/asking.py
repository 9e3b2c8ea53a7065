"""Asking what photos show, and how they are to be handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.stage_terms import Role
from fangzi_desktop.services.photos import CopyKind, Mark, Photo, building_names, describe_photos
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.photos.words import tr
from fangzi_desktop.ui.photos.work import ENDINGS

_CAPTION_HEIGHT = 72


class AskPhotoWords(Ask):
    """Asks for caption, building and spot of one photo or of several at once.

    Of several photos only what the person changes is written into all of them.
    """

    def __init__(
        self, desk: Desk, project_id: str, photos: Sequence[Photo], spots: Sequence[str], parent: QWidget
    ) -> None:
        many = len(photos) > 1
        super().__init__(
            tr("{count}张照片的说明").format(count=len(photos)) if many else tr("照片说明"), parent
        )
        self._desk = desk
        self._photos = photos
        self.caption = QPlainTextEdit(_common([one.caption for one in photos]), self)
        self.caption.setObjectName("photo-caption")
        self.caption.setFixedHeight(_CAPTION_HEIGHT)
        self.caption.setTabChangesFocus(True)
        self.building = _offered(desk.read(building_names, project_id), self)
        self.building.setObjectName("photo-building")
        self.building.setEditText(_common([one.building for one in photos]))
        self.spot = _offered(spots, self)
        self.spot.setObjectName("photo-spot")
        self.spot.setEditText(_common([one.spot for one in photos]))
        for field, words in (
            (self.caption, tr("说明")),
            (self.building, tr("单体")),
            (self.spot, tr("拍摄点")),
        ):
            field.setAccessibleName(words)
            self.form.addRow(words, field)
        self._before = self._values()
        hint = QLabel(
            tr("没有改动的栏目，各张照片保持原样。")
            if many
            else tr("同一拍摄点的两张照片可以前后对比，如“大门朝东”。"),
            self,
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        self.form.addRow(hint)

    def read(self) -> None:
        changed = [
            now if now != before else None for now, before in zip(self._values(), self._before, strict=True)
        ]
        self._desk.attempt(describe_photos, [one.id for one in self._photos], *changed)

    def _values(self) -> tuple[str, str, str]:
        return self.caption.toPlainText(), self.building.currentText(), self.spot.currentText()


@dataclass(frozen=True, slots=True)
class CopyWish:
    """In which form photos are wanted, and who verified what a marked copy shows."""

    kind: CopyKind
    mark: Mark


class AskCopies(Ask):
    """Asks in which form photos are handed on; the form without personal data is the one proposed."""

    def __init__(self, project: str, count: int, parent: QWidget) -> None:
        super().__init__(tr("导出{count}张照片").format(count=count), parent)
        self._project = project
        self.kinds = {
            CopyKind.BARE: QRadioButton(tr("去除位置和个人信息（画面不变）"), self),
            CopyKind.MARKED: QRadioButton(tr("加水印：项目、地点、时间、核实人（纳统佐证用）"), self),
            CopyKind.ORIGINAL: QRadioButton(tr("原件（含拍摄位置、时间、设备信息）"), self),
        }
        box = QVBoxLayout()
        for kind, button in self.kinds.items():
            button.setObjectName(f"copy-{kind.value}")
            box.addWidget(button)
        self.kinds[CopyKind.BARE].setChecked(True)
        self.form.addRow(box)
        self.verifier = _offered([role.zh for role in Role], self)
        self.verifier.setObjectName("photo-verifier")
        self.verifier.setAccessibleName(tr("核实人"))
        self.verifier.setEditText(Role.OFFICER.zh)
        self.verifier.setEnabled(False)
        self.kinds[CopyKind.MARKED].toggled.connect(self.verifier.setEnabled)
        self.form.addRow(tr("核实人（岗位）"), self.verifier)

    @property
    def wish(self) -> CopyWish:
        """What was chosen."""
        kind = next(kind for kind, button in self.kinds.items() if button.isChecked())
        return CopyWish(kind, Mark(self._project, self.verifier.currentText().strip()))


def ask_copies(project: str, count: int, parent: QWidget) -> CopyWish | None:
    """Ask how photos are handed on; None if the person thinks better of it."""
    dialog = AskCopies(project, count, parent)
    accepted = dialog.exec()
    wish = dialog.wish
    dialog.deleteLater()
    return wish if accepted else None


def ask_photos(parent: QWidget) -> list[Path]:
    """Ask which photos to add; none if the person thinks better of it."""
    patterns = " ".join(f"*{ending} *{ending.upper()}" for ending in ENDINGS)
    chosen, _ = QFileDialog.getOpenFileNames(
        parent,
        tr("添加照片"),
        _pictures(),
        tr("照片 ({patterns});;所有文件 (*)").format(patterns=patterns),
    )
    return [Path(path) for path in chosen]


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder; None if the person thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, _pictures())
    return Path(chosen) if chosen else None


def _pictures() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)


def _offered(words: Sequence[str], parent: QWidget) -> QComboBox:
    """A field to write into that offers what was written before."""
    field = QComboBox(parent)
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.addItems(list(words))
    edit = field.lineEdit()
    assert isinstance(edit, QLineEdit)
    edit.clear()
    return field


def _common(values: Sequence[str]) -> str:
    """What all have, or nothing."""
    return values[0] if len(set(values)) == 1 else ""
