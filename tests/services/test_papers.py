"""The papers of a permit item through the workspace."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Applicability, PermitState, ProjectStatus
from fangzi_desktop.services import copies
from fangzi_desktop.services.copies import backup
from fangzi_desktop.services.papers import (
    KeptFile,
    MissingPapers,
    PaperFile,
    Papers,
    Promised,
    add_material,
    assign_attachment,
    attach_files,
    file_bytes,
    keep_file,
    missing_papers,
    papers_of,
    remove_attachment,
    remove_material,
    rename_attachment,
    save_file,
    tick_material,
    untick_material,
)
from fangzi_desktop.services.permit_results import hand_in_paper
from fangzi_desktop.services.upkeep import check_folder
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.permits import promise_rows
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow, PromiseRow
from fangzi_desktop.storage.work import Work
from tests.builders import a_project_with_permits, item_id
from tests.conftest import TODAY, OpenWorkspace

PREEXAM = ("用地预审与选址申请表", "备案(核准)文件或项目建议书", "选址论证材料", "勘测定界图")


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project_with_permits).value


@pytest.fixture
def item(workspace: Workspace, project: str) -> str:
    return workspace.do(item_id, project, "LAND_PREEXAM").value


def papers(workspace: Workspace, item: str) -> Papers:
    project = workspace.read(lambda view: view.session.get(PermitItemRow, item)).project_id  # type: ignore[union-attr]
    return workspace.read(papers_of, project, item)


def a_kept_file(workspace: Workspace, data: bytes = b"scan", name: str = "扫描件.pdf") -> KeptFile:
    return keep_file(workspace, data, name)


def attached(workspace: Workspace, item: str, data: bytes = b"scan", name: str = "扫描件.pdf") -> PaperFile:
    project = workspace.read(lambda view: view.session.get(PermitItemRow, item)).project_id  # type: ignore[union-attr]
    workspace.do(attach_files, project, item, [a_kept_file(workspace, data, name)])
    return papers(workspace, item).loose[-1]


def test_materials_of_the_rule_are_ticked_with_their_day_and_counted(workspace: Workspace, item: str) -> None:
    assert tuple(one.name for one in papers(workspace, item).materials) == PREEXAM
    workspace.do(tick_material, item, PREEXAM[1], date(2023, 2, 20))
    workspace.do(tick_material, item, PREEXAM[3], TODAY)
    read = papers(workspace, item)
    assert (read.received, len(read.materials)) == (2, 4)
    assert [one.received_on for one in read.materials] == [None, date(2023, 2, 20), None, TODAY]
    workspace.do(untick_material, item, PREEXAM[1])
    assert papers(workspace, item).received == 1
    workspace.undo()
    workspace.undo()
    workspace.undo()
    assert papers(workspace, item).received == 0
    workspace.redo()
    assert papers(workspace, item).materials[1].received_on == date(2023, 2, 20)


def test_a_material_cannot_be_received_tomorrow_or_be_none_of_the_items(
    workspace: Workspace, item: str
) -> None:
    with pytest.raises(UserError, match=r"paper\.in_future"):
        workspace.do(tick_material, item, PREEXAM[0], date(2023, 2, 25))
    with pytest.raises(UserError, match=r"paper\.unknown_material"):
        workspace.do(tick_material, item, "结婚证", TODAY)
    with pytest.raises(UserError, match=r"paper\.unknown_material"):
        workspace.do(untick_material, item, PREEXAM[0])


def test_a_material_beyond_the_rule_is_added_and_removed(workspace: Workspace, item: str) -> None:
    assert workspace.do(add_material, item, " 林地审核\n同意书 ").value == "林地审核同意书"
    extra = papers(workspace, item).materials[-1]
    assert (extra.name, extra.is_extra, extra.received_on) == ("林地审核同意书", True, None)
    workspace.do(tick_material, item, "林地审核同意书", TODAY)
    for name, code in (
        ("", "paper.no_name"),
        ("  \n", "paper.no_name"),
        ("林地审核同意书", "paper.material_exists"),
        (PREEXAM[0], "paper.material_exists"),
        ("长" * 101, "paper.name_too_long"),
        ("坏\u202e名", "text.forbidden"),
    ):
        with pytest.raises(UserError) as refused:
            workspace.do(add_material, item, name)
        assert refused.value.code == code
    workspace.do(tick_material, item, PREEXAM[0], TODAY)
    with pytest.raises(UserError, match=r"paper\.of_the_rule"):
        workspace.do(remove_material, item, PREEXAM[0])
    file = attached(workspace, item)
    workspace.do(assign_attachment, file.id, "林地审核同意书")
    workspace.do(remove_material, item, "林地审核同意书")
    read = papers(workspace, item)
    assert len(read.materials) == 4
    assert [one.name for one in read.loose] == ["扫描件.pdf"]
    workspace.undo()
    back = papers(workspace, item).materials[-1]
    assert (back.received_on, [one.name for one in back.files]) == (TODAY, ["扫描件.pdf"])


def test_files_are_attached_together_and_undone_together(
    workspace: Workspace, project: str, item: str
) -> None:
    kept = [a_kept_file(workspace, data, "证照.jpg") for data in (b"front", b"back")]
    done = workspace.do(attach_files, project, item, kept, PREEXAM[2])
    assert done.value.added == ("证照.jpg", "证照 (2).jpg")
    files = papers(workspace, item).materials[2].files
    assert [(one.name, one.size_bytes, one.added_on) for one in files] == [
        ("证照.jpg", 5, TODAY),
        ("证照 (2).jpg", 4, TODAY),
    ]
    assert [file_bytes(workspace, one) for one in files] == [b"front", b"back"]
    workspace.undo()
    assert papers(workspace, item).materials[2].files == ()
    workspace.redo()
    assert file_bytes(workspace, papers(workspace, item).materials[2].files[0]) == b"front"


def test_the_same_file_twice_is_attached_once_to_an_item_and_again_to_another(
    workspace: Workspace, project: str, item: str
) -> None:
    file = attached(workspace, item)
    again = a_kept_file(workspace, b"scan", "另一个名字.pdf")
    with pytest.raises(UserError, match=r"paper\.file_there"):
        workspace.do(attach_files, project, item, [again])
    new = a_kept_file(workspace, b"new", "新.pdf")
    done = workspace.do(attach_files, project, item, [again, new, new]).value
    assert (done.added, done.already) == (("新.pdf",), ("扫描件.pdf", "新.pdf"))
    other = workspace.do(item_id, project, "FILING").value
    workspace.do(attach_files, project, other, [again])
    assert papers(workspace, other).loose[0].sha256 == file.sha256


def test_a_project_has_files_of_its_own(workspace: Workspace, project: str, item: str) -> None:
    attached(workspace, item)
    workspace.do(attach_files, project, None, [a_kept_file(workspace, b"map", "区位图.png")])
    read = workspace.read(papers_of, project, None)
    assert (read.materials, [one.name for one in read.loose]) == ((), ["区位图.png"])
    with pytest.raises(UserError, match=r"paper\.unknown_material"):
        workspace.do(attach_files, project, None, [a_kept_file(workspace, b"x")], PREEXAM[0])


def test_a_file_is_renamed_and_keeps_its_ending(workspace: Workspace, project: str, item: str) -> None:
    file = attached(workspace, item)
    assert workspace.do(rename_attachment, file.id, "预审意见").value == "预审意见.pdf"
    assert workspace.do(rename_attachment, file.id, "a/b:c?.pdf").value == "b_c_.pdf"
    attached(workspace, item, b"other", "其他.pdf")
    for name, code in (("", "paper.no_file_name"), (" \t", "paper.no_file_name")):
        with pytest.raises(UserError) as refused:
            workspace.do(rename_attachment, file.id, name)
        assert refused.value.code == code
    with pytest.raises(UserError, match=r"paper\.file_name_taken"):
        workspace.do(rename_attachment, file.id, "其他")
    assert workspace.do(rename_attachment, file.id, "b_c_").act is None


def test_a_removed_file_comes_back_with_its_content(workspace: Workspace, project: str, item: str) -> None:
    file = attached(workspace, item)
    workspace.do(assign_attachment, file.id, PREEXAM[0])
    workspace.do(remove_attachment, file.id)
    assert papers(workspace, item).materials[0].files == ()
    workspace.undo()
    (back,) = papers(workspace, item).materials[0].files
    assert file_bytes(workspace, back) == b"scan"
    workspace.do(assign_attachment, file.id, "")
    assert papers(workspace, item).loose[0].id == file.id
    with pytest.raises(UserError, match=r"paper\.unknown_material"):
        workspace.do(assign_attachment, file.id, "结婚证")


def test_names_from_other_computers_are_cleaned_on_the_way_in(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "现场📷\n照片.jpg"
    path.write_bytes(b"picture")
    assert keep_file(workspace, path).name == "现场📷照片.jpg"
    assert keep_file(workspace, b"x", "../../CON.txt").name == "_CON.txt"


def test_a_copy_appears_whole_or_not_at_all(workspace: Workspace, item: str, tmp_path: Path) -> None:
    file = attached(workspace, item)
    target = tmp_path / "out" / "扫描件.pdf"
    with pytest.raises(UserError, match=r"file\.unwritable"):
        save_file(workspace, file, target)
    target.parent.mkdir()
    save_file(workspace, file, target)
    assert target.read_bytes() == b"scan"
    Attachments(workspace.store.folder).path_of(file.sha256).write_bytes(b"scam")
    with pytest.raises(UserError, match=r"attachment\.damaged"):
        save_file(workspace, file, target)
    assert target.read_bytes() == b"scan"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_folder_opened_read_only_takes_no_file(open_folder: OpenWorkspace, folder: Path) -> None:
    reader = open_folder(read_only=True)
    with pytest.raises(UserError, match=r"db\.read_only"):
        keep_file(reader, b"scan", "a.pdf")
    assert not (folder / "attachments").exists()


def test_the_check_names_files_that_are_gone_or_damaged(workspace: Workspace, item: str) -> None:
    gone = attached(workspace, item, b"gone", "丢失.pdf")
    harmed = attached(workspace, item, b"harmed", "损坏.pdf")
    attached(workspace, item, b"sound", "完好.pdf")
    assert check_folder(workspace) == ()
    store = Attachments(workspace.store.folder)
    store.path_of(gone.sha256).unlink()
    store.path_of(harmed.sha256).write_bytes(b"harmer")
    assert set(check_folder(workspace)) == {
        "attachment.missing.测试项目/丢失.pdf",
        "attachment.damaged.测试项目/损坏.pdf",
    }


def test_only_files_never_attached_go_and_only_when_all_copies_are_newer(
    workspace: Workspace, item: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "KEPT_COPIES", 3)
    store = Attachments(folder)
    removed = attached(workspace, item, b"removed", "移除.pdf")
    workspace.do(remove_attachment, removed.id)
    present = attached(workspace, item, b"present", "在用.pdf")
    orphan = a_kept_file(workspace, b"orphan")
    stump = store.folder / "abcd.part"
    stump.touch()
    for path in (*store.folder.glob("??/*"), stump):
        os.utime(path, (1000, 1000))
    backup(workspace)
    assert not stump.exists()
    backup(workspace)
    assert store.path_of(orphan.sha256).exists()
    fresh = a_kept_file(workspace, b"fresh orphan")
    backup(workspace)
    assert not store.path_of(orphan.sha256).exists()
    for file in (removed, present, fresh):
        assert store.path_of(file.sha256).exists()
    workspace.undo()
    workspace.undo()
    assert file_bytes(workspace, papers(workspace, item).loose[0]) == b"removed"


def settle(work: Work, item: str, state: PermitState, **values: object) -> None:
    row = work.get(PermitItemRow, item)
    row.applicability, row.state = Applicability.REQUIRED, state
    for name, value in values.items():
        setattr(row, name, value)


def promise(work: Work, item: str, name: str, due: date, handed_in_on: date | None = None) -> None:
    row = work.get(PermitItemRow, item)
    work.add(
        PromiseRow(
            id=work.new_id(),
            project_id=row.project_id,
            item_id=item,
            name=name,
            due=due,
            handed_in_on=handed_in_on,
        )
    )


def line_of(workspace: Workspace, item: str) -> MissingPapers | None:
    return next((line for line in workspace.read(missing_papers) if line.item_id == item), None)


def test_what_is_missing_is_listed_until_it_comes_or_the_item_is_decided(
    workspace: Workspace, project: str, item: str
) -> None:
    assert line_of(workspace, item) is None, "nobody knows yet whether it is needed"
    workspace.do(settle, item, PermitState.PREPARING)
    line = line_of(workspace, item)
    assert line is not None
    assert (line.project, line.materials, line.promised) == ("测试项目", PREEXAM, ())
    workspace.do(tick_material, item, PREEXAM[0], TODAY)
    workspace.do(add_material, item, "林地审核同意书")
    line = line_of(workspace, item)
    assert line is not None
    assert line.materials == (*PREEXAM[1:], "林地审核同意书")
    for name in line.materials:
        workspace.do(tick_material, item, name, TODAY)
    assert line_of(workspace, item) is None
    workspace.undo()
    assert line_of(workspace, item) is not None
    workspace.do(settle, item, PermitState.DECIDED)
    assert line_of(workspace, item) is None


def test_a_promised_paper_is_missing_after_the_decision_until_it_is_handed_in(
    workspace: Workspace, item: str
) -> None:
    workspace.do(settle, item, PermitState.DECIDED)
    workspace.do(promise, item, "勘测定界图", date(2023, 3, 10))
    workspace.do(promise, item, "选址论证材料", date(2023, 3, 1))
    workspace.do(promise, item, "申请表", date(2023, 3, 1), TODAY)
    line = line_of(workspace, item)
    assert line is not None
    assert line.materials == ()
    assert line.promised == (
        Promised("选址论证材料", date(2023, 3, 1)),
        Promised("勘测定界图", date(2023, 3, 10)),
    )


def test_a_promised_paper_is_handed_in_by_ticking_it_and_ticked_by_handing_it_in(
    workspace: Workspace, item: str
) -> None:
    workspace.do(settle, item, PermitState.DECIDED, decided_on=date(2023, 2, 20))
    workspace.do(promise, item, PREEXAM[3], date(2023, 3, 10))
    workspace.do(promise, item, "社保缴纳证明", date(2023, 3, 1))
    read = papers(workspace, item)
    assert [one.promised_for for one in read.materials] == [None] * 3 + [date(2023, 3, 10), date(2023, 3, 1)]
    with pytest.raises(UserError, match=r"permit\.handed_in_out_of_range"):
        workspace.do(tick_material, item, PREEXAM[3], date(2023, 2, 17))
    workspace.do(tick_material, item, PREEXAM[3], TODAY)
    line = line_of(workspace, item)
    assert line is not None
    assert [one.name for one in line.promised] == ["社保缴纳证明"]
    workspace.do(untick_material, item, PREEXAM[3])
    assert papers(workspace, item).materials[3].promised_for == date(2023, 3, 10)
    other = next(
        row.id
        for row in workspace.read(lambda view: promise_rows(view.session, item))
        if row.name == "社保缴纳证明"
    )
    workspace.do(hand_in_paper, other, TODAY)
    assert papers(workspace, item).materials[4].received_on == TODAY


def test_missing_papers_are_read_by_department_and_leave_out_what_has_ended(
    workspace: Workspace, project: str
) -> None:
    other = workspace.do(a_project_with_permits, name="另一项目").value
    everything = workspace.read(missing_papers)
    departments = [line.department for line in everything]
    assert departments == sorted(departments, key=departments.index)
    assert len(set(departments)) > 5
    first = everything[0].department
    own = workspace.read(missing_papers, first)
    assert own == tuple(line for line in everything if line.department == first)
    names = [line.project for line in own]
    assert set(names) == {"另一项目", "测试项目"}
    assert names == sorted(names, key=names.index)
    assert {line.project_id for line in workspace.read(missing_papers, None, other)} == {other}
    assert workspace.read(missing_papers, "没有这个部门") == ()

    def end(work: Work) -> None:
        work.get(ProjectRow, other).status = ProjectStatus.TERMINATED

    workspace.do(end)
    assert {line.project_id for line in workspace.read(missing_papers)} == {project}


def test_of_several_rounds_only_the_newest_lacks_papers(workspace: Workspace, project: str) -> None:
    item = workspace.do(item_id, project, "LAND_LISTING").value

    before = line_of(workspace, item)
    assert before is not None
    assert "轮" not in before.item
    # Read beside the rules of the graph, which have no rounds before they are told of them.
    with workspace.store.write() as session:
        old = session.get(PermitItemRow, item)
        assert old is not None
        old.applicability = Applicability.REQUIRED
        session.add(
            PermitItemRow(
                id="round-2",
                project_id=project,
                rule_id=old.rule_id,
                code=old.code,
                position=old.position,
                round_no=2,
                applicability=Applicability.REQUIRED,
                state=PermitState.NOT_STARTED,
            )
        )
    assert line_of(workspace, item) is None
    second = line_of(workspace, "round-2")
    assert second is not None
    assert second.item == f"{before.item}（第2轮）"


# Attaches files one after another and is killed at any moment, again and again.
_KILLS = """
import os, random, signal, sys, time
from datetime import date
from pathlib import Path
from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.papers import attach_files, keep_file, papers_of
from fangzi_desktop.services.projects import ProjectForm, add_project
from fangzi_desktop.services.upkeep import check_folder

team, today = Path(sys.argv[1]), date(2023, 2, 24)
workspace = open_workspace(team, today)
project = workspace.do(add_project, ProjectForm("液压阀组项目"), Stage.PERMITS).value
workspace.close()
chance = random.Random(20230224)
promised = set()
for turn in range(30):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        workspace = open_workspace(team, today)
        os.write(writing, b"ready\\n")
        for number in range(10_000):
            name = f"{turn}-{number}.pdf"
            kept = keep_file(workspace, name.encode() * 20_000, name)
            workspace.do(attach_files, project, None, [kept])
            os.write(writing, name.encode() + b"\\n")
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        assert told.readline() == "ready\\n"
        # However slow the machine is, some files are attached before the end comes.
        promised |= {told.readline().strip() for _ in range(chance.randint(0, 2))}
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        promised |= {line.strip() for line in told if line.endswith("\\n")}
    workspace = open_workspace(team, today)
    there = {file.name for file in workspace.read(papers_of, project, None).loose}
    assert promised <= there, promised - there
    assert len(there - promised) <= turn + 1
    problems = check_folder(workspace)
    assert problems == (), problems
    workspace.close()
print(len(promised))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_whenever_the_program_is_killed_every_row_has_its_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLS, str(tmp_path / "team")],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 15
