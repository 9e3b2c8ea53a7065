"""Issuing, answering and taking back 提醒函 and 督办单, on a permit that was due on 2023-02-17."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NoticeKind, Role
from fangzi_desktop.domain.terms import ClockKind, Light, SuspensionReason
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.notices import (
    NoticeForm,
    NoticeLine,
    draft_paper,
    due_notices,
    issue_notice,
    notice_lines,
    notice_paper,
    notice_title,
    proposed_notice,
    record_reply,
    withdraw_notice,
)
from fangzi_desktop.services.permits import decide_item, suspend_item
from fangzi_desktop.services.printing import notice_bytes, notices_bytes
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.settings import change_team, team_settings
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace

TODAY = date(2023, 2, 24)
DUE = date(2023, 2, 17)


def a_late_item(workspace: Workspace) -> tuple[str, str]:
    """Add a permit five working days overdue and return its id and its clock's."""
    item = workspace.do(a_permit_item, accepted_on=date(2023, 2, 16)).value
    return item, f"permit:{item}"


def a_form(workspace: Workspace, clock: str, kind: NoticeKind | None = None) -> NoticeForm:
    return workspace.read(proposed_notice, clock, kind).form


def issued(workspace: Workspace, clock: str, kind: NoticeKind | None = None) -> str:
    return workspace.do(issue_notice, clock, a_form(workspace, clock, kind)).value


def only_line(workspace: Workspace) -> NoticeLine:
    (line,) = workspace.read(notice_lines)
    return line


def owed(workspace: Workspace) -> list[DeadlineLine]:
    return [one for one in workspace.read(deadlines) if one.face.kind is ClockKind.NOTICE]


def test_a_notice_is_proposed_from_the_records(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    found = workspace.read(proposed_notice, clock)
    assert (found.label, found.due, found.standing) == ("企业投资项目备案", DUE, "已逾期5个工作日")
    assert found.reached is Role.CHIEF
    assert found.basis.startswith("自在线平台提交备案信息（2023年2月16日）次日起算1个工作日")
    assert "已逾期" not in found.basis
    assert "后续手续" in found.effects
    assert replace(found.form, demand="") == NoticeForm(
        NoticeKind.REMINDER, Role.CHIEF, "区行政审批服务局", 1, TODAY, date(2023, 3, 1), ""
    )
    other = a_form(workspace, clock, NoticeKind.SUPERVISION)
    assert (other.role, other.reply_by) == (Role.LEADER, date(2023, 3, 3))
    assert other.demand != found.form.demand


def test_what_was_issued_stays_as_it_was(workspace: Workspace) -> None:
    item, clock = a_late_item(workspace)
    draft = workspace.read(draft_paper, clock, a_form(workspace, clock))
    made = issued(workspace, clock)
    paper = workspace.read(notice_paper, made)
    assert paper == draft
    assert (paper.document_no, paper.team, paper.overdue_workdays) == (
        "坊专班提〔2023〕1号",
        "项目服务专班",
        5,
    )
    before = workspace.read(notice_bytes, made)
    workspace.do(change_team, "装备制造服务专班", "坊子区", "坊装班")
    workspace.do(decide_item, item, TODAY, "备案1号")
    workspace.do(rename, only_line(workspace).project_id)
    assert workspace.read(notice_paper, made) == paper
    assert workspace.read(notice_bytes, made).pdf == before.pdf
    assert only_line(workspace).project == "改名后的项目"
    assert workspace.read(notice_title, made) == "提醒函 坊专班提〔2023〕1号"


def rename(work: Work, project: str) -> None:
    work.get(ProjectRow, project).name = "改名后的项目"


def test_numbers_run_by_kind_and_year_and_are_never_given_twice(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    first = issued(workspace, clock)
    workspace.do(withdraw_notice, first, "主送单位有误")
    issued(workspace, clock)
    issued(workspace, clock, NoticeKind.SUPERVISION)
    numbers = sorted(line.document_no for line in workspace.read(notice_lines))
    assert numbers == ["坊专班提〔2023〕1号", "坊专班提〔2023〕2号", "坊专班督〔2023〕1号"]
    with pytest.raises(UserError, match=r"notice\.number_used"):
        workspace.do(issue_notice, clock, replace(a_form(workspace, clock), number=1))


def test_the_team_may_name_its_own_short_form(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    assert workspace.read(team_settings).code == "坊专班"
    workspace.do(change_team, "项目服务专班", "坊子区", "坊项办")
    issued(workspace, clock)
    assert only_line(workspace).document_no == "坊项办提〔2023〕1号"
    with pytest.raises(UserError, match=r"settings\.document_code"):
        workspace.do(change_team, "项目服务专班", "坊子区", "坊〔2〕")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": None}, "notice.number"),
        ({"issued_on": None}, "date.missing"),
        ({"addressee": " \n"}, "notice.no_addressee"),
        ({"demand": "\u3000"}, "notice.no_demand"),
        ({"demand": "甲\u202e乙"}, "text.forbidden"),
        ({"issued_on": date(2023, 2, 15)}, "notice.before_start"),
        ({"reply_by": TODAY}, "notice.reply_by"),
        ({"kind": NoticeKind.SUPERVISION, "issued_on": DUE}, "notice.not_overdue"),
    ],
)
def test_a_wrong_form_issues_nothing(workspace: Workspace, changed: dict[str, object], code: str) -> None:
    _, clock = a_late_item(workspace)
    form = replace(a_form(workspace, clock), **changed)  # type: ignore[arg-type]
    for act in (
        lambda: workspace.do(issue_notice, clock, form),
        lambda: workspace.read(draft_paper, clock, form),
    ):
        with pytest.raises(UserError, match=code.replace(".", r"\.")):
            act()
    assert workspace.read(notice_lines) == ()


def test_what_has_ended_or_stands_still_is_given_no_notice(workspace: Workspace) -> None:
    item, clock = a_late_item(workspace)
    workspace.do(suspend_item, item, date(2023, 2, 17), SuspensionReason.EXPERT_REVIEW)
    with pytest.raises(UserError, match=r"notice\.stopped"):
        workspace.read(proposed_notice, clock)
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(proposed_notice, "permit:gone")


def test_an_answer_is_a_clock_of_its_own_until_it_comes(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    made = issued(workspace, clock)
    (line,) = owed(workspace)
    assert (line.face.due, line.face.department) == (date(2023, 3, 1), "区行政审批服务局")
    assert line.face.label == "回复坊专班提〔2023〕1号：企业投资项目备案"
    assert only_line(workspace).is_awaited
    workspace.do(record_reply, made, TODAY, "已于今日办结")
    assert owed(workspace) == []
    assert (only_line(workspace).reply, only_line(workspace).light) == ("已于今日办结", Light.GREY)
    workspace.do(record_reply, made, TODAY, "已于今日办结，结果已送达")
    assert only_line(workspace).reply.endswith("送达")
    with pytest.raises(UserError, match=r"notice\.replied"):
        workspace.do(withdraw_notice, made, "有误")
    assert workspace.read(check) == ()


def test_a_late_answer_is_red_and_no_project_is_the_redder_for_it(open_folder: OpenWorkspace) -> None:
    workspace = open_folder()
    item, clock = a_late_item(workspace)
    issued(workspace, clock)
    workspace.do(decide_item, item, TODAY, "备案1号")
    workspace.close()
    later = open_folder(date(2023, 3, 13))
    assert only_line(later).light is Light.RED
    assert [one.face.light for one in owed(later)] == [Light.RED]
    # The matter itself is done, so nothing climbs any more.
    assert later.read(due_notices) == ()


def test_what_climbs_is_due_until_its_rung_has_issued(open_folder: OpenWorkspace) -> None:
    workspace = open_folder()
    _, clock = a_late_item(workspace)
    (due,) = workspace.read(due_notices)
    assert (due.id, due.role, due.overdue_workdays, due.last_no) == (clock, Role.CHIEF, 5, "")
    issued(workspace, clock)
    assert workspace.read(due_notices) == ()
    workspace.close()
    day_before = open_folder(date(2023, 3, 2))
    assert day_before.read(due_notices) == ()
    day_before.close()
    later = open_folder(date(2023, 3, 3))
    (due,) = later.read(due_notices)
    assert (due.role, due.overdue_workdays, due.last_no) == (Role.LEADER, 10, "坊专班提〔2023〕1号")
    assert later.read(proposed_notice, clock).form.kind is NoticeKind.SUPERVISION
    issued(later, clock)
    assert later.read(due_notices) == ()


def test_a_notice_from_before_the_due_day_or_taken_back_covers_no_rung(open_folder: OpenWorkspace) -> None:
    early = open_folder(date(2023, 2, 17))
    _, clock = a_late_item(early)
    assert early.read(due_notices) == ()
    issued(early, clock)
    early.close()
    workspace = open_folder()
    assert [one.role for one in workspace.read(due_notices)] == [Role.CHIEF]
    made = issued(workspace, clock)
    assert workspace.read(due_notices) == ()
    workspace.do(withdraw_notice, made, "主送单位有误")
    assert [one.role for one in workspace.read(due_notices)] == [Role.CHIEF]
    assert [one.face.code for one in owed(workspace)] == ["reminder"]


def test_undo_takes_the_notice_and_its_number_back(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    issued(workspace, clock)
    workspace.undo()
    assert workspace.read(notice_lines) == () and owed(workspace) == []
    assert a_form(workspace, clock).number == 1
    workspace.redo()
    assert only_line(workspace).document_no == "坊专班提〔2023〕1号"
    made = only_line(workspace).id
    workspace.do(withdraw_notice, made, "有误")
    workspace.undo()
    assert only_line(workspace).withdrawn_on is None


def test_the_leader_comes_first_and_who_is_addressed_is_who_must_act(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目", investor="示例企业", responsible_unit="坊城街道").value
    late = ProblemForm("道路未通", "", date(2023, 1, 10), date(2023, 2, 20))
    later = ProblemForm("用电不足", "供电公司", date(2023, 1, 10), date(2023, 2, 10))
    for form in (late, later):
        workspace.do(raise_problem, project, form)
    found = workspace.read(due_notices)
    assert [(one.role, one.label, one.addressee) for one in found] == [
        (Role.LEADER, "用电不足", "供电公司"),
        (Role.CHIEF, "道路未通", "坊城街道"),
    ]


def test_several_notices_print_one_behind_another(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    made = [issued(workspace, clock), issued(workspace, clock, NoticeKind.SUPERVISION)]
    assert workspace.read(notices_bytes, made).pages == 2


def test_the_awaited_come_first_by_their_day(workspace: Workspace) -> None:
    _, clock = a_late_item(workspace)
    form = a_form(workspace, clock)
    days = (None, date(2023, 3, 8), date(2023, 3, 2))
    for number, day in enumerate(days, start=1):
        workspace.do(issue_notice, clock, replace(form, number=number, reply_by=day))
    assert [line.reply_by for line in workspace.read(notice_lines)] == [days[2], days[1], None]


def test_the_examples_hold_notices_of_both_kinds_and_something_to_escalate(
    open_folder: OpenWorkspace,
) -> None:
    workspace = open_folder(date(2026, 11, 27))
    workspace.do(fill_with_examples, 60)
    lines = workspace.read(notice_lines)
    assert {line.kind for line in lines} == set(NoticeKind)
    assert any(line.is_awaited for line in lines) and any(line.replied_on for line in lines)
    assert all(line.addressee and line.reply_by for line in lines)
    numbers = sorted((line.issued_on, line.document_no) for line in lines if line.kind is NoticeKind.REMINDER)
    assert [number for _, number in numbers] == sorted(number for _, number in numbers)
    assert workspace.read(due_notices)
    assert workspace.read(check) == ()
