from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.idle_land import LandState
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.idle_land import LandTermsForm, land, set_land_terms
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.stage_tables import StoppageRow
from tests.builders import a_project


def test_not_begun_a_year_after_the_agreed_start_costs_a_fifth_of_the_price(workspace: Workspace) -> None:
    project = workspace.do(a_project, area_mu=Decimal(50)).value
    form = LandTermsForm(date(2022, 2, 1), None, 30_000_000, None)
    workspace.do(set_land_terms, project, form)
    found = workspace.read(land, project)
    assert (found.form, found.reckoning.state) == (form, LandState.FEE)
    assert found.reckoning.fee_yuan == 6_000_000
    (clock,) = workspace.read(deadlines)
    assert (clock.face.kind, clock.face.due) == (ClockKind.IDLE_LAND, date(2023, 2, 1))
    assert clock.face.light is Light.RED


def test_it_calls_from_the_day_after_the_agreed_start(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(set_land_terms, project, LandTermsForm(date(2023, 2, 23)))
    (clock,) = workspace.read(deadlines)
    assert (clock.face.due, clock.face.light) == (date(2024, 2, 23), Light.YELLOW)
    workspace.do(set_land_terms, project, LandTermsForm(date(2023, 2, 23), date(2023, 2, 24)))
    assert not workspace.read(deadlines)
    assert workspace.read(land, project).reckoning.state is LandState.BEGUN


def test_a_start_known_by_its_month_is_a_start_and_is_kept(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(set_milestone, project, Milestone.START_CONTRACT, PartialDate(2023, 1))
    workspace.do(set_land_terms, project, LandTermsForm(date(2021, 2, 1), built_area_mu=Decimal(3)))
    assert not workspace.read(deadlines)
    assert workspace.read(land, project).reckoning.state is LandState.BEGUN


def test_what_was_built_on_fits_the_land(workspace: Workspace) -> None:
    project = workspace.do(a_project, area_mu=Decimal(50)).value
    with pytest.raises(UserError, match=r"land\.built_too_much"):
        workspace.do(set_land_terms, project, LandTermsForm(built_area_mu=Decimal(51)))
    with pytest.raises(UserError, match=r"profile\.negative"):
        workspace.do(set_land_terms, project, LandTermsForm(land_price_yuan=-1))
    with pytest.raises(UserError, match=r"milestone\.in_future"):
        workspace.do(set_land_terms, project, LandTermsForm(started_on=date(2023, 2, 25)))
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(land, "nobody")


def test_a_recorded_excuse_is_named(workspace: Workspace) -> None:
    def a_stop(work: Work, project: str) -> None:
        work.add(
            StoppageRow(
                id=work.new_id(),
                project_id=project,
                first=date(2022, 5, 1),
                last=None,
                reason="配套道路未建成",
                is_excused=True,
            )
        )

    project = workspace.do(a_project).value
    workspace.do(a_stop, project)
    workspace.do(set_land_terms, project, LandTermsForm(date(2022, 2, 1)))
    reckoning = workspace.read(land, project).reckoning
    assert reckoning.state is LandState.EXCUSED
    assert "配套道路未建成" in reckoning.words[1]
