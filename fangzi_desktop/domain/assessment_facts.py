"""The records that the indicators of the 考核 are counted from, as values, and by what they are counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fangzi_desktop.domain.assessment import Period
from fangzi_desktop.domain.clocks import ProjectFacts
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.payouts import PayoutFacts
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.stage_terms import CommitmentResult
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.domain.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class AssessedProject:
    """One project as the 考核 looks at it; money in whole yuan.

    `asked` are the departments whose opinions were asked for in its rounds. `vetoed_on` is the newest day on
    which it was 否决. `agreed_production` is the enterprise's promise of 投产, `reached_month` (``2026-05``)
    when the firm reached its threshold. `months` is what was done in each month of which it is known.
    """

    facts: ProjectFacts
    locality: str
    dated: Mapping[Milestone, PartialDate] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    vetoed_on: date | None = None
    investment_yuan: int | None = None
    plan_yuan: int | None = None
    months: Mapping[str, int] = field(default_factory=dict)
    agreed_production: date | None = None
    reached_month: str = ""


@dataclass(frozen=True, slots=True)
class AssessedOpinion:
    """A department's opinion with the day it was asked for by."""

    id: str
    project_id: str
    department: str
    due: date
    submitted_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssessedDemand:
    """A demand for an element; `met_on` is the day on which all of it had come, None while it has not."""

    id: str
    project_id: str
    label: str
    department: str
    needed_by: date
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssessedPromise:
    """A commitment of an enterprise; without an agreed `due` its day follows from the `clock`."""

    id: str
    project_id: str
    label: str
    department: str
    clock: Clock
    due: date | None = None
    result: CommitmentResult | None = None
    actual_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssessedPayout:
    """A payment of support."""

    id: str
    project_id: str
    label: str
    facts: PayoutFacts


@dataclass(frozen=True, slots=True)
class AssessedProblem:
    """A problem with a day to be solved by; `listed_on` is when it came under 挂牌督办."""

    id: str
    project_id: str
    number: int
    unit: str
    due: date
    closed_on: date | None = None
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that is assessed."""

    projects: tuple[AssessedProject, ...] = ()
    opinions: tuple[AssessedOpinion, ...] = ()
    demands: tuple[AssessedDemand, ...] = ()
    promises: tuple[AssessedPromise, ...] = ()
    payouts: tuple[AssessedPayout, ...] = ()
    problems: tuple[AssessedProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """By what the rows are counted: the period, the day on which one looks, and the rules."""

    period: Period
    today: date
    rules: RuleBook
    calendar: WorkCalendar

    def kept(self, due: date | None, done: date | None, *, owes: bool = True) -> bool | None:
        """Whether something due in the period was done in time; None if it does not count.

        `owes` tells that it is still owed while it is not done.
        """
        if due is None or not self.period.holds(due):
            return None
        if done is None:
            return False if owes and due < self.today else None
        return done <= due
