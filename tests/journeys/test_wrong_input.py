"""What people type wrongly is refused in one sentence, and what is only unusual is kept and printed whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import pdfplumber
import pytest

from fangzi_desktop.domain.dates import PartialDate, week_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import AgreementKind, CommitmentMetric, Element, Side
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Stage
from fangzi_desktop.services.agreements import AgreementForm, add_agreement
from fangzi_desktop.services.commitments import CommitmentForm, add_commitment
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.elements import ElementForm, add_element
from fangzi_desktop.services.history import project_history
from fangzi_desktop.services.months import MonthForm, write_month
from fangzi_desktop.services.phases import PhaseForm, add_phase
from fangzi_desktop.services.printing import weekly_bytes
from fangzi_desktop.services.problems import ProblemForm, problems, raise_problem
from fangzi_desktop.services.profiles import Profile, edit_profile
from fangzi_desktop.services.projects import (
    ProjectForm,
    change_status,
    edit_project,
    move_project,
    set_milestone,
)
from fangzi_desktop.services.review import open_round
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.ui.messages import sentence
from tests.builders import a_project

TODAY = date(2023, 2, 24)
NONE = Decimal(0)
_SLIP = "91370704MA00000000"
Command = Callable[[Work, str], object]


@dataclass(frozen=True)
class Wrong:
    """Something wrong, and a word that its refusal must say."""

    command: Command
    says: str


def milestone(kind: Milestone, day: date) -> Command:
    return lambda work, project: set_milestone(work, project, kind, PartialDate.of(day))


def after(first: Command, then: Command) -> Command:
    def both(work: Work, project: str) -> object:
        first(work, project)
        work.flush()
        return then(work, project)

    return both


WRONG = {
    "negative money": Wrong(
        lambda work, one: edit_project(work, one, ProjectForm("甲", investment_yuan=-1)), "负"
    ),
    "no land at all": Wrong(lambda work, one: edit_project(work, one, ProjectForm("甲", area_mu=NONE)), "0"),
    "a phase without area": Wrong(lambda work, one: add_phase(work, one, PhaseForm("一期", NONE)), "0"),
    "negative tax": Wrong(lambda work, one: edit_profile(work, one, Profile(tax_yuan=-1)), "负"),
    "a credit code with a slip": Wrong(
        lambda work, one: edit_profile(work, one, Profile(credit_code=_SLIP)),
        "统一社会信用代码",
    ),
    "production before construction": Wrong(
        after(
            milestone(Milestone.START, date(2023, 2, 1)), milestone(Milestone.PRODUCTION, date(2023, 1, 1))
        ),
        "投产",
    ),
    "a fact that lies ahead": Wrong(milestone(Milestone.START, date(2023, 2, 25)), "今天"),
    "a commitment without day or event": Wrong(
        lambda work, one: add_commitment(
            work, one, CommitmentForm(Side.ENTERPRISE, CommitmentMetric.NO_TRANSFER, "不转让")
        ),
        "期限",
    ),
    "an agreement signed tomorrow": Wrong(
        lambda work, one: add_agreement(
            work, one, AgreementForm(AgreementKind.INVESTMENT, date(2023, 2, 25))
        ),
        "今天",
    ),
    "a demand of nothing": Wrong(
        lambda work, one: add_element(work, one, ElementForm(Element.WATER, unit="立方米/日", demand=NONE)),
        "0",
    ),
    "a month that lies ahead": Wrong(
        lambda work, one: write_month(work, one, MonthForm("2023-03", None, 1)), "月"
    ),
    "a veto without its paper": Wrong(
        lambda work, one: change_status(work, one, ProjectStatus.VETOED, TODAY, "不符合"), "文号"
    ),
    "back without a reason": Wrong(lambda work, one: move_project(work, one, Stage.PLANNING), "原因"),
    "a package accepted tomorrow": Wrong(
        lambda work, one: open_round(work, one, date(2023, 2, 25), ("发展和改革局",)), "今天"
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_refused_in_one_sentence_and_changes_nothing(
    workspace: Workspace, name: str
) -> None:
    wrong = WRONG[name]
    project = workspace.do(a_project, "甲", Stage.REVIEW).value
    before, told = workspace.read(dossier, project), workspace.read(project_history, project)
    with pytest.raises(UserError) as refused:
        workspace.do(wrong.command, project)
    words = sentence(refused.value)
    assert wrong.says in words and words.endswith("。") and "\n" not in words
    assert workspace.read(dossier, project) == before
    assert workspace.read(project_history, project) == told


UNUSUAL = {
    "ten thousand characters": "论证情况良好，" * 1430,
    "emoji": "已封顶🏗️，进度👍🏽",
    "rare characters": "㛃𬭎䶮𠮷镕喆",
    "markup": "<b>用电</b> & <img src=file:///etc/passwd>",
    "right to left": "项目 مشروع 推进",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_only_unusual_is_kept_whole(workspace: Workspace, name: str) -> None:
    text = UNUSUAL[name]
    project = workspace.do(a_project, "甲", Stage.CONSTRUCTION).value
    workspace.do(raise_problem, project, ProblemForm(text, due=date(2023, 3, 1)))
    (problem,) = workspace.read(problems, project)
    assert problem.text == text


@pytest.mark.parametrize("name", [one for one in UNUSUAL if one not in ("emoji", "right to left")])
def test_what_is_only_unusual_is_printed_whole(workspace: Workspace, name: str) -> None:
    text = UNUSUAL[name]
    project = workspace.do(a_project, "甲", Stage.CONSTRUCTION).value
    workspace.do(raise_problem, project, ProblemForm(text, due=date(2023, 3, 1)))
    printed = workspace.read(weekly_bytes, week_of(TODAY))
    with pdfplumber.open(BytesIO(printed.pdf)) as document:
        said = "".join(page.extract_text(x_tolerance=1) or "" for page in document.pages)
    for character in set(text) - set(" \n"):
        assert character in said or character in printed.missing, character
