"""Copies that were checked, and the check that repairs nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.board import board
from fangzi_desktop.services.copies import KEPT_COPIES, backup, last_backup
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import migrate
from fangzi_desktop.storage.database import DATABASE_NAME
from tests.builders import a_project, a_project_with_permits
from tests.conftest import OpenWorkspace


def test_a_backup_can_be_opened_as_a_team_folder(
    workspace: Workspace, open_folder: OpenWorkspace, folder: Path
) -> None:
    workspace.do(a_project, "甲")
    copy = backup(workspace).path
    workspace.do(a_project, "乙")
    workspace.close()
    migrate.check_whole(copy)
    copy.replace(folder / DATABASE_NAME)
    assert [card.name for card in open_folder().glance(board)] == ["甲"]


def test_two_backups_in_one_second_keep_both(workspace: Workspace, folder: Path) -> None:
    first, second = backup(workspace).path, backup(workspace).path
    assert first != second
    assert last_backup(folder) == second


def test_the_oldest_copies_go_and_those_made_before_a_migration_stay(
    workspace: Workspace, folder: Path
) -> None:
    backups = folder / "backups"
    backups.mkdir()
    kept = backups / "fangzi-20200101-000000-before-schema-1-from-0.db"
    kept.touch()
    for number in range(KEPT_COPIES + 5):
        old = backups / f"fangzi-20200101-{number:06d}.db"
        old.touch()
        os.utime(old, (number, number))
    copy = backup(workspace).path
    left = {path.name for path in backups.iterdir()}
    assert kept.name in left
    assert copy.name in left
    assert "fangzi-20200101-000000.db" not in left
    assert len(left) == KEPT_COPIES + 1


def test_a_copy_that_was_cut_short_is_no_backup_and_goes_after_a_day(
    workspace: Workspace, folder: Path
) -> None:
    backups = folder / "backups"
    backups.mkdir()
    stump, under_way = backups / "fangzi-20230223-101010.part", backups / "fangzi-20230224-101010.part"
    stump.touch()
    under_way.touch()
    os.utime(stump, (0, 0))
    assert last_backup(folder) is None
    backup(workspace)
    assert not stump.exists()
    assert under_way.exists()


def test_a_folder_that_takes_no_backup_is_told_and_keeps_what_it_had(
    workspace: Workspace, folder: Path
) -> None:
    (folder / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match=r"backup\.failed"):
        backup(workspace)
    assert (folder / "backups").read_text(encoding="utf-8") == "in the way"


def test_sound_data_has_no_problems(workspace: Workspace) -> None:
    workspace.do(a_project_with_permits)
    assert workspace.read(check) == ()


def test_a_clock_that_disagrees_with_its_records_is_found(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    with workspace.store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE clock SET due='2099-01-01'")
        connection.exec_driver_sql(
            "INSERT INTO clock SELECT 'stage:x', project_id, 'x', 'stage', 'review', '论证', '',"
            " '2023-02-01', '', 10, 'working_day', 'max', NULL, NULL, NULL, '[]', '[]', '2023-02-15', NULL,"
            " '2023-02-10', 0"
            " FROM (SELECT ? AS project_id)",
            (project,),
        )
    assert workspace.read(check) == ("clock.stage:x",)


def test_a_desk_that_disagrees_with_its_records_is_found(workspace: Workspace) -> None:
    workspace.do(a_project_with_permits)
    with workspace.store.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE desk_item SET state='applied' WHERE code='FILING'")
        connection.exec_driver_sql(
            "INSERT INTO desk_item SELECT 'x', project_id, department, code, title, state, undecided,"
            " applied_on, accepted_on, notified_on, stopped_since, clock FROM desk_item LIMIT 1"
        )
    first, second = workspace.read(check)
    assert first.startswith("desk.")
    assert second == "desk.x"
