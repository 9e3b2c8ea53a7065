from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.stage_terms import CommitmentMetric, Side
from fangzi_desktop.services.commitments import CommitmentForm, add_commitment
from fangzi_desktop.services.payouts import PaymentForm, PayoutForm, add_payout, pay
from fangzi_desktop.services.support import SupportForm, add_support
from fangzi_desktop.services.workspace import Work
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.sheets.compliance import ComplianceSheet
from fangzi_desktop.ui.sheets.payouts import PayoutsSheet, Shown
from tests.builders import a_project

TODAY = date(2023, 2, 24)


def three_payments(work: Work) -> None:
    """One overdue, one that waits for the enterprise, one paid; each of another project."""
    for name in ("甲项目", "乙项目", "丙项目"):
        project = a_project(work, name)
        work.flush()
        support = add_support(work, project, SupportForm("设备投资补助"))
        promise = None
        if name == "乙项目":
            form = CommitmentForm(Side.ENTERPRISE, CommitmentMetric.PRODUCTION, due=date(2023, 5, 1))
            promise = add_commitment(work, project, form)
        work.flush()
        one = add_payout(work, project, PayoutForm(support, date(2023, 1, 31), 1_000_000, promise))
        work.flush()
        if name == "丙项目":
            pay(work, one, PaymentForm(TODAY, 1_000_000))


def a_sheet(window: MainWindow, desk: Desk) -> PayoutsSheet:
    desk.do(three_payments)
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.COMPLIANCE)
    whole = page.findChild(ComplianceSheet)
    assert whole is not None
    sheet = whole.findChild(PayoutsSheet)
    assert sheet is not None
    whole.switch.choose(sheet)
    whole._change_over(1)
    return sheet


def shown(sheet: PayoutsSheet) -> list[str]:
    return [line.project for line in sheet.model.lines]


def test_what_is_unpaid_comes_first_and_each_narrowing_counts(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    assert sorted(shown(sheet)) == ["乙项目", "甲项目"]
    buttons = [button.text() for button in sheet.filter._group.buttons()]
    assert buttons == ["未兑付 2", "逾期 1", "待企业履约 1", "已兑付 1", "全部 3"]
    assert sheet.note.text() == "合计应兑付 200 万元 · 到期未付 100 · 已兑付 0 · 待企业履约 100"
    for narrowing, project in ((Shown.OVERDUE, "甲项目"), (Shown.HELD, "乙项目"), (Shown.PAID, "丙项目")):
        sheet.filter.choose(narrowing)
        sheet.show_narrowed()
        assert shown(sheet) == [project]


def test_a_click_leads_to_the_payment(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    sheet = a_sheet(window, desk)
    sheet.search("乙项目")
    with qtbot.waitSignal(sheet.open_requested) as opened:
        sheet.table.opened.emit(sheet.model.index(0, 0))
    line = sheet.model.lines[0]
    assert opened.args == [line.project_id, "compliance", line.id]
