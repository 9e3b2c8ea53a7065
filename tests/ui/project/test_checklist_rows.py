"""The rows of a checklist: headings, groups, instances and what filters leave of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.terms import Applicability, PermitPhase, PermitState
from fangzi_desktop.services.permits import (
    Checklist,
    ChecklistLine,
    accept_item,
    checklist,
    decide_item,
    set_applicability,
)
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.project.checklist_rows import (
    Family,
    Filters,
    GroupRow,
    Heading,
    ItemRow,
    Row,
    Shown,
    department_counts,
    rows_of,
)
from tests.builders import a_project_with_permits, item_id

WORDS = {"round": "第{number}轮", "whole": "整个项目"}


@pytest.fixture
def read(workspace: Workspace) -> Checklist:
    project = workspace.do(a_project_with_permits).value
    filing = workspace.do(item_id, project, "FILING").value
    workspace.do(accept_item, filing, date(2023, 2, 20))
    workspace.do(decide_item, filing, date(2023, 2, 21))
    spare = workspace.do(item_id, project, "LAND_PREEXAM").value
    workspace.do(set_applicability, spare, Applicability.NOT_APPLICABLE)
    return workspace.read(checklist, project)


def rows(
    read: Checklist, filters: Filters | None = None, folded: frozenset[PermitPhase] = frozenset()
) -> list[Row]:
    return rows_of(read.lines, read.groups, filters or Filters(), folded, WORDS)


def headings(found: list[Row]) -> list[Heading]:
    return [row for row in found if isinstance(row, Heading)]


def test_every_phase_has_a_heading_that_counts_what_the_project_needs(read: Checklist) -> None:
    found = headings(rows(read))
    assert [row.phase for row in found] == list(PermitPhase)
    # FILING is done; APPROVAL is its alternative and LAND_PREEXAM is 不涉及.
    assert (found[0].done, found[0].total) == (1, 1)
    assert len([row for row in rows(read) if isinstance(row, ItemRow)]) == len(read.lines)


def test_a_folded_phase_shows_its_heading_only_until_something_is_looked_for(read: Checklist) -> None:
    folded = frozenset({PermitPhase.LAND})
    shut = rows(read, folded=folded)
    assert not any(isinstance(row, ItemRow) and row.line.phase is PermitPhase.LAND for row in shut)
    assert len(next(row for row in headings(shut) if row.phase is PermitPhase.LAND).item_ids) > 10
    sought = rows(read, Filters(text="挂牌"), folded)
    assert any(isinstance(row, ItemRow) and row.line.code == "LAND_LISTING" for row in sought)
    assert not any(row.is_folded for row in headings(sought))


def test_a_group_stands_once_before_the_first_of_its_items(read: Checklist) -> None:
    found = rows(read)
    groups = [row.group.code for row in found if isinstance(row, GroupRow)]
    assert sorted(groups) == ["AFTER_FILING", "ANNOUNCEMENT", "FOUR_CERTIFICATES"]
    for place, row in enumerate(found):
        if isinstance(row, GroupRow):
            following = next(one for one in found[place:] if isinstance(one, ItemRow))
            assert following.line.id in row.group.item_ids


def instances(read: Checklist) -> list[ChecklistLine]:
    """The announcement for two plots, the first of them in its second round, which followed a failed one."""
    line = next(line for line in read.lines if line.code == "LAND_ANNOUNCE")
    return [
        replace(line, id="a1", part_id="a", part_name="A宗地", superseded=True, title="公告（A宗地）"),
        replace(line, id="a2", part_id="a", part_name="A宗地", round_no=2, title="公告（A宗地·第2轮）"),
        replace(
            line, id="b1", part_id="b", part_name="B宗地", state=PermitState.DECIDED, title="公告（B宗地）"
        ),
    ]


def test_instances_stand_under_a_row_of_their_own_with_old_rounds_below_the_new(read: Checklist) -> None:
    _, family, *items = rows_of(instances(read), (), Filters(), frozenset(), WORDS)
    assert isinstance(family, Family) and (family.done, family.total) == (1, 2)
    assert [(row.name, row.depth) for row in items if isinstance(row, ItemRow)] == [
        ("A宗地 · 第2轮", 1),
        ("第1轮", 2),
        ("B宗地", 1),
    ]


def test_an_item_in_its_second_round_has_the_first_one_below_it(read: Checklist) -> None:
    _, *items = rows_of(instances(read)[:2], (), Filters(), frozenset(), WORDS)
    assert [(row.name, row.depth) for row in items if isinstance(row, ItemRow)] == [
        ("公告（A宗地·第2轮）", 0),
        ("第1轮", 1),
    ]


def test_filters_hold_together(read: Checklist) -> None:
    departments = department_counts(read.lines)
    assert all("(" not in name and "（" not in name for name in departments)
    name, count = next(iter(departments.items()))
    assert len([row for row in rows(read, Filters(department=name)) if isinstance(row, ItemRow)]) == count
    both = [row for row in rows(read, Filters(Shown.OPEN, name, text="xkz")) if isinstance(row, ItemRow)]
    assert both and len(both) < count
    assert all("许可证" in row.line.title and row.line.state is not PermitState.DECIDED for row in both)
    critical = [row for row in rows(read, Filters(critical=True)) if isinstance(row, ItemRow)]
    assert [row.line.critical for row in critical] == [True] * sum(line.critical for line in read.lines)
    assert rows(read, Filters(text="没有的")) == []
