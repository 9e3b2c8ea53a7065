"""带出与带回: what was handed out and whether it came back; in a field copy, what goes back."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.fieldwork import FieldCopy
from fangzi_desktop.services.handing_out import HandOut, hand_outs
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.bringing_back import acts_done, acts_unwritten, ask_to_bring_back
from fangzi_desktop.ui.field.copy_banner import copy_words
from fangzi_desktop.ui.field.hand_out_dialog import ask_to_hand_out
from fangzi_desktop.ui.field.opening import ask_to_open
from fangzi_desktop.ui.field.package_files import ask_package
from fangzi_desktop.ui.field.return_preview import preview_return_file
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.records.scrolled import SectionsTab
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_MOST_ROWS = 12
_NAMED = 2


class HandOutsPart(SectionsTab):
    """The list with what is handed out and taken back, or what a field copy brings back."""

    def __init__(
        self,
        desk: Desk,
        settings: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._is_stale = True
        self.handed: RecordSection[HandOut] | None = None
        self.copy_card: _CopyCard | None = None
        copy = desk.workspace.field
        if copy is not None:
            self.copy_card = _CopyCard(desk, settings, copy, self)
            self.add_section(self.copy_card)
        else:
            self.handed = self._make_list()
            self.add_section(self.handed)
        desk.changed.connect(self._follow)

    def refresh(self) -> None:
        """Read again what was handed out, or done since."""
        self._is_stale = False
        if self.copy_card is not None:
            self.copy_card.refresh()
        if self.handed is not None:
            lines = self._desk.read(hand_outs)
            out = sum(line.returned_on is None for line in lines)
            self.handed.show_lines(lines, tr("{count}份未带回").format(count=out) if out else "")

    def take_focus(self) -> None:
        if self.handed is not None and self.handed.model.lines:
            self.handed.take_focus()
        else:
            self.setFocus()

    def ask_hand_out(self) -> None:
        """Let the person hand projects out."""
        ask_to_hand_out(self._desk, self._settings, self)

    def ask_take_in(self) -> None:
        """Let the person choose a return and see what merging it would do."""
        path = ask_package(self, tr("并入带回文件"), self._settings)
        if path is not None:
            preview_return_file(self._desk, path, self)

    def ask_open(self) -> None:
        """Let the person open a package."""
        ask_to_open(self._desk, self._settings, self)

    def _make_list(self) -> RecordSection[HandOut]:
        made: RecordSection[HandOut] = RecordSection(
            "handout",
            tr("带出记录"),
            _columns(),
            tr(
                "还没有带出过项目。去工地没有网络时，按“带出…”把要用的项目写成一个文件，"
                "在笔记本上打开；回来后按“并入带回文件…”，两边的改动都会保留。"
            ),
            self,
            stretch=3,
            most_rows=_MOST_ROWS,
        )
        if not self._desk.workspace.store.read_only:
            made.add_action(tr("带出…"), "hand-out-projects", self.ask_hand_out, kind="primary")
            made.add_action(tr("并入带回文件…"), "take-in-return", self.ask_take_in, kind="")
        made.add_action(tr("打开带出包…"), "open-a-package", self.ask_open, kind="")
        return made

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()


class _CopyCard(QFrame):
    """What this copy is, how much was done in it, and the way back."""

    def __init__(self, desk: Desk, settings: QSettings, copy: FieldCopy, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._copy = copy
        self.setProperty("kind", "card")
        title = QLabel(tr("外勤副本"), self)
        title.setProperty("kind", "card-title")
        self.words = QLabel("", self)
        self.words.setObjectName("copy-state")
        self.words.setWordWrap(True)
        hint = QLabel(
            tr("回到办公室前按“制作带回文件…”写成一个文件，由办公室并入；并入前办公室的资料不变。"), self
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        button = QPushButton(tr("制作带回文件…"), self)
        button.setObjectName("card-bring-back")
        button.setProperty("kind", "primary")
        button.clicked.connect(self._ask)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.words)
        box.addWidget(hint)

    def refresh(self) -> None:
        """Say again how it stands."""
        done, unwritten = acts_done(self._desk), acts_unwritten(self._desk, self._settings)
        projects = self._copy.projects
        scope = tr("全部项目") if projects is None else tr("{count}个项目").format(count=projects)
        state = tr("带出以来操作{done}次，其中{unwritten}次还没有写进带回文件").format(
            done=done, unwritten=unwritten
        )
        self.words.setText(f"{copy_words(self._copy)} · {scope}\n{state}")

    def _ask(self) -> None:
        ask_to_bring_back(self._desk, self._settings, self)
        self.refresh()


def _columns() -> tuple[Column[HandOut], ...]:
    return (
        Column(tr("编号"), 90, lambda one: one.number, lambda one: one.number),
        Column(tr("带出"), 128, lambda one: wording.full_day(one.made_on), lambda one: one.made_on),
        Column(tr("给谁、哪台电脑"), 150, lambda one: one.note, lambda one: one.note or None),
        Column(tr("项目"), 240, _projects, _projects, tip=_all_projects),
        Column(tr("一起带上"), 120, _along, _along),
        Column(tr("文件大小"), 84, _size, lambda one: one.size_bytes, is_figure=True),
        Column(tr("带回"), 128, _returned, lambda one: one.returned_on),
    )


def _projects(line: HandOut) -> str:
    if line.projects is None:
        return tr("全部")
    named = "、".join(line.projects[:_NAMED])
    more = len(line.projects) > _NAMED
    return tr("{count}个：{names}{more}").format(
        count=len(line.projects), names=named, more=tr("等") if more else ""
    )


def _all_projects(line: HandOut) -> str:
    return tr("全部项目") if line.projects is None else "\n".join(line.projects)


def _along(line: HandOut) -> str:
    parts = (tr("文件") if line.with_papers else "", tr("照片") if line.with_photos else "")
    return "、".join(part for part in parts if part)


def _size(line: HandOut) -> str:
    return wording.size(line.size_bytes)


def _returned(line: HandOut) -> str:
    return wording.full_day(line.returned_on) if line.returned_on is not None else tr("○ 未带回")
