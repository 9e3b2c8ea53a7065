"""What the gates say of a project as it is on record."""

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import Missing, Verdict
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentMetric,
    Element,
    Evidence,
    ReviewDecision,
    Side,
    StatsKind,
)
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Stage, StageStatus
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.gates import gate_standing, gate_verdicts
from fangzi_desktop.services.profiles import Profile, edit_profile
from fangzi_desktop.services.projects import (
    ProjectForm,
    change_status,
    edit_project,
    revise_project,
    set_gate,
    set_milestone,
)
from fangzi_desktop.services.stage_records import EvidenceForm, record_evidence
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.stage_tables import (
    AgreementRow,
    CommitmentRow,
    ElementRow,
    MeetingRow,
    OpinionRow,
    ReviewRoundRow,
    StatsFileRow,
)
from tests.builders import a_project

DAY = date(2023, 2, 20)


def missing(workspace: Workspace, project: str, to: Stage) -> tuple[object, ...]:
    return workspace.read(gate_verdicts, project)[to].missing


def test_a_complete_package_opens_the_way_into_the_review(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目").value
    assert len(missing(workspace, project, Stage.REVIEW)) == 8
    form = ProjectForm("甲项目", investment_yuan=10**8, area_mu=Decimal(30), output_yuan=10**8)
    workspace.do(edit_project, project, form)
    workspace.do(edit_profile, project, Profile(site_intention="坊安街道", tax_yuan=5_000_000))
    for kind in (Evidence.PROPOSAL, Evidence.INVESTOR_PROFILE):
        workspace.do(record_evidence, project, kind, EvidenceForm(DAY))
    assert missing(workspace, project, Stage.REVIEW) == (Missing.ELEMENTS,)

    def demand(work: Work) -> None:
        work.add(ElementRow(id="e", project_id=project, kind=Element.POWER, unit="kVA"))

    workspace.do(demand)
    assert workspace.read(gate_verdicts, project)[Stage.REVIEW].kind is Verdict.ALLOW


def test_a_leased_hall_stands_for_land(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(edit_profile, project, Profile(is_leased=True))
    assert Missing.LAND not in missing(workspace, project, Stage.REVIEW)


def test_the_newest_round_speaks_for_the_review_and_its_meeting_for_the_minutes(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value

    def review(work: Work) -> None:
        work.add(MeetingRow(id="m", name="论证会", held_on=DAY, minutes_no="纪要2号"))
        for number, decision in ((1, ReviewDecision.RETURN), (2, ReviewDecision.CONDITIONAL_PASS)):
            work.add(
                ReviewRoundRow(
                    id=f"r{number}",
                    project_id=project,
                    round_no=number,
                    accepted_on=DAY,
                    decision=decision,
                    decided_on=DAY,
                    meeting_id="m" if number == 2 else None,
                )
            )
            work.add(
                OpinionRow(
                    id=f"o{number}",
                    project_id=project,
                    round_id=f"r{number}",
                    department="生态环境分局",
                    requested_on=DAY,
                    due=DAY,
                    submitted_on=DAY if number == 2 else None,
                )
            )

    workspace.do(review)
    assert missing(workspace, project, Stage.FORMATION) == tuple(Gate)


def test_an_agreement_on_record_counts_without_a_milestone(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.FORMATION).value
    workspace.do(
        edit_profile, project, Profile(credit_code="91350100M000100Y43", licence_on=date(2023, 2, 1))
    )
    workspace.do(set_milestone, project, Milestone.ESTABLISHED, PartialDate(2023, 2))
    assert missing(workspace, project, Stage.PERMITS) == (Missing.AGREEMENT,)

    def sign(work: Work) -> None:
        kind = AgreementKind.INVESTMENT
        work.add(AgreementRow(id="a", project_id=project, kind=kind, signed_on=DAY))

    workspace.do(sign)
    assert missing(workspace, project, Stage.PERMITS) == ()


def test_an_entry_into_statistics_is_known_by_its_month_and_its_code(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.INVEST_STATS).value
    for kind in (Milestone.START, Milestone.START_STATISTICAL, Milestone.MAIN_COMPLETE):
        workspace.do(set_milestone, project, kind, PartialDate(2022, 9, 12))
    lacks = (Missing.STATS_ENTRY, Missing.STATS_CODE)
    assert missing(workspace, project, Stage.COMPLETION) == lacks

    def enter(work: Work) -> None:
        work.add(
            StatsFileRow(
                id="s",
                project_id=project,
                kind=StatsKind.INVEST,
                entry_month="2022-11",
                statistical_code="370704001",
            )
        )

    workspace.do(enter)
    assert missing(workspace, project, Stage.COMPLETION) == ()


def test_closing_a_project_checks_the_last_stage_and_ends_it(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.COMPLIANCE).value

    def promise(work: Work) -> None:
        metric = CommitmentMetric.TAX
        work.add(CommitmentRow(id="c", project_id=project, side=Side.ENTERPRISE, metric=metric))

    workspace.do(promise)
    assert workspace.read(gate_standing, project).closing == (Missing.COMMITMENTS, Evidence.SETTLEMENT)
    with pytest.raises(UserError, match=r"status\.not_settled"):
        workspace.do(change_status, project, ProjectStatus.CLOSED, DAY)
    workspace.do(edit_profile, project, Profile(supervised_until=date(2023, 2, 23)))
    workspace.do(record_evidence, project, Evidence.SETTLEMENT, EvidenceForm(DAY, "结论1号"))
    workspace.do(change_status, project, ProjectStatus.CLOSED, workspace.today)
    read = workspace.read(dossier, project)
    assert read.status is ProjectStatus.CLOSED
    assert read.stages[-1].status is StageStatus.DONE
    workspace.do(change_status, project, ProjectStatus.ACTIVE, workspace.today, "", "函3号")
    assert workspace.read(dossier, project).stages[-1].status is StageStatus.ACTIVE


def test_a_gate_that_failed_says_why_and_one_that_passed_does_not(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    with pytest.raises(UserError, match=r"gate\.no_reason"):
        workspace.do(set_gate, project, Gate.ENVIRONMENT, False, " ")
    workspace.do(set_gate, project, Gate.ENVIRONMENT, False, "总量指标不足")
    assert workspace.read(dossier, project).profile.gate_environment_note == "总量指标不足"
    workspace.do(set_gate, project, Gate.ENVIRONMENT, True)
    read = workspace.read(dossier, project)
    assert (read.gates[Gate.ENVIRONMENT], read.profile.gate_environment_note) == (True, "")


def test_a_revision_writes_form_dates_progress_and_profile_or_nothing(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目").value
    dates = {Milestone.START: PartialDate(2023, 2, 6), Milestone.PRODUCTION: PartialDate(2023, 1, 6)}
    with pytest.raises(UserError, match=r"milestone\.order"):
        workspace.do(revise_project, project, ProjectForm("乙项目"), dates, "在建", Profile(employees=3))
    read = workspace.read(dossier, project)
    assert (read.form.name, read.milestones, read.profile) == ("甲项目", {}, Profile())
    dates[Milestone.PRODUCTION] = PartialDate(2023, 2, 20)
    workspace.do(revise_project, project, ProjectForm("乙项目"), dates, "在建", Profile(employees=3))
    workspace.undo()
    assert workspace.read(dossier, project).form.name == "甲项目"
