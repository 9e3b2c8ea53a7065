from __future__ import annotations

from datetime import date

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import StatsKind
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.statistics import file_application
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.sheets.statistics import Shown, StatisticsSheet
from tests.builders import a_project


def a_sheet(window: MainWindow, desk: Desk) -> StatisticsSheet:
    for name, started in (("甲", date(2023, 2, 13)), ("乙", date(2023, 1, 9)), ("丙", None)):
        project = desk.attempt(a_project, name=f"{name}项目", stage=Stage.CONSTRUCTION).value
        if started is not None:
            desk.attempt(set_milestone, project, Milestone.START_STATISTICAL, PartialDate.of(started))
        if name == "乙":
            desk.attempt(file_application, project, StatsKind.INVEST, date(2023, 2, 8))
    desk.attempt(a_project, name="丁项目", stage=Stage.COMPLETION)
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.STATISTICS)
    sheet = page.findChild(StatisticsSheet)
    assert sheet is not None
    return sheet


def shown(sheet: StatisticsSheet) -> list[tuple[str, str]]:
    return [(line.project, line.kind.zh) for line in sheet.model.lines]


def test_it_is_narrowed_by_kind_and_state(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    assert len(shown(sheet)) == 5
    assert [button.text() for button in sheet.filter._group.buttons()] == [
        "待报送 1",
        "已申报 1",
        "已入库 0",
        "未到条件 3",
        "全部 5",
    ]
    sheet.filter.choose(Shown.NOT_YET)
    sheet.kinds.choose(StatsKind.SCALE)
    sheet._narrow()
    assert shown(sheet) == [("丁项目", "升规纳统")]
    assert sheet.filter._group.buttons()[4].text() == "全部 1"


def test_a_line_says_its_window_and_leads_to_its_card(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    sheet = a_sheet(window, desk)
    cells = [sheet.model.data(sheet.model.index(0, column)) for column in (0, 1, 2, 5, 6, 7)]
    assert cells == ["材料准备", "甲项目", "投资纳统", "月度申报 3月10日", "剩 14 自然日", "0/4"]
    with qtbot.waitSignal(sheet.open_requested) as opened:
        sheet.table.opened.emit(sheet.model.index(0, 0))
    line = sheet.model.lines[0]
    assert opened.args == [line.project_id, "statistics", line.id]


def test_the_sheet_keeps_qts_rules(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    sheet = a_sheet(window, desk)
    for column in range(sheet.model.columnCount()):
        sheet.model.sort(column)
    qtmodeltester.check(sheet.model)
