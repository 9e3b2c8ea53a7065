"""带出: which projects go along, with what, for whom, and how large the file gets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import SUFFIX, HandOutWish
from fangzi_desktop.services.board import board
from fangzi_desktop.services.handing_out import HandedOut, PackageSize, hand_out, next_number, package_size
from fangzi_desktop.services.register import register
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.board.page import kept_filters
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.field.package_dialog import NewPassword, PackageDialog, Work, show_in_folder
from fangzi_desktop.ui.field.package_files import ask_target
from fangzi_desktop.ui.field.project_picker import ProjectPicker
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.project.asking import asked

_WIDTH, _HEIGHT = 880, 560
_LONGEST_NOTE = 200
# What is ticked one after the other is weighed once.
_WEIGH_MS = 150


class HandOutDialog(PackageDialog):
    """Asks what is handed out, and writes the file. What the board's filters let through is ticked first."""

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget) -> None:
        super().__init__(desk, tr("带出"), tr("选择位置并带出…"), parent)
        self.setObjectName("hand-out")
        self._settings = settings
        self._path = Path()
        self._has_password = False
        self._weighing: Job | None = None
        lines = desk.read(register)
        filters = kept_filters(settings)
        cards = desk.glance(board) if filters.is_active else ()
        start = [card.id for card in cards if filters.admits(card)]
        self.all = QRadioButton(tr("全部项目（{count}个）").format(count=len(lines)), self.asking)
        self.all.setObjectName("hand-out-all")
        self.some = QRadioButton(tr("选择项目"), self.asking)
        self.some.setObjectName("hand-out-some")
        self.picker = ProjectPicker(lines, start, self.asking)
        self._start_note = QLabel(tr("已按看板现在的筛选勾选。"), self.asking)
        self._start_note.setProperty("kind", "secondary")
        self._start_note.setVisible(bool(start))
        self.papers = self._check("hand-out-papers", tr("所附文件"))
        self.photos = self._check("hand-out-photos", tr("照片"))
        self._build()
        (self.some if start else self.all).setChecked(True)
        self._offer()
        self.resize(_WIDTH, min(_HEIGHT, parent.window().height() - 60))
        self._wait = QTimer(self, interval=_WEIGH_MS, singleShot=True)
        self._wait.timeout.connect(self._weigh)
        for button in (self.all, self.papers, self.photos):
            button.toggled.connect(self._follow)
        self.picker.changed.connect(self._follow)
        self._weigh()
        (self.some if start else self.all).setFocus()

    @property
    def wish(self) -> HandOutWish:
        """What the fields say."""
        picked = None if self.all.isChecked() else self.picker.model.picked
        return HandOutWish(picked, self.papers.isChecked(), self.photos.isChecked(), self.note.text().strip())

    def wanted_work(self) -> Work | None:
        wish = self.wish
        if wish.projects is not None and not wish.projects:
            raise UserError("field.no_projects")
        password = self.password.read()
        workspace = self.desk.workspace
        number = self.desk.read(next_number)
        name = f"{tr('带出')}-{number}-{workspace.today:%Y%m%d}{SUFFIX}"
        target = ask_target(self, self.windowTitle(), name, self._settings)
        if target is None:
            return None
        self._path, self._has_password = target, password is not None
        return lambda job: hand_out(workspace, target, wish, password, job.step)

    def busy_words(self) -> str:
        return tr("正在写带出包……")

    def result_words(self, result: object) -> str:
        assert isinstance(result, Changes) and isinstance(result.value, HandedOut)
        self.desk.tell(result)
        done = result.value
        words = [
            tr("已带出{count}个项目（{number}），{size}：").format(
                count=done.projects, number=done.number, size=wording.size(done.size_bytes)
            ),
            str(done.path),
            "",
            tr(
                "把这个文件拷到笔记本上，在“坊子专班”的空白首页（或“设置 · 数据与备份”）"
                "按“打开带出包…”，选它即可。"
            ),
        ]
        if self._has_password:
            words.append(tr("密码请另外告知使用的人，不要和文件放在一起；忘了密码，这个文件就打不开了。"))
        return "\n".join(words)

    def do_more(self) -> None:
        show_in_folder(str(self._path.parent))

    # What it weighs.

    def _follow(self) -> None:
        self._offer()
        self.size_label.setText(tr("文件大小：正在估算……"))
        self._wait.start()

    def _offer(self) -> None:
        self.picker.setEnabled(self.some.isChecked())

    def _weigh(self) -> None:
        if self.is_working or self.is_over:
            return
        wish, workspace = self.wish, self.desk.workspace
        database = workspace.store.path
        job = self._weighing = self.desk.start(lambda job: workspace.read(package_size, wish, database))
        job.done.connect(self._show_size)

    def _show_size(self, size: PackageSize) -> None:
        if self.sender() is not self._weighing or self._wait.isActive():
            return
        papers, photos = wording.size(size.papers), wording.size(size.photos)
        self.papers.setText(
            tr("所附文件（{count}个，{size}）").format(count=size.paper_count, size=papers)
            if size.paper_count
            else tr("所附文件（没有）")
        )
        self.photos.setText(
            tr("照片（{count}张，{size}）").format(count=size.photo_count, size=photos)
            if size.photo_count
            else tr("照片（没有）")
        )
        wish = self.wish
        files = (size.paper_count if wish.with_papers else 0) + (size.photo_count if wish.with_photos else 0)
        self.size_label.setText(
            tr("文件大小：约 {size}，含{count}个照片和文件").format(
                size=wording.size(size.total(wish)), count=files
            )
        )

    # Making.

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        for widget in (self.all, self.some, self._start_note):
            left.addWidget(widget)
        left.addWidget(self.picker, 1)
        self.form.addRow(self._title(tr("一起带上")))
        self.form.addRow(self.papers)
        self.form.addRow(self.photos)
        self.size_label = QLabel(tr("文件大小：正在估算……"), self.asking)
        self.size_label.setObjectName("hand-out-size")
        self.size_label.setProperty("kind", "secondary")
        self.form.addRow(self.size_label)
        self.form.addRow(self._title(tr("交给谁")))
        self.note = QLineEdit(self.asking)
        self.note.setObjectName("hand-out-note")
        self.note.setAccessibleName(tr("给谁、哪台电脑"))
        self.note.setPlaceholderText(tr("如 项目一组、一号笔记本"))
        self.note.setMaxLength(_LONGEST_NOTE)
        self.form.addRow(tr("给谁、哪台电脑"), self.note)
        self.password = NewPassword(self)
        self.hint(tr("设了密码，文件丢了别人也打不开。"))
        right = QVBoxLayout()
        right.addLayout(self.form)
        right.addStretch(1)
        whole = QHBoxLayout()
        whole.setSpacing(24)
        whole.addLayout(left, 5)
        whole.addLayout(right, 4)
        self.lay_out(whole)
        self.more_button.setText(tr("打开所在文件夹"))

    def _check(self, name: str, words: str) -> QCheckBox:
        box = QCheckBox(words, self.asking)
        box.setObjectName(name)
        return box

    def _title(self, words: str) -> QLabel:
        label = QLabel(words, self.asking)
        label.setProperty("kind", "card-title")
        return label


def ask_to_hand_out(desk: Desk, settings: QSettings, parent: QWidget) -> None:
    """Let a person hand projects out."""
    asked(HandOutDialog(desk, settings, parent))
