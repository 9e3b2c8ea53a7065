"""One file out, one file back: whole, signed, sealed; and nothing else is taken for one."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.services import handing_out
from fangzi_desktop.services.conflicts import open_conflicts
from fangzi_desktop.services.field_copies import PackageFace, bring_back, look_at_package, open_package
from fangzi_desktop.services.handing_out import hand_out, hand_outs, package_size
from fangzi_desktop.services.papers import attach_files, keep_file
from fangzi_desktop.services.problems import ProblemForm, problems, raise_problem
from fangzi_desktop.services.projects import ProjectForm, edit_project, note_progress
from fangzi_desktop.services.register import register
from fangzi_desktop.services.taking_back import merge_file, preview_file
from fangzi_desktop.services.upkeep import check_folder
from fangzi_desktop.services.workspace import OfficeClock, Work, Workspace
from fangzi_desktop.storage import packs
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from tests.builders import a_project, a_project_with_permits
from tests.conftest import NOW, TODAY, OpenWorkspace
from tests.site import content

OpenCopy = Callable[[Path], Workspace]


@pytest.fixture
def laptop() -> Iterator[OpenCopy]:
    """Open a field copy as a laptop does."""
    opened: list[Workspace] = []

    def open_it(folder: Path) -> Workspace:
        store = open_store(folder, who="专员乙", device="笔记本", now=NOW)
        clock = OfficeClock(TODAY, lambda: NOW + timedelta(hours=2))
        opened.append(Workspace(store, clock, who="专员乙", device="笔记本"))
        return opened[-1]

    yield open_it
    for workspace in opened:
        workspace.close()


def test_out_and_back_brings_the_work_home(workspace: Workspace, tmp_path: Path, laptop: OpenCopy) -> None:
    project = workspace.do(a_project_with_permits).value
    out, back = tmp_path / "带出.fzpack", tmp_path / "带回.fzpack"
    handed = hand_out(workspace, out, HandOutWish(note="一号笔记本")).value
    assert (handed.number, handed.projects) == ("2023-001", 1)
    copy = open_package(out, tmp_path / "外勤")
    site = laptop(tmp_path / "外勤")
    assert site.field is not None
    assert site.field.number == copy.number == "2023-001"
    assert not site.can_undo
    assert check_folder(site) == ()
    site.do(note_progress, project, "基础完成")
    site.do(raise_problem, project, ProblemForm("道路未通"))
    assert site.can_undo
    assert bring_back(site, back).acts == 2
    returned, preview = preview_file(workspace, back)
    assert returned.device.startswith("笔记本-")
    assert (preview.conflicts, preview.deletes) == (0, 0)
    done = merge_file(workspace, back)
    assert done.value.adds == preview.adds > 0
    assert [row[3] for key, row in content(workspace).items() if key[0] == "problem"] == ["道路未通"]
    (listed,) = workspace.read(hand_outs)
    assert (listed.note, listed.returned_on) == ("一号笔记本", TODAY)
    assert merge_file(workspace, back).act is None


def test_a_team_without_any_act_can_hand_out(workspace: Workspace, tmp_path: Path, laptop: OpenCopy) -> None:
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    open_package(tmp_path / "a.fzpack", tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    site.do(a_project, "现场新建")
    merge_file(workspace, bring_back(site, tmp_path / "b.fzpack").path)
    assert ["现场新建" in row for key, row in content(workspace).items() if key[0] == "project"] == [True]


def test_two_laptops_come_back_twice_each_in_any_order(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy
) -> None:
    project = workspace.do(a_project, "一号项目", investor="甲公司").value
    sites = []
    for name in ("甲", "乙"):
        hand_out(workspace, tmp_path / f"{name}.fzpack", HandOutWish())
        open_package(tmp_path / f"{name}.fzpack", tmp_path / name)
        sites.append(laptop(tmp_path / name))
    files = []
    for number, site in enumerate(sites):
        site.do(raise_problem, project, ProblemForm(f"问题{number}"))
        bring_back(site, tmp_path / f"first{number}.fzpack")
        site.do(edit_project, project, ProjectForm("一号项目", investor=f"公司{number}"))
        bring_back(site, tmp_path / f"second{number}.fzpack")
        files += [tmp_path / f"second{number}.fzpack", tmp_path / f"first{number}.fzpack"]
    for file in files:
        merge_file(workspace, file)
    kinds = sorted(conflict.kind for conflict in workspace.read(open_conflicts))
    assert kinds == [ConflictKind.NUMBER, ConflictKind.VALUE]
    texts = sorted(row[3] for key, row in content(workspace).items() if key[0] == "problem")
    assert texts == ["问题0", "问题1"]


def test_only_chosen_projects_go_along_and_the_copy_is_sound(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy
) -> None:
    chosen = workspace.do(a_project_with_permits, name="要带的").value
    workspace.do(a_project_with_permits, name="留下的")
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish((chosen,)))
    open_package(tmp_path / "a.fzpack", tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    held = content(site)
    assert {key[1] for key in held if key[0] == "project"} == {chosen}
    assert all("留下的" not in str(row) for row in held.values())
    assert "留下的" not in (tmp_path / "copy" / DATABASE_NAME).read_bytes().decode("utf-8", "ignore")
    assert check_folder(site) == ()


def test_a_copy_of_some_projects_gives_out_no_number_that_the_office_has(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy
) -> None:
    chosen, other = (workspace.do(a_project, name).value for name in ("要带的", "留下的"))
    for number in range(3):
        workspace.do(raise_problem, other, ProblemForm(f"问题{number}"))
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish((chosen,)))
    open_package(tmp_path / "a.fzpack", tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    site.do(raise_problem, chosen, ProblemForm("道路未通"))
    bring_back(site, tmp_path / "b.fzpack")
    assert merge_file(workspace, tmp_path / "b.fzpack").value.conflicts == 0
    assert [problem.number for problem in workspace.read(problems)] == [1, 2, 3, 4]


def test_attached_files_go_along_when_wished_and_new_ones_come_back(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy
) -> None:
    project = workspace.do(a_project).value
    paper, photo = tmp_path / "合同.txt", tmp_path / "现场.txt"
    paper.write_text("合同" * 1000, encoding="utf-8")
    photo.write_text("现场" * 1000, encoding="utf-8")
    _attach(workspace, project, paper)
    wish = HandOutWish(with_papers=True)
    size = workspace.read(package_size, wish, workspace.store.path)
    assert (size.paper_count, size.papers) == (1, 6000)
    hand_out(workspace, tmp_path / "without.fzpack", HandOutWish())
    hand_out(workspace, tmp_path / "with.fzpack", wish)
    open_package(tmp_path / "with.fzpack", tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    assert check_folder(site) == ()
    _attach(site, project, photo)
    back = bring_back(site, tmp_path / "back.fzpack")
    assert back.files == 1
    assert back.size_bytes < 20_000
    assert merge_file(workspace, back.path).value.missing_files == ()
    assert check_folder(workspace) == ()
    assert {number.number for number in workspace.read(hand_outs)} == {"2023-001", "2023-002"}


def _attach(workspace: Workspace, project: str, path: Path) -> None:
    workspace.do(attach_files, project, None, [keep_file(workspace, path)])


def test_a_password_seals_the_file(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(a_project, "机密项目")
    out = tmp_path / "a.fzpack"
    hand_out(workspace, out, HandOutWish(), "春江花月夜")
    for password, code in ((None, r"field\.needs_password"), ("别的", r"field\.wrong_password")):
        with pytest.raises(UserError, match=code):
            open_package(out, tmp_path / "copy", password)
        assert not (tmp_path / "copy").exists()
    assert open_package(out, tmp_path / "copy", "春江花月夜").number == "2023-001"


@pytest.mark.parametrize("password", [None, "春江花月夜"])
def test_no_byte_can_change_unnoticed(tmp_path: Path, password: str | None) -> None:
    path, key = tmp_path / "a.fzpack", packs.new_key()
    members = [packs.Member(packs.MANIFEST, b'{"a": 1}'), packs.Member(packs.ROWS, b"{}")]
    packs.write_package(path, packs.OUT, {"number": "2023-001"}, members, key=key, password=password)
    whole = path.read_bytes()
    with packs.opened(path, packs.OUT, password) as package:
        assert package.json(packs.MANIFEST) == {"a": 1}
    step = 1 if password is None else 3
    for place in range(0, len(whole), step):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x01]) + whole[place + 1 :])
        with (
            pytest.raises(UserError, match=r"field\.(damaged|not_a_package)"),
            packs.opened(path, packs.OUT, password),
        ):
            pass
    for cut in (whole[:-1], whole[: len(whole) // 2], whole + b"\0", b"", whole[:10]):
        path.write_bytes(cut)
        with (
            pytest.raises(UserError, match=r"field\.(damaged|not_a_package)"),
            packs.opened(path, packs.OUT, password),
        ):
            pass


@pytest.mark.parametrize(
    "name",
    [
        "../fangzi.db",
        "/etc/passwd",
        "attachments/../x",
        "attachments/" + "g" * 64,
        "data.db\0.txt",
        "C:\\x",
        "别的.txt",
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"field\.damaged"), packs.opened(_packed(tmp_path, name), packs.OUT):
        pass


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = _packed(tmp_path, packs.DATABASE, b"\0" * 600_000_000)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(UserError, match=r"field\.damaged"), packs.opened(bomb, packs.OUT):
        pass


def _packed(tmp_path: Path, name: str, body: bytes = b"x") -> Path:
    """Write a package as somebody would who means ill."""
    inner = tmp_path / "body.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name.split("\0")[0]), "x") if "\0" in name else None
        if "\0" not in name:
            with archive.open(name, "w") as file:
                for start in range(0, len(body), 1 << 24):
                    file.write(body[start : start + (1 << 24)])
        else:
            archive.filelist[0].filename = "data.db.txt"
    path = tmp_path / "evil.fzpack"
    head = {"kind": packs.OUT, "wrap": None, "number": "2023-001"}
    sign(path, head, inner.read_bytes(), packs.new_key())
    return path


def sign(path: Path, head: Mapping[str, Any], body: bytes, key: str) -> None:
    """Write a package of any body."""
    with path.open("wb") as file, packs._signed(file, head, key) as target:
        target.write(body)


def test_each_wrong_file_is_told_apart(workspace: Workspace, tmp_path: Path, laptop: OpenCopy) -> None:
    project = workspace.do(a_project).value
    out, back = tmp_path / "a.fzpack", tmp_path / "b.fzpack"
    hand_out(workspace, out, HandOutWish())
    open_package(out, tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    site.do(note_progress, project, "基础完成")
    bring_back(site, back)
    before = content(workspace)
    with pytest.raises(UserError, match=r"field\.is_out"):
        merge_file(workspace, out)
    with pytest.raises(UserError, match=r"field\.is_return"):
        open_package(back, tmp_path / "other")
    with pytest.raises(UserError, match=r"field\.in_copy"):
        hand_out(site, tmp_path / "c.fzpack", HandOutWish())
    with pytest.raises(UserError, match=r"field\.merge_in_copy"):
        merge_file(site, back)
    with pytest.raises(UserError, match=r"field\.not_a_copy"):
        bring_back(workspace, tmp_path / "d.fzpack")
    with pytest.raises(UserError, match=r"field\.folder_taken"):
        open_package(out, tmp_path / "copy")
    with pytest.raises(UserError, match=r"field\.suffix"):
        hand_out(workspace, tmp_path / "c.zip", HandOutWish())
    with pytest.raises(UserError, match=r"field\.no_projects"):
        hand_out(workspace, tmp_path / "c.fzpack", HandOutWish(()))
    with pytest.raises(UserError, match=r"project\.unknown"):
        hand_out(workspace, tmp_path / "c.fzpack", HandOutWish(("nobody",)))
    with pytest.raises(UserError, match=r"field\.unreadable"):
        merge_file(workspace, tmp_path / "nowhere.fzpack")
    text = tmp_path / "text.fzpack"
    text.write_text("不是带回文件", encoding="utf-8")
    with pytest.raises(UserError, match=r"field\.not_a_package"):
        merge_file(workspace, text)
    assert content(workspace) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.fzpack",
        "b.fzpack",
        "copy",
        "team",
        "text.fzpack",
    ]


def test_another_team_and_an_older_state_are_refused(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy, empty_database: Path
) -> None:
    project = workspace.do(a_project).value
    workspace.store.copy_to(tmp_path / "before.db")
    out, back = tmp_path / "a.fzpack", tmp_path / "b.fzpack"
    hand_out(workspace, out, HandOutWish())
    open_package(out, tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    site.do(note_progress, project, "基础完成")
    bring_back(site, back)
    other = _office(tmp_path / "other", empty_database, laptop)
    with pytest.raises(UserError, match=r"field\.never_out"):
        merge_file(other, back)
    hand_out(other, tmp_path / "c.fzpack", HandOutWish())
    with pytest.raises(UserError, match=r"field\.other_team"):
        merge_file(other, back)
    earlier = _office(tmp_path / "earlier", tmp_path / "before.db", laptop)
    with pytest.raises(UserError, match=r"field\.never_out"):
        merge_file(earlier, back)


def _office(folder: Path, database: Path, laptop: OpenCopy) -> Workspace:
    folder.mkdir()
    shutil.copy(database, folder / DATABASE_NAME)
    return laptop(folder)


def test_a_package_of_another_program_says_which_to_renew(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "a.fzpack"
    workspace.do(a_project)
    hand_out(workspace, out, HandOutWish())
    with packs.opened(out, packs.OUT) as package:
        manifest = package.json(packs.MANIFEST)
        package.extract(packs.DATABASE, tmp_path / "data.db")
    key = packs.new_key()
    manifest["copy"]["team_id"] = packs.public_key(key)
    for schema, code in ((99, r"field\.newer"), (0, r"field\.older")):
        manifest["schema"] = schema
        members = [
            packs.Member(packs.MANIFEST, json.dumps(manifest).encode()),
            packs.Member(packs.DATABASE, tmp_path / "data.db"),
        ]
        packs.write_package(out, packs.OUT, {}, members, key=key)
        with pytest.raises(UserError, match=code):
            open_package(out, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_moments_of_a_return_are_those_of_the_site(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy
) -> None:
    project = workspace.do(a_project).value
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    open_package(tmp_path / "a.fzpack", tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    site.do(note_progress, project, "基础完成")
    bring_back(site, tmp_path / "b.fzpack")
    returned, _ = preview_file(workspace, tmp_path / "b.fzpack")
    (act,) = returned.acts
    assert isinstance(act.at, datetime)
    assert act.office_day == date(2023, 2, 24)
    assert act.who == "专员乙"


def test_a_hand_out_that_cannot_be_noted_or_is_ended_leaves_no_file(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.do(a_project)
    target = tmp_path / "out" / "a.fzpack"
    target.parent.mkdir()

    def refuse(work: Work, values: dict[str, object]) -> None:
        raise UserError("db.locked")

    def end(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(UserError):
        hand_out(workspace, target, HandOutWish(), step=end)
    with monkeypatch.context() as patched:
        patched.setattr(handing_out, "note_hand_out", refuse)
        with pytest.raises(UserError, match=r"db\.locked"):
            hand_out(workspace, target, HandOutWish())
    assert list(target.parent.iterdir()) == []
    assert workspace.read(hand_outs) == ()


def test_a_hand_out_is_not_undone_now_or_after_a_restart(
    workspace: Workspace, open_folder: OpenWorkspace, tmp_path: Path
) -> None:
    project = workspace.do(a_project).value
    workspace.do(note_progress, project, "打桩")
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    workspace.undo()
    (line,) = workspace.read(register)
    assert line.progress == ""
    workspace.redo()
    workspace.close()
    again = open_folder()
    again.undo()
    again.undo()
    assert not again.can_undo
    assert len(again.read(hand_outs)) == 1


def test_a_package_tells_its_number_before_it_is_opened(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(a_project)
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    assert look_at_package(tmp_path / "a.fzpack") == PackageFace("2023-001", has_password=False)
    (tmp_path / "b.txt").write_text("台账", encoding="utf-8")
    with pytest.raises(UserError, match=r"field\.not_a_package"):
        look_at_package(tmp_path / "b.txt")
