from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import AgreementKind
from fangzi_desktop.domain.terms import Milestone, Stage, StageStatus
from fangzi_desktop.services.agreements import (
    AgreementForm,
    AgreementLine,
    add_agreement,
    agreements,
    edit_agreement,
    formation,
    remove_agreement,
)
from fangzi_desktop.services.dossier import StageSpan, dossier
from fangzi_desktop.services.permit_results import decide_item
from fangzi_desktop.services.permits import accept_item
from fangzi_desktop.services.profiles import Profile, edit_profile
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.support import SupportForm, add_support
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits, item_id

# A Sunday; what really happened may fall on a rest day.
SIGNED = date(2022, 8, 21)
INVESTMENT = AgreementForm(
    AgreementKind.INVESTMENT, SIGNED, "坊招〔2022〕5号", "坊子区人民政府", "示例企业甲", "一式六份"
)


def read(workspace: Workspace, project: str) -> AgreementLine:
    (line,) = workspace.read(agreements, project)
    return line


def supervision(workspace: Workspace, project: str) -> StageSpan:
    spans = workspace.read(dossier, project).stages
    return next(span for span in spans if span.stage is Stage.COMPLIANCE)


def signed_on(workspace: Workspace, project: str) -> PartialDate | None:
    return workspace.read(dossier, project).milestones.get(Milestone.AGREEMENT)


def test_an_investment_agreement_is_the_signing_and_begins_supervision(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.FORMATION).value
    workspace.do(add_agreement, project, INVESTMENT)
    assert read(workspace, project).form == INVESTMENT
    assert read(workspace, project).title == "投资协议（坊招〔2022〕5号）"
    assert signed_on(workspace, project) == PartialDate.of(SIGNED)
    span = supervision(workspace, project)
    assert (span.status, span.started_on) == (StageStatus.ACTIVE, SIGNED)
    workspace.undo()
    assert workspace.read(agreements, project) == ()
    assert signed_on(workspace, project) is None
    assert supervision(workspace, project).status is StageStatus.PENDING


def test_a_signing_that_is_known_already_stays(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    month = PartialDate.from_code("2022-08")
    workspace.do(set_milestone, project, Milestone.AGREEMENT, month)
    workspace.do(add_agreement, project, INVESTMENT)
    assert signed_on(workspace, project) == month


def test_a_framework_agreement_is_no_signing_and_begins_nothing(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(add_agreement, project, replace(INVESTMENT, kind=AgreementKind.FRAMEWORK))
    assert signed_on(workspace, project) is None
    assert supervision(workspace, project).started_on is None


def test_a_mended_day_takes_signing_and_supervision_along(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    one = workspace.do(add_agreement, project, INVESTMENT).value
    right = date(2022, 8, 12)
    workspace.do(edit_agreement, one, replace(INVESTMENT, signed_on=right))
    assert signed_on(workspace, project) == PartialDate.of(right)
    assert supervision(workspace, project).started_on == right


def test_a_mended_day_leaves_a_signing_that_stood_elsewhere(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    first = workspace.do(add_agreement, project, INVESTMENT).value
    second = workspace.do(add_agreement, project, replace(INVESTMENT, signed_on=date(2022, 9, 1))).value
    workspace.do(edit_agreement, second, replace(INVESTMENT, signed_on=date(2022, 9, 2)))
    assert signed_on(workspace, project) == PartialDate.of(SIGNED)
    assert [line.id for line in workspace.read(agreements, project)] == [first, second]


def test_an_agreement_of_tomorrow_is_refused_whole(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"agreement\.in_future"):
        workspace.do(add_agreement, project, replace(INVESTMENT, signed_on=date(2023, 2, 25)))
    assert workspace.read(agreements, project) == ()
    assert signed_on(workspace, project) is None


def test_an_agreement_goes_only_when_nothing_hangs_on_it(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    one = workspace.do(add_agreement, project, INVESTMENT).value
    workspace.do(add_support, project, SupportForm("设备投资补助", agreement_id=one))
    assert read(workspace, project).supports == 1
    with pytest.raises(UserError, match=r"agreement\.in_use"):
        workspace.do(remove_agreement, one)
    workspace.undo()
    workspace.do(remove_agreement, one)
    assert workspace.read(agreements, project) == ()
    assert signed_on(workspace, project) == PartialDate.of(SIGNED)


def test_an_agreement_that_is_gone_says_so(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.do(edit_agreement, "nobody", INVESTMENT)
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.do(add_agreement, "nobody", INVESTMENT)


def test_long_words_and_rare_characters_are_kept_whole(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    note = "𠮷🏭" * 5_000
    workspace.do(add_agreement, project, replace(INVESTMENT, note=note))
    assert read(workspace, project).form.note == note


def test_the_formation_knows_company_and_filing(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    known = workspace.read(formation, project)
    assert (known.agreement, known.established, known.has_company) == (None, None, False)
    profile = Profile(developer="示例项目公司", licence_on=date(2022, 9, 5), platform_code="2209-370704")
    workspace.do(edit_profile, project, profile)
    workspace.do(add_agreement, project, INVESTMENT)
    filing = workspace.read(lambda view: item_id(view, project, "FILING"))  # type: ignore[arg-type]
    workspace.do(accept_item, filing, date(2022, 9, 8))
    workspace.do(decide_item, filing, date(2022, 9, 9), "2209-370704-04-01-123456")
    known = workspace.read(formation, project)
    assert known.has_company
    assert known.agreement == PartialDate.of(SIGNED)
    assert known.established == PartialDate.of(date(2022, 9, 9))
    assert known.established_by.endswith("2209-370704-04-01-123456")


def test_without_a_checklist_the_recorded_day_of_filing_counts(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    month = PartialDate.from_code("2022-09")
    workspace.do(set_milestone, project, Milestone.ESTABLISHED, month)
    known = workspace.read(formation, project)
    assert (known.established, known.established_by) == (month, "")
