"""What becomes of rows when copies come back: nothing is lost, and a person decides what both changed."""

from __future__ import annotations

from itertools import permutations

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.merge_rows import Clash
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.sayings import EXISTENCE, Key, Trace, undone
from tests.copies import Desk, Handed

PROJECT: Key = ("project", "a")
BIG: Key = ("part", "big")
SMALL: Key = ("part", "small")
NOTE: Key = ("note", "n")


@pytest.fixture
def office() -> Desk:
    """A project with two parts, one with a note."""
    desk = Desk("office")
    desk.put("project", "a", name="甲", amount=1, unit="万元")
    desk.put("part", "big", project="a", size=1)
    desk.put("part", "small", project="a", size=1)
    desk.put("note", "n", part="small", text="初稿")
    return desk


def value(key: Key, cell: str) -> Clash:
    return Clash(ConflictKind.VALUE, key, cell)


def deletion(key: Key) -> Clash:
    return Clash(ConflictKind.DELETION, key, EXISTENCE)


def ring(key: Key) -> Clash:
    return Clash(ConflictKind.RING, key, "within")


def heads_of(desk: Desk, clash: Clash) -> list[object]:
    """What copies say about the cell of a conflict, the one said last at the end."""
    return [said.value and said.value[clash.cell] for said in desk.heads(clash).sayings]


def every_order(office: Desk, *returns: Handed) -> Desk:
    """Take returns in every order, see that it makes no difference, and return the office afterwards."""
    ends = []
    for order in permutations(returns):
        end = office.clone("office")
        for handed in order:
            end.take(handed)
        ends.append(end)
    assert all((end.rows, end.open) == (ends[0].rows, ends[0].open) for end in ends[1:])
    return ends[0]


# Values


def test_two_sides_change_different_fields_and_both_stay(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    site.edit(PROJECT, amount=2)
    office.take(site.hand_back())
    assert office.rows[PROJECT] == {"id": "a", "name": "乙", "amount": 2, "unit": "万元"}
    assert not office.open


def test_the_same_change_on_both_sides_is_no_conflict(office: Desk) -> None:
    site = office.hand_out("site")
    for desk in (office, site):
        desk.edit(PROJECT, name="乙")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "乙"
    assert not office.open


def test_the_same_change_on_two_copies_is_no_conflict(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    for site in sites:
        site.edit(PROJECT, name="乙")
    end = every_order(office, *(site.hand_back() for site in sites))
    assert end.rows[PROJECT]["name"] == "乙"
    assert not end.open


def test_an_empty_return_changes_nothing(office: Desk) -> None:
    before, act = dict(office.rows), office.act
    assert office.take(office.hand_out("site").hand_back()) is None
    assert (office.rows, office.act) == (before, act)


def test_what_a_copy_changed_and_took_back_itself_is_no_conflict(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="甲")
    office.edit(PROJECT, name="丙")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "丙"
    assert not office.open


def test_what_the_office_changed_and_took_back_itself_is_no_conflict(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    office.edit(PROJECT, name="甲")
    site.edit(PROJECT, name="丙")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "丙"
    assert not office.open


def test_what_only_a_copy_changed_is_taken_over(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="丙")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "丙"
    assert not office.open


def test_where_both_changed_a_field_the_office_keeps_its_value_and_somebody_is_asked(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="丙")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "乙"
    assert office.open == {value(PROJECT, "name")}
    assert heads_of(office, value(PROJECT, "name")) == ["丙"]


def test_where_only_copies_changed_a_field_the_one_with_the_later_hand_out_wins(office: Desk) -> None:
    early = office.hand_out("z")
    office.edit(NOTE, text="二稿")
    late = office.hand_out("a")
    early.edit(PROJECT, name="早")
    late.edit(PROJECT, name="晚")
    end = every_order(office, early.hand_back(), late.hand_back())
    assert end.rows[PROJECT]["name"] == "晚"
    assert end.open == {value(PROJECT, "name")}
    assert heads_of(end, value(PROJECT, "name")) == ["早", "晚"]


def test_of_copies_handed_out_together_the_one_that_worked_longer_wins(office: Desk) -> None:
    busy, quick = office.hand_out("a"), office.hand_out("z")
    busy.edit(NOTE, text="二稿")
    busy.edit(PROJECT, name="久")
    quick.edit(PROJECT, name="快")
    end = every_order(office, busy.hand_back(), quick.hand_back())
    assert end.rows[PROJECT]["name"] == "久"
    assert heads_of(end, value(PROJECT, "name")) == ["快", "久"]


def test_three_copies_and_the_office_stand_against_each_other(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xyz"]
    office.edit(PROJECT, name="室")
    for site in sites:
        site.edit(PROJECT, name=site.name)
    end = every_order(office, *(site.hand_back() for site in sites))
    assert end.rows[PROJECT]["name"] == "室"
    assert end.open == {value(PROJECT, "name")}
    assert heads_of(end, value(PROJECT, "name")) == ["x", "y", "z"]


def test_fields_that_only_make_sense_together_conflict_as_one(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, amount=2)
    site.edit(PROJECT, unit="亿元")
    office.take(site.hand_back())
    assert (office.rows[PROJECT]["amount"], office.rows[PROJECT]["unit"]) == (2, "万元")
    assert office.open == {value(PROJECT, "amount+unit")}


def test_fields_that_only_make_sense_together_come_together(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    sites[0].edit(PROJECT, amount=9)
    sites[1].edit(NOTE, text="二稿")
    sites[1].edit(PROJECT, unit="亿元")
    end = every_order(office, *(site.hand_back() for site in sites))
    assert (end.rows[PROJECT]["amount"], end.rows[PROJECT]["unit"]) == (1, "亿元")
    assert end.open == {value(PROJECT, "amount+unit")}


# Several returns of one copy


def test_a_return_taken_twice_changes_nothing(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="丙")
    site.put("note", "m", part="big", text="新")
    handed = site.hand_back()
    office.take(handed)
    before = office.clone("office")
    assert office.take(handed) is None
    assert office == before


def test_a_second_return_replaces_the_first(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    first = site.hand_back()
    site.edit(PROJECT, name="丙")
    end = every_order(office, first, site.hand_back())
    assert end.rows[PROJECT]["name"] == "丙"
    assert not end.open


def test_a_second_return_that_agrees_with_the_office_closes_the_conflict(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="丙")
    first = site.hand_back()
    office.take(first)
    assert office.open
    site.edit(PROJECT, name="乙")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "乙"
    assert not office.open


def test_a_second_return_that_takes_all_back_gives_the_office_its_value_again(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    first = site.hand_back()
    site.edit(PROJECT, name="甲")
    end = every_order(office, first, site.hand_back())
    assert end.rows[PROJECT]["name"] == "甲"
    assert not end.open


def test_an_older_return_after_a_newer_one_changes_nothing(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    note = site.put("note", "m", part="big", text="新")
    older = site.hand_back()
    site.edit(PROJECT, name="丙")
    site.remove(note)
    office.take(site.hand_back())
    rows = dict(office.rows)
    office.take(older)
    assert office.rows == rows
    assert not office.open


def test_older_returns_after_a_newer_one_may_come_in_any_order(office: Desk) -> None:
    site = office.hand_out("site")
    added = site.put("project", "b", name="乙", amount=1, unit="万元")
    returns = [site.hand_back()]
    site.edit(added, name="丙")
    returns.append(site.hand_back())
    site.edit(added, amount=2)
    returns.append(site.hand_back())
    for order in permutations(returns):
        end = office.clone("office")
        for handed in order:
            end.take(handed)
            assert end.take(handed) is None
        assert end.rows[added] == {"id": "b", "name": "丙", "amount": 2, "unit": "万元"}


def test_the_clone_of_a_copy_and_the_copy_conflict_where_they_went_on_apart(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="共")
    site.edit(BIG, size=5)
    twin = site.clone("twin")
    site.edit(PROJECT, name="本")
    twin.edit(PROJECT, name="副")
    end = every_order(office, site.hand_back(), twin.hand_back())
    assert end.rows[BIG]["size"] == 5
    assert end.open == {value(PROJECT, "name")}
    assert heads_of(end, value(PROJECT, "name")) == ["本", "副"]


def test_the_clone_that_went_on_alone_replaces_what_the_copy_said(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="共")
    twin = site.clone("twin")
    twin.edit(PROJECT, name="副")
    end = every_order(office, site.hand_back(), twin.hand_back())
    assert end.rows[PROJECT]["name"] == "副"
    assert not end.open


def test_what_the_clone_deleted_is_deleted_though_the_copy_had_made_it(office: Desk) -> None:
    site = office.hand_out("site")
    note = site.put("note", "m", part="big", text="新")
    twin = site.clone("twin")
    twin.remove(note)
    end = every_order(office, site.hand_back(), twin.hand_back())
    assert note not in end.rows
    assert not end.open


# What the office did after it saw


def test_what_the_office_changes_after_a_merge_supersedes_the_copy(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    office.take(site.hand_back())
    office.edit(PROJECT, name="丙")
    site.edit(BIG, size=7)
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "丙"
    assert office.rows[BIG]["size"] == 7
    assert not office.open


def test_what_the_office_changes_after_a_merge_conflicts_with_what_the_copy_says_next(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    office.take(site.hand_back())
    office.edit(PROJECT, name="丙")
    site.edit(PROJECT, name="丁")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "丙"
    assert heads_of(office, value(PROJECT, "name")) == ["丁"]


def test_a_copy_handed_out_after_a_merge_supersedes_what_was_merged(office: Desk) -> None:
    first = office.hand_out("first")
    first.edit(PROJECT, name="乙")
    office.take(first.hand_back())
    second = office.hand_out("second")
    second.edit(PROJECT, name="丙")
    office.take(second.hand_back())
    assert office.rows[PROJECT]["name"] == "丙"
    assert not office.open


def test_a_copy_handed_out_while_a_conflict_is_open_does_not_decide_it(office: Desk) -> None:
    first = office.hand_out("first")
    office.edit(PROJECT, name="乙")
    first.edit(PROJECT, name="丙")
    office.take(first.hand_back())
    second = office.hand_out("second")
    second.edit(PROJECT, name="丁")
    office.take(second.hand_back())
    assert office.open == {value(PROJECT, "name")}
    assert set(heads_of(office, value(PROJECT, "name"))) == {"丙", "丁"}


def test_what_the_office_changes_while_a_conflict_is_open_does_not_close_it(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="丙")
    office.take(site.hand_back())
    office.edit(PROJECT, name="丁")
    site.edit(BIG, size=7)
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == "丁"
    assert office.open == {value(PROJECT, "name")}
    assert heads_of(office, value(PROJECT, "name")) == ["丙"]


# Decisions


def conflict(office: Desk) -> Desk:
    """Bring the office and a copy into conflict over a name, and return the copy."""
    site = office.hand_out("site")
    office.edit(PROJECT, name="乙")
    site.edit(PROJECT, name="丙")
    office.take(site.hand_back())
    return site


@pytest.mark.parametrize("chosen", ["乙", "丙", "丁"], ids=["the office's", "the copy's", "another"])
def test_a_decided_value_holds_against_the_same_return(office: Desk, chosen: str) -> None:
    site = conflict(office)
    office.decide(value(PROJECT, "name"), (chosen,))
    assert not office.open
    assert office.take(site.hand_back()) is None
    site.edit(BIG, size=7)
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == chosen
    assert not office.open


@pytest.mark.parametrize("chosen", ["乙", "丙", "丁"], ids=["the office's", "the copy's", "another"])
def test_a_decided_value_conflicts_with_what_a_copy_says_that_had_not_seen_it(
    office: Desk, chosen: str
) -> None:
    site = conflict(office)
    office.decide(value(PROJECT, "name"), (chosen,))
    site.edit(PROJECT, name="戊")
    office.take(site.hand_back())
    assert office.rows[PROJECT]["name"] == chosen
    assert office.open == {value(PROJECT, "name")}
    assert heads_of(office, value(PROJECT, "name")) == ["戊"]


def test_a_copy_handed_out_after_a_decision_may_change_the_value(office: Desk) -> None:
    conflict(office)
    office.decide(value(PROJECT, "name"), ("丙",))
    later = office.hand_out("later")
    later.edit(PROJECT, name="戊")
    office.take(later.hand_back())
    assert office.rows[PROJECT]["name"] == "戊"
    assert not office.open


def contested(office: Desk) -> Desk:
    """Let a copy delete a part with its note, about which the office wrote; return the copy."""
    site = office.hand_out("site")
    office.edit(NOTE, text="二稿")
    site.remove(SMALL)
    office.take(site.hand_back())
    return site


def test_a_row_that_somebody_decided_to_keep_stays_when_the_same_return_comes_again(office: Desk) -> None:
    site = contested(office)
    assert office.open == {deletion(SMALL), deletion(NOTE)}
    office.decide(deletion(SMALL), ())
    assert not office.open
    site.edit(BIG, size=7)
    office.take(site.hand_back())
    assert {SMALL, NOTE} <= office.rows.keys()
    assert not office.open


def test_a_row_that_somebody_decided_to_keep_stays_when_another_copy_deletes_it(office: Desk) -> None:
    other = office.hand_out("other")
    contested(office)
    office.decide(deletion(SMALL), ())
    other.remove(SMALL)
    office.take(other.hand_back())
    assert {SMALL, NOTE} <= office.rows.keys()
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_a_row_that_somebody_decided_to_delete_stays_away_when_the_same_return_comes_again(
    office: Desk,
) -> None:
    site = contested(office)
    office.decide(deletion(SMALL), None)
    assert not office.open
    assert not {SMALL, NOTE} & office.rows.keys()
    site.edit(BIG, size=7)
    office.take(site.hand_back())
    assert not {SMALL, NOTE} & office.rows.keys()
    assert not office.open


def test_a_row_that_somebody_decided_to_delete_comes_back_when_another_copy_wrote_in_it(
    office: Desk,
) -> None:
    other = office.hand_out("other")
    contested(office)
    office.decide(deletion(SMALL), None)
    other.edit(NOTE, text="三稿")
    office.take(other.hand_back())
    assert office.rows[NOTE]["text"] == "二稿"
    assert office.open == {deletion(SMALL), deletion(NOTE), value(NOTE, "text")}


# Deletions


def test_what_only_a_copy_deleted_goes(office: Desk) -> None:
    site = office.hand_out("site")
    site.remove(SMALL)
    office.take(site.hand_back())
    assert not {SMALL, NOTE} & office.rows.keys()
    assert not office.open


def test_what_the_office_wrote_beats_a_deletion_of_a_copy(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(NOTE, text="二稿")
    site.remove(NOTE)
    office.take(site.hand_back())
    assert office.rows[NOTE]["text"] == "二稿"
    assert office.open == {deletion(NOTE)}


def test_what_a_copy_wrote_beats_a_deletion_of_the_office(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(NOTE)
    office.take(site.hand_back())
    assert office.rows[NOTE] == {"id": "n", "part": "small", "text": "二稿"}
    assert office.open == {deletion(NOTE)}


def test_what_one_copy_wrote_beats_a_deletion_of_another(office: Desk) -> None:
    writer, deleter = office.hand_out("w"), office.hand_out("d")
    writer.edit(NOTE, text="二稿")
    deleter.remove(NOTE)
    end = every_order(office, writer.hand_back(), deleter.hand_back())
    assert end.rows[NOTE]["text"] == "二稿"
    assert end.open == {deletion(NOTE)}


def test_a_deletion_that_had_seen_what_was_written_stands(office: Desk) -> None:
    writer = office.hand_out("w")
    writer.edit(NOTE, text="二稿")
    office.take(writer.hand_back())
    deleter = office.hand_out("d")
    deleter.remove(NOTE)
    end = every_order(office, writer.hand_back(), deleter.hand_back())
    assert NOTE not in end.rows
    assert not end.open


def test_what_the_office_wrote_and_took_back_does_not_stand_against_a_deletion(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(NOTE, text="二稿")
    office.edit(NOTE, text="初稿")
    site.remove(NOTE)
    office.take(site.hand_back())
    assert NOTE not in office.rows
    assert not office.open


def test_what_everybody_deleted_is_gone_without_a_question(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    for desk in (office, *sites):
        desk.remove(SMALL)
    end = every_order(office, *(site.hand_back() for site in sites))
    assert not {SMALL, NOTE} & end.rows.keys()
    assert not end.open


def test_one_copy_deletes_what_another_moved_elsewhere(office: Desk) -> None:
    mover, deleter = office.hand_out("m"), office.hand_out("d")
    mover.edit(NOTE, part="big")
    deleter.remove(SMALL)
    end = every_order(office, mover.hand_back(), deleter.hand_back())
    assert end.rows[NOTE]["part"] == "big"
    assert deletion(NOTE) in end.open


def test_a_deleted_parent_comes_back_when_its_child_was_written_in(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(SMALL)
    office.take(site.hand_back())
    assert office.rows[SMALL] == {"id": "small", "project": "a", "within": None, "size": 1}
    assert office.rows[NOTE]["text"] == "二稿"
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_a_deleted_parent_comes_back_when_a_child_was_added(office: Desk) -> None:
    site = office.hand_out("site")
    added = site.put("note", "m", part="small", text="新")
    office.remove(SMALL)
    office.take(site.hand_back())
    assert office.rows[added]["text"] == "新"
    assert {SMALL, NOTE} <= office.rows.keys()
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_a_parent_that_a_copy_deleted_stays_when_the_office_added_a_child(office: Desk) -> None:
    site = office.hand_out("site")
    office.put("note", "m", part="small", text="新")
    site.remove(SMALL)
    office.take(site.hand_back())
    assert {SMALL, NOTE, ("note", "m")} <= office.rows.keys()
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_a_parent_that_one_copy_deleted_stays_when_another_added_a_child(office: Desk) -> None:
    adder, deleter = office.hand_out("a"), office.hand_out("d")
    adder.put("note", "m", part="small", text="新")
    deleter.remove(SMALL)
    end = every_order(office, adder.hand_back(), deleter.hand_back())
    assert {SMALL, NOTE, ("note", "m")} <= end.rows.keys()
    assert end.open == {deletion(SMALL), deletion(NOTE)}


def test_a_deleted_parent_comes_back_when_something_was_moved_into_it(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(SMALL, within="big")
    office.do({BIG: None})
    office.take(site.hand_back())
    assert office.rows[SMALL]["within"] == "big"
    assert office.open == {deletion(BIG)}


def test_what_one_act_deleted_comes_back_together(office: Desk) -> None:
    office.put("note", "m", part="big", text="另")
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(PROJECT)
    office.take(site.hand_back())
    assert {PROJECT, BIG, SMALL, NOTE, ("note", "m")} == office.rows.keys()
    assert office.open == {deletion(key) for key in office.rows}


def test_what_two_acts_deleted_comes_back_only_as_far_as_it_is_needed(office: Desk) -> None:
    other = office.put("note", "m", part="small", text="另")
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(other)
    office.remove(SMALL)
    office.take(site.hand_back())
    assert other not in office.rows
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_rows_that_one_act_deleted_without_belonging_together_do_not_come_back_together(
    office: Desk,
) -> None:
    lone = office.put("part", "lone", size=1)
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(SMALL, lone)
    office.take(site.hand_back())
    assert lone not in office.rows
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_a_row_that_comes_back_has_the_values_it_was_deleted_with(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(PROJECT, name="乙")
    office.edit(PROJECT, amount=3)
    office.remove(PROJECT)
    office.take(site.hand_back())
    assert office.rows[PROJECT] == {"id": "a", "name": "乙", "amount": 3, "unit": "万元"}


def test_a_row_that_comes_back_has_the_values_that_were_merged_before_it_was_deleted(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(SMALL, size=9)
    office.take(site.hand_back())
    office.remove(SMALL)
    added = site.put("note", "m", part="small", text="新")
    office.take(site.hand_back())
    assert office.rows[SMALL]["size"] == 9
    assert office.rows[added]["text"] == "新"
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_values_merged_before_a_deletion_conflict_with_what_another_copy_says(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    sites[0].edit(NOTE, text="二稿")
    office.take(sites[0].hand_back())
    office.remove(NOTE)
    sites[1].edit(NOTE, text="三稿")
    office.take(sites[1].hand_back())
    assert office.rows[NOTE]["text"] == "三稿"
    assert office.open == {deletion(NOTE), value(NOTE, "text")}
    assert heads_of(office, value(NOTE, "text")) == ["二稿", "三稿"]


def test_a_row_that_comes_back_has_the_value_that_won_a_conflict_before_it_was_deleted(office: Desk) -> None:
    other, early, late = (office.hand_out(name) for name in ("o", "x", "y"))
    early.edit(SMALL, size=8)
    late.edit(SMALL, size=9)
    office.take(early.hand_back())
    office.take(late.hand_back())
    assert office.open == {value(SMALL, "size")}
    office.remove(SMALL)
    added = other.put("note", "m", part="small", text="新")
    office.take(other.hand_back())
    assert added in office.rows
    assert office.rows[SMALL]["size"] == 9
    assert office.open == {deletion(SMALL), deletion(NOTE)}


def test_what_a_copy_goes_on_to_say_after_a_deletion_does_not_conflict_with_itself(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.take(site.hand_back())
    office.remove(NOTE)
    site.edit(NOTE, text="三稿")
    office.take(site.hand_back())
    assert office.rows[NOTE]["text"] == "三稿"
    assert office.open == {deletion(NOTE)}


def test_writing_in_a_row_that_came_back_does_not_decide_that_it_stays(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(NOTE)
    office.take(site.hand_back())
    office.edit(NOTE, part="big")
    site.edit(BIG, size=7)
    office.take(site.hand_back())
    assert office.open == {deletion(NOTE)}


def test_a_row_that_came_back_and_was_written_in_stays_when_the_copy_takes_back_what_it_said(
    office: Desk,
) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(NOTE)
    office.take(site.hand_back())
    office.edit(NOTE, part="big")
    site.edit(NOTE, text="初稿")
    office.take(site.hand_back())
    assert office.rows[NOTE] == {"id": "n", "part": "big", "text": "初稿"}
    assert office.open == {deletion(NOTE)}


def test_a_row_that_came_back_goes_again_when_the_copy_takes_back_what_it_said(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="二稿")
    office.remove(NOTE)
    office.take(site.hand_back())
    site.edit(NOTE, text="初稿")
    office.take(site.hand_back())
    assert NOTE not in office.rows
    assert not office.open


def test_a_value_decided_in_a_row_that_came_back_stands_against_another_deletion(office: Desk) -> None:
    writer, deleter = office.hand_out("w"), office.hand_out("d")
    office.edit(NOTE, text="室")
    office.remove(NOTE)
    writer.edit(NOTE, text="二稿")
    deleter.remove(NOTE)
    office.take(writer.hand_back())
    office.decide(value(NOTE, "text"), ("室",))
    office.take(deleter.hand_back())
    assert office.rows[NOTE]["text"] == "室"
    assert office.open == {deletion(NOTE)}


def test_a_decided_deletion_takes_nothing_along_that_only_might_have_belonged_to_it(office: Desk) -> None:
    mover, deleter = office.hand_out("m"), office.hand_out("d")
    mid = office.put("part", "mid", project="a", size=1)
    office.edit(NOTE, part="mid")
    mover.edit(NOTE, part="big")
    deleter.remove(BIG)
    office.take(mover.hand_back())
    office.take(deleter.hand_back())
    assert office.open == {deletion(BIG), value(NOTE, "part")}
    office.decide(deletion(BIG), None)
    assert BIG not in office.rows
    assert office.rows[NOTE]["part"] == mid[1]
    assert not office.open
    mover.edit(SMALL, size=7)
    office.take(mover.hand_back())
    assert BIG not in office.rows
    assert not office.open


def test_what_a_copy_made_and_deleted_itself_never_reaches_the_office(office: Desk) -> None:
    site = office.hand_out("site")
    site.remove(site.put("note", "m", part="big", text="新"))
    rows = dict(office.rows)
    office.take(site.hand_back())
    assert office.rows == rows
    assert not office.open


def test_what_a_copy_made_and_deleted_itself_says_nothing_about_the_same_row_of_the_office(
    office: Desk,
) -> None:
    site = office.hand_out("site")
    site.remove(site.put("note", "same", part="big", text="外"))
    office.put("note", "same", part="big", text="室")
    office.take(site.hand_back())
    assert office.rows["note", "same"]["text"] == "室"
    assert not office.open


def test_what_a_copy_made_and_deletes_after_the_first_return_goes(office: Desk) -> None:
    site = office.hand_out("site")
    note = site.put("note", "m", part="big", text="新")
    first = site.hand_back()
    site.remove(note)
    end = every_order(office, first, site.hand_back())
    assert note not in end.rows
    assert not end.open


def test_what_a_copy_made_and_deletes_comes_back_as_it_was_last_if_the_office_needs_it(
    office: Desk,
) -> None:
    site = office.hand_out("site")
    part = site.put("part", "new", project="a", size=1)
    first = site.hand_back()
    site.edit(part, size=2)
    second = site.hand_back()
    office.take(second)
    note = office.put("note", "m", part="new", text="室")
    site.remove(part)
    end = every_order(office, first, site.hand_back())
    assert end.rows[part]["size"] == 2
    assert note in end.rows
    assert end.open == {deletion(part)}


def test_who_deletes_a_row_that_came_back_having_seen_why_agrees_with_the_office(office: Desk) -> None:
    writer = office.hand_out("w")
    office.remove(NOTE)
    writer.edit(NOTE, text="二稿")
    office.take(writer.hand_back())
    assert office.open == {deletion(NOTE)}
    deleter = office.hand_out("d")
    deleter.remove(NOTE)
    end = every_order(office, writer.hand_back(), deleter.hand_back())
    assert NOTE not in end.rows
    assert not end.open


def test_what_a_copy_made_and_deletes_stays_if_the_office_wrote_in_it(office: Desk) -> None:
    site = office.hand_out("site")
    note = site.put("note", "m", part="big", text="新")
    office.take(site.hand_back())
    office.edit(note, text="室")
    site.remove(note)
    office.take(site.hand_back())
    assert office.rows[note]["text"] == "室"
    assert office.open == {deletion(note)}


# Rows made twice


def test_two_copies_that_add_the_same_row_make_one(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    for site in sites:
        site.put("note", "same", part="big", text="同")
    end = every_order(office, *(site.hand_back() for site in sites))
    assert end.rows["note", "same"] == {"id": "same", "part": "big", "text": "同"}
    assert not end.open


def test_two_copies_that_add_the_same_row_differently_conflict_by_field(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    for site in sites:
        site.put("note", "same", part="big", text=site.name)
    end = every_order(office, *(site.hand_back() for site in sites))
    assert end.rows["note", "same"]["text"] == "y"
    assert end.open == {value(("note", "same"), "text")}
    assert heads_of(end, value(("note", "same"), "text")) == ["x", "y"]


def test_the_office_and_a_copy_that_add_the_same_row_differently_conflict_by_field(office: Desk) -> None:
    site = office.hand_out("site")
    for desk in (office, site):
        desk.put("note", "same", part="big", text=desk.name)
    office.take(site.hand_back())
    assert office.rows["note", "same"]["text"] == "office"
    assert office.open == {value(("note", "same"), "text")}


def test_an_empty_field_of_a_row_made_twice_is_no_conflict(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    sites[0].put("note", "same", part="big", text="写")
    sites[1].put("note", "same", part="big", text="")
    end = every_order(office, *(site.hand_back() for site in sites))
    assert end.rows["note", "same"]["text"] == "写"
    assert not end.open


def test_a_row_deleted_and_made_again_on_a_copy_is_an_edit(office: Desk) -> None:
    site = office.hand_out("site")
    site.remove(NOTE)
    site.put("note", "n", part="small", text="重写")
    office.take(site.hand_back())
    assert office.rows[NOTE]["text"] == "重写"
    assert not office.open


def test_a_row_made_again_by_a_copy_that_had_seen_its_deletion_stays(office: Desk) -> None:
    office.remove(NOTE)
    site = office.hand_out("site")
    site.put("note", "n", part="small", text="重写")
    office.take(site.hand_back())
    assert office.rows[NOTE]["text"] == "重写"


def test_a_row_made_again_by_a_copy_that_had_seen_another_copy_delete_it_stays(office: Desk) -> None:
    deleter = office.hand_out("d")
    deleter.remove(NOTE)
    office.take(deleter.hand_back())
    maker = office.hand_out("m")
    maker.put("note", "n", part="small", text="重写")
    end = every_order(office, maker.hand_back(), deleter.hand_back())
    assert end.rows[NOTE]["text"] == "重写"
    assert not end.open


def test_a_row_that_the_office_made_again_is_the_office_s(office: Desk) -> None:
    site = office.hand_out("site")
    site.edit(NOTE, text="外")
    office.remove(NOTE)
    office.put("note", "n", part="small", text="室")
    office.take(site.hand_back())
    assert office.rows[NOTE]["text"] == "室"
    assert office.open == {value(NOTE, "text")}


# Rings


def test_two_moves_that_would_make_a_ring_become_one_and_a_question(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    sites[0].edit(BIG, within="small")
    sites[1].edit(SMALL, within="big")
    end = every_order(office, *(site.hand_back() for site in sites))
    assert end.rows[BIG]["within"] is None
    assert end.rows[SMALL]["within"] == "big"
    assert end.open == {ring(BIG)}
    assert heads_of(end, ring(BIG)) == ["small"]


def test_the_office_s_move_stays_where_a_copy_s_would_make_a_ring(office: Desk) -> None:
    site = office.hand_out("site")
    office.edit(BIG, within="small")
    site.edit(SMALL, within="big")
    office.take(site.hand_back())
    assert office.rows[BIG]["within"] == "small"
    assert office.rows[SMALL]["within"] is None
    assert office.open == {ring(SMALL)}


def test_the_move_that_gives_way_goes_back_to_where_it_was(office: Desk) -> None:
    office.put("part", "old", project="a", size=1)
    office.edit(SMALL, within="old")
    site = office.hand_out("site")
    office.edit(BIG, within="small")
    site.edit(SMALL, within="big")
    office.take(site.hand_back())
    assert office.rows[SMALL]["within"] == "old"
    assert office.open == {ring(SMALL)}


def test_a_ring_of_three_moves_is_broken_once(office: Desk) -> None:
    office.put("part", "mid", project="a", size=1)
    sites = [office.hand_out(name) for name in "xyz"]
    for site, (inner, outer) in zip(sites, (("big", "small"), ("small", "mid"), ("mid", "big")), strict=True):
        site.edit(("part", inner), within=outer)
    end = every_order(office, *(site.hand_back() for site in sites))
    within = [end.rows["part", name]["within"] for name in ("big", "small", "mid")]
    assert within == [None, "mid", "big"]
    assert end.open == {ring(BIG)}


def test_a_move_does_not_go_back_to_a_place_that_would_make_another_ring(office: Desk) -> None:
    low, mid, high = (office.put("part", name, project="a", size=1) for name in ("aa", "mm", "zz"))
    office.edit(high, within="aa")
    out, mover, other = (office.hand_out(name) for name in ("1", "2", "3"))
    out.edit(high, within=None)
    office.take(out.hand_back())
    office.edit(low, within="zz")
    mover.edit(high, within="mm")
    other.edit(mid, within="zz")
    end = every_order(office, mover.hand_back(), other.hand_back())
    assert [end.rows[key]["within"] for key in (low, mid, high)] == ["zz", "zz", None]
    assert end.open == {ring(high), value(high, "within")}


def test_taking_back_a_move_that_others_relied_on_makes_no_ring(office: Desk) -> None:
    office.edit(SMALL, within="big")
    site = office.hand_out("site")
    site.edit(SMALL, within=None)
    office.take(site.hand_back())
    office.edit(BIG, within="small")
    site.edit(SMALL, within="big")
    end = every_order(office, site.hand_back())
    assert end.rows[BIG]["within"] == "small"
    assert end.rows[SMALL]["within"] is None
    assert end.open == {ring(SMALL)}
    assert end.take(site.hand_back()) is None


def test_a_ring_that_somebody_decided_does_not_arise_again(office: Desk) -> None:
    sites = [office.hand_out(name) for name in "xy"]
    sites[0].edit(BIG, within="small")
    sites[1].edit(SMALL, within="big")
    for site in sites:
        office.take(site.hand_back())
    office.decide(ring(BIG), (None,))
    sites[0].edit(NOTE, text="二稿")
    office.take(sites[0].hand_back())
    assert office.rows[SMALL]["within"] == "big"
    assert office.rows[BIG]["within"] is None
    assert not office.open


# What does not fit together


ROW = {"id": "n", "part": "small", "text": "今"}


@pytest.mark.parametrize(
    ("row", "trace"),
    [
        pytest.param(None, Trace("1", 1, "insert", "", None, "{}"), id="was added, is not there"),
        pytest.param(ROW, Trace("1", 1, "delete", "", "{}", None), id="was deleted, is there"),
        pytest.param(None, Trace("1", 1, "update", "text", '"昔"', '"今"'), id="was edited, is not there"),
        pytest.param(ROW, Trace("1", 1, "update", "size", "1", "2"), id="has no such field"),
    ],
)
def test_a_journal_that_does_not_lead_to_the_row_is_refused(row: dict[str, str] | None, trace: Trace) -> None:
    with pytest.raises(UserError, match=r"field\.inconsistent"):
        undone(row, [trace])


def test_a_row_that_names_one_that_never_was_there_is_refused(office: Desk) -> None:
    site = office.hand_out("site")
    site.put("note", "m", part="nowhere", text="新")
    with pytest.raises(UserError, match=r"field\.inconsistent"):
        office.take(site.hand_back())
