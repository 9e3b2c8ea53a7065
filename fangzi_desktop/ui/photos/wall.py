"""The photos of one project: dragged in or chosen, looked at, described, compared, printed and handed on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.photos import Photo, add_photos, photos_of, remove_photos, spots_of
from fangzi_desktop.services.printing import Printed, photo_bytes
from fangzi_desktop.services.visits import VisitLine, assign_photos, photos_with
from fangzi_desktop.services.workspace import Changes, Workspace
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.photos.asking import AskPhotoWords, ask_copies, ask_folder, ask_photos
from fangzi_desktop.ui.photos.beside import BesideDialog
from fangzi_desktop.ui.photos.grid import PhotoGrid
from fangzi_desktop.ui.photos.viewer import PhotoViewer
from fangzi_desktop.ui.photos.words import tr
from fangzi_desktop.ui.photos.work import Copied, Taken, copy_all, take_all
from fangzi_desktop.ui.project.paper_files import has_files

_MOST_PROBLEMS = 5


class PhotoWall(QFrame):
    """The photos of the project shown. `counted` tells how many there are."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._name = ""
        self._job: Job | None = None
        self._visit: VisitLine | None = None
        self._taken_with: str | None = None
        self._all: tuple[Photo, ...] = ()
        self._writable = not desk.workspace.store.read_only
        self.setObjectName("photo-wall")
        self.setAccessibleName(tr("项目照片"))
        self.setAcceptDrops(self._writable)
        self.grid = PhotoGrid(desk, self)
        self.heading = QLabel("", self)
        self.heading.setObjectName("photos-heading")
        self.heading.setProperty("kind", "card-title")
        self.told = QLabel("", self)
        self.told.setObjectName("photos-told")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.setProperty("kind", "secondary")
        self.empty = QLabel(tr("还没有照片。把照片或文件夹拖到这里，或按 Ctrl+V 粘贴复制的文件。"), self)
        self.empty.setObjectName("photos-empty")
        self.empty.setProperty("kind", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.progress = QWidget(self)
        self.bar = QProgressBar(self.progress)
        self.bar.setAccessibleName(tr("照片处理进度"))
        self.cancel = QPushButton(tr("取消"), self.progress)
        self.cancel.setObjectName("photos-cancel")
        self.only = self._button(tr("只看本次走访"), "photos-only-visit", self._show)
        self.only.setProperty("kind", "fit")
        self.only.setCheckable(True)
        self.only.setChecked(True)
        self.only.hide()
        self._assign = self._button(tr("归入走访"), "photos-assign", self._assign_chosen)
        self._add = self._button(tr("添加照片…"), "photos-add", self._choose_files)
        self._add_folder = self._button(tr("添加文件夹…"), "photos-add-folder", self._choose_folder)
        self._look = self._button(tr("查看"), "photos-look", self._look_at_current)
        self._describe = self._button(tr("编辑说明…"), "photos-describe", self._ask_words)
        self._compare = self._button(tr("前后对比"), "photos-compare", self._put_beside)
        self._export = self._button(tr("导出…"), "photos-export", self._ask_export)
        self._print = self._button(tr("打印照片页"), "photos-print", self._show_pages)
        self._remove = self._button(tr("移除"), "photos-remove", self._remove_chosen)
        self._build()
        self.grid.opened.connect(self._look_at)
        self.grid.chosen.connect(self._offer)
        self.cancel.clicked.connect(self._cancel)
        desk.changed.connect(self._follow)

    def show_project(self, project_id: str, name: str) -> None:
        """Show a project's photos; its name stands on what is printed and marked."""
        if project_id != self._project:
            self._project = project_id
            self._say("")
        self._name = name
        self._read()

    def show_visit(self, visit: VisitLine | None) -> None:
        """Show the photos of a visit, unless all are wanted; what is added then goes with it."""
        self._visit = visit
        self._show()

    def show_all(self) -> None:
        """Show the photos of all days."""
        self.only.setChecked(False)
        self._show()

    def add(self, paths: Sequence[Path]) -> None:
        """Take photos in, and the photos of folders, in the background; one batch at a time."""
        if not (paths and self._writable and self._project):
            return
        if self._job is not None:
            self._say(tr("上一批照片还在处理，请等它完成后再添加。"), refused=True)
            return
        self._say("")
        self._taken_with = self._visit.id if self._visit is not None and self.only.isChecked() else None
        self._watch(self._desk.start(partial(take_all, self._desk.workspace, paths, self._project)))
        assert self._job is not None
        self._job.done.connect(self._add_taken)

    def take_focus(self) -> None:
        """Give the keyboard to the photos, or to what adds the first of them."""
        (self.grid if self.grid.photos.photos else self._add).setFocus()

    # Showing.

    def _build(self) -> None:
        head, acts = QHBoxLayout(), QHBoxLayout()
        for row in (head, acts):
            row.setSpacing(6)
        head.addWidget(self.heading)
        head.addWidget(self.only)
        head.addStretch()
        writing = (self._add, self._add_folder, self._describe, self._assign, self._remove)
        done = (
            self._look,
            self._describe,
            self._compare,
            self._export,
            self._print,
            self._assign,
            self._remove,
        )
        for row, buttons in ((head, (self._add_folder, self._add)), (acts, done)):
            for button in buttons:
                row.addWidget(button)
                button.setVisible(self._writable or button not in writing)
        for button in done:
            button.setProperty("kind", "small")
        acts.addStretch()
        self._add.setProperty("kind", "primary")
        waiting = QHBoxLayout(self.progress)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.addWidget(self.bar, 1)
        waiting.addWidget(self.cancel)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(head)
        box.addLayout(acts)
        box.addWidget(self.progress)
        box.addWidget(self.told)
        box.addWidget(self.grid, 1)
        box.addWidget(self.empty, 1)
        self.progress.hide()
        self.told.hide()

    def _follow(self, changes: Changes[object]) -> None:
        if self._project in changes.projects and changes.touches("photo"):
            self._read()

    def _read(self) -> None:
        self._all = self._desk.read(photos_of, self._project) if self._project else ()
        self._show()
        self.counted.emit(len(self._all))

    def _show(self) -> None:
        visit = self._visit
        self.only.setVisible(visit is not None)
        photos = self._all
        if visit is not None and self.only.isChecked():
            photos = photos_with(photos, visit.id, visit.form.visited_on)
        self.grid.show_photos(photos)
        self.grid.setVisible(bool(photos))
        self.empty.setVisible(not photos)
        self.empty.setText(self._empty_words())
        self._offer()

    def _empty_words(self) -> str:
        if self._visit is None or not self.only.isChecked():
            return tr("还没有照片。把照片或文件夹拖到这里，或按 Ctrl+V 粘贴复制的文件。")
        words = tr("这次走访还没有照片。拖到这里的照片会归入这次走访。")
        return words + (tr("项目共有 {count} 张。").format(count=len(self._all)) if self._all else "")

    def _offer(self) -> None:
        photos, chosen = self.grid.photos.photos, self.grid.chosen_photos()
        self.heading.setText(
            tr("照片 {total}（已选 {chosen}）").format(total=len(photos), chosen=len(chosen))
            if chosen
            else tr("照片 {total}").format(total=len(photos))
        )
        for button in (self._describe, self._remove):
            button.setEnabled(bool(chosen))
        visit = self._visit
        strange = visit is not None and any(one.visit_id != visit.id for one in chosen)
        self._assign.setVisible(self._writable and strange)
        for button in (self._look, self._export, self._print):
            button.setEnabled(bool(photos))
        self._compare.setEnabled(bool(spots_of(photos)))
        self._compare.setToolTip(
            "" if self._compare.isEnabled() else tr("给两张照片填写同一个拍摄点后，就能前后对比。")
        )

    def _say(self, words: str, *, refused: bool = False) -> None:
        self.told.setText(words)
        self.told.setProperty("kind", "problem" if refused else "secondary")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.setVisible(bool(words))

    def _say_end(self, words: str, refusals: Sequence[UserError]) -> None:
        lines = [words, *(sentence(error) for error in refusals[:_MOST_PROBLEMS])]
        more = len(refusals) - _MOST_PROBLEMS
        if more > 0:
            lines.append(tr("另有 {count} 个文件没有成功。").format(count=more))
        self._say("\n".join(line for line in lines if line), refused=bool(refusals))

    # Taking in.

    def _choose_files(self) -> None:
        self.add(ask_photos(self))

    def _choose_folder(self) -> None:
        folder = ask_folder(self, tr("添加文件夹中的照片"))
        if folder is not None:
            self.add([folder])

    def _add_taken(self, taken: Taken) -> None:
        refusals = list(taken.refusals)
        words = "" if taken.photos or refusals else tr("文件夹里没有照片。")
        if taken.photos:
            try:
                done = self._desk.attempt(
                    add_photos, taken.project_id, taken.photos, visit_id=self._taken_with
                ).value
            except UserError as error:
                refusals.append(error)
            else:
                words = tr("添加了 {count} 张照片。").format(count=len(done.added))
                if done.already:
                    words += tr("{count} 张项目里已经有了，没有重复添加：{names}。").format(
                        count=len(done.already), names="、".join(done.already[:_MOST_PROBLEMS])
                    )
        if taken.project_id == self._project:
            self._say_end(words, refusals)

    # What is done with photos.

    def _chosen_or_all(self) -> tuple[Photo, ...]:
        return self.grid.chosen_photos() or self.grid.photos.photos

    def _look_at_current(self) -> None:
        self._look_at(max(0, self.grid.currentIndex().row()))

    def _look_at(self, place: int) -> None:
        PhotoViewer(self._desk, self._project, self.grid.photos.photos, place, self).open()

    def _ask_words(self) -> None:
        chosen = self.grid.chosen_photos()
        if not chosen or not self._writable:
            return
        spots = sorted({one.spot for one in self.grid.photos.photos if one.spot})
        dialog = AskPhotoWords(self._desk, self._project, chosen, spots, self)
        dialog.exec()
        dialog.deleteLater()

    def _put_beside(self) -> None:
        spots = spots_of(self.grid.photos.photos)
        if spots:
            wanted = next((one.spot for one in self.grid.chosen_photos() if one.spot in spots), "")
            BesideDialog(self._desk, spots, wanted, self).open()

    def _ask_export(self) -> None:
        photos = self._chosen_or_all()
        wish = ask_copies(self._name, len(photos), self) if photos and self._job is None else None
        folder = ask_folder(self, tr("导出到文件夹")) if wish is not None else None
        if wish is None or folder is None:
            return
        self._say("")
        self._watch(
            self._desk.start(partial(copy_all, self._desk.workspace, photos, folder, wish.kind, wish.mark))
        )
        assert self._job is not None
        self._job.done.connect(self._tell_copied)

    def _tell_copied(self, copied: Copied) -> None:
        self._say_end(tr("导出了 {count} 张照片。").format(count=copied.written), copied.refusals)

    def _show_pages(self) -> None:
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.reports.paper import show_paper

        photos = self._chosen_or_all()
        if photos:
            title = tr("{name}照片").format(name=self._name)
            show_paper(self._desk, title, partial(_pages, self._name, photos), self)

    def _assign_chosen(self) -> None:
        chosen = self.grid.chosen_photos()
        if chosen and self._visit is not None:
            self._desk.do(assign_photos, [one.id for one in chosen], self._visit.id)

    def _remove_chosen(self) -> None:
        chosen = self.grid.chosen_photos()
        if chosen and self._writable:
            self._desk.do(remove_photos, [one.id for one in chosen])

    # Waiting.

    def _watch(self, job: Job) -> None:
        self._job = job
        self.bar.setRange(0, 0)
        self.progress.show()
        self.cancel.setEnabled(True)
        for button in (self._add, self._add_folder, self._export):
            button.setEnabled(False)
        job.progressed.connect(self._show_progress)
        job.refused.connect(self._refuse)
        job.finished.connect(self._finish)

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total - 1)
        self.bar.setValue(done)
        self.bar.setFormat(tr("{done}/{total} 张").format(done=done, total=total - 1))

    def _refuse(self, error: UserError) -> None:
        self._say(sentence(error), refused=True)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
            self._say(tr("已取消；这一批没有添加到项目，已导出的照片留在文件夹里。"))

    def _finish(self) -> None:
        self._job = None
        self.progress.hide()
        for button in (self._add, self._add_folder):
            button.setEnabled(True)
        self._offer()

    def _button(self, words: str, name: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if has_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            urls = QApplication.clipboard().mimeData().urls()
            self.add([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        elif event.key() == Qt.Key.Key_F2:
            self._ask_words()
        elif event.key() == Qt.Key.Key_Delete:
            self._remove_chosen()
        else:
            super().keyPressEvent(event)


def _pages(project: str, photos: Sequence[Photo], workspace: Workspace) -> Printed:
    return photo_bytes(workspace, project, photos)
