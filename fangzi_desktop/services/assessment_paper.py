"""What papers say of the 考核: the places of the year to date, and the rows that cost points."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fangzi_desktop.domain.assessment import (
    AssessedSpan,
    ObjectScore,
    Period,
    period_for,
)
from fangzi_desktop.domain.assessment_terms import IndicatorL1
from fangzi_desktop.domain.assessment_words import case_words, figure_words
from fangzi_desktop.domain.workdays import ONE_DAY, month_end
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.ranking_input import RankedScore, RankedUnit, Ranking, RankingPaper
from fangzi_desktop.services.assessment import Assessment, scores
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.work import View


def ranking_to(view: View, last: date) -> Ranking | None:
    """Return the places from the beginning of a day's year to the day, at most to today; None without any.

    Targets and investment plans are those of a year, and what one week or month has is too little to rank by.
    """
    period = period_for(AssessedSpan.YEAR, last, view.today)
    return ranking_of(scores(view, Period(period.first, min(last, period.last))))


def assessment_paper(view: View, month: date) -> RankingPaper:
    """Return the paper of a month: the places of its year up to the month's end."""
    team = team_settings(view)
    last = month_end(month, 1) - ONE_DAY
    found = scores(view, Period(month.replace(month=1, day=1), min(last, view.today)))
    return RankingPaper(
        team.name,
        f"{team.district}重点项目推进考核排名",
        view.today,
        ranking_of(found) or Ranking(found.period.first, found.period.last, (), tuple(found.rules.values())),
    )


def ranking_of(found: Assessment) -> Ranking | None:
    """Return scores as papers print them; None without any unit."""
    if not found.objects:
        return None
    return Ranking(
        found.period.first,
        found.period.last,
        tuple(_unit(one) for one in found.objects),
        tuple(found.rules.values()),
        tuple(_lost(found)),
        found.is_default,
    )


def _unit(one: ObjectScore) -> RankedUnit:
    return RankedUnit(
        one.kind,
        one.name,
        one.place,
        one.total,
        tuple(one.of_group(group) for group in IndicatorL1),
        tuple(
            RankedScore(score.indicator, score.basis, score.points, score.score, figure_words(score))
            for score in one.scores
        ),
    )


def _lost(found: Assessment) -> Iterator[Source]:
    for case in found.cases:
        if case.is_lost:
            words = case_words(case, found.projects.get(case.project_id, ""))
            label = f"{case.indicator.number}{case.indicator.zh}"
            yield Source(f"{label}：{words}", case.project_id, case.clock, case.owner_id)
