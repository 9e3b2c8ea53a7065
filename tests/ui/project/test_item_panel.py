"""The panel beside the checklist: what it says of an item throughout its life, and what it offers."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import IssueMode, PartKind, PermitState, Stage, SuspensionReason, Unit
from fangzi_desktop.services import permits
from fangzi_desktop.services.parts import add_part, divide_items, fail_listing, name_coordinator
from fangzi_desktop.services.permit_notices import exclude_days, extend_item, require_correction
from fangzi_desktop.services.permit_results import (
    Certificate,
    decide_on_promise,
    record_certificate,
    waive_items,
)
from fangzi_desktop.services.permits import ChecklistLine, checklist
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import item_acts, item_panel
from fangzi_desktop.ui.project.checklist import ChecklistTab
from fangzi_desktop.ui.project.item_acts import DATED, ItemAct, acts_of, acts_of_all, next_act, perform
from fangzi_desktop.ui.project.item_panel import ItemPanel
from tests.builders import a_project_with_permits, item_id

TODAY = date(2023, 2, 24)


@pytest.fixture
def project(desk: Desk) -> str:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    return changes.value


def line_of(desk: Desk, project: str, code: str) -> ChecklistLine:
    return next(line for line in desk.read(checklist, project).lines if line.code == code)


def shown(window: MainWindow, project: str, code: str) -> ItemPanel:
    window.open_project(project, "permits", window.desk.workspace.do(item_id, project, code).value)
    return tab_of(window).panel


def tab_of(window: MainWindow) -> ChecklistTab:
    assert window._project_page is not None
    return window._project_page.checklist


def point_at(tab: ChecklistTab, row: int) -> None:
    """Make a row current whatever keys another test has left pressed."""
    flags = QItemSelectionModel.SelectionFlag
    index = tab.model.index(row, 0)
    tab.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)


def menu_words(panel: ItemPanel) -> list[str]:
    return [action.text() for action in panel.menu.actions()]


def button_words(panel: ItemPanel) -> list[str]:
    return [panel.buttons[act].text() for act in panel._offered if panel.buttons[act].isVisible()]


def test_the_promised_and_the_statutory_alarm_stand_apart(
    window: MainWindow, desk: Desk, project: str
) -> None:
    item = line_of(desk, project, "LAND_PREEXAM").id
    desk.do(permits.accept_item, item, date(2023, 2, 3))
    panel = shown(window, project, "LAND_PREEXAM")
    assert "逾期" in panel._why.text()
    assert not panel._beyond.isVisible()
    assert "2月15日到期" in panel._life.text()
    assert "3月3日到期" in panel._life.text()
    desk.do(permits.correct_item, item, permits.ItemDates(None, date(2022, 10, 10), None), "")
    assert panel._beyond.isVisible()
    assert panel._beyond.text() == "■ 超法定时限：法定时限2022年11月7日届满"


def test_an_application_tells_the_last_day_for_a_notice_and_what_follows_from_silence(
    window: MainWindow, desk: Desk, project: str
) -> None:
    item = line_of(desk, project, "ENERGY").id
    desk.do(permits.apply_item, item, date(2023, 2, 22))
    panel = shown(window, project, "ENERGY")
    assert "3月1日前一次性告知（收件后5个工作日内）" in panel._notice.text()
    desk.undo()
    desk.do(permits.apply_item, item, date(2023, 2, 6))
    assert panel._notice.text() == (
        "▲ 已过一次性告知的最后一天（2月13日）：依法自收件之日起视为受理，请登记受理。"
    )


def test_a_second_notice_is_marked(window: MainWindow, desk: Desk, project: str) -> None:
    item = line_of(desk, project, "EIA").id
    desk.do(permits.apply_item, item, date(2023, 2, 1))
    desk.do(require_correction, item, date(2023, 2, 3), "缺总量<确认书>", "环补3号")
    panel = shown(window, project, "EIA")
    assert "补正1次" in panel._life.text()
    assert "缺总量&lt;确认书&gt;（环补3号）" in panel._life.text()
    assert "再次告知" not in panel._life.text()
    assert button_words(panel)[0] == "重新收件"
    desk.do(permits.apply_item, item, date(2023, 2, 6))
    desk.do(require_correction, item, date(2023, 2, 8), "缺噪声预测图")
    assert "补正2次" in panel._life.text()
    assert "再次告知：法律要求一次性告知（行政许可法第32条）" in panel._life.text()


def test_extensions_and_stops_are_counted_and_lead_to_their_records(
    window: MainWindow, desk: Desk, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = line_of(desk, project, "LAND_PREEXAM").id
    desk.do(permits.accept_item, item, date(2023, 2, 6))
    for day, amount in ((10, 5), (13, 3)):
        granted = Extension(date(2023, 2, day), amount, Unit.WORKING_DAY, "分管负责人", "现场勘验")
        desk.do(extend_item, item, granted)
    desk.do(exclude_days, item, date(2023, 2, 7), date(2023, 2, 8), SuspensionReason.PUBLIC_NOTICE)
    panel = shown(window, project, "LAND_PREEXAM")
    assert "延期2次" in panel._life.text()
    assert "2月10日延长5个工作日，分管负责人批准：现场勘验" in panel._life.text()
    assert "2月7日至2月8日不计（公示）" in panel._life.text()
    opened: list[str] = []
    monkeypatch.setattr(item_acts, "show_records", lambda desk, parent, line: opened.append(line.code))
    panel._life.linkActivated.emit("act:records")
    assert opened == ["LAND_PREEXAM"]


def test_a_certificate_is_shown_first_with_its_validity(window: MainWindow, desk: Desk, project: str) -> None:
    item = line_of(desk, project, "FILING").id
    desk.do(permits.accept_item, item, date(2023, 1, 3))
    desk.do(permits.decide_item, item, date(2023, 1, 4))
    certificate = Certificate("备〔2023〕1号", "区行政审批服务局", date(2023, 1, 5), date(2023, 2, 20))
    desk.do(record_certificate, item, certificate)
    panel = shown(window, project, "FILING")
    for words in ("备〔2023〕1号", "区行政审批服务局", "1月5日", "■</span> 2月20日，已过期"):
        assert words in panel._result.text()


def test_promised_papers_are_listed_by_urgency_and_ticked_off(
    window: MainWindow, desk: Desk, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = line_of(desk, project, "CONSTR_PLAN").id
    desk.do(permits.accept_item, item, date(2023, 2, 6))
    papers = [
        ("消防专篇", date(2023, 6, 1)),
        ("人防意见", date(2023, 2, 20)),
        ("勘察报告", date(2023, 2, 27)),
    ]
    desk.do(decide_on_promise, item, date(2023, 2, 8), "承8号", IssueMode.PROMISE, papers)
    panel = shown(window, project, "CONSTR_PLAN")
    assert panel.promised._title.text() == "告知承诺：待补3份"
    assert [label.text() for label in panel.promised._labels] == [
        "■ 人防意见，应于2月20日前补交，已逾期",
        "▲ 勘察报告，2月27日前补交",
        "● 消防专篇，6月1日前补交",
    ]
    asked: list[str] = []
    monkeypatch.setattr(item_panel, "ask_hand_in", lambda desk, parent, line, paper: asked.append(paper.name))
    panel.promised.buttons[0].click()
    assert asked == ["人防意见"]


def test_what_if_counts_a_slip_out_and_stores_nothing(
    qtbot: QtBot, window: MainWindow, desk: Desk, project: str
) -> None:
    before = desk.read(checklist, project)
    critical = next(line for line in before.lines if line.critical and not line.automatic)
    panel = shown(window, project, critical.code)
    answer = panel.what_if.answer
    qtbot.waitUntil(lambda: "具备开工条件晚5个工作日" in answer.text())
    assert "按前置关系推算" in answer.text()
    panel.what_if.workdays.setValue(1)
    # A weekend inside what follows in calendar days makes one working day two.
    assert answer.text().startswith("预计3月10日 → 3月13日；具备开工条件晚2个工作日")
    assert desk.read(checklist, project) == before
    assert desk.workspace.can_undo
    floating = next(line for line in before.lines if (line.float_workdays or 0) > 5)
    tab_of(window).select(floating.id)
    qtbot.waitUntil(lambda: "具备开工条件不受影响" in answer.text())
    assert panel.what_if.workdays.value() == 5


def test_a_slip_is_not_asked_of_what_is_over_or_history(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits, stage=Stage.CONSTRUCTION)
    assert changes is not None
    panel = shown(window, changes.value, "CONSTR_PERMIT")
    assert not panel.what_if.isVisible()


def test_verified_is_another_day_than_changed(
    qtbot: QtBot, window: MainWindow, desk: Desk, project: str
) -> None:
    panel = shown(window, project, "FILING")
    assert "尚未核实" in panel.verified.words.text()
    panel.verified.button.click()
    assert line_of(desk, project, "FILING").verified_on == TODAY
    qtbot.waitUntil(lambda: not panel.verified.button.isEnabled())
    assert "尚未核实" not in panel.verified.words.text()
    assert window.message_bar.text.endswith("：登记核实")


def test_a_waived_item_shows_its_paper(window: MainWindow, desk: Desk, project: str) -> None:
    desk.do(waive_items, [line_of(desk, project, "SEISMIC").id], "区域评估〔2022〕5号")
    panel = shown(window, project, "SEISMIC")
    assert "区域评估〔2022〕5号" in panel._life.text()
    assert button_words(panel) == ["要办"]


def test_a_part_and_a_round_stand_in_the_title(window: MainWindow, desk: Desk, project: str) -> None:
    part = desk.attempt(add_part, project, PartKind.PLOT, "A宗地").value
    item = line_of(desk, project, "LAND_ANNOUNCE").id
    desk.do(divide_items, [item], [part])
    desk.do(permits.accept_item, item, date(2023, 1, 30))
    desk.do(fail_listing, item, date(2023, 2, 22), "无人报名")
    window.open_project(project, "permits", item)
    panel = tab_of(window).panel
    assert panel._title.text() == "国有建设用地使用权挂牌出让公告（A宗地）"
    assert "本轮已经结束，另有新的一轮" in panel._life.text()
    assert "无人报名" in panel._life.text()
    assert ItemAct.ACCEPT not in panel._offered
    again = desk.read(checklist, project).lines
    second = next(line for line in again if line.code == "LAND_ANNOUNCE" and line.round_no == 2)
    tab_of(window).select(second.id)
    assert panel._title.text() == "国有建设用地使用权挂牌出让公告（A宗地·第2轮）"


def test_less_likely_acts_go_into_the_menu_and_work_from_there(
    window: MainWindow, desk: Desk, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do(permits.accept_item, line_of(desk, project, "LAND_PREEXAM").id, date(2023, 2, 6))
    panel = shown(window, project, "LAND_PREEXAM")
    assert button_words(panel) == ["登记办结", "暂停计时", "延期", "办理中", "容缺办结"]
    assert menu_words(panel) == ["不计入的日期", "不予许可", "撤回", "更正日期", "分给各部分"]
    asked: list[date] = []

    def refuse(desk: Desk, parent: object, line: ChecklistLine, day: date) -> bool:
        asked.append(day)
        return True

    monkeypatch.setitem(item_acts._ASKING, ItemAct.REFUSE, refuse)
    panel.day_field.setText("2.10")
    panel.menu.actions()[1].trigger()
    assert asked == [date(2023, 2, 10)]


def test_the_acts_fit_without_scrolling_in_the_smallest_window(
    window: MainWindow, desk: Desk, project: str
) -> None:
    desk.do(permits.accept_item, line_of(desk, project, "SOIL_WATER").id, date(2023, 2, 6))
    window.resize(1366, 768)
    panel = shown(window, project, "SOIL_WATER")
    lowest = panel.more.mapTo(panel, panel.more.rect().bottomRight())
    assert panel.rect().contains(lowest)
    assert panel._acts.height() < panel.height() / 2


def test_many_waiting_items_are_folded_until_asked_for(window: MainWindow, desk: Desk, project: str) -> None:
    panel = shown(window, project, "FILING")
    count = len(line_of(desk, project, "FILING").unlocks)
    assert f"共{count}项" in panel._life.text()
    panel._life.linkActivated.emit("act:all")
    assert f"共{count}项" not in panel._life.text()
    assert panel._life.text().count("<a href") >= count


def test_several_items_are_verified_in_one_act(window: MainWindow, desk: Desk, project: str) -> None:
    panel = shown(window, project, "ENERGY")
    tab = tab_of(window)
    flags = QItemSelectionModel.SelectionFlag
    row = tab.model.row_of(line_of(desk, project, "SEISMIC").id)
    tab.table.selectionModel().select(tab.model.index(row, 0), flags.Select | flags.Rows)
    assert button_words(panel) == ["要办", "不涉及", "区域评估", "核实", "分给各部分"]
    panel.act_chosen.emit(ItemAct.VERIFY)
    days = [line_of(desk, project, code).verified_on for code in ("ENERGY", "SEISMIC", "FILING")]
    assert days == [TODAY, TODAY, None]
    desk.undo()
    assert line_of(desk, project, "ENERGY").verified_on is None


def test_what_several_items_allow_is_what_each_of_them_allows(desk: Desk, project: str) -> None:
    def together(*codes: str) -> tuple[ItemAct, ...]:
        return acts_of_all([line_of(desk, project, code) for code in codes])

    assert ItemAct.WAIVE not in together("ENERGY", "FILING")
    assert together("ENERGY", "START_READY") == ()
    assert together() == ()
    desk.do(permits.accept_item, line_of(desk, project, "FILING").id, date(2023, 2, 6))
    assert together("ENERGY", "FILING") == (ItemAct.VERIFY, ItemAct.DIVIDE)


def test_a_group_is_explained_and_its_coordinator_named(
    window: MainWindow, desk: Desk, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = line_of(desk, project, "FILING").id
    desk.do(permits.accept_item, filing, date(2023, 2, 6))
    desk.do(permits.decide_item, filing, date(2023, 2, 7))
    panel = shown(window, project, "FILING")
    tab = tab_of(window)
    group = next(one for one in desk.read(checklist, project).groups if one.started_on is not None)
    point_at(tab, tab.model.row_of(f"group:{group.code}"))
    assert panel._title.text() == group.name
    assert panel._why.text() == group.why
    assert "未定" in panel._life.text()
    assert f"取单项最长：{group.longest}" in panel._life.text()
    assert panel._life.text().count("<a href") == len(group.item_ids)
    monkeypatch.setattr(item_panel, "ask_coordinator", name_it)
    panel.coordinator_button.click()
    assert "区行政审批服务局" in panel._life.text()
    assert not panel.parts_button.isVisible()
    tab.select(filing)
    assert not panel.coordinator_button.isVisible()


def name_it(desk: Desk, parent: object, project: str, group: permits.GroupLine) -> None:
    desk.do(name_coordinator, project, group.code, "区行政审批服务局")


def test_without_an_item_the_projects_parts_are_looked_after(
    window: MainWindow, desk: Desk, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = shown(window, project, "FILING")
    assert not panel.parts_button.isVisible()
    tab = tab_of(window)
    point_at(tab, 0)
    opened: list[str] = []
    monkeypatch.setattr(item_panel, "show_parts", lambda desk, parent, project: opened.append(project))
    panel.parts_button.click()
    assert panel.parts_button.isVisible()
    assert opened == [project]


def test_an_extension_that_outlasts_the_law_is_marked(window: MainWindow, desk: Desk, project: str) -> None:
    item = line_of(desk, project, "LAND_PREEXAM").id
    desk.do(permits.accept_item, item, date(2023, 2, 6))
    panel = shown(window, project, "LAND_PREEXAM")
    desk.do(extend_item, item, Extension(date(2023, 2, 10), 5, Unit.WORKING_DAY, "负责人", "勘验"))
    assert "晚于法定时限" not in panel._life.text()
    desk.do(extend_item, item, Extension(date(2023, 2, 13), 10, Unit.WORKING_DAY, "负责人", "勘验"))
    assert "▲ 延期后的承诺时限晚于法定时限" in panel._life.text()


def test_a_day_that_cannot_be_read_hinders_only_what_needs_a_day(
    window: MainWindow, desk: Desk, project: str
) -> None:
    panel = shown(window, project, "FILING")
    panel.day_field.setText("某天")
    panel.act_chosen.emit(ItemAct.PREPARE)
    assert line_of(desk, project, "FILING").state is PermitState.PREPARING
    panel.day_field.setText("某天")
    panel.act_chosen.emit(ItemAct.APPLY)
    assert "“某天”读不懂" in panel._problem.text()


# The asking acts open dialogs, which have tests of their own.
_SIMPLE = DATED - {*item_acts._ASKING, ItemAct.DECIDE_PROMISED} | {ItemAct.PREPARE, ItemAct.PROCEED}


@pytest.mark.parametrize("state", [one for one in PermitState if one is not PermitState.LISTING_FAILED])
def test_no_act_is_offered_that_the_state_refuses(desk: Desk, project: str, state: PermitState) -> None:
    """In every state each simple act that is offered is taken, then undone."""
    item = line_of(desk, project, "LAND_PREEXAM").id
    early = date(2023, 2, 6)
    ways = {
        PermitState.PREPARING: [(permits.prepare_item, item)],
        PermitState.APPLIED: [(permits.apply_item, item, early)],
        PermitState.CORRECTING: [
            (permits.apply_item, item, early),
            (require_correction, item, early, "缺图"),
        ],
        PermitState.ACCEPTED: [(permits.accept_item, item, early)],
        PermitState.IN_PROGRESS: [(permits.accept_item, item, early), (permits.proceed_item, item)],
        PermitState.SUSPENDED: [
            (permits.accept_item, item, early),
            (permits.suspend_item, item, early, SuspensionReason.HEARING),
        ],
        PermitState.DECIDED: [(permits.accept_item, item, early), (permits.decide_item, item, early)],
        PermitState.REFUSED: [(permits.accept_item, item, early), (permits.refuse_item, item, early)],
        PermitState.WITHDRAWN: [(permits.apply_item, item, early), (permits.withdraw_item, item, early)],
    }
    for command, *values in ways.get(state, []):
        desk.attempt(command, *values)
    line = line_of(desk, project, "LAND_PREEXAM")
    assert line.state is state
    tried = [act for act in acts_of(line) if act in _SIMPLE or act in (ItemAct.REOPEN, ItemAct.VERIFY)]
    assert tried
    for act in tried:
        perform(desk, None, line, act, TODAY)  # type: ignore[arg-type]
        desk.undo()


def test_an_act_from_the_menu_that_is_refused_says_so_in_the_panel(
    window: MainWindow, desk: Desk, project: str
) -> None:
    part = desk.attempt(add_part, project, PartKind.PHASE, "一期").value
    other = desk.attempt(add_part, project, PartKind.PHASE, "二期").value
    item = line_of(desk, project, "LAND_PREEXAM").id
    desk.do(divide_items, [item], [part, other])
    desk.do(permits.accept_item, item, date(2023, 2, 6))
    window.open_project(project, "permits", item)
    panel = tab_of(window).panel
    panel.act_chosen.emit(ItemAct.REMOVE)
    assert "事项已" in panel._problem.text()
    assert panel._problem.isVisible()


def test_space_takes_an_item_from_correction_back_to_its_department(
    qtbot: QtBot, window: MainWindow, desk: Desk, project: str
) -> None:
    item = line_of(desk, project, "EIA").id
    desk.do(permits.apply_item, item, date(2023, 2, 1))
    desk.do(require_correction, item, date(2023, 2, 3), "缺总量确认书")
    assert next_act(line_of(desk, project, "EIA")) is ItemAct.APPLY
    shown(window, project, "EIA")
    table = tab_of(window).table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    line = line_of(desk, project, "EIA")
    assert (line.state, line.corrections[0].answered_on) == (PermitState.APPLIED, TODAY)


def test_every_button_of_the_panel_has_words_and_a_name(window: MainWindow, desk: Desk, project: str) -> None:
    panel = shown(window, project, "FILING")
    for button in panel.findChildren(QPushButton):
        assert button.text() or button.accessibleName()
        assert button.objectName()


def test_a_promise_without_a_paper_leaves_the_item_undecided(desk: Desk, project: str) -> None:
    item = line_of(desk, project, "CONSTR_PLAN").id
    desk.do(permits.accept_item, item, date(2023, 2, 6))
    with pytest.raises(UserError, match=r"permit\.no_promised_paper"):
        desk.attempt(decide_on_promise, item, date(2023, 2, 8), "", IssueMode.PROMISE, [])
    assert line_of(desk, project, "CONSTR_PLAN").state is PermitState.ACCEPTED
