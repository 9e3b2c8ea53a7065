"""The photos of a project through the workspace."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from PIL import Image

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.photos import (
    THUMBNAIL_SIDE,
    CopyKind,
    Mark,
    Photo,
    add_photos,
    building_names,
    describe_photos,
    mark_lines,
    photos_of,
    remove_photos,
    save_copies,
    small_copy,
    spots_of,
    take_in,
)
from fangzi_desktop.services.upkeep import check_folder
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import attachments
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.papers import named_contents
from tests.builders import a_project
from tests.conftest import TODAY, OpenWorkspace
from tests.picture_files import PHONE, a_photo

MARK = Mark("测试项目", "服务专员")


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project).value


def photos(workspace: Workspace, project: str) -> tuple[Photo, ...]:
    return workspace.read(photos_of, project)


def added(workspace: Workspace, project: str, *paths: Path) -> tuple[Photo, ...]:
    workspace.do(add_photos, project, [take_in(workspace, path) for path in paths])
    return photos(workspace, project)


def test_a_photo_is_kept_whole_with_what_its_camera_wrote(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    path = a_photo(tmp_path, orientation=6)
    (photo,) = added(workspace, project, path)
    assert (photo.name, photo.width, photo.height) == ("IMG_1.jpg", 96, 160)
    assert photo.taken_at == datetime(2023, 2, 20, 9, 8, 7)  # noqa: DTZ001
    assert (photo.taken_on, photo.added_on) == (date(2023, 2, 20), TODAY)
    assert photo.place == "北纬36.706900°，东经119.161700°"
    assert Attachments(workspace.store.folder).read(photo.content, "a") == path.read_bytes()


def test_adding_describing_and_removing_are_undone_one_by_one(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    one, two = added(
        workspace, project, a_photo(tmp_path), a_photo(tmp_path, "b.jpg", colour=(9, 99, 9), taken=None)
    )
    workspace.do(describe_photos, [one.id, two.id], building=" 1号\n厂房 ", spot="东南角")
    workspace.do(describe_photos, [one.id], "  基础\n浇筑 ")
    assert [(p.caption, p.building, p.spot) for p in photos(workspace, project)] == [
        ("基础\n浇筑" if p.id == one.id else "", "1号厂房", "东南角") for p in photos(workspace, project)
    ]
    workspace.do(remove_photos, [one.id, two.id])
    assert photos(workspace, project) == ()
    workspace.undo()
    assert {p.spot for p in photos(workspace, project)} == {"东南角"}
    workspace.undo()
    workspace.undo()
    assert {(p.caption, p.spot) for p in photos(workspace, project)} == {("", "")}
    workspace.undo()
    assert photos(workspace, project) == ()
    workspace.redo()
    assert len(photos(workspace, project)) == 2


def test_the_same_photo_twice_is_told_and_not_doubled(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    added(workspace, project, a_photo(tmp_path))
    shutil.copy(tmp_path / "IMG_1.jpg", tmp_path / "copy.jpg")
    again = take_in(workspace, tmp_path / "copy.jpg")
    with pytest.raises(UserError, match=r"photo\.there"):
        workspace.do(add_photos, project, [again])
    new = take_in(workspace, a_photo(tmp_path, "b.jpg", colour=(1, 2, 3)))
    done = workspace.do(add_photos, project, [again, new, new]).value
    assert (done.added, done.already) == (("b.jpg",), ("IMG_1.jpg", "b.jpg"))
    other = workspace.do(a_project, "另一项目").value
    assert workspace.do(add_photos, other, [again]).value.added == ("copy.jpg",)


def test_the_newest_day_stands_first_and_photos_of_no_day_stand_with_the_day_they_came(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    paths = [
        a_photo(tmp_path, "old.jpg", taken="2022:05:01 08:00:00", colour=(1, 1, 1)),
        a_photo(tmp_path, "none.jpg", taken=None, colour=(2, 2, 2)),
        a_photo(tmp_path, "noon.jpg", taken="2023:02:20 12:00:00", colour=(3, 3, 3)),
        a_photo(tmp_path, "dawn.jpg", taken="2023:02:20 06:00:00", colour=(4, 4, 4)),
    ]
    names = [photo.name for photo in added(workspace, project, *paths)]
    assert names == ["none.jpg", "noon.jpg", "dawn.jpg", "old.jpg"]


def test_two_photos_of_one_spot_are_put_side_by_side_from_old_to_new(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    new, old = added(
        workspace,
        project,
        a_photo(tmp_path, "old.jpg", taken="2022:05:01 08:00:00", colour=(1, 1, 1)),
        a_photo(tmp_path, "new.jpg", taken="2023:02:01 08:00:00", colour=(2, 2, 2)),
    )
    assert spots_of(photos(workspace, project)) == {}
    workspace.do(describe_photos, [new.id], spot="大门")
    assert spots_of(photos(workspace, project)) == {}
    workspace.do(describe_photos, [old.id], spot="大门")
    assert [one.name for one in spots_of(photos(workspace, project))["大门"]] == ["old.jpg", "new.jpg"]


def test_words_that_are_too_long_are_refused_and_change_nothing(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    (photo,) = added(workspace, project, a_photo(tmp_path))
    for values, code in (
        ({"caption": "长" * 201}, "photo.caption_too_long"),
        ({"building": "长" * 61}, "photo.spot_too_long"),
        ({"spot": "长" * 61}, "photo.spot_too_long"),
        ({"caption": "坏\u202e名"}, "text.forbidden"),
    ):
        with pytest.raises(UserError) as refused:
            workspace.do(describe_photos, [photo.id], **values)
        assert refused.value.code == code
    assert photos(workspace, project) == (photo,)


def test_buildings_are_offered_that_other_photos_name(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    (photo,) = added(workspace, project, a_photo(tmp_path))
    workspace.do(describe_photos, [photo.id], building="综合楼")
    assert workspace.read(building_names, project) == ("综合楼",)


def test_small_copies_are_no_records_and_are_made_anew_where_they_are_missing(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    (photo,) = added(workspace, project, a_photo(tmp_path))
    before = small_copy(workspace, photo, THUMBNAIL_SIDE)
    shutil.rmtree(workspace.store.folder / "cache")
    assert small_copy(workspace, photo, THUMBNAIL_SIDE) == before
    assert (workspace.store.folder / "cache").is_dir()
    assert check_folder(workspace) == ()


def test_the_check_and_the_clearing_away_know_the_originals(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    (photo,) = added(workspace, project, a_photo(tmp_path))
    workspace.do(remove_photos, [photo.id])
    assert photo.sha256 in workspace.read(lambda view: named_contents(view.session))
    workspace.undo()
    Attachments(workspace.store.folder).path_of(photo.sha256).unlink()
    assert check_folder(workspace) == ("attachment.missing.测试项目/IMG_1.jpg",)
    shutil.rmtree(workspace.store.folder / "cache")
    with pytest.raises(UserError, match=r"attachment\.lost"):
        small_copy(workspace, photo, THUMBNAIL_SIDE)


def test_what_cannot_be_kept_is_refused_with_the_stores_words(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "a.jpg"
    empty.touch()
    for path, code in (
        (empty, "attachment.empty"),
        (tmp_path, "attachment.is_folder"),
        (tmp_path / "gone.jpg", "attachment.missing_source"),
    ):
        with pytest.raises(UserError) as refused:
            take_in(workspace, path)
        assert refused.value.code == code
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(attachments.MOST_BYTES + 1)
    with pytest.raises(UserError, match=r"attachment\.too_large"):
        take_in(workspace, huge)
    assert not (workspace.store.folder / "attachments").exists()


def test_nothing_is_taken_in_where_nothing_may_be_written(open_folder: OpenWorkspace, tmp_path: Path) -> None:
    readers = open_folder(read_only=True)
    with pytest.raises(UserError, match=r"db\.read_only"):
        take_in(readers, a_photo(tmp_path))


def test_a_reader_sees_photos_and_writes_no_small_copies(
    workspace: Workspace, project: str, open_folder: OpenWorkspace, tmp_path: Path
) -> None:
    (photo,) = added(workspace, project, a_photo(tmp_path))
    shutil.rmtree(workspace.store.folder / "cache")
    reader = open_folder(read_only=True)
    assert small_copy(reader, photo, THUMBNAIL_SIDE).startswith(b"\xff\xd8")
    assert not (workspace.store.folder / "cache").exists()


def test_copies_are_written_in_the_form_asked_for_and_over_nothing(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    (photo, phone) = added(workspace, project, a_photo(tmp_path, taken="2023:02:21 00:00:00"), PHONE)
    target = tmp_path / "out"
    target.mkdir()
    for kind in (CopyKind.ORIGINAL, CopyKind.BARE):
        written, refused = save_copies(workspace, [photo, phone], target, kind, MARK)
        assert refused == ()
    assert sorted(path.name for path in target.iterdir()) == [
        "IMG_1 (2).jpg",
        "IMG_1.jpg",
        "phone.heic",
        "phone.jpg",
    ]
    assert (target / "IMG_1.jpg").read_bytes() == (tmp_path / "IMG_1.jpg").read_bytes()
    assert (target / "phone.heic").read_bytes() == PHONE.read_bytes()
    with Image.open(target / "IMG_1 (2).jpg") as copy:
        assert not dict(copy.getexif())
    Attachments(workspace.store.folder).path_of(photo.sha256).unlink()
    written, refused = save_copies(workspace, [photo, phone], target, CopyKind.ORIGINAL, MARK)
    assert [path.name for path in written] == ["phone (2).heic"]
    assert [error.code for error in refused] == ["attachment.lost"]


def test_a_mark_says_project_place_time_and_role(workspace: Workspace, project: str, tmp_path: Path) -> None:
    one, two = added(
        workspace, project, a_photo(tmp_path, taken=None, place=False), a_photo(tmp_path, "b.jpg")
    )
    workspace.do(describe_photos, [two.id], building="1号厂房", spot="东南角")
    two = next(photo for photo in photos(workspace, project) if photo.id == two.id)
    assert mark_lines(two, MARK) == (
        "项目：测试项目",
        "地点：1号厂房　东南角　北纬36.706900°，东经119.161700°",
        "拍摄时间：2023-02-20 09:08（相机时间）",
        "核实人：服务专员",
    )
    assert mark_lines(one, Mark("测试项目", "")) == (
        "项目：测试项目",
        "地点：未记录",
        "拍摄时间：未记录（2023-02-24 入库）",
    )
