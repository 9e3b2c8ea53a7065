"""The rounds of the 论证 as screens and papers read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain import review as rule
from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.review import FORMULAE, Figure, Figures
from fangzi_desktop.domain.stage_terms import (
    Comparison,
    Indicator,
    IndicatorVerdict,
    OpinionKind,
    ReviewDecision,
)
from fangzi_desktop.domain.terms import Gate, Light, LimitKind
from fangzi_desktop.services.gates import gates_of
from fangzi_desktop.storage import review as rows
from fangzi_desktop.storage.stage_tables import (
    ConditionRow,
    IndicatorRow,
    OpinionRow,
    ProfileRow,
    ReviewRoundRow,
)
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its threshold; `id` is its code.

    `above` and `below` say what it is worked out from, each with its value where that is known. Of a frozen
    one only its own value of that day is told.
    """

    id: str
    indicator: Indicator
    value: Decimal | None
    unit: str
    comparison: Comparison | None
    threshold: Decimal | None
    source: str
    verdict: IndicatorVerdict
    above: Figure
    below: Figure
    above_value: Decimal | None = None
    below_value: Decimal | None = None
    missing: tuple[Figure, ...] = ()

    @property
    def is_below(self) -> bool:
        """Whether it does not reach its threshold."""
        return self.verdict is IndicatorVerdict.BELOW


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """What a department says in a round. `light` is grey once it has replied or the round is decided."""

    id: str
    department: str
    requested_on: date
    due: date
    submitted_on: date | None
    kind: OpinionKind | None
    text: str
    conditions: str
    light: Light

    @property
    def is_late(self) -> bool:
        """Whether the reply came after the day it was asked for by."""
        return self.submitted_on is not None and self.submitted_on > self.due


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition of a conditional pass; `light` is grey once met or without a day."""

    id: str
    project_id: str
    round_no: int
    text: str
    responsible_unit: str
    due: date | None
    met_on: date | None
    note: str
    light: Light


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round of a project; `gates` and `indicators` are those kept at its decision, empty before."""

    id: str
    project_id: str
    project: str
    round_no: int
    accepted_on: date
    meeting_id: str | None
    decision: ReviewDecision | None
    decided_on: date | None
    minutes_no: str
    chair: str
    text: str
    review_on: date | None
    gates: Mapping[Gate, bool | None]
    opinions: tuple[OpinionLine, ...]
    conditions: tuple[ConditionLine, ...]
    indicators: tuple[IndicatorLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its conclusion."""
        return self.decision is None

    @property
    def missing(self) -> tuple[str, ...]:
        """The departments that have not replied."""
        return tuple(one.department for one in self.opinions if one.submitted_on is None)

    @property
    def conditions_open(self) -> int:
        """How many of its conditions are not met."""
        return sum(one.met_on is None for one in self.conditions)


@dataclass(frozen=True, slots=True)
class GateLine:
    """One of the three gates of a project, as it stands now, and why."""

    gate: Gate
    passed: bool | None
    note: str


def review_rounds(view: View, project_id: str | None = None) -> tuple[RoundLine, ...]:
    """Return the rounds of a project, or of all, newest first."""
    opinions = rows.opinions_of(view.session, project_id)
    conditions = rows.conditions_of(view.session, project_id)
    results = rows.results_of(view.session, project_id)
    return tuple(
        _round(view, row, name, opinions.get(row.id, []), conditions.get(row.id, []), results.get(row.id, []))
        for row, name in rows.round_rows(view.session, project_id)
    )


def indicator_lines(view: View, project_id: str, day: date | None = None) -> tuple[IndicatorLine, ...]:
    """Return a project's indicators from its present record, by the thresholds of a day (today if not given).

    Raises `UserError` ``record.missing``.
    """
    figures = figures_of(view, project_id)
    return tuple(
        IndicatorLine(
            one.indicator.value,
            one.indicator,
            one.value,
            FORMULAE[one.indicator].unit,
            one.threshold.comparison if one.threshold is not None else None,
            one.threshold.value if one.threshold is not None else None,
            one.threshold.source if one.threshold is not None else "",
            one.verdict,
            one.above,
            one.below,
            figures.of(one.above),
            figures.of(one.below),
            one.missing,
        )
        for one in rule.indicators(figures, view.rules.stages, day or view.today)
    )


def gate_lines(view: View, project_id: str) -> tuple[GateLine, ...]:
    """Return the three gates of a project with what was written about them."""
    row = view.session.get(ProjectRow, project_id)
    if row is None:
        raise UserError("record.missing", table="project")
    profile = view.session.get(ProfileRow, project_id)
    notes = {
        Gate.CAPACITY: profile.gate_capacity_note if profile is not None else "",
        Gate.ENVIRONMENT: profile.gate_environment_note if profile is not None else "",
        Gate.SAFETY: profile.gate_safety_note if profile is not None else "",
    }
    return tuple(GateLine(gate, passed, notes[gate]) for gate, passed in gates_of(row).items())


def figures_of(view: View, project_id: str) -> Figures:
    """Return the figures that a project's indicators are worked out from."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    profile = view.session.get(ProfileRow, project_id)
    known = {
        field.name: getattr(holder, field.name)
        for field in fields(Figures)
        for holder in (project, profile)
        if holder is not None and hasattr(holder, field.name)
    }
    return Figures(**known)


def _round(
    view: View,
    row: ReviewRoundRow,
    project: str,
    opinions: list[OpinionRow],
    conditions: list[ConditionRow],
    results: list[IndicatorRow],
) -> RoundLine:
    return RoundLine(
        row.id,
        row.project_id,
        project,
        row.round_no,
        row.accepted_on,
        row.meeting_id,
        row.decision,
        row.decided_on,
        row.minutes_no,
        row.chair,
        row.text,
        row.review_on,
        {
            Gate.CAPACITY: row.gate_capacity,
            Gate.ENVIRONMENT: row.gate_environment,
            Gate.SAFETY: row.gate_safety,
        },
        tuple(_opinion(view, one, is_open=row.decision is None) for one in opinions),
        tuple(_condition(view, one, row.round_no) for one in conditions),
        tuple(_frozen(one) for one in sorted(results, key=lambda one: _ORDER[one.indicator])),
    )


_ORDER = {indicator: place for place, indicator in enumerate(Indicator)}


def _opinion(view: View, row: OpinionRow, *, is_open: bool) -> OpinionLine:
    waits = is_open and row.submitted_on is None
    return OpinionLine(
        row.id,
        row.department,
        row.requested_on,
        row.due,
        row.submitted_on,
        row.kind,
        row.text,
        row.conditions,
        _light(view, row.due) if waits else Light.GREY,
    )


def _condition(view: View, row: ConditionRow, round_no: int) -> ConditionLine:
    return ConditionLine(
        row.id,
        row.project_id,
        round_no,
        row.text,
        row.responsible_unit,
        row.due,
        row.met_on,
        row.note,
        _light(view, row.due) if row.met_on is None else Light.GREY,
    )


def _light(view: View, due: date | None) -> Light:
    if due is None:
        return Light.GREY
    warn_on = fixed_deadline(due, view.calendar).warn_on
    return light_on(view.today, due=due, warn_on=warn_on, stopped=False, kind=LimitKind.MAX)


def _frozen(row: IndicatorRow) -> IndicatorLine:
    formula = FORMULAE[row.indicator]
    return IndicatorLine(
        row.indicator.value,
        row.indicator,
        row.value,
        formula.unit,
        row.comparison,
        row.threshold,
        "",
        row.verdict,
        formula.above[0],
        formula.below[0],
    )
