"""Taking a return back: shown first, backed up, one act with an undo; nothing happens before 并入."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.fieldwork import HandOutWish, NamedFile, Return
from fangzi_desktop.services.conflicts import conflict_count
from fangzi_desktop.services.copies import kept_copies
from fangzi_desktop.services.field_copies import bring_back, open_package
from fangzi_desktop.services.handing_out import hand_out
from fangzi_desktop.services.merging import MergePreview, ProjectChange
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import ProjectForm, edit_project, note_progress
from fangzi_desktop.services.workspace import OfficeClock, View, Workspace
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.preview_words import merge_summary, notes_of
from fangzi_desktop.ui.field.return_preview import ReturnPreview, preview_return_file
from fangzi_desktop.ui.main_window import MainWindow
from tests.builders import a_project
from tests.conftest import NOW, TODAY

Outside = Callable[[Workspace], object]


@dataclass
class Back:
    """A return as it lies on a memory stick."""

    project: str
    path: Path


@pytest.fixture
def back(desk: Desk, tmp_path: Path) -> Callable[..., Back]:
    def make(password: str | None = None, *, does_nothing: bool = False) -> Back:
        project = desk.attempt(a_project, "一号项目", investor="甲公司").value
        hand_out(desk.workspace, tmp_path / "带出.fzpack", HandOutWish())
        open_package(tmp_path / "带出.fzpack", tmp_path / "外勤")
        desk.attempt(edit_project, project, ProjectForm("一号项目", investor="乙公司"))
        store = open_store(tmp_path / "外勤", who="专员乙", device="笔记本", now=NOW)
        clock = OfficeClock(TODAY, lambda: NOW + timedelta(hours=2))
        with closing(Workspace(store, clock, who="专员乙", device="笔记本")) as site:
            if not does_nothing:
                site.do(edit_project, project, ProjectForm("一号项目", investor="丙公司"))
                site.do(note_progress, project, "基础完成")
                site.do(raise_problem, project, ProblemForm("道路未通"))
            bring_back(site, tmp_path / "带回.fzpack", password)
        return Back(project, tmp_path / "带回.fzpack")

    return make


def shown(qtbot: QtBot, desk: Desk, path: Path, window: MainWindow) -> ReturnPreview:
    dialog = preview_return_file(desk, path, window)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=30_000)
    return dialog


def progress_of(desk: Desk, project: str) -> str:
    def read(view: View) -> str:
        row = view.session.get(ProjectRow, project)
        assert row is not None
        return row.progress

    return desk.read(read)


def test_what_a_return_would_do_is_told_and_nothing_is_done(
    qtbot: QtBot, window: MainWindow, desk: Desk, back: Callable[..., Back]
) -> None:
    made = back()
    dialog = shown(qtbot, desk, made.path, window)
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.said.text().endswith("，1处待核对（外勤操作3次）")
    assert "专员乙" in dialog._origin.text()
    assert "2023-001" in dialog._origin.text()
    cells = [str(dialog.model.index(0, column).data()) for column in range(5)]
    assert (cells[0], cells[3], cells[4]) == ("一号项目", "", "1")
    assert "逐条核对" in dialog._notes.text()
    dialog.cancel_button.click()
    assert progress_of(desk, made.project) == ""
    assert desk.read(conflict_count) == 0


def test_merging_makes_a_backup_and_one_act_that_can_be_undone(
    qtbot: QtBot, window: MainWindow, desk: Desk, back: Callable[..., Back]
) -> None:
    made = back()
    dialog = shown(qtbot, desk, made.path, window)
    before = kept_copies(desk.workspace.store.folder).count
    with qtbot.waitSignal(desk.changed):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not desk._jobs)
    assert kept_copies(desk.workspace.store.folder).count == before + 1
    assert progress_of(desk, made.project) == "基础完成"
    assert desk.read(conflict_count) == 1
    assert window.message_bar.text.startswith("已并入外勤带回：新增")
    assert window.message_bar.text.endswith("1处待核对")
    assert window.message_bar._undo.isVisible()
    desk.undo()
    assert progress_of(desk, made.project) == ""
    assert desk.read(conflict_count) == 0


def test_a_return_that_brings_nothing_new_says_so(
    qtbot: QtBot, window: MainWindow, desk: Desk, back: Callable[..., Back]
) -> None:
    dialog = shown(qtbot, desk, back(does_nothing=True).path, window)
    assert dialog.said.text().startswith("没有新的内容")
    assert not dialog.merge_button.isVisible()
    assert dialog.cancel_button.text() == "关闭"


def test_a_sealed_return_asks_for_its_password(
    qtbot: QtBot, window: MainWindow, desk: Desk, back: Callable[..., Back]
) -> None:
    dialog = shown(qtbot, desk, back("正确的密码").path, window)
    assert dialog.password.isVisible()
    assert not dialog.merge_button.isEnabled()
    for typed in ("不对", "正确的密码"):
        dialog.password.setText(typed)
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog._job is None, timeout=30_000)
        assert dialog.merge_button.isEnabled() is (typed == "正确的密码"), typed
    assert not dialog.password.isVisible()


def test_a_file_that_is_no_return_is_refused_in_the_dialog(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "照片.fzpack"
    other.write_bytes(b"no package")
    dialog = shown(qtbot, desk, other, window)
    assert dialog.said.text().endswith("。")
    assert dialog.said.property("kind") == "problem"
    assert not dialog.merge_button.isEnabled()


MISSING = NamedFile("ab" * 32, 3_000_000, False)


def a_preview(**said: object) -> MergePreview:
    base: dict[str, object] = {
        "adds": 0,
        "changes": 0,
        "deletes": 0,
        "conflicts": 0,
        "missing_files": (),
        "acts": 1,
        "all_acts": 1,
        "projects": (ProjectChange("p", "一号项目", 0, 0, 0, 0),),
        "is_copied": False,
        "settled": 0,
    }
    return MergePreview(**{**base, **said})  # type: ignore[arg-type]


def a_return(**rows: dict[str, dict[str, object] | None]) -> Return:
    return Return("h", "2023-001", "专班", 1, "u", "c", "专员乙", "笔记本", NOW, (), rows, ())


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"adds": 3, "changes": 5, "deletes": 1, "conflicts": 2}, "新增3条、修改5处、删除1条，2处待核对"),
        ({"changes": 1}, "修改1处"),
        ({"conflicts": 1}, "没有直接并入的改动，1处待核对"),
    ],
)
def test_counts_are_told_with_their_units(counts: dict[str, object], said: str) -> None:
    assert merge_summary(a_preview(**counts)) == said


def test_missing_photos_are_named() -> None:
    photo = {"id": "f", "sha256": MISSING.sha256, "name": "IMG_0012.jpg"}
    (note,) = notes_of(a_return(photo={"f": photo}), a_preview(missing_files=(MISSING,)))
    assert "有1个文件没有一起带回" in note
    assert "照片“IMG_0012.jpg”" in note


def test_a_copied_copy_and_agreement_since_are_told() -> None:
    copied, settled = notes_of(a_return(), a_preview(is_copied=True, settled=4))
    assert "这个外勤副本被复制过" in copied
    assert settled == "以前待核对的4处已一致，不用再核对。"
