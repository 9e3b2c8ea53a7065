from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.review_figures import ReviewFigures
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Stage
from fangzi_desktop.services.projects import change_status, set_milestone
from fangzi_desktop.services.review_figures import review_figures
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project


def test_vetoed_and_removed_projects_are_counted_apart_and_each_once(workspace: Workspace) -> None:
    passed, vetoed, removed, _ = (
        workspace.do(a_project, name, Stage.REVIEW).value for name in ("甲", "乙", "丙", "丁")
    )
    for project in (passed, removed):
        workspace.do(set_milestone, project, Milestone.REVIEW_PASSED, PartialDate(2023, 2))
    workspace.do(change_status, vetoed, ProjectStatus.VETOED, workspace.today, "产能过剩", "纪要1号")
    workspace.do(
        change_status,
        removed,
        ProjectStatus.REMOVED,
        workspace.today,
        "无进展",
        "纪要1号",
        RemovalReason.NO_PROGRESS,
    )
    assert workspace.read(review_figures) == ReviewFigures(passed=1, vetoed=1, removed=1)
