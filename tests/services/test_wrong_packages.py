"""Whatever stands in a file, it is taken whole or refused with a sentence, and nothing is changed."""

import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import HandOutWish, Return
from fangzi_desktop.services.field_copies import bring_back, open_package
from fangzi_desktop.services.handing_out import hand_out, hand_outs
from fangzi_desktop.services.merging import merge_return
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import note_progress
from fangzi_desktop.services.taking_back import merge_file, opened_return, preview_file
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage import packs
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.database import DATABASE_NAME, connect
from fangzi_desktop.ui.messages import sentence
from tests.builders import a_project
from tests.services.test_packages import OpenCopy, laptop, sign
from tests.site import content

__all__ = ["laptop"]


@pytest.fixture
def returned(workspace: Workspace, tmp_path: Path, laptop: OpenCopy) -> tuple[Path, str]:
    """A return of a copy, and the key that it signs with."""
    project = workspace.do(a_project).value
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    open_package(tmp_path / "a.fzpack", tmp_path / "copy")
    site = laptop(tmp_path / "copy")
    site.do(note_progress, project, "基础完成")
    site.do(raise_problem, project, ProblemForm("道路未通"))
    bring_back(site, tmp_path / "b.fzpack")
    assert site.field is not None
    return tmp_path / "b.fzpack", site.field.key


def _members(path: Path) -> dict[str, bytes]:
    with packs.opened(path, packs.RETURN) as package:
        return {name: package._archive.read(name) for name in package._members}


def _zipped(members: Mapping[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content_ in members.items():
            archive.writestr(name, content_)
    return body.getvalue()


def _refused(workspace: Workspace, path: Path) -> str:
    """Return the code with which a file is refused, "" if it could be merged; nothing is changed by it."""
    try:
        with opened_return(workspace, path) as file:
            workspace.do(_merge_in_vain, file.content, Attachments(workspace.store.folder))
    except UserError as error:
        if error.code == "undo.nothing":
            return ""
        assert sentence(error).endswith("。")
        return error.code
    return ""


def _merge_in_vain(work: Work, returned: Return, kept: Attachments) -> None:
    merge_return(work, returned, kept)
    work.flush()
    raise UserError("undo.nothing")


def test_a_signed_body_of_rubbish_is_refused(
    workspace: Workspace, tmp_path: Path, returned: tuple[Path, str]
) -> None:
    path, key = returned
    body, chance = bytearray(_zipped(_members(path))), random.Random(20261128)
    evil, codes = tmp_path / "evil.fzpack", set()
    for _ in range(400):
        changed = bytearray(body)
        for _ in range(chance.choice((1, 1, 2, 8))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        if chance.random() < 0.1:
            del changed[chance.randrange(len(changed)) :]
        sign(evil, {"kind": packs.RETURN, "wrap": None}, bytes(changed), key)
        codes.add(_refused(workspace, evil))
    assert codes <= {"field.damaged", ""}
    assert "field.damaged" in codes


_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 0, 2**63, 2**70, 1e400, "", "x", "\ud800", "\0", "2026-13-01", [], {}, [[]], {"id": 1}),
    *("0" * 64, "field.team_key", "[" * 2000, 10**200),
)


def test_signed_json_of_rubbish_is_refused(
    workspace: Workspace, tmp_path: Path, returned: tuple[Path, str]
) -> None:
    path, key = returned
    members, chance = _members(path), random.Random(7)
    evil, codes = tmp_path / "evil.fzpack", set()
    before = content(workspace)
    for _ in range(500):
        name = chance.choice((packs.MANIFEST, packs.ACTS, packs.ROWS))
        value = json.loads(members[name])
        _spoil(value, chance)
        text = json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
        sign(evil, {"kind": packs.RETURN, "wrap": None}, _zipped(members | {name: text}), key)
        codes.add(_refused(workspace, evil))
    assert codes <= {
        *("field.damaged", "field.inconsistent", "field.newer", "field.older", "field.other_team"),
        *("field.unknown_base", ""),
    }
    assert len(codes) > 4
    assert content(workspace) == before


def _spoil(value: Any, chance: random.Random) -> None:
    """Change, take away or add one thing somewhere in a JSON value."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = chance.choice(keys)
        if isinstance(value[key], (dict, list)) and value[key] and chance.random() < 0.8:
            value = value[key]
            continue
        act = chance.random()
        if act < 0.15:
            del value[key]
        elif act < 0.25 and isinstance(value, dict):
            value["new" + str(key)] = value[key]
        else:
            value[key] = chance.choice(_VALUES)
        return


def test_a_return_cannot_reach_what_each_folder_keeps_of_hand_outs(
    workspace: Workspace, tmp_path: Path, returned: tuple[Path, str]
) -> None:
    path, key = returned
    members = _members(path)
    for name in ("field.team_key", "field.copy"):
        acts, rows = json.loads(members[packs.ACTS]), json.loads(members[packs.ROWS])
        row = {"id": name, "value": "{}"}
        acts[0]["lines"].append(["setting", name, None, "insert", "", None, json.dumps(row)])
        rows["setting"] = {name: row}
        said = {packs.ACTS: json.dumps(acts).encode(), packs.ROWS: json.dumps(rows).encode()}
        sign(path, {"kind": packs.RETURN, "wrap": None}, _zipped(members | said), key)
        with pytest.raises(UserError, match=r"field\.damaged"):
            merge_file(workspace, path)


def test_a_return_signed_by_somebody_else_is_refused(
    workspace: Workspace, returned: tuple[Path, str]
) -> None:
    path, _ = returned
    sign(path, {"kind": packs.RETURN, "wrap": None}, _zipped(_members(path)), packs.new_key())
    with pytest.raises(UserError, match=r"field\.damaged"):
        merge_file(workspace, path)


@pytest.mark.parametrize("flaw", ["encrypted", "method", "twice", "lying size", "deep"])
def test_archives_that_no_program_of_ours_writes_are_refused(
    workspace: Workspace, returned: tuple[Path, str], flaw: str
) -> None:
    path, key = returned
    members = _members(path)
    body = bytearray(_zipped(members))
    central = body.index(b"PK\x01\x02")
    if flaw == "encrypted":
        body[central + 8] |= 1
    elif flaw == "method":
        body[central + 10] = 12
    elif flaw == "lying size":
        body[central + 24 : central + 28] = (5).to_bytes(4, "little")
    elif flaw == "twice":
        raw = io.BytesIO(bytes(body))
        with zipfile.ZipFile(raw, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(packs.ROWS, b"{}")
        body = bytearray(raw.getvalue())
    else:
        body = bytearray(_zipped(members | {packs.ROWS: b"[" * 3_500_000}))
    sign(path, {"kind": packs.RETURN, "wrap": None}, bytes(body), key)
    with pytest.raises(UserError, match=r"field\.damaged"):
        merge_file(workspace, path)


def _spoil_header(connection: Any) -> None:
    connection.execute("PRAGMA application_id = 7")


def _add_trigger(connection: Any) -> None:
    connection.execute("CREATE TRIGGER t AFTER INSERT ON act BEGIN DELETE FROM project; END")


def _add_view(connection: Any) -> None:
    connection.execute("CREATE VIEW v AS SELECT 1")


def _lose_table(connection: Any) -> None:
    connection.execute("DROP TABLE problem")


def _orphan(connection: Any) -> None:
    connection.execute("PRAGMA foreign_keys = 0")
    connection.execute("DELETE FROM project")


@pytest.mark.parametrize("spoil", [_spoil_header, _add_trigger, _add_view, _lose_table, _orphan])
def test_a_database_that_is_not_sound_is_not_put_in_place(
    workspace: Workspace, tmp_path: Path, spoil: Callable[[Any], None]
) -> None:
    workspace.do(a_project)
    with closing(connect(_database(workspace, tmp_path))) as connection:
        spoil(connection)
    _refused_to_open(tmp_path, (tmp_path / "data.db").read_bytes())


def _database(workspace: Workspace, tmp_path: Path) -> Path:
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    with packs.opened(tmp_path / "a.fzpack", packs.OUT) as package:
        package.extract(packs.DATABASE, tmp_path / "data.db")
    return tmp_path / "data.db"


def _refused_to_open(tmp_path: Path, database: bytes) -> None:
    path, key = tmp_path / "a.fzpack", packs.new_key()
    with packs.opened(path, packs.OUT) as package:
        manifest = package.json(packs.MANIFEST)
    manifest["copy"]["team_id"] = packs.public_key(key)
    members = {packs.MANIFEST: json.dumps(manifest).encode(), packs.DATABASE: database}
    sign(path, {"kind": packs.OUT, "wrap": None}, _zipped(members), key)
    with pytest.raises(UserError, match=r"field\.damaged"):
        open_package(path, tmp_path / "far" / "away" / "copy")
    assert not (tmp_path / "far").exists()


def test_a_file_that_is_no_database_is_not_put_in_place(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(a_project)
    whole = _database(workspace, tmp_path).read_bytes()
    for database in (b"", b"no database" * 1000, whole[:5000], whole[:100] + bytes(len(whole) - 100)):
        _refused_to_open(tmp_path, database)


def test_a_copied_laptop_is_told_and_both_are_taken(
    workspace: Workspace, tmp_path: Path, laptop: OpenCopy
) -> None:
    project = workspace.do(a_project).value
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    open_package(tmp_path / "a.fzpack", tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    files = []
    for name in ("one", "two"):
        site = laptop(tmp_path / name)
        site.do(raise_problem, project, ProblemForm(f"问题 {name}"))
        files.append(bring_back(site, tmp_path / f"{name}.fzpack").path)
    assert not preview_file(workspace, files[0])[1].is_copied
    merge_file(workspace, files[0])
    assert preview_file(workspace, files[1])[1].is_copied
    merge_file(workspace, files[1])
    texts = sorted(row[3] for key, row in content(workspace).items() if key[0] == "problem")
    assert texts == ["问题 one", "问题 two"]


def test_a_hand_out_is_not_undone_since_its_file_has_left(workspace: Workspace, tmp_path: Path) -> None:
    project = workspace.do(a_project).value
    workspace.do(note_progress, project, "基础完成")
    hand_out(workspace, tmp_path / "a.fzpack", HandOutWish())
    assert workspace.undo().label == "note_progress"
    assert len(workspace.read(hand_outs)) == 1
    assert (workspace.store.folder / DATABASE_NAME).exists()
