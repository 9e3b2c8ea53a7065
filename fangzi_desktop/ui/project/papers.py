"""The papers of a permit item: materials to tick, and files that are dragged in, looked at and handed on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QPoint,
    QStandardPaths,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.file_names import ending_of
from fangzi_desktop.services.papers import (
    Material,
    PaperFile,
    Papers,
    add_material,
    assign_attachment,
    attach_files,
    papers_of,
    remove_attachment,
    remove_material,
    rename_attachment,
    tick_material,
    untick_material,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.dialogs.moves import Ask, ask_day
from fangzi_desktop.ui.laying_out import laid_out_once
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.file_preview import FilePreview
from fangzi_desktop.ui.project.paper_files import (
    Incoming,
    Kept,
    OpenedCopies,
    Target,
    can_preview,
    has_files,
    incoming_of,
    keep_all,
    save_to,
)
from fangzi_desktop.ui.project.paper_rows import INDENT, FileRow, MaterialRow

# Copying a small file is over before a bar could be read.
_SHOW_BAR_MS = 300
_MOST_PROBLEMS = 3
_NOTHING = Papers((), ())
# An item moved to another version of the checklist may have other materials.
_TABLES = ("material", "attachment", "permit_item", "promise")


class ItemPapers(QFrame):
    """The papers of one item, or without an item the project's own files.

    Files can be dragged in, pasted with Ctrl+V or chosen. What is dropped on a material belongs to it.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._look = theme.tokens()
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._item: str | None = None
        self._papers = _NOTHING
        self._rows: list[MaterialRow | FileRow] = []
        self._copies = OpenedCopies()
        self._jobs: list[Job] = []
        self._writable = not desk.workspace.store.read_only
        self.setObjectName("item-papers")
        self.setProperty("kind", "papers")
        self.setAccessibleName(self.tr("材料和文件"))
        self.setAcceptDrops(self._writable)
        self._heading = QLabel("", self)
        self._heading.setObjectName("papers-heading")
        self._heading.setProperty("kind", "card-title")
        self._add_files = QPushButton(self.tr("添加文件…"), self)
        self._add_files.setObjectName("add-files")
        self._add_files.setProperty("kind", "link")
        self._add_files.setAutoDefault(False)
        self._add_files.clicked.connect(self._choose_files)
        self._problem = QLabel("", self)
        self._problem.setObjectName("papers-problem")
        self._problem.setProperty("kind", "problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("保存进度"))
        self._progress = QWidget(self)
        self._cancel = QPushButton(self.tr("取消"), self._progress)
        self._cancel.setObjectName("cancel-files")
        self._cancel.setProperty("kind", "link")
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self._cancel_jobs)
        self._new_material = QLineEdit(self)
        self._new_material.setObjectName("new-material")
        self._new_material.setProperty("kind", "compact")
        self._new_material.setAccessibleName(self.tr("补充材料"))
        self._new_material.setPlaceholderText(self.tr("补充一份材料，按回车"))
        self._new_material.returnPressed.connect(self._add_material)
        self._hint = QLabel(self.tr("把文件拖到这里，或按 Ctrl+V 粘贴"), self)
        self._hint.setProperty("kind", "day")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar_timer = QTimer(self)
        self._bar_timer.setSingleShot(True)
        self._bar_timer.setInterval(_SHOW_BAR_MS)
        self._bar_timer.timeout.connect(self._progress.show)
        self._build()
        desk.changed.connect(self._refresh)

    @property
    def papers(self) -> Papers:
        """What is shown."""
        return self._papers

    def show_item(self, project_id: str, item_id: str | None) -> None:
        """Show the papers of an item, or without one the project's own files."""
        if (project_id, item_id) != (self._project, self._item):
            self._project, self._item = project_id, item_id
            self._new_material.clear()
            self._show_problems(())
            self._papers = _NOTHING
            self._lay_out()
        self._read()

    def take_drops_of(self, widget: QWidget) -> None:
        """Let files be dropped anywhere on a larger widget around this one."""
        if self._writable:
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    # Showing.

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._heading)
        head.addStretch()
        head.addWidget(self._add_files)
        waiting = QHBoxLayout(self._progress)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.addWidget(self._bar, 1)
        waiting.addWidget(self._cancel)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self._problem)
        box.addWidget(self._progress)
        box.addLayout(self._list)
        box.addWidget(self._new_material)
        box.addWidget(self._hint)
        self._problem.hide()
        self._progress.hide()
        self._add_files.setVisible(self._writable)
        self._hint.setVisible(self._writable)

    def _refresh(self, changes: Changes[object]) -> None:
        if self._project in changes.projects and changes.touches(*_TABLES):
            self._read()

    def _read(self) -> None:
        found = self._desk.read(papers_of, self._project, self._item) if self._project else _NOTHING
        if found != self._papers:
            self._papers = found
            self._lay_out()

    def _lay_out(self) -> None:
        with laid_out_once(self):
            self._make_rows()

    def _make_rows(self) -> None:
        focused = self._focused()
        for row in self._rows:
            row.hide()
            row.deleteLater()
        while self._list.count():
            self._list.takeAt(0)
        for label in self.findChildren(QLabel, "papers-group"):
            label.deleteLater()
        self._rows = []
        today = self._desk.workspace.today
        for material in self._papers.materials:
            row = MaterialRow(material, today, self, writable=self._writable)
            row.ticked.connect(self._tick)
            row.menu_wanted.connect(self._show_material_menu)
            self._take(row)
            for file in material.files:
                self._take_file(file, INDENT)
        if self._papers.loose and self._papers.materials:
            group = QLabel(self.tr("未归入材料的文件"), self)
            group.setObjectName("papers-group")
            group.setProperty("kind", "day")
            self._list.addWidget(group)
        for file in self._papers.loose:
            self._take_file(file, 0)
        self._say()
        self._order_tabs()
        self._focus_again(focused)

    def _take(self, row: MaterialRow | FileRow) -> None:
        self._rows.append(row)
        self._list.addWidget(row)
        row.show()

    def _take_file(self, file: PaperFile, indent: int) -> None:
        row = FileRow(file, self, indent=indent)
        row.opened.connect(self._look_at)
        row.menu_wanted.connect(self._show_file_menu)
        if self._writable:
            row.renamed.connect(self._ask_name)
            row.removed.connect(self._remove)
        self._take(row)

    def _say(self) -> None:
        materials = self._papers.materials
        words = self.tr("文件") if self._item is None else self.tr("材料")
        if materials:
            words = self.tr("材料 {received}/{total}").format(
                received=self._papers.received, total=len(materials)
            )
            if self._papers.received == len(materials):
                words += self.tr(" ✓ 已收齐")
        self._heading.setText(words)
        self._new_material.setVisible(self._writable and self._item is not None)

    def _order_tabs(self) -> None:
        inner: list[QWidget] = [row.box if isinstance(row, MaterialRow) else row.name for row in self._rows]
        order = [self._add_files, self._cancel, *inner, self._new_material]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _focused(self) -> tuple[str, int] | None:
        """Which row has the keyboard, and the how-manieth it is."""
        focus = self.window().focusWidget()
        for place, row in enumerate(self._rows):
            if focus is not None and row.isAncestorOf(focus):
                return _key(row), place
        return None

    def _focus_again(self, focused: tuple[str, int] | None) -> None:
        if focused is None:
            return
        key, place = focused
        same = next((row for row in self._rows if _key(row) == key), None)
        near = self._rows[min(place, len(self._rows) - 1)] if self._rows else None
        row = same or near
        if row is None:
            self._add_files.setFocus()
        else:
            (row.box if isinstance(row, MaterialRow) else row.name).setFocus()

    # Materials.

    def _tick(self, name: str, received: bool) -> None:
        if self._item is None:
            return
        if received:
            done = self._desk.do(tick_material, self._item, name, self._desk.workspace.today)
        else:
            done = self._desk.do(untick_material, self._item, name)
        if done is None:
            self._lay_out()

    def _add_material(self) -> None:
        if self._item is None:
            return
        try:
            self._desk.attempt(add_material, self._item, self._new_material.text())
        except UserError as error:
            self._show_problems((error,))
        else:
            self._new_material.clear()
            self._show_problems(())

    def _correct_day(self, name: str) -> None:
        if self._item is None:
            return
        day = ask_day(self, self.tr("收到日期"), self._desk.workspace.today)
        if day is not None:
            self._desk.do(tick_material, self._item, name, day)

    def _remove_material(self, name: str) -> None:
        if self._item is not None:
            self._desk.do(remove_material, self._item, name)

    def _show_material_menu(self, name: str, where: QPoint) -> None:
        material = self._material(name)
        if material is None:
            return
        menu = self._menu()
        self._act(menu, self.tr("收到日期…"), partial(self._correct_day, name))
        self._act(menu, self.tr("添加文件…"), partial(self._choose_files_of, name))
        if material.is_extra:
            menu.addSeparator()
            self._act(menu, self.tr("删除这份材料"), partial(self._remove_material, name))
        menu.popup(where)

    def _material(self, name: str) -> Material | None:
        return next((one for one in self._papers.materials if one.name == name), None)

    # Files coming in.

    def add(self, incoming: Sequence[Incoming], material: str = "") -> None:
        """Keep files in the background and attach them to what is shown now."""
        if not incoming or not self._project or not self._writable:
            return
        self._show_problems(())
        target = Target(self._project, self._item, material)
        job = self._desk.start(partial(keep_all, self._desk.workspace, tuple(incoming), target))
        self._watch(job)
        job.done.connect(self._attach)

    def _attach(self, kept: Kept) -> None:
        refusals = list(kept.refusals)
        if kept.files:
            target = kept.target
            try:
                done = self._desk.attempt(
                    attach_files, target.project_id, target.item_id, kept.files, target.material
                )
            except UserError as error:
                refusals.append(error)
            else:
                refusals.extend(UserError("paper.file_there", name=name) for name in done.value.already)
        if (kept.target.project_id, kept.target.item_id) == (self._project, self._item):
            self._show_problems(refusals)
        elif refusals:
            self._desk.refused.emit(refusals[0])

    def _choose_files(self) -> None:
        self._choose_files_of("")

    def _choose_files_of(self, material: str) -> None:
        self.add([Incoming(path, path.name) for path in ask_files(self)], material)

    def _paste(self) -> bool:
        day = self._desk.workspace.today
        name = self.tr("粘贴的图片 {day}.png").format(day=day.isoformat())
        incoming = incoming_of(QGuiApplication.clipboard().mimeData(), name)
        self.add(incoming)
        return bool(incoming)

    # Files going out.

    def _look_at(self, file: PaperFile) -> None:
        if can_preview(file.name):
            self._preview(file)
        else:
            self._open(file)

    def _preview(self, file: PaperFile) -> None:
        dialog = FilePreview(self._desk, file, self)
        dialog.open_requested.connect(self._open)
        dialog.open()

    def _open(self, file: PaperFile) -> None:
        job = self._desk.start(partial(self._copies.copy, self._desk.workspace, file))
        job.done.connect(self._hand_on)
        job.refused.connect(self._refuse)

    def _hand_on(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._refuse(UserError("file.no_viewer", name=copy.name))

    def _save(self, file: PaperFile) -> None:
        target = ask_save_target(self, file.name)
        if target is None:
            return
        job = self._desk.start(partial(save_to, self._desk.workspace, file, target))
        self._watch(job)

    def _ask_name(self, file: PaperFile) -> None:
        dialog = AskFileName(self._desk, file, self)
        dialog.exec()
        dialog.deleteLater()

    def _remove(self, file: PaperFile) -> None:
        self._desk.do(remove_attachment, file.id)

    def _assign(self, file: PaperFile, material: str) -> None:
        self._desk.do(assign_attachment, file.id, material)

    def _show_file_menu(self, file: PaperFile, where: QPoint) -> None:
        menu = self._menu()
        preview = self._act(menu, self.tr("预览"), partial(self._preview, file))
        if not can_preview(file.name):
            preview.setText(self.tr("预览（仅限图片和 PDF）"))
            preview.setEnabled(False)
        self._act(menu, self.tr("用系统程序打开"), partial(self._open, file))
        self._act(menu, self.tr("另存为…"), partial(self._save, file))
        if self._writable:
            menu.addSeparator()
            self._act(menu, self.tr("改名…"), partial(self._ask_name, file))
            if self._papers.materials:
                self._offer_materials(menu.addMenu(self.tr("归入材料")), file)
            self._act(menu, self.tr("移除"), partial(self._remove, file))
        menu.popup(where)

    def _offer_materials(self, menu: QMenu, file: PaperFile) -> None:
        names = [material.name for material in self._papers.materials]
        for name, words in ((name, name.replace("&", "&&")) for name in names):
            action = self._act(menu, words, partial(self._assign, file, name))
            action.setCheckable(True)
            action.setChecked(file.material == name)
        menu.addSeparator()
        self._act(menu, self.tr("不归入"), partial(self._assign, file, "")).setEnabled(bool(file.material))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _act(self, menu: QMenu, words: str, slot: object) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(slot)
        return action

    # What is under way, and what went wrong.

    def _watch(self, job: Job) -> None:
        self._jobs.append(job)
        self._bar.setRange(0, 0)
        self._bar_timer.start()
        job.progressed.connect(self._show_progress)
        job.refused.connect(self._refuse)
        job.finished.connect(self._finish)

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _finish(self) -> None:
        self._jobs = [job for job in self._jobs if job is not self.sender()]
        if not self._jobs:
            self._bar_timer.stop()
            self._progress.hide()

    def _cancel_jobs(self) -> None:
        for job in self._jobs:
            job.cancel()

    def _refuse(self, error: UserError) -> None:
        self._show_problems((error,))

    def _show_problems(self, errors: Sequence[UserError]) -> None:
        lines = [sentence(error) for error in errors[:_MOST_PROBLEMS]]
        if len(errors) > _MOST_PROBLEMS:
            lines.append(self.tr("另有 {count} 个文件没有添加。").format(count=len(errors) - _MOST_PROBLEMS))
        self._problem.setText("\n".join(lines))
        self._problem.setVisible(bool(lines))

    # Dragging.

    def _point_out(self, target: bool) -> None:
        if self.property("target") != target:
            self.setProperty("target", target)
            self.style().unpolish(self)
            self.style().polish(self)

    def _material_at(self, where: QPoint) -> str:
        """The material on whose row, or on one of whose files, a point lies."""
        for row in self._rows:
            if row.geometry().contains(where):
                return row.material.name if isinstance(row, MaterialRow) else row.file.material
        return ""

    def _drop(self, event: QDropEvent, where: QPoint) -> None:
        self._point_out(False)
        incoming = incoming_of(event.mimeData(), "")
        if incoming:
            event.acceptProposedAction()
            # The program the files come from waits until the drop has been taken.
            QTimer.singleShot(0, self, partial(self.add, incoming, self._material_at(where)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._project and has_files(event.mimeData()):
            self._point_out(True)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._point_out(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(event, event.position().toPoint())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isHidden():
            return False
        if isinstance(event, QDragEnterEvent):
            self.dragEnterEvent(event)
        elif isinstance(event, QDragLeaveEvent):
            self.dragLeaveEvent(event)
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._drop(event, QPoint(-1, -1))
        else:
            return False
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The icons of files are painted in the palette's colours.
        if event.type() == QEvent.Type.PaletteChange and self._look is not theme.tokens():
            self._look = theme.tokens()
            QTimer.singleShot(0, self, self._lay_out)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.matches(QKeySequence.StandardKey.Paste) and self._writable and self._paste()):
            super().keyPressEvent(event)


class AskFileName(Ask):
    """Asks for a file's name, the part before its ending chosen, and gives it."""

    def __init__(self, desk: Desk, file: PaperFile, parent: QWidget) -> None:
        super().__init__(_tr("文件改名"), parent)
        self._desk = desk
        self._file = file
        self.field = QLineEdit(file.name, self)
        self.field.setObjectName("file-name")
        self.field.setAccessibleName(_tr("文件名"))
        self.field.setSelection(0, len(file.name) - len(ending_of(file.name)))
        self.form.addRow(_tr("文件名"), self.field)

    def read(self) -> None:
        self._desk.attempt(rename_attachment, self._file.id, self.field.text())


def ask_files(parent: QWidget) -> list[Path]:
    """Ask which files to attach; none if the person thinks better of it."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, _tr("添加文件"), _documents())
    return [Path(path) for path in chosen]


def ask_save_target(parent: QWidget, name: str) -> Path | None:
    """Ask where to save a copy; None if the person thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, _tr("另存为"), str(Path(_documents()) / name))
    return Path(chosen) if chosen else None


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _key(row: MaterialRow | FileRow) -> str:
    return f"material {row.material.name}" if isinstance(row, MaterialRow) else f"file {row.file.id}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("papers", words)
