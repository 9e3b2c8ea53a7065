"""A file of every schema version that teams may have: each must open for ever."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from fangzi_desktop.services.board import board
from fangzi_desktop.services.exchange import export_ledger
from fangzi_desktop.services.history import project_history
from fangzi_desktop.services.projects import move_project
from fangzi_desktop.services.recount import differences
from fangzi_desktop.storage import checks
from fangzi_desktop.storage.database import DATABASE_NAME, SCHEMA_VERSION
from tests.builders import a_project
from tests.conftest import OpenWorkspace

MUSEUM = sorted((Path(__file__).parents[1] / "data").glob("schema-*.db.xz"))


def test_this_schema_version_has_its_file() -> None:
    assert f"schema-{SCHEMA_VERSION}.db.xz" in {path.name for path in MUSEUM}


@pytest.mark.parametrize("path", MUSEUM, ids=lambda path: path.name)
def test_a_file_of_every_version_opens_and_can_be_worked_with(
    path: Path, folder: Path, open_folder: OpenWorkspace, tmp_path: Path
) -> None:
    (folder / DATABASE_NAME).write_bytes(lzma.decompress(path.read_bytes()))
    workspace = open_folder()
    cards = workspace.glance(board)
    assert len(cards) == 16
    card = next(card for card in cards if card.name == "元宇宙配套产业园项目一期")
    assert (card.investment_yuan, card.area_mu) == (1_000_000_000, 485)
    assert workspace.read(lambda view: checks.file_problems(view.session)) == []
    assert workspace.read(differences) == []
    assert workspace.read(project_history, card.id)
    stage = next(other.stage for other in cards if other.stage is not card.stage)
    workspace.do(move_project, card.id, stage)
    workspace.do(a_project, "新来的项目")
    assert export_ledger(workspace, tmp_path / "出.xlsx") == 17
    workspace.undo()
    workspace.undo()
    assert workspace.glance(board) == cards
