from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NodeKind
from fangzi_desktop.domain.terms import ClockKind, Light, ProblemState, Stage
from fangzi_desktop.services.agreed_days import agreed_day, move_agreed_day
from fangzi_desktop.services.completing import complete, completion
from fangzi_desktop.services.construction import (
    confirm_physical_progress,
    physical_progress,
    write_physical_progress,
)
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines, explain
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.field import field_day
from fangzi_desktop.services.photos import add_photos, photos_of, take_in
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.register import register
from fangzi_desktop.services.visits import (
    FindingForm,
    PromiseForm,
    VisitForm,
    VisitLine,
    add_promise,
    assign_photos,
    edit_promise,
    edit_visit,
    keep_promise,
    plan_next_visit,
    record_visit,
    remove_promise,
    remove_visit,
    reopen_promise,
    visit,
    visit_of,
    visit_start,
    visits,
    withdraw_next_visit,
)
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project
from tests.picture_files import a_photo

TODAY = date(2023, 2, 24)
TOMORROW = date(2023, 2, 25)
LAST_WEEK = date(2023, 2, 17)


def a_site(workspace: Workspace) -> str:
    return workspace.do(a_project, stage=Stage.CONSTRUCTION, service_officer="专员甲").value


def only(workspace: Workspace, project: str) -> VisitLine:
    (line,) = workspace.read(visits, project)
    return line


def owed(workspace: Workspace, kind: ClockKind) -> list[DeadlineLine]:
    return [one for one in workspace.read(deadlines) if one.face.kind is kind]


def test_visits_are_listed_newest_first_and_corrected(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    words = "谈选址\n看地块"
    first = workspace.do(record_visit, project, VisitForm(date(2023, 1, 5), words, "专员甲")).value
    workspace.do(record_visit, project, VisitForm(date(2023, 2, 5), "看现场"))
    assert [one.form.text for one in workspace.read(visits, project)] == ["看现场", words]
    workspace.do(edit_visit, first, VisitForm(date(2023, 2, 12), "重谈选址"))
    assert workspace.read(visits, project)[0].form == VisitForm(date(2023, 2, 12), "重谈选址")
    workspace.do(remove_visit, first)
    assert len(workspace.read(visits, project)) == 1


@pytest.mark.parametrize(
    ("form", "code"),
    [
        pytest.param(VisitForm(TODAY, " \n"), "visit.no_text", id="nothing said"),
        pytest.param(VisitForm(TOMORROW, "看现场"), "visit.in_future", id="tomorrow"),
        pytest.param(VisitForm(TODAY, percent=120), "visit.percent", id="percent"),
        pytest.param(VisitForm(TODAY, "看", next_on=LAST_WEEK), "visit.next_not_later", id="next before"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(workspace: Workspace, form: VisitForm, code: str) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=f"^{code}$"):
        workspace.do(record_visit, project, form)
    assert workspace.read(visits, project) == ()


def test_all_that_comes_of_a_visit_is_one_act(workspace: Workspace) -> None:
    project = a_site(workspace)
    workspace.do(
        record_visit,
        project,
        VisitForm(TODAY, "浇筑二层梁板", "服务专员", "主体施工", 45, date(2023, 3, 6)),
        [FindingForm("临时道路未通", "属地单位", date(2023, 3, 3)), FindingForm("围挡破损")],
        [PromiseForm("增加一个作业班组", "施工单位", date(2023, 3, 15))],
        "主体施工，完成约45%",
    )
    line = only(workspace, project)
    assert [(one.number, one.text, one.responsible_unit) for one in line.problems] == [
        (1, "临时道路未通", "属地单位"),
        (2, "围挡破损", ""),
    ]
    assert [one.raised_on for one in workspace.read(problems, project)] == [TODAY, TODAY]
    assert [(one.text, one.due, one.light) for one in line.promises] == [
        ("增加一个作业班组", date(2023, 3, 15), Light.GREEN)
    ]
    known = workspace.read(physical_progress, project)
    assert (known.text, known.confirmed_on) == ("主体施工，完成约45%", TODAY)
    workspace.undo()
    assert workspace.read(visits, project) == ()
    assert workspace.read(problems, project) == ()
    assert workspace.read(physical_progress, project).text == ""
    workspace.redo()
    assert only(workspace, project) == line


def test_the_percentage_touches_no_figure_of_the_project(workspace: Workspace) -> None:
    project = a_site(workspace)
    before = workspace.read(dossier, project)
    workspace.do(record_visit, project, VisitForm(TODAY, percent=45))
    after = workspace.read(dossier, project)
    assert (after.form, after.profile, after.milestones) == (before.form, before.profile, before.milestones)


def test_progress_that_was_made_sure_of_later_is_not_overwritten(workspace: Workspace) -> None:
    project = a_site(workspace)
    workspace.do(write_physical_progress, project, "基础完成")
    workspace.do(confirm_physical_progress, project)
    with pytest.raises(UserError, match=r"physical\.older"):
        workspace.do(record_visit, project, VisitForm(LAST_WEEK, percent=20), progress="完成约20%")
    assert workspace.read(visits, project) == ()
    assert workspace.read(physical_progress, project).text == "基础完成"


def test_a_promise_counts_like_any_clock_until_it_is_kept(workspace: Workspace) -> None:
    project = a_site(workspace)
    promise = PromiseForm("补齐塔吊\n备案", "施工单位", date(2023, 2, 20))
    workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看现场"), promises=[promise])
    (clock,) = owed(workspace, ClockKind.PROMISE)
    assert (clock.face.label, clock.face.department) == ("现场承诺：补齐塔吊 备案", "施工单位")
    assert clock.face.light is Light.RED
    assert "前兑现" in workspace.read(explain, clock.face)
    # The board's light follows.
    assert workspace.read(register)[0].light is Light.RED
    offered = workspace.read(completion, clock.face.id)
    assert offered is not None and offered.act == "登记兑现"
    workspace.do(complete, clock.face.id, date(2023, 2, 21))
    assert owed(workspace, ClockKind.PROMISE) == []
    (kept,) = only(workspace, project).promises
    assert (kept.kept_on, kept.light) == (date(2023, 2, 21), Light.GREY)
    workspace.do(reopen_promise, kept.id)
    assert len(owed(workspace, ClockKind.PROMISE)) == 1


def test_a_promise_without_a_day_is_listed_and_does_not_call(workspace: Workspace) -> None:
    project = a_site(workspace)
    made = workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看现场")).value
    promise = workspace.do(add_promise, made, PromiseForm("报送凭证")).value
    assert owed(workspace, ClockKind.PROMISE) == []
    workspace.do(edit_promise, promise, PromiseForm("报送凭证", "建设单位", date(2023, 3, 1)))
    assert len(owed(workspace, ClockKind.PROMISE)) == 1
    for form, code in (
        (PromiseForm(" "), "promise.no_text"),
        (PromiseForm("报送", due=date(2023, 2, 1)), "promise.due_before_visit"),
    ):
        with pytest.raises(UserError, match=f"^{code}$"):
            workspace.do(edit_promise, promise, form)
    with pytest.raises(UserError, match=r"promise\.kept_out_of_range"):
        workspace.do(keep_promise, promise, TOMORROW)
    workspace.do(remove_promise, promise)
    assert only(workspace, project).promises == ()


def test_the_next_visit_calls_until_somebody_goes_or_it_is_withdrawn(workspace: Workspace) -> None:
    project = a_site(workspace)
    first = workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看现场", next_on=TODAY)).value
    (clock,) = owed(workspace, ClockKind.VISIT)
    assert (clock.face.owner_id, clock.face.due, clock.face.label) == (first, TODAY, "下次走访")
    assert workspace.read(completion, clock.face.id) is None
    workspace.do(withdraw_next_visit, first)
    assert owed(workspace, ClockKind.VISIT) == []
    with pytest.raises(UserError, match=r"visit\.no_next"):
        workspace.do(withdraw_next_visit, first)
    workspace.undo()
    assert len(owed(workspace, ClockKind.VISIT)) == 1
    second = workspace.do(record_visit, project, VisitForm(TODAY, "又看现场")).value
    assert owed(workspace, ClockKind.VISIT) == []
    assert [one.awaits_next for one in workspace.read(visits, project)] == [False, False]
    # Taken out again, the visit that had been agreed on is awaited as before.
    workspace.do(remove_visit, second)
    assert len(owed(workspace, ClockKind.VISIT)) == 1


def test_a_visit_that_the_team_owes_does_not_turn_the_project_red(workspace: Workspace) -> None:
    project = a_site(workspace)
    before = workspace.read(register)[0].light
    workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看", next_on=date(2023, 2, 20)))
    (clock,) = owed(workspace, ClockKind.VISIT)
    assert clock.face.light is Light.RED
    assert workspace.read(register)[0].light is before


def test_agreed_days_of_visits_and_promises_can_be_moved(workspace: Workspace) -> None:
    project = a_site(workspace)
    promises = [PromiseForm("报送", "建设单位", date(2023, 3, 1))]
    form = VisitForm(LAST_WEEK, "看", next_on=TODAY)
    made = workspace.do(record_visit, project, form, promises=promises).value
    (promise,) = only(workspace, project).promises
    for kind, owner in ((ClockKind.VISIT, made), (ClockKind.PROMISE, promise.id)):
        assert workspace.read(agreed_day, kind, owner) is not None
        workspace.do(move_agreed_day, kind, owner, date(2023, 3, 8))
    line = only(workspace, project)
    assert (line.form.next_on, line.promises[0].due) == (date(2023, 3, 8), date(2023, 3, 8))
    with pytest.raises(UserError, match=r"visit\.next_not_later"):
        workspace.do(plan_next_visit, made, LAST_WEEK)


def test_a_removed_visit_leaves_its_problems_and_photos(workspace: Workspace, tmp_path: Path) -> None:
    project = a_site(workspace)
    made = workspace.do(
        record_visit,
        project,
        VisitForm(LAST_WEEK, "看"),
        [FindingForm("围挡破损")],
        [PromiseForm("修好围挡", due=date(2023, 3, 1))],
    ).value
    photo = take_in(workspace, a_photo(tmp_path, "1.jpg"))
    workspace.do(add_photos, project, [photo], visit_id=made)
    workspace.do(remove_visit, made)
    assert workspace.read(visits, project) == () and owed(workspace, ClockKind.PROMISE) == []
    (problem,) = workspace.read(problems, project)
    assert problem.state is ProblemState.OPEN
    assert [one.visit_id for one in workspace.read(photos_of, project)] == [None]
    workspace.undo()
    line = only(workspace, project)
    assert (len(line.problems), len(line.promises), len(line.photos)) == (1, 1, 1)


def test_photos_go_with_the_visit_they_name_or_with_that_of_their_day(
    workspace: Workspace, tmp_path: Path
) -> None:
    project = a_site(workspace)
    taken = [
        take_in(workspace, a_photo(tmp_path, f"{n}.jpg", taken=f"2023:02:{n} 08:00:00", colour=(n, 9, 9)))
        for n in (16, 17)
    ]
    workspace.do(add_photos, project, taken)
    made = workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看")).value
    assert [one.name for one in workspace.read(visit, made).photos] == ["17.jpg"]
    older = next(one for one in workspace.read(photos_of, project) if one.name == "16.jpg")
    workspace.do(assign_photos, [older.id], made)
    assert {one.name for one in workspace.read(visit, made).photos} == {"16.jpg", "17.jpg"}
    other = workspace.do(a_project, name="另一个").value
    strange = workspace.do(record_visit, other, VisitForm(TODAY, "看")).value
    with pytest.raises(UserError, match=r"visit\.other_project"):
        workspace.do(assign_photos, [older.id], strange)
    with pytest.raises(UserError, match=r"visit\.other_project"):
        workspace.do(add_photos, project, taken, visit_id=strange)


def test_a_new_visit_begins_with_what_is_known(workspace: Workspace) -> None:
    project = a_site(workspace)
    start = workspace.read(visit_start, project)
    assert (start.who, start.nodes[:2]) == ("服务专员", (NodeKind.ENTRY.zh, NodeKind.FOUNDATION.zh))
    workspace.do(record_visit, project, VisitForm(TODAY, who="服务专员、供电公司", node="塔吊安装"))
    start = workspace.read(visit_start, project)
    assert start.who == "服务专员、供电公司" and start.nodes[-1] == "塔吊安装"
    other = workspace.do(a_project, name="另一个").value
    assert workspace.read(visit_start, other).who == "服务专员、供电公司"


def test_the_visit_that_a_paper_is_of_is_the_named_or_the_newest(workspace: Workspace) -> None:
    project = a_site(workspace)
    with pytest.raises(UserError, match=r"visit\.none"):
        workspace.read(visit_of, project, None)
    old = workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看")).value
    new = workspace.do(record_visit, project, VisitForm(TODAY, "又看")).value
    assert workspace.read(visit_of, project, None) == new
    assert workspace.read(visit_of, None, old) == workspace.read(visit_of, project, old) == old
    other = workspace.do(a_project, name="另一个").value
    with pytest.raises(UserError, match=r"visit\.other_project"):
        workspace.read(visit_of, other, old)
    with pytest.raises(UserError, match=r"project\.unknown"):
        workspace.read(visit_of, "nothing", None)


def test_a_field_day_lists_what_is_due_and_what_was_made_this_week(workspace: Workspace) -> None:
    late, soon, far = (workspace.do(a_project, name=name).value for name in ("甲项目", "乙项目", "丙项目"))
    for project, next_on in ((late, date(2023, 2, 21)), (soon, TODAY), (far, date(2023, 3, 20))):
        workspace.do(record_visit, project, VisitForm(LAST_WEEK, "看", next_on=next_on))
    workspace.do(
        record_visit,
        far,
        VisitForm(date(2023, 2, 20), "复看", next_on=date(2023, 3, 20)),
        promises=[
            PromiseForm("报送", "建设单位", date(2023, 3, 1)),
            PromiseForm("远期", due=date(2023, 6, 1)),
        ],
    )
    day = workspace.read(field_day)
    assert [(one.project, one.light, one.since) for one in day.visits] == [
        ("甲项目", Light.RED, LAST_WEEK),
        ("乙项目", Light.YELLOW, LAST_WEEK),
    ]
    assert [(one.project, one.who) for one in day.promises] == [("丙项目", "建设单位")]
    assert [(one.project, one.form.text) for one in day.made] == [("丙项目", "复看")]
