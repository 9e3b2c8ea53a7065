"""The closed sets: words for every value, signs for every light."""

from __future__ import annotations

import pytest

from fangzi_desktop.domain import terms
from fangzi_desktop.domain.terms import Light, Milestone, Term, Unit

SETS = [
    kind
    for kind in vars(terms).values()
    if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
]


@pytest.mark.parametrize("kind", SETS)
def test_every_value_has_words_of_its_own(kind: type[Term]) -> None:
    words = [one.zh for one in kind]
    assert all(words)
    assert len(set(words)) == len(words)
    assert all(kind(one.value) is one for one in kind)


def test_a_light_is_told_without_colour() -> None:
    assert [light.sign for light in Light] == ["●", "▲", "■", "○"]


def test_units_are_never_a_bare_day() -> None:
    assert [unit.zh for unit in Unit] == ["工作日", "自然日", "个月"]


def test_plans_are_told_from_facts() -> None:
    plans = {kind for kind in Milestone if kind.is_plan}
    assert plans == {
        Milestone.PLANNED_START,
        Milestone.PLANNED_COMPLETION,
        Milestone.PLANNED_PRODUCTION,
        Milestone.PLANNED_CONTRACT_START,
        Milestone.PLANNED_FULL_CAPACITY,
    }
