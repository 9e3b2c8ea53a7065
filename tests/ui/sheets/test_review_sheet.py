from __future__ import annotations

from datetime import date
from decimal import Decimal

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.review_figures import ReviewFigures
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.services.review import ConditionForm, DecisionForm, decide_round, open_round
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project.review import ReviewTab
from fangzi_desktop.ui.sheets.review import ReviewSheet, Shown, figures_words
from tests.builders import a_project

ACCEPTED = date(2023, 2, 6)


def a_sheet(window: MainWindow, desk: Desk) -> ReviewSheet:
    """Three projects: one waits for its conclusion, one passed with a condition, one was vetoed."""
    conditions = (ConditionForm("落实能耗指标"),)
    conclusions = {
        "甲": None,
        "乙": DecisionForm(
            ReviewDecision.CONDITIONAL_PASS, date(2023, 2, 10), "坊论〔2023〕1号", conditions=conditions
        ),
        "丙": DecisionForm(ReviewDecision.VETO, date(2023, 2, 13), "坊论〔2023〕2号", text="产能过剩"),
    }
    for name, form in conclusions.items():
        values = {"fixed_investment_yuan": 10_000_000, "area_mu": Decimal(10)}
        project = desk.do(a_project, name=f"{name}项目", stage=Stage.REVIEW, **values)
        assert project is not None
        opened = desk.do(open_round, project.value, ACCEPTED, ("财政局",))
        assert opened is not None
        if form is not None:
            desk.do(decide_round, opened.value, form)
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.REVIEW)
    sheet = page.findChild(ReviewSheet)
    assert sheet is not None
    return sheet


def test_rounds_are_counted_and_narrowed(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    buttons = [button.text() for button in sheet.filter._group.buttons()]
    assert buttons == ["未作结论 1", "条件未落实 1", "全部 3"]
    lights = {line.project: sheet.model._light(line, 0) for line in sheet.model.lines}
    assert lights == {"甲项目": Light.RED, "乙项目": Light.YELLOW, "丙项目": Light.RED}
    sheet.filter.choose(Shown.CONDITIONS)
    sheet.show_narrowed()
    (line,) = sheet.model.lines
    words = [sheet.model.data(sheet.model.index(0, column)) for column in range(9)]
    assert words == [
        "有条件通过",
        "乙项目",
        "第1轮",
        "2023年2月6日",
        "0/1",
        "2023年2月10日",
        "坊论〔2023〕1号",
        "1项",
        "投资强度",
    ]
    assert line.project == "乙项目"


def test_the_pass_rate_leaves_out_what_was_removed(window: MainWindow, desk: Desk) -> None:
    assert "通过 1 个，否决 1 个，通过率 50.0%" in a_sheet(window, desk).note.text()
    # Mechanism §10 row 18.
    assert figures_words(ReviewFigures(195, 26, 49)) == (
        "按项目现状：通过 195 个，否决 26 个，通过率 88.2%（通过÷通过与否决之和）；剔除 49 个，不计入通过率。"
    )
    assert "通过率 " not in figures_words(ReviewFigures(0, 0, 1))


def test_a_round_opens_in_its_projects_tab(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    sheet = a_sheet(window, desk)
    row = next(row for row, line in enumerate(sheet.model.lines) if line.project == "丙项目")
    with qtbot.waitSignal(sheet.open_requested) as opened:
        sheet.table.opened.emit(sheet.model.index(row, 0))
    assert opened.args is not None and opened.args[1] == "review"
    tab = window.findChild(ReviewTab)
    assert tab is not None and tab.card.current is not None
    assert tab.card.current.id == opened.args[2]


def test_the_sheet_keeps_qts_rules(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(a_sheet(window, desk).model)
