"""A day that rests on a year whose notice is not loaded is shown as 预估, and no longer once it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from fangzi_desktop.services.calendar import load_year, read_notice
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.permits import accept_item, checklist
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project import item_facts
from fangzi_desktop.ui.project.checklist_head import ChecklistHead
from fangzi_desktop.ui.project.overview_words import clock_words
from tests.builders import REST_OF_2027, a_project_with_permits
from tests.conftest import OpenWorkspace

TODAY = date(2026, 12, 24)
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日至3日放假，共3天。" + REST_OF_2027


@pytest.fixture
def winter(open_folder: OpenWorkspace) -> Desk:
    return Desk(open_folder(TODAY))


def days_of_clocks(desk: Desk, project: str) -> str:
    return "\n".join(
        wording.due_day(line.face, TODAY) for line in desk.read(deadlines) if line.project_id == project
    )


def clocks_of_overview(desk: Desk, project: str) -> str:
    return clock_words(desk.read(dossier, project), desk)


def group_facts(desk: Desk, project: str) -> str:
    groups = desk.read(checklist, project).groups
    return "\n".join(item_facts.group(one, lambda _: None, TODAY) for one in groups)


def head_of_checklist(desk: Desk, project: str) -> str:
    host = QWidget()
    head = ChecklistHead(desk, (), host)
    head._foretell(desk.read(checklist, project), lambda code: code, with_forecast=True)
    words = head.forecast.text()
    host.deleteLater()
    return words


@pytest.mark.parametrize("says", [days_of_clocks, clocks_of_overview, group_facts, head_of_checklist])
def test_an_estimate_is_marked_until_the_notice_is_loaded(
    qapp: QApplication, winter: Desk, says: Callable[[Desk, str], str]
) -> None:
    workspace = winter.workspace
    project = workspace.do(a_project_with_permits).value
    announced = workspace.read(checklist, project)
    items = {line.code: line.id for line in announced.lines}
    for code in ("LAND_ANNOUNCE", "FILING"):
        workspace.do(accept_item, items[code], date(2026, 12, 22))
    assert "预估" in says(winter, project)
    workspace.do(load_year, read_notice(NOTICE))
    assert "预估" not in says(winter, project)
