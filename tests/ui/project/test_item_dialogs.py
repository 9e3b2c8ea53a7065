"""The dialogs about a permit item: what they write, and that a refusal keeps what was typed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.terms import (
    Applicability,
    IssueMode,
    PermitState,
    SuspensionReason,
    Unit,
)
from fangzi_desktop.services import permits
from fangzi_desktop.services.permit_notices import exclude_days, extend_item, item_records, require_correction
from fangzi_desktop.services.permit_results import decide_on_promise
from fangzi_desktop.services.permits import ChecklistLine, checklist
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project import item_records as records_module
from fangzi_desktop.ui.project.asking import Acting
from fangzi_desktop.ui.project.item_dialogs import (
    _Corrections,
    _DaysLeftOut,
    _Extension,
    _Notice,
    _Suspension,
    _Waiver,
    ask_failure,
)
from fangzi_desktop.ui.project.item_records import RecordsDialog, _StopEdit
from fangzi_desktop.ui.project.item_results import _Certificate, _HandIn, _Promises
from tests.builders import a_project_with_permits

TODAY = date(2023, 2, 24)


@pytest.fixture
def project(desk: Desk) -> str:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    return changes.value


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def line_of(desk: Desk, project: str, code: str, round_no: int = 1) -> ChecklistLine:
    lines = desk.read(checklist, project).lines
    return next(line for line in lines if line.code == code and line.round_no == round_no)


def accepted(desk: Desk, project: str, code: str, day: date = date(2023, 2, 6)) -> ChecklistLine:
    desk.attempt(permits.accept_item, line_of(desk, project, code).id, day)
    return line_of(desk, project, code)


def decided(desk: Desk, project: str, code: str) -> ChecklistLine:
    line = accepted(desk, project, code)
    desk.attempt(permits.decide_item, line.id, date(2023, 2, 8))
    return line_of(desk, project, code)


def refusal(dialog: Acting) -> str:
    """Press 确定 and return the sentence that keeps the dialog open."""
    dialog._try()
    assert dialog.result() == 0
    return dialog._problem.text()


def done(dialog: Acting) -> None:
    """Press 确定, which closes the dialog."""
    dialog._try()
    assert dialog.result() == 1, dialog._problem.text()


def test_a_notice_wants_what_is_missing_and_a_day_after_receipt(
    desk: Desk, project: str, parent: QWidget
) -> None:
    desk.attempt(permits.apply_item, line_of(desk, project, "EIA").id, date(2023, 2, 6))
    dialog = _Notice(desk, line_of(desk, project, "EIA"), TODAY, parent)
    assert refusal(dialog) == "请写明理由。"
    dialog.reason.setPlainText("缺总量确认书\n缺公众参与说明")
    dialog.notified_on.setText("2月30日")
    assert "“2月30日”读不懂" in refusal(dialog)
    dialog.notified_on.setText("2.3")
    assert refusal(dialog) == "补正告知日期应在2023年2月6日至2023年2月24日之间。"
    assert dialog.reason.toPlainText().startswith("缺总量确认书")
    dialog.notified_on.setText("0208")
    dialog.number.setText("环补3号")
    done(dialog)
    (notice,) = line_of(desk, project, "EIA").corrections
    assert (notice.notified_on, notice.document_no) == (date(2023, 2, 8), "环补3号")


def test_an_extension_wants_its_approver_and_counts_in_the_limits_unit(
    desk: Desk, project: str, parent: QWidget
) -> None:
    dialog = _Extension(desk, accepted(desk, project, "LAND_PREEXAM"), TODAY, parent)
    assert dialog.unit.currentData() == Unit.WORKING_DAY
    dialog.reason.setText("现场勘验未完")
    assert refusal(dialog) == "请写明由谁批准延期。"
    dialog.approved_by.setText("分管负责人")
    dialog.granted_on.setText("2023-02-01")
    assert "批准延期的日期应在" in refusal(dialog)
    dialog.granted_on.setText("2.20")
    dialog.amount.setValue(3)
    done(dialog)
    (granted,) = line_of(desk, project, "LAND_PREEXAM").extensions
    assert granted == Extension(date(2023, 2, 20), 3, Unit.WORKING_DAY, "分管负责人", "现场勘验未完")


def test_an_extension_by_law_moves_the_laws_limit(desk: Desk, project: str, parent: QWidget) -> None:
    line = accepted(desk, project, "LAND_PREEXAM")
    assert line.reading is not None
    before = line.reading.statutory_due
    dialog = _Extension(desk, line, TODAY, parent)
    dialog.approved_by.setText("局长")
    dialog.reason.setText("情况复杂")
    dialog.statutory.setChecked(True)
    dialog.amount.setValue(5)
    done(dialog)
    after = line_of(desk, project, "LAND_PREEXAM").reading
    assert after is not None and before is not None and after.statutory_due is not None
    assert after.statutory_due > before


def test_an_item_without_a_statutory_limit_has_none_to_move(
    desk: Desk, project: str, parent: QWidget
) -> None:
    dialog = _Extension(desk, accepted(desk, project, "PLAN_COND"), TODAY, parent)
    assert not dialog.statutory.isVisibleTo(dialog)


def test_days_left_out_need_both_ends_in_their_order(desk: Desk, project: str, parent: QWidget) -> None:
    dialog = _DaysLeftOut(desk, accepted(desk, project, "LAND_PREEXAM"), TODAY, parent)
    assert refusal(dialog) == "请填写日期。"
    dialog.first.setText("2.15")
    dialog.last.setText("2.10")
    assert refusal(dialog) == "暂停的结束日期不能早于开始日期。"
    dialog.first.setText("2.3")
    assert "暂停不能早于受理日期" in refusal(dialog)
    dialog.first.setText("2.9")
    dialog.reason.setCurrentText(SuspensionReason.PUBLIC_NOTICE.zh)
    done(dialog)
    line = line_of(desk, project, "LAND_PREEXAM")
    assert (line.state, len(line.suspensions)) == (PermitState.ACCEPTED, 1)


def test_a_stop_cannot_overlap_another(desk: Desk, project: str, parent: QWidget) -> None:
    line = accepted(desk, project, "LAND_PREEXAM")
    days = (date(2023, 2, 8), date(2023, 2, 10))
    desk.attempt(exclude_days, line.id, *days, SuspensionReason.HEARING)
    dialog = _Suspension(desk, line_of(desk, project, "LAND_PREEXAM"), date(2023, 2, 9), parent)
    dialog.number.setText("听1号")
    assert refusal(dialog) == "暂停区间不能重叠，请检查起止日期。"
    assert dialog.number.text() == "听1号"


def test_a_certificate_keeps_to_the_decision(desk: Desk, project: str, parent: QWidget) -> None:
    dialog = _Certificate(desk, decided(desk, project, "CONSTR_PLAN"), parent)
    dialog.number.setText("建字第1号")
    dialog.body.setText("自规坊子分局")
    dialog.delivered_on.setText("2.7")
    assert refusal(dialog) == "送达日期应在2023年2月8日至2023年2月24日之间。"
    dialog.delivered_on.setText("2.9")
    dialog.valid_until.setText("2023-02-01")
    assert refusal(dialog) == "有效期不能早于办结日期（2023年2月8日）。"
    dialog.valid_until.setText("2025年2月8日")
    done(dialog)
    line = line_of(desk, project, "CONSTR_PLAN")
    assert (line.certificate_no, line.issuing_body) == ("建字第1号", "自规坊子分局")
    assert (line.delivered_on, line.valid_until) == (date(2023, 2, 9), date(2025, 2, 8))


def test_promised_papers_need_a_name_and_a_day_and_empty_rows_do_not_count(
    desk: Desk, project: str, parent: QWidget
) -> None:
    dialog = _Promises(desk, decided(desk, project, "CONSTR_PLAN"), parent)
    assert "请列出待补的材料" in refusal(dialog)
    name, due, _ = dialog.papers.rows[0]
    name.setEditText("人防意见")
    assert refusal(dialog) == "请填写日期。"
    due.setText("2.1")
    assert refusal(dialog) == "补交日期不能早于办结日期（2023年2月8日）。"
    due.setText("3.10")
    dialog.papers.add()
    dialog.papers.rows[1][1].setText("3.15")
    assert refusal(dialog) == "请写明待补的是什么材料。"
    dialog.papers.rows[1][2].click()
    dialog.papers.add()
    dialog.mode.setCurrentText(IssueMode.PROMISE.zh)
    done(dialog)
    line = line_of(desk, project, "CONSTR_PLAN")
    assert line.issue_mode is IssueMode.PROMISE
    assert [(paper.name, paper.due) for paper in line.promises] == [("人防意见", date(2023, 3, 10))]


def test_outstanding_papers_are_shown_again_and_taken_back_as_a_whole(
    desk: Desk, project: str, parent: QWidget
) -> None:
    line = accepted(desk, project, "CONSTR_PLAN")
    papers = [("人防意见", date(2023, 3, 1)), ("勘察报告", date(2023, 3, 2))]
    decision = (date(2023, 2, 8), "1号", IssueMode.CONDITIONAL, papers)
    desk.attempt(decide_on_promise, line.id, *decision)
    dialog = _Promises(desk, line_of(desk, project, "CONSTR_PLAN"), parent)
    assert [row[0].currentText() for row in dialog.papers.rows] == ["人防意见", "勘察报告"]
    dialog.mode.setCurrentText(IssueMode.COMPLETE.zh)
    assert not dialog.papers.isEnabled()
    done(dialog)
    assert line_of(desk, project, "CONSTR_PLAN").promises == ()


def test_a_decision_and_its_promise_are_one_act(desk: Desk, project: str, parent: QWidget) -> None:
    line = accepted(desk, project, "CONSTR_PLAN")
    dialog = _Promises(desk, line, parent, date(2023, 2, 8), "建字第2号")
    assert [dialog.mode.itemText(place) for place in range(dialog.mode.count())] == ["容缺受理", "告知承诺"]
    assert "请列出待补的材料" in refusal(dialog)
    assert line_of(desk, project, "CONSTR_PLAN").state is PermitState.ACCEPTED
    dialog.papers.rows[0][0].setEditText("人防意见")
    dialog.papers.rows[0][1].setText("3.1")
    done(dialog)
    after = line_of(desk, project, "CONSTR_PLAN")
    assert (after.state, after.certificate_no, len(after.promises)) == (PermitState.DECIDED, "建字第2号", 1)
    desk.undo()
    assert line_of(desk, project, "CONSTR_PLAN") == line


def test_a_paper_is_not_handed_in_before_the_decision(desk: Desk, project: str, parent: QWidget) -> None:
    line = accepted(desk, project, "CONSTR_PLAN")
    papers = [("人防意见", date(2023, 3, 1))]
    desk.attempt(decide_on_promise, line.id, date(2023, 2, 8), "", IssueMode.PROMISE, papers)
    line = line_of(desk, project, "CONSTR_PLAN")
    dialog = _HandIn(desk, line, line.promises[0], parent)
    dialog.on.setText("2.1")
    assert "之间" in refusal(dialog)
    dialog.on.setText("2.20")
    done(dialog)
    assert line_of(desk, project, "CONSTR_PLAN").promises[0].handed_in_on == date(2023, 2, 20)


def test_a_waiver_wants_its_paper(desk: Desk, project: str, parent: QWidget) -> None:
    lines = [line_of(desk, project, code) for code in ("SEISMIC", "GEO_HAZARD")]
    dialog = _Waiver(desk, lines, parent)
    assert refusal(dialog)
    dialog.document.setText("区域评估〔2022〕5号")
    done(dialog)
    for code in ("SEISMIC", "GEO_HAZARD"):
        line = line_of(desk, project, code)
        assert (line.applicability, line.waiver) == (Applicability.NOT_APPLICABLE, "区域评估〔2022〕5号")


def test_days_are_corrected_only_to_what_could_have_been(desk: Desk, project: str, parent: QWidget) -> None:
    dialog = _Corrections(desk, decided(desk, project, "CONSTR_PLAN"), parent)
    dialog.accepted_on.setText("2023-02-09")
    assert refusal(dialog) == "办结日期应在2023年2月9日至2023年2月24日之间。"
    dialog.accepted_on.setText("")
    assert refusal(dialog) == "事项还没有登记受理，不能办结；请先填受理日期。"
    dialog.accepted_on.setText("2.7")
    done(dialog)
    assert line_of(desk, project, "CONSTR_PLAN").accepted_on == date(2023, 2, 7)


def test_a_failed_listing_wants_a_reason_and_begins_a_new_round(
    desk: Desk, project: str, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = accepted(desk, project, "LAND_ANNOUNCE")
    said: list[str] = []

    def play(dialog: Acting) -> int:
        said.append(refusal(dialog))
        dialog.note.setText("无人报名")  # type: ignore[attr-defined]
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(Acting, "exec", play)
    assert ask_failure(desk, parent, line, TODAY)
    assert said == ["请写明理由。"]
    assert line_of(desk, project, "LAND_ANNOUNCE").state is PermitState.LISTING_FAILED
    assert line_of(desk, project, "LAND_ANNOUNCE", 2).state is PermitState.NOT_STARTED


def test_the_records_are_listed_by_day_and_taken_out(desk: Desk, project: str, parent: QWidget) -> None:
    item = line_of(desk, project, "LAND_PREEXAM").id
    desk.attempt(permits.apply_item, item, date(2023, 2, 1))
    desk.attempt(require_correction, item, date(2023, 2, 2), "缺图")
    desk.attempt(permits.accept_item, item, date(2023, 2, 6))
    granted = Extension(date(2023, 2, 20), 3, Unit.WORKING_DAY, "分管负责人", "勘验")
    desk.attempt(extend_item, item, granted)
    desk.attempt(exclude_days, item, date(2023, 2, 8), date(2023, 2, 9), SuspensionReason.HEARING, "听1号")
    dialog = RecordsDialog(desk, line_of(desk, project, "LAND_PREEXAM"), parent)
    kinds = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]
    assert kinds == ["补正", "暂停", "延期"]
    assert [dialog.table.item(1, column).text() for column in (1, 2, 3)] == [
        "2月8日至2月9日",
        "听证",
        "听1号",
    ]
    dialog.table.selectRow(0)
    assert not dialog.mend.isEnabled()
    for left in (2, 1, 0):
        dialog.table.selectRow(0)
        dialog.remove.click()
        assert dialog.table.rowCount() == left
    found = desk.read(item_records, item)
    assert (found.corrections, found.suspensions, found.extensions) == ((), (), ())
    assert not dialog.remove.isEnabled()


def test_a_stop_is_mended_from_the_records(
    desk: Desk, project: str, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = accepted(desk, project, "LAND_PREEXAM")
    days = (date(2023, 2, 8), date(2023, 2, 9))
    desk.attempt(exclude_days, line.id, *days, SuspensionReason.HEARING, "听1号")
    dialog = RecordsDialog(desk, line_of(desk, project, "LAND_PREEXAM"), parent)

    def play(edit: _StopEdit) -> bool:
        edit.last.setText("2.7")
        assert refusal(edit)
        edit.last.setText("2.15")
        edit.reason.setCurrentText(SuspensionReason.EXPERT_REVIEW.zh)
        done(edit)
        return True

    monkeypatch.setattr(records_module, "asked", play)
    dialog.table.selectRow(0)
    dialog.mend.click()
    assert dialog.table.item(0, 1).text() == "2月8日至2月15日"
    assert dialog.table.item(0, 2).text() == "专家评审"


def test_a_stop_without_an_end_stops_the_clock_again(desk: Desk, project: str, parent: QWidget) -> None:
    line = accepted(desk, project, "LAND_PREEXAM")
    days = (date(2023, 2, 8), date(2023, 2, 9))
    desk.attempt(exclude_days, line.id, *days, SuspensionReason.HEARING)
    (stop,) = desk.read(item_records, line.id).suspensions
    edit = _StopEdit(desk, line, stop, parent)
    edit.last.setText("")
    done(edit)
    assert line_of(desk, project, "LAND_PREEXAM").state is PermitState.SUSPENDED
