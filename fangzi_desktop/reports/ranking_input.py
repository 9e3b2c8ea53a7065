"""The places of the 考核 as papers print them: facts, no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.assessment_rules import AssessmentRule
from fangzi_desktop.domain.assessment_terms import Basis, IndicatorL2, ObjectClass
from fangzi_desktop.reports.document import Source


@dataclass(frozen=True, slots=True)
class RankedScore:
    """What one indicator gave a unit; `points` are those it could have given, `figure` what was counted."""

    indicator: IndicatorL2
    basis: Basis
    points: Decimal | None = None
    score: Decimal | None = None
    figure: str = ""


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit with its total and its place among those of its class; None where nothing of it was scored.

    `groups` are the sums of the four groups of indicators, None where none of a group was scored.
    """

    kind: ObjectClass
    name: str
    place: int | None = None
    total: Decimal | None = None
    groups: tuple[Decimal | None, ...] = ()
    scores: tuple[RankedScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """The places from `first` to `last`, both included, by the rules of the last day.

    `lost` are the rows that cost somebody points. `is_default` tells that all rules are the program's own.
    """

    first: date
    last: date
    units: tuple[RankedUnit, ...]
    rules: tuple[AssessmentRule, ...] = ()
    lost: tuple[Source, ...] = ()
    is_default: bool = True

    def of_class(self, kind: ObjectClass) -> tuple[RankedUnit, ...]:
        """The units of a class, the best first."""
        return tuple(unit for unit in self.units if unit.kind is kind)


@dataclass(frozen=True, slots=True)
class RankingPaper:
    """The paper of the 考核 by itself."""

    team: str
    title: str
    as_of: date
    ranking: Ranking
