"""The rows of 今日 in their groups, made at once and moved step by step."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangzi_desktop.services.lines import difference, line_up
from fangzi_desktop.ui.today.groups import Grouping, Head
from fangzi_desktop.ui.today.model import ReminderModel
from fangzi_desktop.ui.today.rows import Rows
from tests.reminders import Clocks, before_and_after

KEYS = ["overdue", "soon", "project-1", "专员甲", "供电公司", ""]


@pytest.mark.parametrize("grouping", Grouping)
@given(steps=before_and_after(), folded=st.sets(st.sampled_from(KEYS)))
def test_rows_that_were_moved_are_those_that_are_made_anew(
    grouping: Grouping, steps: Clocks, folded: set[str]
) -> None:
    folds = folded if grouping is not Grouping.NONE else set()
    before, after = (line_up(lines) for lines in steps)
    rows = Rows(before.ordered, grouping, folds)
    model = ReminderModel()
    model.show_rows(rows.all(), model.today)
    model.splice(rows.move(difference(*steps)))
    anew = Rows(after.ordered, grouping, folds)
    assert list(model.rows) == rows.all() == anew.all()
    assert rows.count == len(after.ordered)
    assert [rows.place(row) for row in model.rows] == list(range(len(model.rows)))


@given(steps=before_and_after())
def test_heads_count_what_is_under_them_and_nobodys_group_is_last(steps: Clocks) -> None:
    lines = line_up(steps[0]).ordered
    rows = Rows(lines, Grouping.OFFICER).all()
    heads = [row for row in rows if isinstance(row, Head)]
    assert {head.key: head.count for head in heads} == {
        name: sum(line.service_officer == name for line in lines)
        for name in {line.service_officer for line in lines}
    }
    assert all(sum(count for _, count in head.counts) == head.count for head in heads)
    assert "" not in [head.key for head in heads[:-1]]
