"""The photos of a project, driven as a person drives them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.photos import CopyKind, Mark, Photo, describe_photos, photos_of
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.photos import wall as walls
from fangzi_desktop.ui.photos.asking import AskCopies, AskPhotoWords, CopyWish
from fangzi_desktop.ui.photos.beside import BesideDialog
from fangzi_desktop.ui.photos.viewer import PhotoViewer
from fangzi_desktop.ui.photos.wall import PhotoWall
from fangzi_desktop.ui.project.site import SiteTab
from tests.builders import a_project
from tests.picture_files import PHONE, a_photo


@pytest.fixture
def project(desk: Desk) -> str:
    return desk.workspace.do(a_project).value


@pytest.fixture
def wall(qtbot: QtBot, desk: Desk, project: str) -> Iterator[PhotoWall]:
    """The wall of an empty project in a window of its own."""
    holder = QWidget()
    holder.resize(1100, 640)
    made = PhotoWall(desk, holder)
    made.resize(holder.size())
    made.show_project(project, "测试项目")
    with qtbot.waitExposed(holder):
        holder.show()
    yield made
    desk.wait()
    holder.close()
    holder.deleteLater()


def idle(qtbot: QtBot, wall: PhotoWall) -> None:
    """Wait until what was begun is over."""
    qtbot.waitUntil(lambda: wall._job is None and not wall.grid._is_reading)


def photos(desk: Desk, project: str) -> tuple[Photo, ...]:
    return desk.read(photos_of, project)


def filled(qtbot: QtBot, wall: PhotoWall, folder: Path, count: int = 3) -> None:
    wall.add(
        [
            a_photo(folder, f"{number}.jpg", taken=f"2023:02:0{number} 08:00:00", colour=(number, 9, 9))
            for number in range(1, count + 1)
        ]
    )
    idle(qtbot, wall)


def child(dialog: QWidget, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, name)  # type: ignore[return-value]


def told(wall: PhotoWall) -> str:
    return wall.told.text()


def test_a_folder_is_taken_in_and_each_file_that_cannot_be_read_is_told(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    card = tmp_path / "card"
    (card / "DCIM").mkdir(parents=True)
    a_photo(card / "DCIM", "IMG_1.JPG")
    shutil.copy(card / "DCIM" / "IMG_1.JPG", card / "copy.jpg")
    shutil.copy(PHONE, card / "phone.heic")
    (card / "._phone.heic").write_bytes(b"beside")
    (card / "notes.txt").write_text("no photo")
    (card / "broken.jpg").write_bytes(PHONE.read_bytes()[:300])
    (card / "empty.jpg").touch()
    wall.add([card])
    assert wall.progress.isVisible()
    idle(qtbot, wall)
    assert not wall.progress.isVisible()
    assert {one.name for one in photos(desk, project)} == {"IMG_1.JPG", "phone.heic"}
    assert "添加了 2 张照片。1 张项目里已经有了，没有重复添加：" in told(wall)
    assert "“broken.jpg”的图像已损坏" in told(wall)
    assert "“empty.jpg”是空文件" in told(wall)
    assert told(wall).count("\n") == 2
    assert wall.heading.text() == "照片 2"


def test_photos_are_dropped_and_are_one_act_to_undo(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls(
        [
            QUrl.fromLocalFile(str(a_photo(tmp_path, f"{number}.jpg", colour=(number, 0, 0))))
            for number in (1, 2)
        ]
    )
    wall.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    idle(qtbot, wall)
    assert len(photos(desk, project)) == 2
    assert wall.grid.isVisible()
    desk.undo()
    assert photos(desk, project) == ()
    assert wall.empty.isVisible()


def test_the_same_photos_again_say_so(qtbot: QtBot, wall: PhotoWall, tmp_path: Path) -> None:
    filled(qtbot, wall, tmp_path, 1)
    filled(qtbot, wall, tmp_path, 1)
    assert told(wall) == "这1张照片项目里已经有了（如“1.jpg”），没有重复添加。"


def test_an_empty_folder_says_so(qtbot: QtBot, wall: PhotoWall, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    wall.add([tmp_path / "none"])
    idle(qtbot, wall)
    assert told(wall) == "文件夹里没有照片。"


def test_what_is_cancelled_is_not_added(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    wall.add([a_photo(tmp_path)])
    wall.cancel.click()
    idle(qtbot, wall)
    assert photos(desk, project) == ()
    assert told(wall).startswith("已取消")
    filled(qtbot, wall, tmp_path, 1)
    assert len(photos(desk, project)) == 1


def test_a_second_batch_waits_for_the_first(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    wall.add([a_photo(tmp_path)])
    wall.add([a_photo(tmp_path, "b.jpg", colour=(1, 1, 1))])
    assert told(wall) == "上一批照片还在处理，请等它完成后再添加。"
    idle(qtbot, wall)
    assert [one.name for one in photos(desk, project)] == ["IMG_1.jpg"]


def test_thumbnails_come_by_themselves_and_the_model_is_sound(
    qtbot: QtBot, wall: PhotoWall, tmp_path: Path
) -> None:
    filled(qtbot, wall, tmp_path)
    model = wall.grid.photos
    qtbot.waitUntil(lambda: len(model._pictures) == 3)
    tester = ModelTester(None)
    tester.check(model)
    first = model.index(0)
    assert model.data(first) == "3.jpg\n2023年2月3日"
    said = model.data(first, Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("2023年2月3日 08:00 拍摄（相机时间）")
    tester._cleanup()


def test_keys_open_describe_and_remove(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(qtbot, wall, tmp_path)
    wall.take_focus()
    wall.grid.choose([photos(desk, project)[0].id, photos(desk, project)[1].id])

    def answer(dialog: AskPhotoWords) -> int:
        dialog.spot.setEditText("大门朝东")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(AskPhotoWords, "exec", answer)
    qtbot.keyClick(wall.grid, Qt.Key.Key_F2)
    assert [one.spot for one in photos(desk, project)] == ["大门朝东", "大门朝东", ""]
    assert child(wall, "photos-compare").isEnabled()
    qtbot.keyClick(wall.grid, Qt.Key.Key_Return)
    viewer = wall.findChild(PhotoViewer)
    assert viewer is not None
    viewer.close()
    qtbot.keyClick(wall.grid, Qt.Key.Key_Delete)
    assert [one.name for one in photos(desk, project)] == ["1.jpg"]
    desk.undo()
    assert len(photos(desk, project)) == 3
    idle(qtbot, wall)


def test_of_several_photos_only_what_was_changed_is_written(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    filled(qtbot, wall, tmp_path)
    one, two, _ = photos(desk, project)
    desk.do(describe_photos, [one.id], "吊装", "1号厂房")
    desk.do(describe_photos, [two.id], "浇筑", "1号厂房")
    dialog = AskPhotoWords(desk, project, photos(desk, project)[:2], (), wall)
    assert (dialog.caption.toPlainText(), dialog.building.currentText()) == ("", "1号厂房")
    dialog.building.setEditText("2号厂房")
    dialog._try()
    assert [(p.caption, p.building) for p in photos(desk, project)] == [
        ("吊装", "2号厂房"),
        ("浇筑", "2号厂房"),
        ("", ""),
    ]
    dialog.deleteLater()


def test_a_refused_caption_keeps_the_dialog_open(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    filled(qtbot, wall, tmp_path, 1)
    dialog = AskPhotoWords(desk, project, photos(desk, project), (), wall)
    dialog.caption.setPlainText("长" * 201)
    dialog._try()
    assert dialog.result() == 0
    assert any("最多 200 个字" in label.text() for label in dialog.findChildren(QLabel))
    dialog.deleteLater()


def test_the_viewer_leafs_by_keys_and_follows_changes(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    filled(qtbot, wall, tmp_path)
    viewer = PhotoViewer(desk, project, photos(desk, project), 0, wall)
    with qtbot.waitActive(viewer):
        viewer.open()
    qtbot.waitUntil(lambda: viewer.picture.image is not None)
    assert "第1张，共3张" in viewer.windowTitle()
    assert not child(viewer, "photo-before").isEnabled()
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.photo.name == "1.jpg"
    assert not child(viewer, "photo-next").isEnabled()
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.photo.name == "2.jpg"
    desk.do(describe_photos, [viewer.photo.id], "基础浇筑")
    assert viewer.windowTitle().startswith("基础浇筑")
    desk.undo()
    desk.undo()
    assert not viewer.isVisible()
    idle(qtbot, wall)


def test_before_and_after_stand_side_by_side_with_their_days(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    filled(qtbot, wall, tmp_path)
    assert not child(wall, "photos-compare").isEnabled()
    desk.do(describe_photos, [one.id for one in photos(desk, project)], spot="大门")
    child(wall, "photos-compare").click()
    dialog = wall.findChild(BesideDialog)
    assert dialog is not None
    assert dialog.between.text() == "2023年2月1日 → 2023年2月3日，相隔 2 个自然日"
    qtbot.waitUntil(lambda: all(one.image is not None for one in dialog.pictures))
    dialog.choices[0].setCurrentIndex(1)
    assert dialog.between.text() == "2023年2月2日 → 2023年2月3日，相隔 1 个自然日"
    qtbot.waitUntil(lambda: all(one.image is not None for one in dialog.pictures))
    dialog.close()


def test_no_time_between_is_told_where_a_day_is_not_known(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path
) -> None:
    wall.add([a_photo(tmp_path), a_photo(tmp_path, "b.jpg", taken=None, colour=(1, 1, 1))])
    idle(qtbot, wall)
    desk.do(describe_photos, [one.id for one in photos(desk, project)], spot="大门")
    child(wall, "photos-compare").click()
    dialog = wall.findChild(BesideDialog)
    assert dialog is not None
    assert dialog.between.text() == "有照片没有记录拍摄日期，不能算出相隔多久。"
    qtbot.waitUntil(lambda: all(one.image is not None for one in dialog.pictures))
    dialog.close()


def test_chosen_photos_are_exported_without_personal_data(
    qtbot: QtBot, wall: PhotoWall, desk: Desk, project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(qtbot, wall, tmp_path)
    target = tmp_path / "out"
    target.mkdir()
    wall.grid.choose([photos(desk, project)[0].id])
    asked: list[tuple[str, int]] = []

    def wish(project: str, count: int, parent: QWidget) -> CopyWish:
        asked.append((project, count))
        return CopyWish(CopyKind.BARE, Mark(project, ""))

    monkeypatch.setattr(walls, "ask_copies", wish)
    monkeypatch.setattr(walls, "ask_folder", lambda parent, title: target)
    child(wall, "photos-export").click()
    idle(qtbot, wall)
    assert asked == [("测试项目", 1)]
    assert told(wall) == "导出了 1 张照片。"
    assert b"maker note" not in (target / "3.jpg").read_bytes()


def test_the_form_without_personal_data_is_the_one_proposed(qtbot: QtBot, wall: PhotoWall) -> None:
    dialog = AskCopies("测试项目", 2, wall)
    assert dialog.wish == CopyWish(CopyKind.BARE, Mark("测试项目", "服务专员"))
    assert not dialog.verifier.isEnabled()
    dialog.kinds[CopyKind.MARKED].setChecked(True)
    assert dialog.verifier.isEnabled()
    dialog.verifier.setEditText("统计专员")
    assert dialog.wish == CopyWish(CopyKind.MARKED, Mark("测试项目", "统计专员"))
    dialog.deleteLater()


def test_photo_pages_are_shown_as_they_will_be_printed(qtbot: QtBot, wall: PhotoWall, tmp_path: Path) -> None:
    filled(qtbot, wall, tmp_path)
    child(wall, "photos-print").click()
    (dialog,) = (one for one in wall.window().findChildren(QDialog) if one.windowTitle() == "测试项目照片")
    qtbot.waitUntil(lambda: dialog.findChild(QPushButton, "paper-save").isEnabled())  # type: ignore[union-attr]
    dialog.close()
    idle(qtbot, wall)


def test_the_tab_of_a_project_shows_its_photos(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    project = desk.workspace.do(a_project).value
    window.open_project(project, "site")
    page = window._project_page
    assert page is not None
    tab = page.tab("site")
    assert isinstance(tab, SiteTab)
    assert tab.wall.empty.isVisible()
    filled(qtbot, tab.wall, tmp_path, 1)
    assert tab.select(photos(desk, project)[0].id)
    assert tab.wall.heading.text() == "照片 1（已选 1）"
    idle(qtbot, tab.wall)
