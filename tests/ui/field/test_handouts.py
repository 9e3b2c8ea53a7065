"""带出与带回 in the window: what is asked, what is refused, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.app import open_window
from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.conflicts import conflict_count
from fangzi_desktop.services.field_copies import bring_back, open_package
from fangzi_desktop.services.handing_out import hand_out, hand_outs
from fangzi_desktop.services.projects import note_progress
from fangzi_desktop.services.register import register
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field import bringing_back, hand_out_dialog, known_copies, opening, return_preview
from fangzi_desktop.ui.field.bringing_back import BringBack
from fangzi_desktop.ui.field.hand_out_dialog import HandOutDialog
from fangzi_desktop.ui.field.handouts import HandOutsPart
from fangzi_desktop.ui.field.known_copies import KnownCopies
from fangzi_desktop.ui.field.opening import OpenPackage, free_folder
from fangzi_desktop.ui.field.package_dialog import PackageDialog
from fangzi_desktop.ui.field.page import FieldPage
from fangzi_desktop.ui.field.return_preview import ReturnPreview
from fangzi_desktop.ui.main_window import MainWindow
from tests.builders import a_project
from tests.conftest import TODAY

D = TypeVar("D", bound=PackageDialog)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "dialogs.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that a window of their own was opened for; no program is started."""
    folders: list[Path] = []

    def start(folder: Path) -> bool:
        folders.append(folder)
        return True

    for module in (known_copies, opening):
        monkeypatch.setattr(module, "start_on", start)
    return folders


@pytest.fixture
def site(desk: Desk, tmp_path: Path) -> Iterator[MainWindow]:
    """The window of a field copy that has one project."""
    desk.workspace.do(a_project, name="甲项目")
    hand_out(desk.workspace, tmp_path / "site.fzpack", HandOutWish())
    open_package(tmp_path / "site.fzpack", tmp_path / "site")
    window = open_window(tmp_path / "site", TODAY)
    window.resize(1366, 768)
    yield window
    window.desk.wait()
    window.close()
    window.deleteLater()


def part_of(window: MainWindow) -> HandOutsPart:
    page = window.show_area("field")
    part = page.findChild(HandOutsPart)
    assert isinstance(page, FieldPage) and isinstance(part, HandOutsPart)
    page.show_part(part)
    return part


def shown(qtbot: QtBot, dialog: D) -> D:
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def worked(qtbot: QtBot, dialog: PackageDialog) -> None:
    dialog.act_button.click()
    qtbot.waitUntil(lambda: not dialog.is_working, timeout=20_000)


def to(monkeypatch: pytest.MonkeyPatch, module: object, path: Path | None) -> list[str]:
    """Answer the system's dialog for saving; returns the names it proposes."""
    proposed: list[str] = []

    def ask(parent: object, title: str, name: str, settings: QSettings) -> Path | None:
        proposed.append(name)
        return path

    monkeypatch.setattr(module, "ask_target", ask)
    return proposed


def note_something(window: MainWindow) -> None:
    (line,) = window.desk.read(register)
    window.desk.do(note_progress, line.id, "二层浇筑")


def words(window: MainWindow) -> str:
    assert window._copy_banner is not None
    return window._copy_banner.words.text()


def test_chosen_projects_are_handed_out_and_listed(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("甲项目", "乙项目"):
        desk.workspace.do(a_project, name=name)
    target = tmp_path / "带出.fzpack"
    proposed = to(monkeypatch, hand_out_dialog, target)
    told: list[str] = []

    def answer(dialog: HandOutDialog) -> bool:
        dialog.show()
        dialog.some.setChecked(True)
        dialog.picker.search.setText("甲")
        dialog.picker.model.toggle(0)
        dialog.picker.search.clear()
        dialog.note.setText("一号笔记本")
        worked(qtbot, dialog)
        told.append(dialog.result_label.text())
        dialog.reject()
        dialog.deleteLater()
        return True

    monkeypatch.setattr(hand_out_dialog, "asked", answer)
    part = part_of(window)
    part.ask_hand_out()
    assert proposed == ["带出-2023-001-20230224.fzpack"]
    assert str(target) in told[0] and "打开带出包" in told[0] and "密码" not in told[0]
    assert part.handed is not None
    (line,) = part.handed.model.lines
    assert (line.projects, line.note, line.returned_on) == (("甲项目",), "一号笔记本", None)
    assert target.stat().st_size == line.size_bytes
    # The file is out: there is nothing to take back but what was done before.
    desk.undo()
    assert len(desk.read(hand_outs)) == 1


def test_two_passwords_that_differ_and_no_project_are_told_and_nothing_is_written(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    settings: QSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.workspace.do(a_project)
    proposed = to(monkeypatch, hand_out_dialog, tmp_path / "a.fzpack")
    dialog = shown(qtbot, HandOutDialog(desk, settings, window))
    dialog.password.first.setText("山水")
    dialog.password.again.setText("山")
    worked(qtbot, dialog)
    assert dialog.said.startswith("两次输入的密码不一样")
    dialog.password.again.setText("山水")
    dialog.some.setChecked(True)
    worked(qtbot, dialog)
    assert dialog.said == "请至少选择一个要带出的项目。"
    assert proposed == [] and desk.read(hand_outs) == ()
    assert not (tmp_path / "a.fzpack").exists()


def test_a_hand_out_that_is_stopped_or_fails_leaves_no_file(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    settings: QSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk.workspace.do(a_project)
    to(monkeypatch, hand_out_dialog, tmp_path / "a.fzpack")
    dialog = shown(qtbot, HandOutDialog(desk, settings, window))
    dialog.act_button.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.is_working)
    assert dialog.isVisible() and dialog.said == "已停止，没有留下文件。"
    to(monkeypatch, hand_out_dialog, tmp_path / "没有这个文件夹" / "a.fzpack")
    worked(qtbot, dialog)
    assert dialog.said.startswith("没有写成")
    assert not dialog.is_over and desk.read(hand_outs) == ()
    assert list(tmp_path.glob("**/*.fzpack")) == []


def test_what_the_board_shows_is_ticked_first(
    qtbot: QtBot, window: MainWindow, desk: Desk, settings: QSettings
) -> None:
    desk.workspace.do(a_project, name="甲项目", service_officer="专员甲")
    second = desk.workspace.do(a_project, name="乙项目", service_officer="专员乙").value
    settings.setValue("board/filters", "officers\t专员乙")
    dialog = shown(qtbot, HandOutDialog(desk, settings, window))
    assert dialog.some.isChecked()
    assert dialog.wish == HandOutWish((second,))
    assert dialog.picker.count.text() == "已选1个项目"
    dialog.all.setChecked(True)
    assert dialog.wish.projects is None and not dialog.picker.isEnabled()


def test_projects_are_found_and_ticked_by_keys(
    qtbot: QtBot, window: MainWindow, desk: Desk, settings: QSettings, qtmodeltester: ModelTester
) -> None:
    first = desk.workspace.do(a_project, name="甲液压项目").value
    second = desk.workspace.do(a_project, name="乙新材料项目").value
    dialog = shown(qtbot, HandOutDialog(desk, settings, window))
    picker = dialog.picker
    qtmodeltester.check(picker.model)
    dialog.some.setChecked(True)
    picker.search.setText("jyy")
    assert [line.name for line in picker.model.shown] == ["甲液压项目"]
    picker.table.setCurrentIndex(picker.model.index(0, 0))
    QTest.keyClick(picker.table, Qt.Key.Key_Space)
    assert picker.model.picked == (first,)
    picker.search.clear()
    picker.findChild(QPushButton, "picker-all").click()  # type: ignore[union-attr]
    assert set(picker.model.picked) == {first, second}
    picker.search.setText("新材料")
    picker.findChild(QPushButton, "picker-none").click()  # type: ignore[union-attr]
    assert picker.model.picked == (first,)


def test_the_size_is_told_and_follows_what_is_chosen(
    qtbot: QtBot, window: MainWindow, desk: Desk, settings: QSettings
) -> None:
    for number in range(20):
        desk.workspace.do(a_project, name=f"项目{number}", stage=Stage.CONSTRUCTION)
    dialog = shown(qtbot, HandOutDialog(desk, settings, window))
    qtbot.waitUntil(lambda: "约" in dialog.size_label.text())
    whole = dialog.size_label.text()
    assert dialog.papers.text() == "所附文件（没有）"
    dialog.some.setChecked(True)
    dialog.picker.model.toggle(0)
    assert "正在估算" in dialog.size_label.text()
    qtbot.waitUntil(lambda: "约" in dialog.size_label.text())
    assert dialog.size_label.text() != whole


def test_a_password_is_asked_for_and_a_wrong_one_told(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    settings: QSettings,
    tmp_path: Path,
    started: list[Path],
) -> None:
    desk.workspace.do(a_project)
    hand_out(desk.workspace, tmp_path / "a.fzpack", HandOutWish(), "山水")
    asked_for = OpenPackage(desk, settings, tmp_path / "a.fzpack", "2023-001", window, password=True)
    dialog = shown(qtbot, asked_for)
    assert dialog.password.isVisible()
    worked(qtbot, dialog)
    assert dialog.said == "这个文件设有密码，请填写密码。"
    dialog.password.setText("山")
    worked(qtbot, dialog)
    assert dialog.said.startswith("密码不对")
    assert dialog.password.hasFocus() and dialog.password.selectedText()
    assert started == [] and not list(tmp_path.glob("外勤*"))


def test_a_package_is_opened_in_a_folder_of_its_own(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    settings: QSettings,
    tmp_path: Path,
    started: list[Path],
) -> None:
    desk.workspace.do(a_project)
    hand_out(desk.workspace, tmp_path / "a.fzpack", HandOutWish())
    dialog = shown(
        qtbot, OpenPackage(desk, settings, tmp_path / "a.fzpack", "2023-001", window, password=False)
    )
    folder = tmp_path / "外勤-2023-001"
    assert dialog.folder.text() == str(folder)
    assert not dialog.password.isVisible()
    dialog.folder.setText(str(desk.workspace.store.folder))
    worked(qtbot, dialog)
    assert "已经有文件" in dialog.said
    dialog.folder.setText("  ")
    worked(qtbot, dialog)
    assert dialog.said == "请填写带出包打开后放在哪个文件夹。"
    assert started == [] and not folder.exists()
    dialog.folder.setText(str(folder))
    worked(qtbot, dialog)
    assert dialog.is_over and str(folder) in dialog.result_label.text()
    assert started == [folder]
    assert free_folder(desk.workspace.store.folder, "2023-001") == tmp_path / "外勤-2023-001（2）"
    # From here one finds the way back to it, as long as it is there.
    back = KnownCopies(desk, settings, window)
    (button,) = back.findChildren(QPushButton)
    assert button.text() == "继续 外勤-2023-001"
    button.click()
    assert started == [folder] * 2
    (folder / "fangzi.db").unlink()
    assert known_copies.known_copies(settings) == []


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        pytest.param(b"PK\x03\x04 no package", "“x.fzpack”不是带出包", id="no package"),
        pytest.param(b"FZPACK\r\n\x00", "这个文件已损坏", id="cut off"),
        pytest.param(None, "读不了", id="not there"),
    ],
)
def test_another_file_is_refused_in_one_sentence(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    begins: str,
) -> None:
    path = tmp_path / "x.fzpack"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setattr(opening, "ask_package", lambda *_: path)
    window._open_package()
    assert window.message_bar.text.startswith(begins)


def test_a_return_is_no_hand_out_and_a_hand_out_no_return(
    qtbot: QtBot,
    window: MainWindow,
    site: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_back(site.desk.workspace, tmp_path / "back.fzpack")
    monkeypatch.setattr(opening, "ask_package", lambda *_: tmp_path / "back.fzpack")
    window._open_package()
    assert window.message_bar.text.startswith("这是带回文件，不是带出包")
    monkeypatch.setattr(return_preview, "choose_return", lambda *_: tmp_path / "site.fzpack")
    part = part_of(window)
    part.findChild(QPushButton, "take-in-return").click()  # type: ignore[union-attr]
    preview = window.findChild(ReturnPreview)
    assert preview is not None
    qtbot.waitUntil(lambda: preview.said.text().startswith("这是带出包，不是带回文件"))
    preview.reject()


def test_a_field_copy_says_so_and_counts_what_is_not_brought_back(
    qtbot: QtBot, site: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.windowTitle() == "坊子专班 · 外勤副本 2023-001"
    assert words(site).startswith("带出包 2023-001 · 来自 ")
    assert words(site).endswith("没有未带回的操作")
    note_something(site)
    assert words(site).endswith("此后1次操作未带回")
    proposed = to(monkeypatch, bringing_back, tmp_path / "back.fzpack")
    told: list[str] = []

    def answer(dialog: BringBack) -> bool:
        dialog.show()
        worked(qtbot, dialog)
        told.append(dialog.result_label.text())
        dialog.reject()
        dialog.deleteLater()
        return True

    monkeypatch.setattr(bringing_back, "asked", answer)
    assert site._copy_banner is not None
    site._copy_banner.button.click()
    assert proposed == ["带回-2023-001-20230224.fzpack"]
    assert told[0].startswith("已制作带回文件：1次操作、1条记录、0个照片和文件，")
    assert words(site).endswith("没有未带回的操作")
    # Taking something back is an act, too, which the office has to hear of.
    site.desk.undo()
    assert words(site).endswith("此后1次操作未带回")
    part = part_of(site)
    assert part.handed is None and part.copy_card is not None
    assert "带出以来操作2次，其中1次还没有写进带回文件" in part.copy_card.words.text()


def test_where_nothing_was_done_there_is_nothing_to_bring_back(
    qtbot: QtBot, site: MainWindow, settings: QSettings
) -> None:
    dialog = shown(qtbot, BringBack(site.desk, settings, site))
    assert not dialog.act_button.isEnabled()
    note_something(site)
    dialog = shown(qtbot, BringBack(site.desk, settings, site))
    assert dialog.act_button.isEnabled()


def test_an_office_has_no_banner(window: MainWindow) -> None:
    assert window._copy_banner is None
    assert window.windowTitle() == "坊子专班"


def test_what_comes_back_is_merged_and_the_list_says_so(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    site: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note_something(site)
    bring_back(site.desk.workspace, tmp_path / "back.fzpack")
    part = part_of(window)
    assert part.handed is not None
    assert part.handed.note.text() == "1份未带回"
    monkeypatch.setattr(return_preview, "choose_return", lambda *_: tmp_path / "back.fzpack")
    part.findChild(QPushButton, "take-in-return").click()  # type: ignore[union-attr]
    preview = window.findChild(ReturnPreview)
    assert preview is not None
    qtbot.waitUntil(lambda: preview.merge_button.isEnabled() and preview._job is None)
    with qtbot.waitSignal(desk.changed, timeout=20_000):
        preview.merge_button.click()
    (line,) = desk.read(register)
    assert line.progress == "二层浇筑" and desk.read(conflict_count) == 0
    assert part.handed.model.lines[0].returned_on == TODAY
    assert part.handed.note.text() == ""
