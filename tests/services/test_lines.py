"""The list of 今日 is the same, whether it is put in order at once or moved step by step."""

from __future__ import annotations

from hypothesis import given

from fangzi_desktop.services.lines import difference, line_up
from tests.reminders import Clocks, before_and_after


@given(before_and_after())
def test_a_list_that_was_moved_is_the_one_that_is_put_in_order_anew(steps: Clocks) -> None:
    before, after = (line_up(lines) for lines in steps)
    moved = before.moved(difference(*steps))
    assert moved == after
    assert {key: set(own) for key, own in moved.own.items()} == {
        key: set(own) for key, own in after.own.items()
    }


@given(before_and_after())
def test_a_list_knows_by_what_it_differs_from_the_one_it_was_made_of(steps: Clocks) -> None:
    before, move = line_up(steps[0]), difference(*steps)
    found = before.moved(move).since(before)
    assert [set(one) for one in found] == [set(one) for one in move]
    assert before.moved(found) == before.moved(move)


@given(before_and_after())
def test_what_reads_the_same_stays_the_one_it_was(steps: Clocks) -> None:
    before = line_up(steps[0])
    after = before.moved(difference(*steps))
    known = {one.id: one for one in before.ordered}
    assert all(one is known[one.id] for one in after.ordered if known.get(one.id) == one)
