"""Whatever an office and its copies do: returns come in any order, and nothing that was written is lost."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.copies import Desk
from tests.lives import GONE, Life, Picks, check, check_end
from tests.long_merge import live, plan

DESKS = st.integers(0, 5)
PICKS = st.integers(0, 2**32).map(Picks)
NUMBERS = st.integers(0, 50)


class Team(RuleBasedStateMachine):
    """An office that hands copies out and takes them back, while everybody goes on working."""

    @initialize(picks=st.lists(PICKS, min_size=5, max_size=5))
    def begin(self, picks: list[Picks]) -> None:
        self.life = Life()
        for each in picks:
            self.life.add(self.life.office, each)
        for _ in range(3):
            self.life.hand_out()

    @rule(desk=DESKS, picks=PICKS)
    def add(self, desk: int, picks: Picks) -> None:
        self.life.add(self.life.desk(desk), picks)

    @rule(desk=DESKS, picks=PICKS)
    def edit(self, desk: int, picks: Picks) -> None:
        self.life.edit(self.life.desk(desk), picks)

    @rule(desk=DESKS, picks=PICKS)
    def move(self, desk: int, picks: Picks) -> None:
        self.life.move(self.life.desk(desk), picks)

    @rule(desk=DESKS, picks=PICKS)
    def remove(self, desk: int, picks: Picks) -> None:
        self.life.remove(self.life.desk(desk), picks)

    @rule(desk=DESKS)
    def undo(self, desk: int) -> None:
        self.life.undo(self.life.desk(desk))

    @rule()
    def hand_out(self) -> None:
        self.life.hand_out()

    @rule(number=NUMBERS)
    def clone(self, number: int) -> None:
        self.life.clone(number)

    @rule(number=NUMBERS)
    def hand_back(self, number: int) -> None:
        self.life.hand_back(number)

    @rule(number=NUMBERS)
    def take(self, number: int) -> None:
        self.life.take(number)

    @rule(picks=PICKS)
    def decide(self, picks: Picks) -> None:
        self.life.decide(picks)

    @invariant()
    def nothing_is_lost_and_nothing_dangles(self) -> None:
        if hasattr(self, "life"):
            check(self.life.office)
            assert list(self.life.lost(self.life.office, self.life.knows["office"])) == []

    def teardown(self) -> None:
        if hasattr(self, "life"):
            count = len(self.life.copies) + len(self.life.returns)
            forth = list(range(count))
            check_end(self.life, [forth, forth[::-1], Random(1).sample(forth, count)])


TestTeam = Team.TestCase
TestTeam.settings = settings(
    max_examples=500,
    stateful_step_count=50,
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("first", range(0, 500, 250))
def test_random_lives_end_the_same_in_any_order(first: int) -> None:
    for seed in range(first, first + 250):
        live(plan(seed), seed)


# The memory of the lives must be able to say that something is lost.


def a_life() -> tuple[Life, Desk]:
    """An office with a project, and a copy of it."""
    life = Life()
    life.office.put("project", "p1", name="a", amount=0, unit="w")
    life.hand_out()
    return life, life.copies[0]


def rename(life: Life, desk: Desk, name: str) -> None:
    life.do(desk, {("project", "p1"): desk.rows["project", "p1"] | {"name": name}})


def test_a_value_that_a_merge_forgot_is_noticed() -> None:
    life, site = a_life()
    rename(life, site, "b")
    (event,) = life.lost(life.office, life.knows[site.name])
    assert event.said == ("b",)
    life.take(0)
    assert not list(life.lost(life.office, life.knows["office"]))


def test_a_conflict_that_vanished_is_noticed() -> None:
    life, site = a_life()
    rename(life, life.office, "c")
    rename(life, site, "b")
    life.take(0)
    assert not list(life.lost(life.office, life.knows["office"]))
    life.office.open.clear()
    assert [event.said for event in life.lost(life.office, life.knows["office"])] == [("b",)]


def test_a_deletion_that_was_forgotten_is_noticed() -> None:
    life, site = a_life()
    life.do(site, {("project", "p1"): None})
    rename(life, life.office, "c")
    life.take(0)
    assert not list(life.lost(life.office, life.knows["office"]))
    life.office.open.clear()
    assert [event.said for event in life.lost(life.office, life.knows["office"])] == [GONE]


def test_what_a_deletion_that_had_not_seen_it_took_away_is_noticed() -> None:
    life, site = a_life()
    rename(life, life.office, "c")
    life.do(site, {("project", "p1"): None})
    life.take(0)
    del life.office.rows["project", "p1"]
    life.office.open.clear()
    assert [event.said for event in life.lost(life.office, life.knows["office"])] == [("c",)]
