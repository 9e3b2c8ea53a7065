"""另填 knows how every field of a merge is typed: as it is typed elsewhere, or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.terms import Stage, Term
from fangzi_desktop.services.conflicts import Conflict, Said
from fangzi_desktop.services.merge_names import as_kept, merged_fields, shape_of
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.merge_words import field_words
from fangzi_desktop.ui.field.other_value import field_for, is_typable
from tests.builders import a_project_with_permits


def a_conflict(table: str, field: str, project: str = "p") -> Conflict:
    said = Said((None,), "专员甲", datetime(2023, 2, 24, tzinfo=UTC), "办公室")
    return Conflict(
        "c",
        ConflictKind.VALUE,
        project,
        "一号项目",
        table,
        "r",
        (field,),
        {},
        said,
        said,
        (said,),
        date(2023, 2, 24),
        is_changed=False,
        is_gone=False,
    )


@pytest.mark.parametrize("table", merged_fields())
def test_every_field_that_can_be_typed_is_called_as_it_is_shown(desk: Desk, table: str) -> None:
    for name in merged_fields()[table]:
        if is_typable(table, (name,)):
            field = field_for(desk, a_conflict(table, name), name)
            assert field.label == field_words(table, name)
            shape = shape_of(table, name)
            if not shape.record:
                is_chosen = shape.holds is bool or issubclass(shape.holds, Term)
                assert bool(field.choices) is is_chosen, name


def test_what_the_program_writes_itself_cannot_be_typed() -> None:
    for table, field in (
        ("photo", "sha256"),
        ("permit_rule", "body"),
        ("element", "specifics"),
        ("calendar_year", "days"),
        ("project", "template_id"),
    ):
        assert not is_typable(table, (field,)), (table, field)
    assert not is_typable("problem", ())


@pytest.mark.parametrize(
    ("table", "field", "typed", "kept"),
    [
        ("project", "investment_yuan", "9.5亿", 950_000_000),
        ("project", "area_mu", "3公顷", "45"),
        ("project", "progress_on", "2023-02-20", "2023-02-20"),
        ("project", "stage", Stage.REVIEW.zh, Stage.REVIEW.value),
        ("project", "gate_safety", "未通过", False),
        ("project", "gate_safety", "空", None),
        ("project", "progress_on", "", None),
        ("visit", "percent", "45", 45),
        ("month_investment", "month", "2023年2月", "2023-02"),
    ],
)
def test_typed_words_become_what_is_kept(desk: Desk, table: str, field: str, typed: str, kept: Any) -> None:
    assert as_kept(field_for(desk, a_conflict(table, field), field).read(typed)) == kept


@pytest.mark.parametrize(
    ("table", "field", "typed"),
    [
        ("project", "investment_yuan", "很多"),
        ("project", "progress_on", "某一天"),
        ("visit", "visited_on", ""),
        ("visit", "percent", "一半"),
        ("milestone", "happened", "不久"),
    ],
)
def test_wrong_input_is_refused(desk: Desk, table: str, field: str, typed: str) -> None:
    with pytest.raises(UserError):
        field_for(desk, a_conflict(table, field), field).read(typed)


def test_another_record_is_chosen_by_its_name(desk: Desk) -> None:
    project = desk.attempt(a_project_with_permits).value
    field = field_for(desk, a_conflict("suspension", "item_id", project), "item_id")
    assert len(field.choices) > 10
    for row_id, words in field.choices:
        assert row_id not in words
        assert "_" not in words
