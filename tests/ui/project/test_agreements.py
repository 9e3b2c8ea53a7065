from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import AgreementKind, CommitmentMetric, FairReview, Side
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.services.agreements import AgreementForm, add_agreement, agreements
from fangzi_desktop.services.commitments import (
    CommitmentForm,
    SettlementForm,
    add_commitment,
    settle_commitment,
)
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.payouts import PayoutForm, add_payout, payouts
from fangzi_desktop.services.support import SupportForm, add_support, supports
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project import agreements as agreements_module
from fangzi_desktop.ui.project import agreements_payouts, agreements_support
from fangzi_desktop.ui.project.agreements import AgreementsSection, CompanySection
from fangzi_desktop.ui.project.agreements_payouts import PayoutSection
from fangzi_desktop.ui.project.agreements_support import SupportSection
from fangzi_desktop.ui.project.compliance import ComplianceTab
from fangzi_desktop.ui.records.dialog import RecordDialog
from tests.builders import a_project

TODAY = date(2023, 2, 24)
SIGNED = date(2022, 8, 21)


class Page:
    """The tab 协议履约 of a new project, as a person finds it."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self.desk = desk
        changes = desk.do(a_project, investor="示例企业甲")
        assert changes is not None
        self.project = changes.value
        window.open_project(self.project, "compliance")
        tab = window.findChild(ComplianceTab)
        assert tab is not None
        self.tab = tab
        self.window = window
        agreement, company, support, payout = tab.formation
        assert isinstance(agreement, AgreementsSection) and isinstance(company, CompanySection)
        assert isinstance(support, SupportSection) and isinstance(payout, PayoutSection)
        self.agreements, self.company, self.support, self.payouts = agreement, company, support, payout

    def a_support(self, **form: object) -> str:
        changes = self.desk.do(add_support, self.project, SupportForm("设备投资补助", **form))  # type: ignore[arg-type]
        assert changes is not None
        return changes.value

    def a_promise(self) -> str:
        form = CommitmentForm(Side.ENTERPRISE, CommitmentMetric.PRODUCTION, due=date(2023, 1, 31))
        changes = self.desk.do(add_commitment, self.project, form)
        assert changes is not None
        return changes.value

    def a_payout(self, support: str, promise: str | None = None, due: date = date(2023, 1, 31)) -> str:
        changes = self.desk.do(add_payout, self.project, PayoutForm(support, due, 1_000_000, promise))
        assert changes is not None
        return changes.value


@pytest.fixture
def page(window: MainWindow, desk: Desk) -> Page:
    return Page(window, desk)


def type_into(dialog: RecordDialog[object], typed: dict[str, str | bool]) -> None:
    for name, words in typed.items():
        editor = dialog.editors[name]
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(words))
        elif isinstance(editor, QComboBox):
            assert editor.findText(str(words)) >= 0, words
            editor.setCurrentText(str(words))
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(words))
        else:
            assert isinstance(editor, QLineEdit)
            editor.setText(str(words))


Answer = Callable[..., list[str]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Type into the next dialogs and press 确定; what they say instead of closing is kept."""

    def prepare(**typed: str | bool) -> list[str]:
        said: list[str] = []

        def fill(dialog: QDialog) -> bool:
            assert isinstance(dialog, RecordDialog)
            type_into(dialog, typed)
            dialog._try()
            if dialog.result() != QDialog.DialogCode.Accepted:
                said.append(dialog._problem.text())
            dialog.deleteLater()
            return not said

        for module in (agreements_module, agreements_support, agreements_payouts):
            monkeypatch.setattr(module, "asked", fill)
        return said

    return prepare


def press(section: AgreementsSection | CompanySection | SupportSection | PayoutSection, name: str) -> None:
    button = section.findChild(QPushButton, name)
    assert button is not None and button.isVisibleTo(section) and button.isEnabled()
    button.click()


def offered(section: SupportSection | PayoutSection) -> list[str]:
    return [one.text() for one in section.findChildren(QPushButton) if one.isVisibleTo(section)]


def test_an_agreement_is_typed_with_its_parties_and_is_the_signing(page: Page, answer: Answer) -> None:
    said = answer(signed_on="2022-08-21", number="坊招〔2022〕5号", party_government="坊子区人民政府")
    press(page.agreements, "add-agreement")
    assert said == []
    (line,) = page.agreements.model.lines
    assert line.form.party_enterprise == "示例企业甲"
    assert page.desk.read(dossier, page.project).milestones[Milestone.AGREEMENT].as_date() == SIGNED
    assert page.company.words[0].text() == "2022年8月21日签订"
    assert "已具备" in page.company.marks[0].text()


def test_an_agreement_of_tomorrow_stays_in_the_dialog_with_the_reason(page: Page, answer: Answer) -> None:
    said = answer(signed_on="2023-02-25")
    press(page.agreements, "add-agreement")
    assert said == ["签订日期不能晚于今天（2023年2月24日）；尚未签订的协议请在签订后登记。"]
    assert page.agreements.model.lines == []


def test_delete_removes_an_agreement_and_undo_brings_it_back(page: Page, qtbot: QtBot) -> None:
    page.desk.do(add_agreement, page.project, AgreementForm(AgreementKind.FRAMEWORK, SIGNED))
    assert page.agreements.select(page.agreements.model.lines[0].id)
    QTest.keyClick(page.agreements.table, Qt.Key.Key_Delete)
    assert page.desk.read(agreements, page.project) == ()
    page.desk.undo()
    assert len(page.agreements.model.lines) == 1


def test_an_agreement_in_use_says_what_hangs_on_it(page: Page, qtbot: QtBot) -> None:
    changes = page.desk.do(add_agreement, page.project, AgreementForm(AgreementKind.SUPPORT, SIGNED))
    assert changes is not None
    page.a_support(agreement_id=changes.value)
    with qtbot.waitSignal(page.desk.refused) as refused:
        press(page.agreements, "remove-agreement")
    assert sentence(refused.args[0]).startswith("这份协议下还有0项承诺、1项扶持政策")


def test_the_company_is_typed_beside_the_filing(page: Page, answer: Answer) -> None:
    said = answer(developer="示例项目公司", licence_on="2022-09-05", platform_code="2209-370704-04-01-123456")
    press(page.company, "edit-company")
    assert said == []
    assert page.company.words[1].text() == "示例项目公司 · 2022年9月5日取得营业执照"
    assert page.company.words[2].text() == "项目代码2209-370704-04-01-123456"
    assert "未登记" in page.company.marks[2].text()
    wrong = answer(credit_code="91370704")
    press(page.company, "edit-company")
    assert len(wrong) == 1


def test_what_the_law_misses_stands_beside_the_policy(page: Page, answer: Answer) -> None:
    said = answer(name="研发补助", technology=True, other_ground="带动就业", amount_yuan="160")
    press(page.support, "add-support")
    assert said == []
    (line,) = page.support.model.lines
    assert (line.form.matched_to, line.form.amount_yuan) == ("科技含量、带动就业", 1_600_000)
    index = page.support.model.index(0, 0)
    assert page.support.model.data(index) == "未写明法律依据、未作公平竞争审查"
    assert "第十八条" in page.support.prompt.text() and page.support.prompt.isVisibleTo(page.support)
    answer(legal_basis="某法第五条", fair_review="通过", fair_review_no="坊审1号", fair_review_on="2.1")
    page.support.opened.emit()
    assert page.support.model.data(index) == "依据和审查齐全"
    assert page.support.model.lines[0].form.matched_to == "科技含量、带动就业"
    assert not page.support.prompt.isVisibleTo(page.support)


def test_policies_are_pasted_from_excel_all_or_none(page: Page, qtbot: QtBot) -> None:
    page.a_support()
    head = "政策名称\t金额（万元）\t公平竞争审查\t审查日期\n"
    QGuiApplication.clipboard().setText(head + "贷款贴息\t50\t通过\t2023-01-05\n升规奖励\t-3\t\t\n")
    page.support.table.setFocus()
    with qtbot.waitSignal(page.desk.refused) as refused:
        QTest.keyClick(page.support.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "第" in sentence(refused.args[0])
    assert len(page.support.model.lines) == 1
    page.support.pasted.emit(head + "贷款贴息\t50\t通过\t2023-01-05\n升规奖励\t30\t\t\n")
    found = {one.form.name: one.form for one in page.desk.read(supports, page.project)}
    assert found["贷款贴息"].amount_yuan == 500_000
    assert found["贷款贴息"].fair_review is FairReview.PASSED
    assert found["升规奖励"].fair_review is FairReview.PENDING


def test_the_first_policies_are_pasted_by_the_button(page: Page) -> None:
    QGuiApplication.clipboard().setText("贷款贴息\t财政贡献\t50\n")
    press(page.support, "paste-support")
    (line,) = page.support.model.lines
    assert (line.form.matched_to, line.form.amount_yuan) == ("财政贡献", 500_000)


def test_a_payment_is_arranged_only_for_a_policy(page: Page, answer: Answer) -> None:
    button = page.payouts.findChild(QPushButton, "add-payout")
    assert button is not None and not button.isEnabled()
    page.a_support()
    said = answer(amount_yuan="100")
    press(page.payouts, "add-payout")
    assert said == [sentence(UserError("date.missing"))]
    said = answer(amount_yuan="100", due="2023-06-30")
    press(page.payouts, "add-payout")
    assert said == []
    assert page.payouts.note.text() == "合计应兑付 100 万元 · 到期未付 0 · 已兑付 0 · 待企业履约 0"


def test_a_held_payment_says_what_it_waits_for_and_cannot_be_paid(page: Page, answer: Answer) -> None:
    promise = page.a_promise()
    page.a_payout(page.a_support(), promise)
    index = page.payouts.model.index(0, 0)
    assert page.payouts.model.data(index) == "待企业履约：投产期限"
    assert offered(page.payouts) == ["修改", "删除", "粘贴", "安排兑付"]
    assert "不计入政府逾期" in page.payouts.prompt.text()
    page.desk.do(settle_commitment, promise, SettlementForm(None, date(2023, 1, 20)))
    assert page.payouts.model.data(index) == "逾期·待兑付"
    assert "优化营商环境条例" in page.payouts.prompt.text()
    said = answer(on="2.24", document_no="坊财拨〔2023〕6号")
    press(page.payouts, "pay-payout")
    assert said == []
    assert page.payouts.model.data(index) == "已兑付"
    assert offered(page.payouts) == ["撤销兑付登记", "修改", "粘贴", "安排兑付"]


def test_a_part_payment_lists_the_rest_by_itself(page: Page, answer: Answer) -> None:
    page.a_payout(page.a_support())
    said = answer(yuan="40")
    press(page.payouts, "pay-payout")
    assert said == ["实际兑付少于应兑付的100万元；请写明理由，或填写余款的兑付时间。"]
    answer(yuan="40", rest_due="2023-06-30")
    press(page.payouts, "pay-payout")
    assert [one.amount_yuan for one in page.payouts.model.lines] == [600_000, 400_000]


def test_of_a_payment_made_only_the_note_is_asked_and_it_can_be_taken_back(
    page: Page, answer: Answer
) -> None:
    page.a_payout(page.a_support())
    answer()
    press(page.payouts, "pay-payout")
    dialog = agreements_payouts.ask_payout(page.desk, page.project, page.payouts.current, page.payouts)
    assert list(dialog.editors) == ["note"]
    dialog.deleteLater()
    press(page.payouts, "take-back-payment")
    assert page.payouts.model.lines[0].paid_on is None


def test_payments_are_pasted_with_their_policy_and_promise(page: Page, qtbot: QtBot) -> None:
    page.a_support()
    page.a_promise()
    page.payouts.pasted.emit("设备投资补助\t2023-06-30\t80\t投产期限\n")
    (line,) = page.desk.read(payouts, page.project)
    assert (line.amount_yuan, line.counterpart) == (800_000, "投产期限")
    with qtbot.waitSignal(page.desk.refused) as refused:
        page.payouts.pasted.emit("兑付时间\t应兑付\n\t80\n")
    assert refused.args[0].code == "paste.bad_cell"
    assert len(page.desk.read(payouts)) == 1


def test_a_reminder_leads_to_its_payment(page: Page, qtbot: QtBot) -> None:
    support = page.a_support()
    page.a_payout(support)
    second = page.a_payout(support, due=date(2023, 3, 31))
    page.window.open_project(page.project, "compliance", second)
    current = page.payouts.current
    assert current is not None and current.id == second
    assert page.payouts.table.hasFocus()
    scroll = page.tab._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: scroll.value() > 0)
    assert not page.company.select(second)


def test_the_lists_keep_qts_rules(page: Page, qtmodeltester: ModelTester) -> None:
    page.desk.do(add_agreement, page.project, AgreementForm(AgreementKind.INVESTMENT, SIGNED))
    page.a_payout(page.a_support(), page.a_promise())
    for section in (page.agreements, page.support, page.payouts):
        qtmodeltester.check(section.model)
