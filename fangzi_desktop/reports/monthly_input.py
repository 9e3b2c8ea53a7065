"""Everything the monthly bulletin (月通报) prints, as facts; the words are made in `monthly_words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from fangzi_desktop.domain.report_changes import Changes
from fangzi_desktop.domain.terms import Light, ProblemState, ProjectStatus, Stage
from fangzi_desktop.reports.facts import DecidedItem, Invested, ReviewLine
from fangzi_desktop.reports.ranking_input import Ranking
from fangzi_desktop.reports.weekly_input import Figure, Totals


@dataclass(frozen=True, slots=True)
class Standing:
    """A project that stands in the mechanism."""

    project_id: str
    project: str
    stage: Stage
    light: Light
    locality: str = ""


@dataclass(frozen=True, slots=True)
class StageMove:
    """A project's main stage that ended the month as another one."""

    project_id: str
    project: str
    before: Stage
    after: Stage


@dataclass(frozen=True, slots=True)
class StageDone:
    """A stage that a project finished in the month; `calendar_days` is how long it took, in 自然日."""

    project_id: str
    project: str
    stage: Stage
    calendar_days: int


@dataclass(frozen=True, slots=True)
class MonthProblem:
    """An entry of the problem list; `listed_on` is since when it is under 挂牌督办."""

    problem_id: str
    project_id: str
    project: str
    number: int
    text: str
    raised_on: date
    responsible_unit: str = ""
    due: date | None = None
    state: ProblemState = ProblemState.OPEN
    closed_on: date | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class LampLine:
    """A project with a red or a yellow light, and why."""

    project_id: str
    project: str
    light: Light
    locality: str = ""
    officer: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthlyInput:
    """One issue of the bulletin.

    The month runs from `first` to `last`, both included; the figures are those of `as_of` (截至). `ended`
    tells how many projects left the mechanism in which way; `problems` are those open, and those raised or
    closed in the month; the `ranking` is of the year up to the month's end.
    """

    team: str
    title: str
    first: date
    last: date
    as_of: date
    issued_on: date
    totals: Totals = field(default_factory=Totals)
    standing: tuple[Standing, ...] = ()
    new_projects: Figure = field(default_factory=Figure)
    ended: Mapping[ProjectStatus, Figure] = field(default_factory=dict)
    invested: tuple[Invested, ...] = ()
    moves: tuple[StageMove, ...] = ()
    done_stages: tuple[StageDone, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    decided: tuple[DecidedItem, ...] = ()
    problems: tuple[MonthProblem, ...] = ()
    lamps: tuple[LampLine, ...] = ()
    changes: Changes | None = None
    ranking: Ranking | None = None

    @property
    def is_late(self) -> bool:
        """Whether the month was over on the day whose figures are printed."""
        return self.last < self.as_of

    def is_inside(self, day: date | None) -> bool:
        """Whether a day lies in the month."""
        return day is not None and self.first <= day <= self.last


def average(lines: tuple[StageDone, ...]) -> Fraction | None:
    """The average length of finished stages in 自然日; None without any."""
    return Fraction(sum(line.calendar_days for line in lines), len(lines)) if lines else None
