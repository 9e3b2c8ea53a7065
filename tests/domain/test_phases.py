from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import parse_date_text
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.phases import (
    Phase,
    Totals,
    check_phase,
    check_phase_dates,
    hectares,
    intensity,
    roll_up,
    share,
)
from fangzi_desktop.domain.terms import Milestone

YI = 100_000_000
TODAY = date(2023, 2, 24)
WHOLE = Totals(Decimal(2560), None, None)


def test_the_published_park_is_counted_as_it_was_reported() -> None:
    first = Phase("1", "一期", Decimal(485), 10 * YI)
    assert intensity(first.investment_yuan, first.area_mu) == Decimal("206.2")
    assert share(first.area_mu, WHOLE.area_mu) == Decimal("18.9")
    together = roll_up([first], WHOLE)
    assert together.rest.area_mu == Decimal(2075)
    assert hectares(WHOLE.area_mu) == Decimal("170.7")
    assert hectares(None) is None


@pytest.mark.parametrize(
    ("money", "mu"), [(None, Decimal(1)), (1, None), (1, Decimal(0))], ids=["no money", "no land", "none"]
)
def test_no_intensity_without_money_or_land(money: int | None, mu: Decimal | None) -> None:
    assert intensity(money, mu) is None


def test_half_a_tenth_is_rounded_up() -> None:
    assert intensity(1_000_500, Decimal(1)) == Decimal("100.1")
    assert share(Decimal("0.0005"), Decimal(1)) == Decimal("0.1")
    assert share(None, Decimal(1)) is share(Decimal(1), None) is None


def test_phases_are_added_up_and_held_against_the_project() -> None:
    phases = [
        Phase("1", "一期", Decimal(100), 5 * YI, 4 * YI),
        Phase("2", "二期", Decimal("50.5"), 7 * YI, None),
    ]
    together = roll_up(phases, Totals(Decimal(160), 10 * YI, 4 * YI))
    assert together.total == Totals(Decimal("150.5"), 12 * YI, 4 * YI)
    assert together.rest == Totals(Decimal("9.5"), -2 * YI, 0)
    assert not together.is_partial


def test_what_nobody_has_said_is_no_zero() -> None:
    together = roll_up([Phase("1", "一期", Decimal(1)), Phase("2", "二期")], Totals(None, 3, None))
    assert together.total == Totals(Decimal(1), None, None)
    assert together.rest == Totals(None, None, None)
    assert together.is_partial
    assert roll_up([], WHOLE).total == Totals(None, None, None)


def test_the_project_begins_with_its_first_phase_and_ends_with_its_last() -> None:
    days = {text: parse_date_text(text) for text in ("2022-09-12", "2023年上半年", "2023年5月", "2024年")}
    phases = [
        Phase(
            "1", "一期", dates={Milestone.START: days["2022-09-12"], Milestone.COMPLETED: days["2023年5月"]}
        ),
        Phase("2", "二期", dates={Milestone.START: days["2023年上半年"]}),
    ]
    together = roll_up(phases, WHOLE)
    assert together.dates == {Milestone.START: days["2022-09-12"]}
    phases[1] = Phase("2", "二期", dates={Milestone.COMPLETED: days["2024年"]})
    assert roll_up(phases, WHOLE).dates[Milestone.COMPLETED] == days["2024年"]


def test_impossible_figures_are_refused() -> None:
    check_phase(Decimal(1), None, 0)
    with pytest.raises(UserError, match=r"phase\.area_not_positive"):
        check_phase(Decimal(0))
    with pytest.raises(UserError, match=r"phase\.negative_money"):
        check_phase(None, 1, -1)


@pytest.mark.parametrize(
    ("first", "last", "texts", "refused"),
    [
        (Milestone.START, Milestone.COMPLETED, ("2022-09-12", "2022-09-11"), True),
        (Milestone.START, Milestone.COMPLETED, ("2022-09-12", "2022年9月"), False),
        (Milestone.START, Milestone.PRODUCTION, ("2022年9月", "2022年8月"), True),
        (Milestone.PLANNED_START, Milestone.PLANNED_COMPLETION, ("2024年", "2023年"), True),
        (Milestone.PLANNED_START, Milestone.PLANNED_PRODUCTION, ("2024-05-01", "2024-05-01"), False),
        (Milestone.START, Milestone.PLANNED_COMPLETION, ("2022-09-12", "2022-01-01"), False),
    ],
)
def test_nothing_ends_before_it_begins(
    first: Milestone, last: Milestone, texts: tuple[str, str], refused: bool
) -> None:
    dates = {first: parse_date_text(texts[0]), last: parse_date_text(texts[1])}
    if not refused:
        check_phase_dates(dates, TODAY)
        return
    with pytest.raises(UserError, match=r"phase\.dates"):
        check_phase_dates(dates, TODAY)


def test_nothing_happened_after_today() -> None:
    check_phase_dates({Milestone.PLANNED_START: parse_date_text("2030年")}, TODAY)
    with pytest.raises(UserError, match=r"milestone\.in_future"):
        check_phase_dates({Milestone.START: parse_date_text("2023-02-25")}, TODAY)
