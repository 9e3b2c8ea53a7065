"""What changed between a number that was issued and how things stand (本周变化)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.report_figures import IssuedFigures, ProjectFigures
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What changed of one project; what is None or False has not.

    `left_as` is how it left the mechanism, `is_gone` that its record is no longer there. `stage_before` and
    `stage` tell a move, `light` what it turned to. `done_yuan` is what its completed investment grew by,
    below zero where it was corrected downwards.
    """

    project_id: str
    name: str
    is_new: bool = False
    left_as: ProjectStatus | None = None
    is_gone: bool = False
    stage_before: Stage | None = None
    stage: Stage | None = None
    light: Light | None = None
    done_yuan: int | None = None

    @property
    def is_out(self) -> bool:
        """Whether it stood in the mechanism and no longer does."""
        return self.is_gone or self.left_as is not None

    @property
    def stages_ahead(self) -> int:
        """By how many stages it moved on; below zero when it was sent back."""
        if self.stage is None or self.stage_before is None:
            return 0
        return stage_index(self.stage) - stage_index(self.stage_before)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the number `number` of `year`, which told how things stood on `as_of`.

    `projects` holds those of which anything changed, by id. `done_known` counts the projects whose completed
    investment is known on both days; their `done_yuan` is all that can be added up. `overdue_before` is the
    count of overdue items that was issued.
    """

    year: int
    number: int
    as_of: date
    projects: tuple[ProjectChange, ...] = ()
    done_known: int = 0
    overdue_before: int = 0

    @property
    def done_yuan(self) -> int:
        """What completed investment grew by, over the projects that told it both times."""
        return sum(one.done_yuan or 0 for one in self.projects)

    @property
    def by_project(self) -> dict[str, ProjectChange]:
        """What changed of each project of which anything did, by its id."""
        return {one.project_id: one for one in self.projects}


def changes_since(before: IssuedFigures, now: Mapping[str, ProjectFigures]) -> Changes:
    """Compare how things stand with what was issued.

    Only projects that stand in the mechanism count; one that came back is new, and one that has left since is
    told with how it left. Stage, light and investment are compared of those that stood in it both times.
    """
    found = []
    known = 0
    for project_id in sorted(before.projects.keys() | now.keys()):
        old, new = _standing(before.projects.get(project_id)), _standing(now.get(project_id))
        if new is not None and old is not None:
            known += old.completed_yuan is not None and new.completed_yuan is not None
            change = _moved(project_id, old, new)
            if change is not None:
                found.append(change)
        elif new is not None:
            found.append(ProjectChange(project_id, new.name, is_new=True))
        elif old is not None:
            found.append(_left(project_id, old, now.get(project_id)))
    return Changes(before.year, before.number, before.as_of, tuple(found), known, before.totals.overdue_items)


def _standing(figures: ProjectFigures | None) -> ProjectFigures | None:
    return None if figures is None or figures.status in TERMINAL else figures


def _left(project_id: str, old: ProjectFigures, now: ProjectFigures | None) -> ProjectChange:
    if now is None:
        return ProjectChange(project_id, old.name, is_gone=True)
    return ProjectChange(project_id, now.name, left_as=now.status)


def _moved(project_id: str, old: ProjectFigures, new: ProjectFigures) -> ProjectChange | None:
    grown = None
    if old.completed_yuan is not None and new.completed_yuan is not None:
        grown = new.completed_yuan - old.completed_yuan or None
    is_moved = old.stage is not new.stage
    change = ProjectChange(
        project_id,
        new.name,
        stage_before=old.stage if is_moved else None,
        stage=new.stage if is_moved else None,
        light=new.light if old.light is not new.light else None,
        done_yuan=grown,
    )
    return change if is_moved or change.light is not None or grown is not None else None
