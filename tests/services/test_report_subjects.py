"""What a paper can be about."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.report_terms import ReportKind, Setting, Subject
from fangzi_desktop.domain.terms import ProjectStatus
from fangzi_desktop.services.meetings import MeetingForm, add_meeting
from fangzi_desktop.services.pinyin import matches
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.services.report_subjects import has_projects, report_subjects
from fangzi_desktop.services.reports import ReportAsk, formats, is_document, is_made
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project


def names(workspace: Workspace, subject: Subject) -> list[str]:
    return [one.name for one in workspace.read(report_subjects, subject)]


def test_projects_are_offered_by_name_with_those_that_left_last(workspace: Workspace) -> None:
    assert not workspace.read(has_projects)
    gone = workspace.do(a_project, "阿项目").value
    for name in ("乙项目", "甲项目"):
        workspace.do(a_project, name)
    workspace.do(change_status, gone, ProjectStatus.VETOED, date(2023, 2, 24), "企业退出", "专班〔2023〕3号")
    assert names(workspace, Subject.PROJECT) == ["甲项目", "乙项目", "阿项目"]
    assert workspace.read(has_projects)
    first = workspace.read(report_subjects, Subject.PROJECT)[0]
    assert matches(first.search_key, "jxm")


def test_officers_are_offered_once_each(workspace: Workspace) -> None:
    for number, officer in enumerate(("乙", "甲", "乙", "")):
        workspace.do(a_project, f"项目{number}", service_officer=officer)
    assert names(workspace, Subject.OFFICER) == ["甲", "乙"]


def test_meetings_are_offered_with_their_day_the_latest_first(workspace: Workspace) -> None:
    for number, day in ((1, date(2023, 1, 5)), (2, date(2023, 2, 9))):
        workspace.do(add_meeting, MeetingForm(f"第{number}次论证会", day))
    assert names(workspace, Subject.MEETING) == ["第2次论证会（2023-02-09）", "第1次论证会（2023-01-05）"]


def test_a_paper_of_all_projects_has_no_choice(workspace: Workspace) -> None:
    workspace.do(a_project)
    assert names(workspace, Subject.ALL) == []


@pytest.mark.parametrize("kind", list(ReportKind))
def test_what_is_a_document_is_made_and_can_be_saved(kind: ReportKind) -> None:
    assert is_made(kind) or not is_document(kind)
    assert formats(ReportAsk(kind))[0] == ".pdf"


def test_a_wide_paper_leaves_a_choice_of_sheets() -> None:
    assert ReportKind.LEDGER.sheets == (Setting.LANDSCAPE, Setting.WIDE)
    assert ReportKind.WEEKLY.sheets == ()


def test_only_a_plan_is_of_a_time_to_come() -> None:
    assert [kind for kind in ReportKind if kind.looks_ahead] == [ReportKind.WEEK_PLAN]
