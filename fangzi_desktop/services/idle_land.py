"""The land of a project: what its contract says, and whether it lies idle (闲置土地处置办法)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.idle_land import LandFacts, LandState, Reckoning, Standstill, reckon
from fangzi_desktop.domain.profiles import check_profile
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.services.profiles import profile_row
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.storage.commitments import known_days
from fangzi_desktop.storage.idle_land import (
    STARTS,
    all_stoppage_rows,
    begun_projects,
    land_rows,
    stoppage_rows,
)
from fangzi_desktop.storage.stage_tables import ProfileRow, StoppageRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class LandTermsForm:
    """What the 出让合同 says and what has been built on; a start known only by its month stays as it is."""

    agreed_start: date | None = None
    started_on: date | None = None
    land_price_yuan: int | None = None
    built_area_mu: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """A project's land as its card shows it."""

    form: LandTermsForm
    area_mu: Decimal | None
    reckoning: Reckoning


@dataclass(frozen=True, slots=True)
class ProjectLand:
    """The land of one project among all."""

    project_id: str
    project: str
    land: Land


def land(view: View, project_id: str) -> Land:
    """Return what is known of a project's land and how it stands. Raises `UserError` ``record.missing``."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    profile = view.session.get(ProfileRow, project_id)
    days = known_days(view.session, [project_id]).get(project_id, {})
    begun = project_id in begun_projects(view.session, [project_id])
    return _land(
        project, profile, days, stoppage_rows(view.session, project_id), begun=begun, today=view.today
    )


def land_to_act_on(view: View) -> tuple[ProjectLand, ...]:
    """Return the land in the mechanism that is late, excused or idle, by project.

    Land of a project that has left the mechanism is left out.
    """
    session = view.session
    days, begun, stops = known_days(session, None), begun_projects(session, None), all_stoppage_rows(session)
    found = (
        ProjectLand(
            project.id,
            project.name,
            _land(
                project,
                profile,
                days.get(project.id, {}),
                stops.get(project.id, ()),
                begun=project.id in begun,
                today=view.today,
            ),
        )
        for project, profile in land_rows(session)
        if project.status not in TERMINAL
    )
    quiet = (LandState.NO_DATE, LandState.AHEAD, LandState.BEGUN)
    return tuple(one for one in found if one.land.reckoning.state not in quiet)


def _land(
    project: ProjectRow,
    profile: ProfileRow | None,
    days: Mapping[Milestone, date],
    stops: Sequence[StoppageRow],
    *,
    begun: bool,
    today: date,
) -> Land:
    price = profile.land_price_yuan if profile is not None else None
    built = profile.built_area_mu if profile is not None else None
    agreed = days.get(Milestone.PLANNED_CONTRACT_START)
    facts = LandFacts(
        agreed,
        next((days[kind] for kind in STARTS if kind in days), None),
        begun,
        price,
        project.area_mu,
        built,
        project.investment_yuan,
        project.completed_yuan,
        tuple(Standstill(one.first, one.last, one.reason, one.is_excused) for one in stops),
    )
    form = LandTermsForm(agreed, days.get(Milestone.START_CONTRACT), price, built)
    return Land(form, project.area_mu, reckon(facts, today))


def set_land_terms(work: Work, project_id: str, form: LandTermsForm) -> None:
    """Write what the land contract says and what has been built on.

    Refusals: ``land.built_too_much`` for more than the whole area, ``milestone.in_future``, and those of
    `check_profile`.
    """
    project = work.get(ProjectRow, project_id)
    figures = {"land_price_yuan": form.land_price_yuan, "built_area_mu": form.built_area_mu}
    check_profile(figures, work.today)
    if (
        form.built_area_mu is not None
        and project.area_mu is not None
        and form.built_area_mu > project.area_mu
    ):
        raise UserError("land.built_too_much", area=project.area_mu)
    known = land(work, project_id).form
    for kind, before, now in (
        (Milestone.PLANNED_CONTRACT_START, known.agreed_start, form.agreed_start),
        (Milestone.START_CONTRACT, known.started_on, form.started_on),
    ):
        if now != before:
            set_milestone(work, project_id, kind, PartialDate.of(now) if now is not None else None)
    profile = profile_row(work, project_id)
    profile.land_price_yuan = form.land_price_yuan
    profile.built_area_mu = form.built_area_mu
