"""What the window says at all times: the figures at its foot, and which project an act was about."""

from __future__ import annotations

from dataclasses import dataclass

from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class Overview:
    """The team, its projects still in the mechanism and their reported investment, and today.

    `urgent` counts the clocks that are overdue today.
    """

    team: str
    projects: int
    investment_yuan: int
    urgent: int
    is_workday: bool


def overview(view: View) -> Overview:
    """Return the window's standing figures."""
    projects, investment = rows.totals(view.session)
    return Overview(
        team_settings(view).name,
        projects,
        investment,
        rows.overdue_clocks(view.session, view.today),
        view.calendar.is_workday(view.today),
    )


def name_and_stage(view: View, project_id: str) -> tuple[str, Stage] | None:
    """Return a project's name and main stage, or None if it is gone."""
    return rows.name_and_stage(view.session, project_id)
