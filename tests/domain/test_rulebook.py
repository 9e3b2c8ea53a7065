"""Which limit applies on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.rulebook import IdleLimit, RuleBook, StageLimit
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import Route, Stage, Unit
from tests.domain.seeds import BOOK, RULES, TEMPLATE

LONG_AGO, LATER = date(2000, 1, 1), date(2023, 1, 1)


def stage_limit(amount: int, valid_from: date = LONG_AGO, route: Route | None = None) -> StageLimit:
    return StageLimit(Stage.REVIEW, route, Limit(amount, Unit.WORKING_DAY), "进入论证", valid_from)


LIMITS = RuleBook(
    (
        stage_limit(20, LATER),
        stage_limit(10),
        stage_limit(5, route=Route.EXISTING_LAND),
        stage_limit(8, LATER, Route.NEW_LAND),
    ),
    (),
)


@pytest.mark.parametrize(
    ("route", "day", "amount"),
    [
        pytest.param(None, date(2022, 12, 31), 10, id="general, the day before the change"),
        pytest.param(None, LATER, 20, id="general, from the day of the change"),
        pytest.param(Route.EXISTING_LAND, date(2022, 12, 31), 5, id="the route's own"),
        pytest.param(Route.EXISTING_LAND, LATER, 20, id="a newer general limit replaces the route's old one"),
        pytest.param(Route.NEW_LAND, LATER, 8, id="of two of one day the route's own"),
        pytest.param(Route.NEW_LAND, date(2022, 12, 31), 10, id="the route has none yet"),
    ],
)
def test_a_clock_keeps_the_limit_of_the_day_it_started(route: Route | None, day: date, amount: int) -> None:
    found = LIMITS.stage_limit(Stage.REVIEW, route, day)
    assert found is not None
    assert found.limit.amount == amount


@pytest.mark.parametrize(("stage", "day"), [(Stage.REVIEW, date(1999, 12, 31)), (Stage.PERMITS, LATER)])
def test_some_stages_have_no_limit(stage: Stage, day: date) -> None:
    assert LIMITS.stage_limit(stage, None, day) is None


IDLE = RuleBook(
    (),
    (),
    (
        IdleLimit(None, 30, LONG_AGO),
        IdleLimit(Stage.PLANNING, 60, LONG_AGO),
        IdleLimit(None, 20, LATER),
    ),
)


@pytest.mark.parametrize(
    ("stage", "day", "days"),
    [
        pytest.param(Stage.PERMITS, date(2022, 12, 31), 30, id="general"),
        pytest.param(Stage.PERMITS, LATER, 20, id="the newer general one"),
        pytest.param(Stage.PLANNING, LATER, 60, id="its own before a newer general one"),
        pytest.param(Stage.PLANNING, date(1999, 1, 1), None, id="none yet"),
    ],
)
def test_a_project_is_silent_after_the_limit_of_its_stage(stage: Stage, day: date, days: int | None) -> None:
    found = IDLE.idle_limit(stage, day)
    assert (found.calendar_days if found else None) == days


@pytest.mark.parametrize(
    ("stage", "limit"),
    [
        # The defaults of mechanism §1.3.
        pytest.param(Stage.PLANNING, None, id="planning has no limit"),
        pytest.param(Stage.REVIEW, Limit(10, Unit.WORKING_DAY), id="review"),
        pytest.param(Stage.FORMATION, Limit(30, Unit.WORKING_DAY), id="formation"),
        pytest.param(Stage.PERMITS, None, id="permits go by the route's overall limit"),
        pytest.param(Stage.INVEST_STATS, Limit(2, Unit.MONTH), id="statistics entry"),
    ],
)
def test_the_shipped_stage_limits_are_those_of_the_mechanism(stage: Stage, limit: Limit | None) -> None:
    found = BOOK.stage_limit(stage, Route.NEW_LAND, LATER)
    assert (found.limit if found else None) == limit


def test_the_shipped_idle_limit_of_planning_is_30_calendar_days() -> None:
    found = BOOK.idle_limit(Stage.PLANNING, LATER)
    assert found is not None
    assert found.calendar_days == 30


SLOW_FILING = replace(RULES["FILING"], limit=Limit(3, Unit.WORKING_DAY))


def version(number: int, valid_from: date, *rules: PermitRule) -> Template:
    ids = {rule.code: f"{rule.code}.{number}" for rule in rules}
    return Template(f"permits.{number}", number, valid_from, "", rules, ids)


VERSIONS = RuleBook(
    (),
    (
        version(1, LONG_AGO, RULES["FILING"], RULES["EIA"]),
        version(2, LATER, SLOW_FILING),
        version(3, LATER, SLOW_FILING, RULES["EIA"]),
    ),
)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        pytest.param(date(1999, 1, 1), 1, id="before the first the first applies"),
        pytest.param(date(2022, 12, 31), 1, id="the day before the change"),
        pytest.param(LATER, 3, id="of two of one day the newer"),
    ],
)
def test_a_new_checklist_follows_the_version_of_its_day(day: date, number: int) -> None:
    assert VERSIONS.template_on(day).version == number


def test_without_any_version_no_checklist_can_be_begun() -> None:
    with pytest.raises(UserError, match=r"template\.none"):
        RuleBook((), ()).template_on(LATER)


def test_every_item_keeps_the_rule_of_its_own_version() -> None:
    items = (ItemFacts("a", "FILING", rule_id="FILING.1"), ItemFacts("b", "EIA", rule_id="EIA.3"))
    found = VERSIONS.rules_for(items, LATER)
    assert found == {"FILING": RULES["FILING"], "EIA": RULES["EIA"]}


def test_of_a_code_under_two_versions_the_newer_rule_counts() -> None:
    items = (ItemFacts("b", "FILING", rule_id="FILING.2"), ItemFacts("a", "FILING", rule_id="FILING.1"))
    assert VERSIONS.rules_for(items, LATER) == {"FILING": SLOW_FILING}


def test_a_project_without_items_goes_by_the_version_of_the_day() -> None:
    assert VERSIONS.rules_for((), date(2022, 12, 31)).keys() == {"FILING", "EIA"}
    assert TEMPLATE.by_code == RULES
