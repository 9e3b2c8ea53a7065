"""An item's papers, driven as a person drives them."""

from __future__ import annotations

import gc
import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.history import project_history
from fangzi_desktop.services.papers import PaperFile, Papers, papers_of
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.tables import PermitItemRow, PromiseRow
from fangzi_desktop.storage.work import Work
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import paper_files, papers
from fangzi_desktop.ui.project.file_preview import FilePreview
from fangzi_desktop.ui.project.journal_words import PermitNames, word_history
from fangzi_desktop.ui.project.paper_files import Incoming, OpenedCopies
from fangzi_desktop.ui.project.paper_rows import FileRow, MaterialRow
from fangzi_desktop.ui.project.papers import AskFileName, ItemPapers
from tests.builders import a_project_with_permits, item_id
from tests.ui.reports.test_preview import UPRIGHT, a_paper

TODAY = date(2023, 2, 24)
PREEXAM = ("用地预审与选址申请表", "备案(核准)文件或项目建议书", "选址论证材料", "勘测定界图")


@pytest.fixture
def place(desk: Desk) -> tuple[str, str]:
    """A project and its item LAND_PREEXAM."""
    project = desk.workspace.do(a_project_with_permits).value
    return project, desk.workspace.do(item_id, project, "LAND_PREEXAM").value


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk, place: tuple[str, str]) -> Iterator[ItemPapers]:
    """The papers of the item in a window of their own."""
    holder = QWidget()
    holder.resize(320, 640)
    made = ItemPapers(desk, holder)
    made.setGeometry(0, 0, 320, 640)
    qtbot.addWidget(holder)
    made.show_item(*place)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    yield made
    desk.wait()


def read(desk: Desk, place: tuple[str, str]) -> Papers:
    return desk.read(papers_of, *place)


def material_row(shown: ItemPapers, name: str) -> MaterialRow:
    rows = [row for row in shown._rows if isinstance(row, MaterialRow) and row.material.name == name]
    assert len(rows) == 1
    return rows[0]


def file_row(shown: ItemPapers, name: str) -> FileRow:
    rows = [row for row in shown._rows if isinstance(row, FileRow) and row.file.name == name]
    assert len(rows) == 1
    return rows[0]


def heading(shown: ItemPapers) -> str:
    return shown.findChild(QLabel, "papers-heading").text()


def problem(shown: ItemPapers) -> str:
    label = shown.findChild(QLabel, "papers-problem")
    return label.text() if label.isVisibleTo(shown) else ""


def loose(desk: Desk, place: tuple[str, str]) -> list[str]:
    return [file.name for file in read(desk, place).loose]


def has_loose(desk: Desk, place: tuple[str, str], *names: str) -> None:
    assert loose(desk, place) == list(names)


def add_bytes(
    qtbot: QtBot, desk: Desk, shown: ItemPapers, data: bytes, name: str, material: str = ""
) -> PaperFile:
    with qtbot.waitSignal(desk.changed):
        shown.add([Incoming(data, name)], material)
    return next(row.file for row in shown._rows if isinstance(row, FileRow) and row.file.name == name)


def dropped_files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(widget: QWidget, data: QMimeData, where: QPoint) -> bool:
    """Drag over a widget and drop there; whether it was taken."""
    action, buttons, keys = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(where, action, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(where), action, data, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_space_ticks_a_material_with_todays_date_and_again_takes_it_back(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    assert heading(shown) == "材料 0/4"
    material_row(shown, PREEXAM[1]).box.setFocus()
    qtbot.keyClick(material_row(shown, PREEXAM[1]).box, Qt.Key.Key_Space)
    assert heading(shown) == "材料 1/4"
    assert read(desk, place).materials[1].received_on == TODAY
    row = material_row(shown, PREEXAM[1])
    assert row.box.isChecked()
    assert row.toolTip() == "2023年2月24日收到"
    assert row.box.hasFocus(), "the keyboard stays where it was"
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert read(desk, place).received == 0
    desk.undo()
    assert material_row(shown, PREEXAM[1]).box.isChecked()


def test_a_click_on_the_name_ticks_as_well_and_all_received_is_said(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    for name in PREEXAM:
        words = next(one for one in material_row(shown, name).findChildren(QLabel) if one.text() == name)
        qtbot.mouseClick(words, Qt.MouseButton.LeftButton)
    assert heading(shown) == "材料 4/4 ✓ 已收齐"


def test_the_day_of_a_material_can_be_another_one_but_not_tomorrow(
    desk: Desk, place: tuple[str, str], shown: ItemPapers, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(papers, "ask_day", lambda *_: date(2023, 2, 20))
    shown._correct_day(PREEXAM[0])
    assert read(desk, place).materials[0].received_on == date(2023, 2, 20)
    monkeypatch.setattr(papers, "ask_day", lambda *_: date(2023, 2, 25))
    with qtbot.waitSignal(desk.refused) as refused:
        shown._correct_day(PREEXAM[0])
    assert refused.args[0].code == "paper.in_future"


def test_a_material_is_added_by_typing_and_refusals_stand_beside_it(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    field = shown.findChild(QLineEdit, "new-material")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert problem(shown) == "请填写材料名称。"
    field.setText(PREEXAM[0])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert problem(shown) == f"已有材料“{PREEXAM[0]}”。"
    field.setText("林地审核同意书")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), problem(shown)) == ("", "")
    assert heading(shown) == "材料 0/5"
    shown._remove_material("林地审核同意书")
    assert heading(shown) == "材料 0/4"


def test_a_promised_paper_says_by_when_it_is_to_follow(
    desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    def promise(work: Work, name: str, due: date) -> None:
        work.get(PermitItemRow, place[1]).decided_on = date(2023, 2, 10)
        work.add(PromiseRow(id=name, project_id=place[0], item_id=place[1], name=name, due=due))

    desk.do(promise, PREEXAM[3], date(2023, 3, 10))
    desk.do(promise, "社保缴纳证明", date(2023, 2, 20))
    marks = [
        label.text()
        for name in (PREEXAM[3], "社保缴纳证明")
        for label in material_row(shown, name).findChildren(QLabel)
    ]
    assert marks == [PREEXAM[3], "▲ 3月10日前补交", "社保缴纳证明", "■ 2月20日逾期"]
    material_row(shown, PREEXAM[3]).box.click()
    assert material_row(shown, PREEXAM[3]).toolTip() == "2023年2月24日收到"


def test_files_dropped_on_a_material_belong_to_it(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers, tmp_path: Path
) -> None:
    for name in ("申请表 正面.jpg", "申请表 反面.jpg"):
        (tmp_path / name).write_bytes(name.encode())
    where = material_row(shown, PREEXAM[0]).geometry().center()
    with qtbot.waitSignal(desk.changed):
        assert drop(shown, dropped_files(*sorted(tmp_path.iterdir())), where)
    files = read(desk, place).materials[0].files
    assert [file.name for file in files] == ["申请表 反面.jpg", "申请表 正面.jpg"]
    assert shown.property("target") is False
    desk.undo()
    assert read(desk, place).materials[0].files == ()


def test_what_cannot_be_added_is_told_by_name_and_the_rest_is_added(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers, tmp_path: Path
) -> None:
    good, empty, gone = tmp_path / "好📄\n的.pdf", tmp_path / "空.pdf", tmp_path / "没了.pdf"
    good.write_bytes(b"good")
    empty.touch()
    with qtbot.waitSignal(desk.changed):
        drop(shown, dropped_files(empty, tmp_path, gone, good), QPoint(5, 5))
    has_loose(desk, place, "好📄的.pdf")
    told = problem(shown).splitlines()
    assert len(told) == 3
    assert told[0].startswith("“空.pdf”是空文件")
    assert told[1] == f"“{tmp_path.name}”是文件夹；请打开它，选择里面的文件。"
    assert told[2].startswith("找不到“没了.pdf”")
    shown.add([Incoming(good, "again.pdf")])
    qtbot.waitUntil(lambda: told_of(shown, "“好📄的.pdf”已经在这里了，内容相同，没有重复添加。"))
    has_loose(desk, place, "好📄的.pdf")


def told_of(shown: ItemPapers, words: str) -> None:
    assert words in problem(shown)


def test_a_file_dropped_on_the_panel_is_attached_and_not_taken_for_a_ledger(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = desk.workspace.do(a_project_with_permits).value
    item = desk.workspace.do(item_id, project, "LAND_PREEXAM").value
    window.open_project(project, "permits", item)
    assert window._project_page is not None
    tab = window._project_page.checklist
    path = tmp_path / "投资测算.xlsx"
    path.write_bytes(b"sheet")
    imported: list[Path] = []
    monkeypatch.setattr(window, "import_ledger", imported.append)
    with qtbot.waitSignal(desk.changed):
        assert drop(tab.panel, dropped_files(path), QPoint(20, 20))
    has_loose(desk, (project, item), "投资测算.xlsx")
    assert imported == []
    assert tab.papers.isVisible()
    tab.table.selectAll()
    assert not tab.papers.isVisible()
    drop(tab.panel, dropped_files(path), QPoint(20, 20))
    qtbot.waitUntil(lambda: one_more(imported, 1))


def test_what_is_no_file_is_not_taken(shown: ItemPapers) -> None:
    words, web = QMimeData(), QMimeData()
    words.setText("选址意见")
    web.setUrls([QUrl("https://example.com/a.pdf")])
    assert not drop(shown, words, QPoint(5, 5))
    assert not drop(shown, web, QPoint(5, 5))


def test_a_copied_picture_and_copied_files_are_pasted(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers, tmp_path: Path
) -> None:
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(picture)
    button = shown.findChild(QPushButton, "add-files")
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    has_loose(desk, place, "粘贴的图片 2023-02-24.png")
    path = tmp_path / "批复.pdf"
    path.write_bytes(b"x")
    clipboard.setMimeData(dropped_files(path))
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    has_loose(desk, place, "粘贴的图片 2023-02-24.png", "批复.pdf")
    clipboard.setText("林地审核同意书")
    qtbot.keyClick(button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    field = shown.findChild(QLineEdit, "new-material")
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "林地审核同意书"
    clipboard.clear()


def test_files_are_chosen_in_the_dialog(
    qtbot: QtBot,
    desk: Desk,
    place: tuple[str, str],
    shown: ItemPapers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "批复.docx"
    path.write_bytes(b"x")
    monkeypatch.setattr(papers, "ask_files", lambda parent: [path])
    with qtbot.waitSignal(desk.changed):
        shown.findChild(QPushButton, "add-files").click()
    has_loose(desk, place, "批复.docx")
    qtbot.waitUntil(lambda: is_idle(shown))
    monkeypatch.setattr(papers, "ask_files", lambda parent: [])
    shown.findChild(QPushButton, "add-files").click()
    is_idle(shown)


def test_a_file_that_is_being_kept_can_be_cancelled(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers, tmp_path: Path
) -> None:
    path = tmp_path / "大.bin"
    path.write_bytes(b"x" * 30_000_000)
    shown.add([Incoming(path, path.name)])
    (job,) = shown._jobs

    def stop(done: int, total: int) -> None:
        shown.findChild(QPushButton, "cancel-files").click()

    job.progressed.connect(stop, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(job.finished):
        pass
    qtbot.waitUntil(lambda: is_idle(shown))
    assert loose(desk, place) == []
    assert not list(Attachments(desk.workspace.store.folder).folder.glob("*.part"))


def is_idle(shown: ItemPapers) -> None:
    assert shown._jobs == []


def test_files_kept_for_one_item_go_to_it_when_another_is_shown_meanwhile(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    other = desk.workspace.do(item_id, place[0], "FILING").value
    shown.add([Incoming(b"scan", "批复.pdf"), Incoming(b"", "空.pdf")])
    shown.show_item(place[0], other)
    with qtbot.waitSignal(desk.refused):
        pass
    has_loose(desk, place, "批复.pdf")
    assert loose(desk, (place[0], other)) == []
    assert problem(shown) == ""


def test_a_file_is_opened_as_a_read_only_copy_under_its_own_name(
    qtbot: QtBot, desk: Desk, shown: ItemPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def open_url(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    add_bytes(qtbot, desk, shown, b"words", "说明.docx")
    qtbot.keyClick(file_row(shown, "说明.docx").name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: one_more(opened, 1))
    (copy,) = opened
    assert (copy.name, copy.read_bytes()) == ("说明.docx", b"words")
    assert not copy.stat().st_mode & stat.S_IWRITE
    # Whoever changes the copy all the same gets a good one the next time.
    copy.chmod(stat.S_IREAD | stat.S_IWRITE)
    copy.write_bytes(b"sword")
    file_row(shown, "说明.docx").name.click()
    qtbot.waitUntil(lambda: one_more(opened, 2))
    assert copy.read_bytes() == b"words"
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    file_row(shown, "说明.docx").name.click()
    qtbot.waitUntil(lambda: told_of(shown, "没有能打开“说明.docx”的程序"))


def one_more(opened: list[Path], count: int) -> None:
    assert len(opened) == count


def test_a_program_is_not_opened_and_damage_is_told(
    qtbot: QtBot, desk: Desk, shown: ItemPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    add_bytes(qtbot, desk, shown, b"MZ", "安装.exe")
    file_row(shown, "安装.exe").name.click()
    qtbot.waitUntil(lambda: told_of(shown, "是程序文件"))
    file = add_bytes(qtbot, desk, shown, b"words", "说明.docx")
    path = Attachments(desk.workspace.store.folder).path_of(file.sha256)
    path.write_bytes(b"sword")
    file_row(shown, "说明.docx").name.click()
    qtbot.waitUntil(lambda: told_of(shown, "内容已损坏"))
    path.unlink()
    file_row(shown, "说明.docx").name.click()
    qtbot.waitUntil(lambda: told_of(shown, "找不到了"))
    assert opened == []


def test_opened_copies_go_with_their_folder_and_stale_ones_later(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    stale, recent = tmp_path / "fangzi-desktop-opened-a", tmp_path / "fangzi-desktop-opened-b"
    for folder in (stale, recent):
        folder.mkdir()
        (folder / "x").touch()
    os.utime(stale, (0, 0))
    project = desk.workspace.do(a_project_with_permits).value
    kept = papers.keep_all(
        desk.workspace, [Incoming(b"a", "a.pdf")], papers.Target(project, None), Job(id, desk)
    )
    desk.workspace.do(papers.attach_files, project, None, kept.files)
    (file,) = desk.read(papers_of, project, None).loose
    copies = OpenedCopies()
    copy = copies.copy(desk.workspace, file, Job(id, desk))
    assert copy.exists()
    assert not stale.exists()
    assert recent.exists()
    del copies
    gc.collect()
    assert not copy.parent.parent.exists()


def test_a_file_is_saved_elsewhere(
    qtbot: QtBot, desk: Desk, shown: ItemPapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = add_bytes(qtbot, desk, shown, b"words", "说明.docx")
    target = tmp_path / "副本.docx"
    monkeypatch.setattr(papers, "ask_save_target", lambda parent, name: target)
    shown._save(file)
    qtbot.waitUntil(lambda: is_idle(shown))
    assert target.read_bytes() == b"words"
    monkeypatch.setattr(papers, "ask_save_target", lambda parent, name: tmp_path / "没有" / "副本.docx")
    shown._save(file)
    qtbot.waitUntil(lambda: told_of(shown, "写不了"))


def test_a_file_is_renamed_in_a_dialog_that_says_what_is_wrong(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    file = add_bytes(qtbot, desk, shown, b"words", "扫描件0001.pdf")
    dialog = AskFileName(desk, file, shown)
    qtbot.addWidget(dialog)
    assert dialog.field.selectedText() == "扫描件0001"
    dialog.field.setText("  ")
    dialog._try()
    assert dialog._problem.text() == "请填写文件名。"
    dialog.field.setText("选址\n意见书")
    dialog._try()
    has_loose(desk, place, "选址意见书.pdf")


def test_delete_removes_a_file_and_undo_brings_it_back(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    add_bytes(qtbot, desk, shown, b"first", "甲.docx")
    add_bytes(qtbot, desk, shown, b"second", "乙.docx")
    file_row(shown, "甲.docx").name.setFocus()
    qtbot.keyClick(file_row(shown, "甲.docx").name, Qt.Key.Key_Delete)
    has_loose(desk, place, "乙.docx")
    assert file_row(shown, "乙.docx").name.hasFocus()
    desk.undo()
    assert set(loose(desk, place)) == {"甲.docx", "乙.docx"}


def test_a_file_is_moved_between_materials_by_its_menu(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    file = add_bytes(qtbot, desk, shown, b"first", "甲.docx")
    row = file_row(shown, "甲.docx")
    row.findChild(QToolButton).click()
    menu = shown.findChild(QMenu)
    words = {action.text(): action for action in menu.actions()}
    assert not words["预览（仅限图片和 PDF）"].isEnabled()
    materials = words["归入材料"].menu()
    assert isinstance(materials, QMenu)
    assert [action.text() for action in materials.actions()] == [*PREEXAM, "", "不归入"]
    materials.actions()[2].trigger()
    menu.close()
    assert [one.id for one in read(desk, place).materials[2].files] == [file.id]
    shown._assign(file, "")
    has_loose(desk, place, "甲.docx")


def test_pages_of_a_pdf_are_turned_and_zoomed(qtbot: QtBot, desk: Desk, shown: ItemPapers) -> None:
    file = add_bytes(qtbot, desk, shown, a_paper(UPRIGHT, UPRIGHT, UPRIGHT), "批复.pdf")
    dialog = FilePreview(desk, file, shown)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.preview.drawn):
        pass
    assert dialog._page.text() == "第1/3页"
    assert not dialog._earlier.isEnabled()
    qtbot.keyClick(dialog.preview, Qt.Key.Key_PageDown)
    assert dialog._page.text() == "第2/3页"
    dialog._later.click()
    assert dialog._page.text() == "第3/3页"
    before = dialog.preview.zoom
    qtbot.keyClick(dialog.preview, Qt.Key.Key_Plus)
    assert dialog.preview.zoom > before
    asked: list[PaperFile] = []
    dialog.open_requested.connect(asked.append)
    dialog.findChild(QPushButton, "open-file").click()
    assert asked == [file]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    desk.wait()


def test_a_picture_is_shown_whole_and_in_its_colours(qtbot: QtBot, desk: Desk, shown: ItemPapers) -> None:
    picture = QImage(3000, 2000, QImage.Format.Format_RGB32)
    picture.fill(QColor("orange"))
    (one,) = papers.incoming_of(image_data(picture), "照片.png")
    assert isinstance(one.source, bytes)
    file = add_bytes(qtbot, desk, shown, one.source, "照片.png")
    dialog = FilePreview(desk, file, shown)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    with qtbot.waitSignal(dialog.preview.drawn):
        pass
    drawn = dialog.preview.picture_of(0)
    assert drawn is not None
    assert drawn.pixelColor(drawn.width() // 2, drawn.height() // 2) == QColor("orange")
    assert drawn.width() <= dialog.preview.viewport().width()
    assert not dialog._page.isVisibleTo(dialog)
    dialog.close()
    desk.wait()


def image_data(image: QImage) -> QMimeData:
    data = QMimeData()
    data.setImageData(image)
    return data


@pytest.mark.parametrize("name", ["批复.pdf", "照片.jpg"])
def test_what_cannot_be_read_says_so(qtbot: QtBot, desk: Desk, shown: ItemPapers, name: str) -> None:
    file = add_bytes(qtbot, desk, shown, b"%PDF-1.7 no paper at all", name)
    dialog = FilePreview(desk, file, shown)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: says(dialog, f"“{name}”不能预览"))
    dialog.close()


def says(dialog: FilePreview, words: str) -> None:
    assert dialog.words.text().startswith(words)


def test_a_picture_that_claims_to_be_huge_is_read_small_or_not_at_all() -> None:
    header = b"P6 60000 60000 255\n"
    assert paper_files._image(header) is None


def test_the_projects_own_files_are_shown_without_an_item(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    shown.show_item(place[0], None)
    assert heading(shown) == "文件"
    assert not shown.findChild(QLineEdit, "new-material").isVisibleTo(shown)
    add_bytes(qtbot, desk, shown, b"map", "区位图.png")
    assert [file.name for file in desk.read(papers_of, place[0], None).loose] == ["区位图.png"]
    assert loose(desk, place) == []


def test_everything_to_act_on_has_a_name_for_those_who_cannot_see(
    qtbot: QtBot, desk: Desk, shown: ItemPapers
) -> None:
    add_bytes(qtbot, desk, shown, b"map", "区位图 & 说明.png", PREEXAM[0])
    for row in shown._rows:
        inner = row.box if isinstance(row, MaterialRow) else row.name
        assert inner.accessibleName()
        for button in row.findChildren(QToolButton):
            assert button.accessibleName().startswith("“")
    assert file_row(shown, "区位图 & 说明.png").name.accessibleName() == "区位图 & 说明.png"


def test_the_journal_says_what_became_of_papers_and_whose_they_are(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers
) -> None:
    row = material_row(shown, PREEXAM[0])
    row.box.click()
    material_row(shown, PREEXAM[0]).box.click()
    file = add_bytes(qtbot, desk, shown, b"x", "扫描件.pdf", PREEXAM[1])
    desk.do(papers.rename_attachment, file.id, "批复.pdf")
    shown._assign(file, "")
    shown._remove(file)
    shown.findChild(QLineEdit, "new-material").setText("承诺书")
    shown._add_material()
    shown._remove_material("承诺书")
    acts = word_history(desk.read(project_history, place[0]), PermitNames({"LAND_PREEXAM": "用地预审"}, {}))
    told = [(act.name, *((line.subject, line.change) for line in act.lines)) for act in acts[:-1]]
    assert told[::-1] == [
        ("收到材料", ("用地预审 · 收到材料", f"{PREEXAM[0]}（2023年2月24日）")),
        ("取消收到材料", ("用地预审 · 取消收到材料", PREEXAM[0])),
        ("添加文件", ("用地预审 · 添加文件", f"扫描件.pdf（{PREEXAM[1]}）")),
        ("文件改名", ("用地预审 · 文件改名", "扫描件.pdf → 批复.pdf")),
        ("文件归入材料", ("用地预审 · 文件归入材料", f"批复.pdf：{PREEXAM[1]} → 未归类")),
        ("移除文件", ("用地预审 · 移除文件", "批复.pdf")),
        ("补充材料", ("用地预审 · 补充材料", "承诺书")),
        ("删除补充的材料", ("用地预审 · 删除材料", "承诺书")),
    ]


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 字节"), (1023, "1023 字节"), (1024, "1 KB"), (900_000, "879 KB"), (3_565_158, "3.4 MB")],
)
def test_sizes_are_said_as_people_read_them(size: int, words: str) -> None:
    assert wording.size(size) == words


@pytest.mark.skipif(sys.platform == "win32", reason="measures the event loop with a POSIX timer")
def test_the_window_stays_alive_while_a_large_file_is_kept(
    qtbot: QtBot, desk: Desk, place: tuple[str, str], shown: ItemPapers, tmp_path: Path
) -> None:
    path = tmp_path / "大.bin"
    path.write_bytes(os.urandom(1_000_000) * 60)
    pauses: list[float] = []
    last = time.monotonic()
    with qtbot.waitSignal(desk.changed, timeout=20_000) as waiting:
        shown.add([Incoming(path, path.name)])
        while not waiting.signal_triggered and len(pauses) < 100_000:
            QApplication.processEvents()
            pauses.append(time.monotonic() - last)
            last = time.monotonic()
    assert max(pauses) < 0.5
    has_loose(desk, place, "大.bin")
