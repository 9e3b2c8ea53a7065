from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import (
    Indicator,
    IndicatorVerdict,
    OpinionKind,
    RemovalReason,
    ReviewDecision,
)
from fangzi_desktop.domain.terms import ClockKind, Gate, Light, Milestone, ProjectStatus, Stage
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.projects import Override, change_status, set_gate
from fangzi_desktop.services.review import (
    ConditionForm,
    DecisionForm,
    OpinionForm,
    RoundLine,
    add_condition,
    add_opinion_request,
    change_acceptance,
    change_opinion_request,
    correct_decision,
    decide_round,
    edit_condition,
    indicator_lines,
    meet_condition,
    open_round,
    record_named_opinions,
    record_opinion,
    record_opinions,
    remove_opinion_request,
    reopen_condition,
    review_rounds,
    withdraw_round,
)
from fangzi_desktop.services.review_departments import (
    keep_departments,
    offered_departments,
    usual_departments,
)
from fangzi_desktop.services.review_lines import gate_lines
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.stage_tables import ProfileRow, ThresholdRow
from tests.builders import a_project

ACCEPTED = date(2023, 2, 6)
DECIDED = date(2023, 2, 17)
ASKED = ("发展和改革局", "财政局")


def a_round(workspace: Workspace, *departments: str, **values: Any) -> tuple[str, str]:
    """Add a project in its review with an open round; return the ids of both."""
    values.setdefault("stage", Stage.REVIEW)
    project = workspace.do(a_project, **values).value
    return project, workspace.do(open_round, project, ACCEPTED, departments or ASKED).value


def conclusion(decision: ReviewDecision, **values: Any) -> DecisionForm:
    values.setdefault("decided_on", DECIDED)
    values.setdefault("minutes_no", "坊论〔2023〕3号")
    if not decision.is_pass:
        values.setdefault("text", "能耗指标来源不明")
    if decision is ReviewDecision.DEFER:
        values.setdefault("review_on", date(2023, 5, 8))
    return DecisionForm(decision, **values)


def newest(workspace: Workspace, project: str) -> RoundLine:
    return workspace.read(review_rounds, project)[0]


def status(workspace: Workspace, project: str) -> ProjectStatus:
    return workspace.read(dossier, project).status


def test_accepting_a_package_asks_every_department_within_working_days(workspace: Workspace) -> None:
    project, _ = a_round(workspace)
    one = newest(workspace, project)
    assert (one.round_no, one.accepted_on, one.is_open) == (1, ACCEPTED, True)
    assert [line.department for line in one.opinions] == list(ASKED)
    # 5 working days after Monday 6 February.
    assert {line.due for line in one.opinions} == {date(2023, 2, 13)}
    assert one.missing == ASKED


def test_the_limit_of_the_review_runs_from_the_accepted_package(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    before = workspace.read(dossier, project).stage_clock
    assert before is not None and before.start == workspace.today
    workspace.do(open_round, project, ACCEPTED, ())
    face = workspace.read(dossier, project).stage_clock
    assert face is not None
    assert (face.start, face.due) == (ACCEPTED, date(2023, 2, 20))


def test_a_second_round_counts_its_own_limit_though_the_first_had_passed(workspace: Workspace) -> None:
    project, first = a_round(workspace)
    workspace.do(decide_round, first, conclusion(ReviewDecision.PASS))
    assert workspace.read(dossier, project).stage_clock is None
    workspace.do(open_round, project, date(2023, 2, 20), ())
    face = workspace.read(dossier, project).stage_clock
    assert face is not None and face.start == date(2023, 2, 20)


def test_a_planned_project_enters_the_review_with_its_package(workspace: Workspace) -> None:
    project, _ = a_round(workspace, stage=Stage.PLANNING)
    assert workspace.read(dossier, project).stage is Stage.REVIEW
    workspace.undo()
    assert workspace.read(dossier, project).stage is Stage.PLANNING


def test_missing_opinions_are_reminded_until_the_conclusion(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    first, second = newest(workspace, project).opinions
    owed = [line.face for line in workspace.read(deadlines) if line.face.kind is ClockKind.OPINION]
    assert {(face.label, face.department) for face in owed} == {
        ("论证意见：发展和改革局", "发展和改革局"),
        ("论证意见：财政局", "财政局"),
    }
    assert {face.light for face in owed} == {Light.RED} == {first.light}
    workspace.do(record_opinion, first.id, OpinionForm(OpinionKind.AGREE, date(2023, 2, 10)))
    assert [line.face.owner_id for line in workspace.read(deadlines)][-1:] != [first.id]
    assert workspace.do(decide_round, one, conclusion(ReviewDecision.PASS)).value == ("财政局",)
    assert not [line for line in workspace.read(deadlines) if line.face.kind is ClockKind.OPINION]
    assert newest(workspace, project).missing == ("财政局",)
    assert second.light is Light.RED


def test_a_reply_after_its_day_is_late_for_ever(workspace: Workspace) -> None:
    project, _ = a_round(workspace)
    first, second = newest(workspace, project).opinions
    workspace.do(record_opinion, first.id, OpinionForm(OpinionKind.AGREE, date(2023, 2, 13)))
    workspace.do(
        record_opinion, second.id, OpinionForm(OpinionKind.CONDITIONAL, date(2023, 2, 14), "", "先缴税")
    )
    assert [line.is_late for line in newest(workspace, project).opinions] == [False, True]


def test_a_request_to_another_department_is_another_row_with_all_that_was_recorded(
    workspace: Workspace,
) -> None:
    project, _ = a_round(workspace)
    first = newest(workspace, project).opinions[0]
    form = OpinionForm(OpinionKind.CONDITIONAL, date(2023, 2, 10), "原则同意", "先缴税")
    workspace.do(record_opinion, first.id, form)
    before = newest(workspace, project).opinions[0]
    workspace.do(change_opinion_request, first.id, "统计局", first.due)
    after = newest(workspace, project).opinions[0]
    assert after == replace(before, id=after.id, department="统计局")
    assert after.id != first.id
    workspace.undo()
    assert newest(workspace, project).opinions[0] == before


def test_several_departments_agree_in_one_act_or_not_at_all(workspace: Workspace) -> None:
    project, _ = a_round(workspace)
    ids = [line.id for line in newest(workspace, project).opinions]
    form = OpinionForm(OpinionKind.AGREE, date(2023, 2, 10))
    assert workspace.do(record_opinions, ids, form).value == 2
    with pytest.raises(UserError, match=r"review\.opinion_there"):
        workspace.do(record_opinions, ids, form)
    workspace.undo()
    assert newest(workspace, project).missing == ASKED


def test_pasted_opinions_name_their_departments(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    agrees = OpinionForm(OpinionKind.AGREE, date(2023, 2, 10), "无意见")
    with pytest.raises(UserError, match=r"review\.unknown_department"):
        workspace.do(record_named_opinions, one, [("财政局", agrees), ("气象局", agrees)])
    assert newest(workspace, project).missing == ASKED
    workspace.do(record_named_opinions, one, [("财政局 ", agrees)])
    assert newest(workspace, project).missing == ("发展和改革局",)


def test_a_department_is_asked_later_corrected_and_asked_no_more(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    added = workspace.do(add_opinion_request, one, "水利局", date(2023, 2, 8)).value
    assert newest(workspace, project).opinions[-1].due == date(2023, 2, 15)
    workspace.do(change_opinion_request, added, "统计局", date(2023, 2, 20))
    added = newest(workspace, project).opinions[-1].id
    with pytest.raises(UserError, match=r"review\.duplicate_department"):
        workspace.do(change_opinion_request, added, "财政局", date(2023, 2, 20))
    for name, on, due, code in (
        (" ", None, None, "review.no_department_name"),
        ("财政局", None, None, "review.duplicate_department"),
        ("水利局", date(2023, 2, 3), None, "review.request_out_of_range"),
        ("水利局", date(2023, 2, 8), date(2023, 2, 7), "review.due_early"),
    ):
        with pytest.raises(UserError, match=code):
            workspace.do(add_opinion_request, one, name, on, due)
    workspace.do(record_opinion, added, OpinionForm(OpinionKind.NOT_APPLICABLE, DECIDED))
    with pytest.raises(UserError, match=r"review\.opinion_there"):
        workspace.do(remove_opinion_request, added)
    workspace.do(record_opinion, added, OpinionForm())
    workspace.do(remove_opinion_request, added)
    assert [line.department for line in newest(workspace, project).opinions] == list(ASKED)


def test_a_pass_dates_the_milestone_and_keeps_figures_thresholds_and_gates(workspace: Workspace) -> None:
    values = {"fixed_investment_yuan": 1_000_000_000, "area_mu": Decimal(485)}
    project, one = a_round(workspace, **values)
    workspace.do(set_gate, project, Gate.SAFETY, True)
    workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))

    def raise_the_line(work: Work) -> None:
        row = ThresholdRow(
            id=work.new_id(),
            indicator=Indicator.INVESTMENT_INTENSITY,
            comparison=newest_line(workspace, project).comparison,
            value=Decimal(200),
            valid_from=DECIDED,
        )
        work.add(row)

    workspace.do(raise_the_line)
    workspace.do(set_gate, project, Gate.SAFETY, False, "有重大危险源")
    read = newest(workspace, project)
    frozen = read.indicators[0]
    assert (frozen.value, frozen.threshold) == (Decimal("206.2"), Decimal(300))
    assert frozen.verdict is IndicatorVerdict.BELOW
    assert read.gates[Gate.SAFETY] is True and read.gates[Gate.CAPACITY] is None
    assert newest_line(workspace, project).verdict is IndicatorVerdict.MET
    before = workspace.read(indicator_lines, project, date(2023, 2, 16))[0]
    assert before.verdict is IndicatorVerdict.BELOW
    assert workspace.read(dossier, project).milestones[Milestone.REVIEW_PASSED].as_date() == DECIDED
    assert len(read.indicators) == len(Indicator)


def newest_line(workspace: Workspace, project: str) -> Any:
    return workspace.read(indicator_lines, project)[0]


def test_indicators_know_their_figures_and_what_is_missing(workspace: Workspace) -> None:
    project = workspace.do(a_project, output_yuan=100_000_000, area_mu=Decimal(10)).value

    def profile(work: Work) -> None:
        work.add(ProfileRow(id=project, project_id=project, tax_yuan=3_000_000))

    workspace.do(profile)
    read = {one.indicator: one for one in workspace.read(indicator_lines, project)}
    tax = read[Indicator.TAX_PER_MU]
    assert (tax.value, tax.above_value, tax.below_value) == (Decimal(30), Decimal(300), Decimal(10))
    assert read[Indicator.RD_INTENSITY].verdict is IndicatorVerdict.UNKNOWN
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(indicator_lines, "nobody")


@pytest.mark.parametrize(
    ("decision", "after"),
    [
        (ReviewDecision.DEFER, ProjectStatus.DEFERRED),
        (ReviewDecision.RETURN, ProjectStatus.RETURNED),
        (ReviewDecision.VETO, ProjectStatus.VETOED),
    ],
)
def test_what_is_not_passed_stops_the_project_by_the_same_minutes(
    workspace: Workspace, decision: ReviewDecision, after: ProjectStatus
) -> None:
    project, one = a_round(workspace)
    workspace.do(decide_round, one, conclusion(decision))
    read = workspace.read(dossier, project)
    assert read.status is after
    (change,) = read.status_changes
    assert (change.changed_on, change.document_no) == (DECIDED, "坊论〔2023〕3号")
    assert change.reason == "能耗指标来源不明"
    assert Milestone.REVIEW_PASSED not in read.milestones
    workspace.undo()
    assert newest(workspace, project).is_open and status(workspace, project) is ProjectStatus.ACTIVE


def test_a_returned_project_goes_on_with_its_next_round_and_keeps_the_first(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    workspace.do(decide_round, one, conclusion(ReviewDecision.RETURN, decided_on=date(2023, 2, 15)))
    workspace.do(open_round, project, date(2023, 2, 20), ("财政局",))
    second, first = workspace.read(review_rounds, project)
    assert (second.round_no, second.missing) == (2, ("财政局",))
    assert (first.decision, first.minutes_no) == (ReviewDecision.RETURN, "坊论〔2023〕3号")
    assert status(workspace, project) is ProjectStatus.ACTIVE
    (owed,) = [line.face for line in workspace.read(deadlines) if line.face.kind is ClockKind.OPINION]
    assert owed.label == "论证意见（第2轮）：财政局"


def test_a_vetoed_project_comes_back_only_with_a_paper(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    workspace.do(decide_round, one, conclusion(ReviewDecision.VETO))
    with pytest.raises(UserError, match=r"status\.no_document"):
        workspace.do(open_round, project, date(2023, 2, 20), ())
    workspace.do(open_round, project, date(2023, 2, 20), (), "坊论〔2023〕4号")
    assert newest(workspace, project).round_no == 2
    assert status(workspace, project) is ProjectStatus.ACTIVE


def test_a_project_that_left_is_not_reviewed(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    reason = RemovalReason.NO_PROGRESS
    workspace.do(change_status, project, ProjectStatus.REMOVED, workspace.today, "长期无进展", "1号", reason)
    with pytest.raises(UserError, match=r"review\.left"):
        workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))
    with pytest.raises(UserError, match=r"review\.left"):
        workspace.do(open_round, project, workspace.today, ())


def test_a_failed_gate_vetoes_a_pass_unless_minutes_say_otherwise(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    workspace.do(set_gate, project, Gate.ENVIRONMENT, False, "无排放总量来源")
    with pytest.raises(UserError, match=r"review\.gate_failed"):
        workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))
    with pytest.raises(UserError, match=r"gate\.no_minutes"):
        workspace.do(decide_round, one, conclusion(ReviewDecision.PASS), Override("区政府专题研究", ""))
    assert newest(workspace, project).is_open
    override = Override("区政府专题研究", "坊政纪〔2023〕8号")
    workspace.do(decide_round, one, conclusion(ReviewDecision.PASS), override)
    (kept,) = workspace.read(dossier, project).overrides
    assert kept.minutes_no == "坊政纪〔2023〕8号"
    assert newest(workspace, project).gates[Gate.ENVIRONMENT] is False


def test_a_gate_keeps_its_reason(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(set_gate, project, Gate.SAFETY, True)
    for gate in Gate:
        workspace.do(set_gate, project, gate, False, f"{gate.zh}理由")
    read = workspace.read(gate_lines, project)
    assert [(line.passed, line.note) for line in read] == [(False, f"{gate.zh}理由") for gate in Gate]
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(gate_lines, "nobody")


def test_conditions_are_owed_until_they_are_met(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    wanted = ConditionForm("落实能耗指标", "发展和改革局", date(2023, 2, 28))
    workspace.do(decide_round, one, conclusion(ReviewDecision.CONDITIONAL_PASS, conditions=(wanted,)))
    (owed,) = [line.face for line in workspace.read(deadlines) if line.face.kind is ClockKind.CONDITION]
    assert (owed.label, owed.department) == ("论证条件：落实能耗指标", "发展和改革局")
    (line,) = newest(workspace, project).conditions
    assert line.light is Light.YELLOW
    with pytest.raises(UserError, match=r"review\.met_out_of_range"):
        workspace.do(meet_condition, line.id, date(2023, 2, 16), "")
    workspace.do(meet_condition, line.id, date(2023, 2, 22), "指标已批复")
    (line,) = newest(workspace, project).conditions
    assert (line.met_on, line.note, line.light) == (date(2023, 2, 22), "指标已批复", Light.GREY)
    assert not [line for line in workspace.read(deadlines) if line.face.kind is ClockKind.CONDITION]
    with pytest.raises(UserError, match=r"review\.met_already"):
        workspace.do(meet_condition, line.id, workspace.today, "")
    workspace.do(reopen_condition, line.id)
    with pytest.raises(UserError, match=r"review\.not_met"):
        workspace.do(reopen_condition, line.id)
    workspace.do(edit_condition, line.id, ConditionForm("落实能耗和排放指标"))
    (line,) = newest(workspace, project).conditions
    assert (line.text, line.due, line.light) == ("落实能耗和排放指标", None, Light.GREY)
    workspace.do(add_condition, one, ConditionForm("设备先进性复核", due=date(2023, 3, 31)))
    assert len(newest(workspace, project).conditions) == 2


def test_a_condition_is_added_only_to_a_conditional_pass(workspace: Workspace) -> None:
    _, one = a_round(workspace)
    with pytest.raises(UserError, match=r"review\.not_decided"):
        workspace.do(add_condition, one, ConditionForm("甲"))
    workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))
    with pytest.raises(UserError, match=r"review\.condition_not_wanted"):
        workspace.do(add_condition, one, ConditionForm("甲"))


def test_a_decided_round_stays_as_it_is(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    (opinion, _) = newest(workspace, project).opinions
    workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))
    for command, values in (
        (decide_round, (one, conclusion(ReviewDecision.VETO))),
        (add_opinion_request, (one, "水利局")),
        (remove_opinion_request, (opinion.id,)),
        (change_acceptance, (one, ACCEPTED)),
        (withdraw_round, (one,)),
    ):
        with pytest.raises(UserError, match=r"review\.decided_already"):
            workspace.do(command, *values)  # type: ignore[arg-type]


def test_one_round_is_open_at_a_time(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    with pytest.raises(UserError, match=r"review\.round_open"):
        workspace.do(open_round, project, workspace.today, ())
    workspace.do(withdraw_round, one)
    assert workspace.read(review_rounds, project) == ()
    assert not [line for line in workspace.read(deadlines) if line.face.kind is ClockKind.OPINION]


def test_a_round_that_was_answered_is_not_deleted(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    opinion = newest(workspace, project).opinions[0].id
    workspace.do(record_opinion, opinion, OpinionForm(OpinionKind.AGREE, DECIDED))
    with pytest.raises(UserError, match=r"review\.round_answered"):
        workspace.do(withdraw_round, one)


def test_the_day_of_acceptance_is_corrected_behind_the_last_conclusion(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    workspace.do(change_acceptance, one, date(2023, 2, 1))
    assert newest(workspace, project).accepted_on == date(2023, 2, 1)
    workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))
    second = workspace.do(open_round, project, date(2023, 2, 20), ()).value
    with pytest.raises(UserError, match=r"review\.accepted_out_of_range"):
        workspace.do(change_acceptance, second, date(2023, 2, 16))


def test_a_wrong_conclusion_is_corrected_with_all_that_followed(workspace: Workspace) -> None:
    project, one = a_round(workspace, area_mu=Decimal(485), fixed_investment_yuan=1_000_000_000)
    with pytest.raises(UserError, match=r"review\.not_decided"):
        workspace.do(correct_decision, one, conclusion(ReviewDecision.PASS))
    workspace.do(decide_round, one, conclusion(ReviewDecision.VETO))
    condition = ConditionForm("落实能耗指标")
    corrected = conclusion(
        ReviewDecision.CONDITIONAL_PASS, decided_on=date(2023, 2, 16), conditions=(condition,)
    )
    workspace.do(correct_decision, one, corrected)
    read = workspace.read(dossier, project)
    assert (read.status, read.status_changes) == (ProjectStatus.ACTIVE, ())
    assert read.milestones[Milestone.REVIEW_PASSED].as_date() == date(2023, 2, 16)
    workspace.do(correct_decision, one, conclusion(ReviewDecision.PASS, minutes_no="坊论〔2023〕5号"))
    line = newest(workspace, project)
    assert (line.minutes_no, line.conditions) == ("坊论〔2023〕5号", ())
    assert line.indicators[0].value == Decimal("206.2")


def test_a_correction_does_not_reach_behind_what_came_later(workspace: Workspace) -> None:
    project, one = a_round(workspace)
    workspace.do(decide_round, one, conclusion(ReviewDecision.DEFER))
    workspace.do(change_status, project, ProjectStatus.ACTIVE, workspace.today, "", "")
    with pytest.raises(UserError, match=r"review\.status_moved_on"):
        workspace.do(correct_decision, one, conclusion(ReviewDecision.RETURN))
    workspace.do(open_round, project, workspace.today, ())
    with pytest.raises(UserError, match=r"review\.superseded"):
        workspace.do(correct_decision, one, conclusion(ReviewDecision.PASS))


def test_a_correction_is_held_against_the_thresholds_of_its_day(workspace: Workspace) -> None:
    project, one = a_round(workspace, area_mu=Decimal(485), fixed_investment_yuan=1_000_000_000)
    workspace.do(decide_round, one, conclusion(ReviewDecision.PASS))

    def lower(work: Work) -> None:
        usual = work.rules.stages.threshold(Indicator.INVESTMENT_INTENSITY, work.today)
        assert usual is not None
        work.add(
            ThresholdRow(
                id=work.new_id(),
                indicator=usual.indicator,
                comparison=usual.comparison,
                value=Decimal(200),
                valid_from=date(2023, 2, 20),
            )
        )

    workspace.do(lower)
    workspace.do(correct_decision, one, conclusion(ReviewDecision.PASS, decided_on=date(2023, 2, 21)))
    assert newest(workspace, project).indicators[0].verdict is IndicatorVerdict.MET


def test_the_team_keeps_its_own_list_of_departments(workspace: Workspace) -> None:
    project = workspace.do(a_project, responsible_unit="凤凰街道").value
    assert "税务局" in workspace.read(usual_departments)
    offered = workspace.read(offered_departments, project)
    assert [one.name for one in offered if one.usual][-1] == "凤凰街道"
    assert ("水利局", False) in [(one.name, one.usual) for one in offered]
    workspace.do(keep_departments, ["财政局", " ", "财政局", "气象局"])
    assert workspace.read(usual_departments) == ("财政局", "气象局")
    workspace.do(keep_departments, ["财政局"])
    assert ("税务局", False) in [(o.name, o.usual) for o in workspace.read(offered_departments, project)]
    with pytest.raises(UserError, match=r"review\.no_department_name"):
        workspace.do(keep_departments, [" "])


def test_a_long_text_with_rare_characters_is_kept_whole(workspace: Workspace) -> None:
    text = "㛃𬭎䶮🏗️" * 2000
    project, one = a_round(workspace)
    opinion = newest(workspace, project).opinions[0].id
    workspace.do(record_opinion, opinion, OpinionForm(OpinionKind.DISAGREE, DECIDED, text))
    workspace.do(decide_round, one, conclusion(ReviewDecision.VETO, text=text))
    read = newest(workspace, project)
    assert read.text == read.opinions[0].text == text
