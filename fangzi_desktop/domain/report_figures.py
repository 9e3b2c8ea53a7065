"""The figures a paper was issued with, kept beside it: what the next number tells its changes against."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """How a project stood; money in whole yuan, None where nothing was reported."""

    name: str
    stage: Stage
    status: ProjectStatus
    light: Light
    investment_yuan: int | None = None
    completed_yuan: int | None = None


@dataclass(frozen=True, slots=True)
class TotalFigures:
    """The sums over the `projects` that stood in the mechanism; those that had left it are in none of them.

    `overdue_items` counts the clocks past their end, problems and answers to notices apart; `open_items` the
    permit items under way; `open_problems` the problems not closed.
    """

    projects: int = 0
    investment_yuan: int = 0
    completed_yuan: int = 0
    overdue_items: int = 0
    open_items: int = 0
    open_problems: int = 0


@dataclass(frozen=True, slots=True)
class IssuedFigures:
    """What a kept number was issued with, as things stood on `as_of`; every project by its id.

    `number` and `version` are those of the paper (第N期, 第M版).
    """

    kind: ReportKind
    period: str
    year: int
    number: int
    version: int
    as_of: date
    projects: Mapping[str, ProjectFigures]
    totals: TotalFigures = TotalFigures()

    def to_json(self) -> str:
        """Return the figures as JSON; equal figures give equal text."""
        values = {**asdict(self), "as_of": self.as_of.isoformat()}
        return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> IssuedFigures:
        """Read figures that `to_json` wrote. Raises `ValueError` for anything else."""
        try:
            values = json.loads(text)
            return cls(
                ReportKind(values["kind"]),
                str(values["period"]),
                int(values["year"]),
                int(values["number"]),
                int(values["version"]),
                date.fromisoformat(values["as_of"]),
                {str(one): _project(of) for one, of in values["projects"].items()},
                TotalFigures(**values["totals"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("these are no figures") from error


def _project(values: Mapping[str, Any]) -> ProjectFigures:
    return ProjectFigures(
        str(values["name"]),
        Stage(values["stage"]),
        ProjectStatus(values["status"]),
        Light(values["light"]),
        values["investment_yuan"],
        values["completed_yuan"],
    )
