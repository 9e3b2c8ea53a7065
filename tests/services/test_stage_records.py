from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.services.stage_records import (
    EvidenceForm,
    VisitForm,
    edit_visit,
    evidence,
    record_evidence,
    record_visit,
    remove_evidence,
    remove_visit,
    visits,
)
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

TOMORROW = date(2023, 2, 25)


def test_a_paper_is_recorded_once_and_corrected(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    assert [line.form for line in workspace.read(evidence, project)] == [None] * len(Evidence)
    workspace.do(record_evidence, project, Evidence.PROPOSAL, EvidenceForm(date(2023, 2, 1), "可研1号"))
    form = EvidenceForm(date(2023, 2, 3), "可研2号", "修订稿")
    workspace.do(record_evidence, project, Evidence.PROPOSAL, form)
    assert workspace.read(evidence, project)[0].form == form
    workspace.do(remove_evidence, project, Evidence.PROPOSAL)
    workspace.do(remove_evidence, project, Evidence.PROPOSAL)
    assert workspace.read(evidence, project)[0].form is None
    workspace.undo()
    assert workspace.read(evidence, project)[0].form == form


def test_a_paper_does_not_come_in_tomorrow(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"evidence\.in_future"):
        workspace.do(record_evidence, project, Evidence.SETTLEMENT, EvidenceForm(TOMORROW))


def test_visits_are_listed_newest_first(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    words = "䶮𬭎" + "长" * 10_000
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
        pytest.param(VisitForm(date(2023, 2, 1), " \n"), "visit.no_text", id="nothing said"),
        pytest.param(VisitForm(TOMORROW, "看现场"), "visit.in_future", id="tomorrow"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(workspace: Workspace, form: VisitForm, code: str) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=code):
        workspace.do(record_visit, project, form)
    assert workspace.read(visits, project) == ()
