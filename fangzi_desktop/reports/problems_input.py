"""Everything the list of problems (问题清单) prints, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.terms import Light, ProblemState


@dataclass(frozen=True, slots=True)
class ListedProblem:
    """A problem; `about` names what it holds up, `listed_no` the paper of its 挂牌督办 while it is listed."""

    id: str
    project_id: str
    number: int
    project: str
    text: str
    raised_on: date
    unit: str = ""
    due: date | None = None
    state: ProblemState = ProblemState.OPEN
    light: Light = Light.GREY
    suggestion: str = ""
    about: str = ""
    listed_on: date | None = None
    listed_no: str = ""
    closed_on: date | None = None
    closing_note: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether it is open under 挂牌督办."""
        return self.listed_on is not None and self.state.is_open


@dataclass(frozen=True, slots=True)
class ProblemsInput:
    """The problems on a day: the open ones by due day, and those written off since `closed_from`."""

    team: str
    title: str
    as_of: date
    closed_from: date
    open_ones: tuple[ListedProblem, ...] = ()
    closed: tuple[ListedProblem, ...] = ()
