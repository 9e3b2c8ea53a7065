from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Intent, LeadSource, Sector
from fangzi_desktop.services.profiles import Profile, edit_profile, profile
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

FULL = Profile(
    source=LeadSource.INVESTMENT_ATTRACTION,
    contact="综合部",
    first_contact_on=date(2023, 1, 5),
    intent=Intent.FIRM,
    industry_code="C3824",
    site_intention="坊子工业发展区",
    is_leased=True,
    tax_yuan=12_000_000,
    employees=120,
    energy_tce=Decimal("980.5"),
    floor_area_sqm=Decimal(26600),
    credit_code="91350100M000100Y43",
    licence_on=date(2023, 2, 1),
    sector=Sector.INDUSTRY,
)


def test_a_profile_is_empty_until_it_is_filled_in_and_is_kept_whole(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    assert workspace.read(profile, project) == Profile()
    workspace.do(edit_profile, project, FULL)
    assert workspace.read(profile, project) == FULL
    workspace.undo()
    assert workspace.read(profile, project) == Profile()


def test_codes_are_written_in_capitals_and_rare_words_are_kept(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    words = "䶮𬭎<b>&" + "长" * 10_000
    form = replace(FULL, credit_code=" 91350100m000100y43 ", site_intention=words)
    workspace.do(edit_profile, project, form)
    read = workspace.read(profile, project)
    assert (read.credit_code, read.site_intention) == ("91350100M000100Y43", words)


def test_a_refused_profile_writes_nothing(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"profile\.negative"):
        workspace.do(edit_profile, project, replace(FULL, tax_yuan=-1))
    assert workspace.read(profile, project) == Profile()
