"""The cells in which records are merged, held against the tables they are of."""

from __future__ import annotations

import pytest

from fangzi_desktop.domain.merge_cells import GROUPS, cell_of, fields_of
from fangzi_desktop.storage.natural_ids import BIRTH_KEYS, NATURAL_KEYS
from fangzi_desktop.storage.tables import DERIVED, JOURNAL, ROWS, table_of


def columns_of(table: str) -> list[str]:
    return [column.key for column in table_of(ROWS[table]).columns]


@pytest.mark.parametrize("table", GROUPS)
def test_groups_are_of_several_columns_and_share_none(table: str) -> None:
    grouped = [field for group in GROUPS[table] for field in group]
    assert set(grouped) <= set(columns_of(table))
    assert len(grouped) == len(set(grouped))
    assert all(len(group) > 1 for group in GROUPS[table])


@pytest.mark.parametrize("table", GROUPS)
def test_what_a_row_is_and_belongs_to_is_in_no_group(table: str) -> None:
    keys = {"id", "project_id", *NATURAL_KEYS.get(table, ()), *BIRTH_KEYS.get(table, ())}
    assert not keys & {field for group in GROUPS[table] for field in group}


@pytest.mark.parametrize("table", sorted(ROWS.keys() - DERIVED - JOURNAL))
def test_every_column_is_in_one_cell(table: str) -> None:
    cells = dict.fromkeys(cell_of(table, field) for field in columns_of(table))
    assert sorted(field for cell in cells for field in fields_of(table, cell)) == sorted(columns_of(table))
    assert all(cell_of(table, field) == cell for cell in cells for field in fields_of(table, cell))


@pytest.mark.parametrize(
    ("table", "field", "cell"),
    [
        ("extension", "unit", "amount+unit"),
        ("photo", "longitude", "latitude+longitude"),
        ("problem", "closed_on", "state+closed_on+closing_note"),
        ("permit_item", "accepted_on", "accepted_on"),
        ("milestone", "happened", "happened"),
        ("project_part", "within_id", "within_id"),
        ("agenda", "position", "position"),
    ],
)
def test_a_cell_is_named_by_its_fields(table: str, field: str, cell: str) -> None:
    assert cell_of(table, field) == cell


def test_amounts_are_merged_with_their_units() -> None:
    """A new pair of an amount and a unit must be thought of here."""
    pairs = [
        (table, column, unit)
        for table in ROWS.keys() - DERIVED - JOURNAL
        for column in columns_of(table)
        if column.endswith("amount")
        for unit in (column.removesuffix("amount") + "unit",)
        if unit in columns_of(table)
    ]
    assert len(pairs) >= 5
    assert all(cell_of(table, column) == cell_of(table, unit) for table, column, unit in pairs)
