"""What the papers of the permit desk print, as facts: a checklist, a department's desk, missing papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import (
    Applicability,
    Light,
    PermitPhase,
    PermitState,
    Route,
    Unit,
)


class Stroke(Enum):
    """What a piece of a bar stands for."""

    DONE = auto()
    LATE = auto()
    RUNNING = auto()
    OVERDUE = auto()
    PLANNED = auto()
    FORECAST = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an item's bar, both days included; a legal minimum is hatched."""

    first: date
    last: date
    stroke: Stroke
    is_minimum: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    """Where a running clock leads: `left` is negative when overdue, None while the clock stands."""

    due: date | None
    left: int | None
    unit: Unit
    light: Light
    is_floor: bool = False
    provisional: bool = False
    beyond_statutory: bool = False
    stopped_since: date | None = None


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """A row of a checklist. `due` stays with an item that is done; `clock` is there while it runs.

    `was_late` tells that it was decided after its day, `extensions` how often its limit was extended.
    """

    title: str
    phase: PermitPhase
    department: str
    state: PermitState
    applicability: Applicability = Applicability.REQUIRED
    limit: Limit | None = None
    accepted_on: date | None = None
    due: date | None = None
    done_on: date | None = None
    certificate_no: str = ""
    is_certificate: bool = False
    is_critical: bool = False
    was_late: bool = False
    extensions: int = 0
    clock: DueDay | None = None
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A parallel group with its counts; `clock` is there while its limit runs."""

    name: str
    coordinator: str
    done: int
    total: int
    clock: DueDay | None = None


@dataclass(frozen=True, slots=True)
class ChecklistInput:
    """One project's checklist on the day `as_of`.

    `ready_on` is the day on which it was ready to start; until then `expected_on` is the forecast by
    prerequisites, with the items that decide it (`critical`). `overall` is the clock of the whole procedure.
    """

    team: str
    project: str
    as_of: date
    route: Route | None = None
    items: tuple[ChecklistItem, ...] = ()
    done: int = 0
    total: int = 0
    undecided: int = 0
    certificates_done: int = 0
    certificates_total: int = 0
    ready_on: date | None = None
    expected_on: date | None = None
    critical: tuple[str, ...] = ()
    overall: DueDay | None = None
    groups: tuple[GroupFact, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """An item on a department's desk; one that nobody has begun (`in_hand` is False) could be handed in.

    `notified_on` is the day of a notice of what is lacking that is not answered yet.
    """

    project: str
    title: str
    state: PermitState
    in_hand: bool
    undecided: bool = False
    officer: str = ""
    applied_on: date | None = None
    accepted_on: date | None = None
    notified_on: date | None = None
    clock: DueDay | None = None
    stopped_since: date | None = None


@dataclass(frozen=True, slots=True)
class DepartmentInput:
    """Everything one department has on its desk on the day `as_of`, worst first."""

    team: str
    department: str
    as_of: date
    entries: tuple[DeskEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that an item still lacks; `due` is the day by which it was promised."""

    department: str
    project: str
    title: str
    paper: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class MissingInput:
    """The papers that are missing on the day `as_of`, of one project or of all, by department and item."""

    team: str
    as_of: date
    papers: tuple[MissingPaper, ...] = ()
    project: str = ""
