"""打开带出包: a folder for work on site, made of a package and opened in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.field.known_copies import remember, start_on
from fangzi_desktop.ui.field.package_dialog import PackageDialog, Work
from fangzi_desktop.ui.field.package_files import ask_folder, ask_package
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.project.asking import asked

_ASKS_PASSWORD = frozenset({"field.needs_password", "field.wrong_password"})


class OpenPackage(PackageDialog):
    """Asks where the folder is to lie, and for the password if there is one."""

    def __init__(
        self, desk: Desk, settings: QSettings, path: Path, number: str, parent: QWidget, *, password: bool
    ) -> None:
        super().__init__(desk, tr("打开带出包"), tr("打开"), parent)
        self.setObjectName("open-package")
        self.setMinimumWidth(560)
        self._settings = settings
        self._path = path
        self.hint(tr("带出包 {number} · {name}").format(number=number, name=path.name)).setProperty(
            "kind", "column-title"
        )
        self.hint(tr("打开后在新的窗口里使用，与现在的专班文件夹分开；做完用“制作带回文件…”交回办公室。"))
        self.folder = QLineEdit(str(free_folder(desk.workspace.store.folder, number)), self.asking)
        self.folder.setObjectName("package-folder")
        self.folder.setAccessibleName(tr("放在文件夹"))
        other = QPushButton(tr("换一个…"), self.asking)
        other.setObjectName("package-other-folder")
        other.setAutoDefault(False)
        other.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(other)
        self.form.addRow(tr("放在文件夹"), row)
        self.password = self.password_field("package-password", tr("密码"))
        self.form.setRowVisible(self.password, password)
        self.lay_out()
        (self.password if password else self.act_button).setFocus()

    def wanted_work(self) -> Work | None:
        from fangzi_desktop.services.field_copies import open_package

        if not self.folder.text().strip():
            raise UserError("field.no_folder")
        folder = Path(self.folder.text().strip()).absolute()
        path, password = self._path, self.password.text() or None

        def work(job: Job) -> Path:
            open_package(path, folder, password, job.step)
            return folder

        return work

    def busy_words(self) -> str:
        return tr("正在核对并打开……")

    def result_words(self, result: object) -> str:
        assert isinstance(result, Path)
        remember(self._settings, result)
        started = start_on(result)
        words = (
            tr("带出包已打开，外勤副本在：\n{folder}\n\n新的窗口正在打开；以后从空白首页或“设置”中继续。")
            if started
            else tr("带出包已打开，外勤副本在：\n{folder}\n\n没能打开新的窗口，请在“设置”中再打开一次。")
        )
        return words.format(folder=result)

    def refused(self, error: UserError) -> None:
        super().refused(error)
        if error.code in _ASKS_PASSWORD:
            self.form.setRowVisible(self.password, True)
            self.password.selectAll()
            self.password.setFocus()

    def _choose_folder(self) -> None:
        start = Path(self.folder.text()).parent
        chosen = ask_folder(self, tr("选择空文件夹"), start)
        if chosen is not None:
            self.folder.setText(str(chosen))


def ask_to_open(desk: Desk, settings: QSettings, parent: QWidget) -> None:
    """Let a person choose a package and open it; another file is refused before anything is asked."""
    path = ask_package(parent, tr("打开带出包"), settings)
    if path is None:
        return
    # What reads packages is not needed before the first one.
    from fangzi_desktop.services.field_copies import look_at_package

    try:
        face = look_at_package(path)
    except UserError as error:
        desk.refused.emit(error)
    else:
        asked(OpenPackage(desk, settings, path, face.number, parent, password=face.has_password))


def free_folder(team: Path, number: str) -> Path:
    """Return a name beside the team folder that nothing has yet: 外勤-2026-003."""
    first = team.absolute().parent / tr("外勤-{number}").format(number=number)
    names = [first, *(first.with_name(f"{first.name}（{place}）") for place in range(2, 100))]
    return next((name for name in names if not name.exists()), first)
