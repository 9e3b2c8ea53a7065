"""The one door: what an act leaves in the journal, and how it is taken back."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Milestone, Route, Stage
from fangzi_desktop.services.board import board
from fangzi_desktop.services.history import project_history
from fangzi_desktop.services.permits import start_checklist
from fangzi_desktop.services.projects import (
    ProjectForm,
    add_project,
    edit_project,
    move_project,
    set_milestone,
)
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits
from tests.conftest import OpenWorkspace

SOURCE = Path(__file__).parents[2]


def stage_of(workspace: Workspace, project: str) -> Stage:
    (card,) = workspace.glance(board, [project])
    return card.stage


def test_the_journal_shows_a_card_move_with_old_and_new_stage(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(move_project, project, Stage.FORMATION)
    line = next(
        line
        for line in workspace.read(project_history, project)
        if line.table == "project" and line.field == "stage"
    )
    assert (line.old, line.new) == ("review", "formation")
    assert (line.label, line.who, line.device) == ("move_project", "专员甲", "电脑一")
    assert line.office_day == workspace.today


def test_undo_puts_a_moved_card_back_and_redo_moves_it_again(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(move_project, project, Stage.FORMATION)
    changes = workspace.undo()
    assert changes.label == "move_project"
    assert changes.touches("project", "stage_record")
    assert stage_of(workspace, project) is Stage.REVIEW
    workspace.redo()
    assert stage_of(workspace, project) is Stage.FORMATION


def test_undoing_everything_leaves_an_empty_board_and_redoing_brings_it_back(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(set_milestone, project, Milestone.AGREEMENT, PartialDate(2022, 7, 21))
    workspace.do(move_project, project, Stage.CONSTRUCTION)
    before = workspace.glance(board)
    acts = 0
    while workspace.can_undo:
        workspace.undo()
        acts += 1
    assert acts == 3
    assert workspace.glance(board) == ()
    assert workspace.read(check) == ()
    while workspace.can_redo:
        workspace.redo()
    assert workspace.glance(board) == before
    assert workspace.read(check) == ()


def test_an_exact_number_comes_back_as_one_when_it_is_redone(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", area_mu=Decimal("23.40"))
    before = workspace.glance(board)
    workspace.undo()
    workspace.redo()
    assert workspace.glance(board) == before
    assert before[0].area_mu == Decimal("23.40")


def test_a_new_act_forgets_what_could_be_redone(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    workspace.undo()
    workspace.do(a_project, "乙")
    with pytest.raises(UserError, match=r"redo\.nothing"):
        workspace.redo()


def test_undo_survives_a_restart(open_folder: OpenWorkspace) -> None:
    first = open_folder()
    project = first.do(a_project, stage=Stage.REVIEW).value
    first.do(move_project, project, Stage.FORMATION)
    first.close()
    second = open_folder()
    second.undo()
    assert stage_of(second, project) is Stage.REVIEW


def test_undo_refuses_when_the_value_was_changed_behind_it(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    with workspace.store.write() as session:
        from fangzi_desktop.storage.tables import ProjectRow

        row = session.get(ProjectRow, project)
        assert row is not None
        row.remark = "从旁改的"
    with pytest.raises(UserError, match=r"undo\.stale"):
        workspace.undo()
    assert workspace.can_undo


def test_a_refused_command_changes_nothing(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    with pytest.raises(UserError, match=r"project\.duplicate"):
        workspace.do(add_project, ProjectForm("甲"))
    assert len(workspace.glance(board)) == 1


def test_an_act_without_change_leaves_no_trace(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    lines = workspace.read(project_history, project)
    changes = workspace.do(edit_project, project, ProjectForm("甲"))
    assert changes.act is None
    assert workspace.read(project_history, project) == lines


def test_the_checklist_is_one_act(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    count = workspace.do(start_checklist, project, Route.NEW_LAND).value
    assert count == 51
    workspace.undo()
    (card,) = workspace.glance(board)
    assert (card.permits_total, card.route) == (0, None)


_MOVER = """
import sys
from datetime import date
from pathlib import Path
from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.projects import SendBack, move_project
workspace = open_workspace(Path(sys.argv[1]), date(2023, 2, 24))
stages = [Stage.CONSTRUCTION, Stage.PERMITS]
for number in range(1000):
    changes = workspace.do(move_project, sys.argv[2], stages[number % 2], None, None, SendBack("退回"))
    if changes.act is not None:
        print(changes.act, flush=True)
"""


def test_a_program_killed_in_the_middle_of_a_thousand_moves_loses_no_committed_one(
    open_folder: OpenWorkspace, folder: Path
) -> None:
    first = open_folder()
    project = first.do(a_project_with_permits).value
    first.close()
    chance = random.Random(7)
    for _ in range(3):
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        with subprocess.Popen(
            [sys.executable, "-c", _MOVER, str(folder), project], stdout=subprocess.PIPE, env=environment
        ) as mover:
            assert mover.stdout is not None
            acknowledged = [int(mover.stdout.readline())]
            time.sleep(chance.uniform(0.05, 0.25))
            mover.send_signal(signal.SIGKILL)
            # A line cut short by the kill was never acknowledged whole.
            acknowledged += [int(line) for line in mover.stdout.read().split(b"\n")[:-1]]
        again = open_folder()
        assert again.read(check) == ()
        moves = {line.act for line in again.read(project_history, project, 100_000) if line.field == "stage"}
        assert set(acknowledged) <= moves
        newest = max(moves)
        assert newest <= max(acknowledged) + 1
        line = next(
            line
            for line in again.read(project_history, project)
            if line.field == "stage" and line.act == newest
        )
        assert stage_of(again, project) == line.new
        chain = sorted(
            (line.act, line.old, line.new)
            for line in again.read(project_history, project, 100_000)
            if line.table == "project" and line.field == "stage"
        )
        # Whole means that each move begins where the one before it ended.
        assert all(before[2] == after[1] for before, after in itertools.pairwise(chain))
        again.close()


def test_the_journal_keeps_values_as_json(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", investment_yuan=1_000_000_000).value
    (line,) = (line for line in workspace.read(project_history, project) if line.table == "project")
    assert line.op == "insert"
    assert json.loads(json.dumps(line.values))["investment_yuan"] == 1_000_000_000
    assert line.values["created_on"] == date(2023, 2, 24).isoformat()
