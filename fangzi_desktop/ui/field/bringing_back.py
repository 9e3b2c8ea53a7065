"""制作带回文件: everything done in a field copy, in one file for the office."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.fieldwork import SUFFIX
from fangzi_desktop.services.overview import acts_since
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.package_dialog import NewPassword, PackageDialog, Work, show_in_folder
from fangzi_desktop.ui.field.package_files import ask_target
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.project.asking import asked

# How many acts the newest return file of this machine holds.
_WRITTEN = "field/acts-written"


class BringBack(PackageDialog):
    """Asks for a password and a place, and writes the file."""

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget) -> None:
        super().__init__(desk, tr("制作带回文件"), tr("选择位置并制作…"), parent)
        self._settings = settings
        self.setObjectName("bring-back")
        self.setMinimumWidth(480)
        self._path = Path()
        copy = desk.workspace.field
        self._number = copy.number if copy is not None else ""
        done = acts_done(desk)
        self.hint(
            tr("带出以后在这里做的{count}次操作，连同新增的照片和文件，写成一个文件。").format(count=done)
            if done
            else tr("带出以后在这里还没有做过操作，没有要带回的内容。")
        )
        self.hint(tr("每次制作的文件都含带出以来的全部操作，交最新的一个即可；这里的内容不变，可以接着用。"))
        self.password = NewPassword(self)
        self.lay_out()
        self.act_button.setEnabled(done > 0)
        self.more_button.setText(tr("打开所在文件夹"))

    def wanted_work(self) -> Work | None:
        password = self.password.read()
        today = self.desk.workspace.today
        name = f"{tr('带回')}-{self._number}-{today:%Y%m%d}{SUFFIX}"
        target = ask_target(self, self.windowTitle(), name, self._settings)
        if target is None:
            return None
        self._path = target
        workspace = self.desk.workspace
        # What writes packages is not needed before the first one.
        from fangzi_desktop.services.field_copies import bring_back

        return lambda job: bring_back(workspace, target, password, job.step)

    def busy_words(self) -> str:
        return tr("正在写带回文件……")

    def result_words(self, result: object) -> str:
        from fangzi_desktop.services.field_copies import BroughtBack

        assert isinstance(result, BroughtBack)
        self._settings.setValue(_WRITTEN, result.acts)
        words = tr(
            "已制作带回文件：{acts}次操作、{records}条记录、{files}个照片和文件，{size}。\n{path}\n\n"
            "把这个文件拷到办公室的电脑，在“外勤 · 带出与带回”中按“并入带回文件…”。"
        )
        return words.format(
            acts=result.acts,
            records=result.records,
            files=result.files,
            size=wording.size(result.size_bytes),
            path=result.path,
        )

    def do_more(self) -> None:
        show_in_folder(str(self._path.parent))


def acts_done(desk: Desk) -> int:
    """How many acts were done in a field copy since it was handed out; none in an office."""
    copy = desk.workspace.field
    return 0 if copy is None else desk.glance(acts_since, copy.base_act)


def acts_unwritten(desk: Desk, settings: QSettings) -> int:
    """How many of these acts no return file of this machine holds yet."""
    kept = str(settings.value(_WRITTEN, 0))
    return max(0, acts_done(desk) - (int(kept) if kept.isdecimal() else 0))


def ask_to_bring_back(desk: Desk, settings: QSettings, parent: QWidget) -> None:
    """Let a person make a return file."""
    asked(BringBack(desk, settings, parent))
