from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.services.stage_records import (
    EvidenceForm,
    evidence,
    record_evidence,
    remove_evidence,
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
