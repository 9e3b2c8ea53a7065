from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.elapsed import Beginning, EventCode, elapsed, events, usual_spans
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import Applicability, Milestone, PermitState, Stage, StageStatus
from tests.domain.seeds import CALENDAR, RULES


@pytest.mark.parametrize(
    ("first", "last", "calendar_days", "working_days"),
    [
        pytest.param(date(2022, 7, 21), date(2022, 9, 12), 53, 36, id="签约至开工"),
        pytest.param(date(2022, 3, 16), date(2022, 5, 23), 68, 46, id="提出方案至挂牌"),
        pytest.param(date(2022, 3, 16), date(2022, 6, 29), 105, 72, id="提出方案至四证"),
        pytest.param(date(2022, 5, 23), date(2022, 6, 29), 37, 26, id="挂牌至四证"),
        pytest.param(date(2022, 7, 21), date(2022, 8, 27), 37, 26, id="ends on a Saturday"),
        pytest.param(date(2022, 4, 11), date(2022, 7, 5), 85, 59, id="85天"),
        pytest.param(date(2022, 7, 21), date(2022, 10, 27), 98, 66, id="98天"),
    ],
)
def test_published_durations_in_both_units(
    first: date, last: date, calendar_days: int, working_days: int
) -> None:
    known: dict[EventCode, date] = {Milestone.AGREEMENT: first, Milestone.START: last}
    span = elapsed(known, Milestone.AGREEMENT, Milestone.START, CALENDAR)
    assert span is not None
    assert (span.calendar_days, span.working_days) == (calendar_days, working_days)


def test_nothing_is_said_backwards_or_of_what_is_not_known() -> None:
    known: dict[EventCode, date] = {
        Milestone.START: date(2022, 9, 12),
        Milestone.AGREEMENT: date(2022, 9, 13),
    }
    assert elapsed(known, Milestone.AGREEMENT, Milestone.START, CALENDAR) is None
    assert elapsed(known, Milestone.AGREEMENT, Milestone.PRODUCTION, CALENDAR) is None


def test_working_days_are_not_told_of_a_year_without_calendar() -> None:
    known: dict[EventCode, date] = {
        Milestone.START: date(2026, 12, 1),
        Milestone.PRODUCTION: date(2027, 2, 1),
    }
    span = elapsed(known, Milestone.START, Milestone.PRODUCTION, CALENDAR)
    assert span is not None and (span.calendar_days, span.working_days) == (62, None)


def decided(code: str, accepted: date | None, on: date | None) -> ItemFacts:
    state = PermitState.DECIDED if on else PermitState.ACCEPTED
    return ItemFacts(code, code, Applicability.REQUIRED, state, None, None, accepted, on)


def test_what_the_checklist_knows_goes_before_the_ledger() -> None:
    items = (
        decided("FILING", None, date(2022, 3, 20)),
        decided("LAND_ANNOUNCE", date(2022, 5, 23), None),
        decided("LAND_USE_PLAN", None, date(2022, 6, 28)),
        decided("LAND_TITLE", None, date(2022, 6, 29)),
    )
    days = {
        Milestone.ESTABLISHED: date(2022, 1, 1),
        Milestone.LISTED: date(2022, 1, 1),
        Milestone.PLANNED_START: date(2022, 9, 1),
    }
    stages = {Stage.PLANNING: StageFacts(Stage.PLANNING, StageStatus.DONE, date(2022, 3, 16))}
    known = events(days, stages, items, RULES)
    assert known == {
        Beginning.PLANNING: date(2022, 3, 16),
        Milestone.ESTABLISHED: date(2022, 3, 20),
        Milestone.LISTED: date(2022, 5, 23),
        Milestone.FOUR_CERTIFICATES: date(2022, 6, 29),
    }
    spans = {(one.first, one.last): one.calendar_days for one in usual_spans(known, CALENDAR)}
    assert spans[Beginning.PLANNING, Milestone.LISTED] == 68
    assert spans[Beginning.PLANNING, Milestone.FOUR_CERTIFICATES] == 105
    assert spans[Milestone.LISTED, Milestone.FOUR_CERTIFICATES] == 37


def test_certificates_count_when_the_last_is_issued() -> None:
    items = (decided("LAND_USE_PLAN", None, date(2022, 6, 28)), decided("LAND_TITLE", date(2022, 6, 1), None))
    assert Milestone.FOUR_CERTIFICATES not in events({}, {}, items, RULES)
