"""What the window says at all times: the figures at its foot, and which project an act was about."""

from __future__ import annotations

from dataclasses import dataclass

from fangzi_desktop.domain.snoozes import sleeps_since
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.storage import figures
from fangzi_desktop.storage.work import Glance


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


def overview(glance: Glance) -> Overview:
    """Return the window's standing figures."""
    since = sleeps_since(glance.today, glance.calendar)
    found = figures.figures(glance.connection, glance.today.isoformat(), since.isoformat())
    return Overview(*found, glance.calendar.is_workday(glance.today))


def has_conflicts(glance: Glance) -> bool:
    """Whether anything waits for a person after a merge; how much is `conflicts.conflict_count`."""
    return figures.has_conflicts(glance.connection)


def name_and_stage(glance: Glance, project_id: str) -> tuple[str, Stage] | None:
    """Return a project's name and main stage, or None if it is gone."""
    return figures.name_and_stage(glance.connection, project_id)


def acts_since(glance: Glance, act: int) -> int:
    """Return how many acts were done after one, those that were taken back and the taking back included."""
    return figures.acts_since(glance.connection, act)
