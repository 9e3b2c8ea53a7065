"""Everything the ledger on paper (项目总台账) prints, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.terms import Light, ProjectStatus, Route, Stage


@dataclass(frozen=True, slots=True)
class LedgerProject:
    """A project's row; amounts in yuan, `start` worded as it is known, `locality` its 属地.

    `next_item` is what falls due next and `next_due` its day, which is only estimated where `is_provisional`
    says so; `overdue` counts what should have been done by now.
    """

    id: str
    project: str
    stage: Stage
    status: ProjectStatus = ProjectStatus.ACTIVE
    light: Light = Light.GREY
    locality: str = ""
    investor: str = ""
    track: str = ""
    route: Route | None = None
    officer: str = ""
    investment_yuan: int | None = None
    area_mu: Decimal | None = None
    start: str = ""
    annual_plan_yuan: int | None = None
    month_done_yuan: int | None = None
    total_done_yuan: int | None = None
    next_item: str = ""
    next_due: date | None = None
    is_provisional: bool = False
    overdue: int = 0
    problems: int = 0
    progress: str = ""
    progress_on: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerInput:
    """The ledger on a day; `apart` counts the projects that left the mechanism and are not in it."""

    team: str
    title: str
    as_of: date
    projects: tuple[LedgerProject, ...] = ()
    apart: Mapping[ProjectStatus, int] = field(default_factory=dict)
