from __future__ import annotations

from datetime import date
from decimal import Decimal

from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.stage_terms import CommitmentMetric, Comparison, Side
from fangzi_desktop.services.commitments import (
    CommitmentForm,
    SettlementForm,
    add_commitment,
    settle_commitment,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.sheets.commitments import CommitmentsSheet, Shown
from fangzi_desktop.ui.sheets.compliance import ComplianceSheet
from tests.builders import a_project

LATE, SOON, LATER = date(2023, 2, 20), date(2023, 2, 27), date(2023, 9, 1)


def a_sheet(window: MainWindow, desk: Desk) -> CommitmentsSheet:
    first = desk.attempt(a_project, name="甲项目").value
    second = desk.attempt(a_project, name="乙项目").value
    for project, form in (
        (first, CommitmentForm(Side.ENTERPRISE, CommitmentMetric.START, due=LATE)),
        (
            first,
            CommitmentForm(Side.GOVERNMENT, CommitmentMetric.UTILITIES, due=SOON, responsible_unit="街道"),
        ),
        (second, CommitmentForm(Side.ENTERPRISE, CommitmentMetric.PRODUCTION, due=LATER)),
    ):
        desk.attempt(add_commitment, project, form)
    tax = CommitmentForm(
        metric=CommitmentMetric.TAX, comparison=Comparison.AT_LEAST, target=Decimal(10), due=LATE
    )
    one = desk.attempt(add_commitment, second, tax).value
    desk.attempt(settle_commitment, one, SettlementForm(Decimal(5), LATE))
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.COMPLIANCE)
    sheet = page.findChild(CommitmentsSheet)
    assert sheet is not None
    return sheet


def shown(sheet: CommitmentsSheet) -> list[str]:
    return [line.label for line in sheet.model.lines]


def test_open_ones_come_first_by_day_and_each_narrowing_counts(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    assert shown(sheet) == ["动工期限", "三通一平、七通一平", "投产期限"]
    buttons = [button.text() for button in sheet.filter._group.buttons()]
    assert buttons == ["未判定 3", "临期 1", "逾期 1", "未全部达标 1", "全部 4"]
    for narrowed, wanted in ((Shown.OVERDUE, ["动工期限"]), (Shown.UNMET, ["达产年税收"])):
        sheet.filter.choose(narrowed)
        sheet.show_narrowed()
        assert shown(sheet) == wanted


def test_sides_and_responsible_units_narrow_too(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    sheet.sides.choose(Side.ENTERPRISE)
    sheet.show_narrowed()
    assert shown(sheet) == ["动工期限", "投产期限"]
    sheet.sides.choose(None)
    sheet.units.setCurrentIndex(sheet.units.findData("街道"))
    assert shown(sheet) == ["三通一平、七通一平"]
    sheet.refresh()
    assert sheet.units.currentData() == "街道"


def test_a_search_and_a_click_lead_to_the_commitment(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    sheet = a_sheet(window, desk)
    whole = window.findChild(ComplianceSheet)
    assert whole is not None
    whole.search("投产")
    assert shown(sheet) == ["投产期限"]
    with qtbot.waitSignal(whole.open_requested) as opened:
        sheet.table.opened.emit(sheet.model.index(0, 0))
    line = sheet.model.lines[0]
    assert opened.args == [line.project_id, "compliance", line.id]
