"""Rows copied from Excel, read into a record's fields: all of them or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui.records.fields import Field

MOST_ROWS = 500


def read_pasted(pasted: str, fields: Sequence[Field]) -> list[dict[str, Any]]:
    """Read copied cells, one dictionary of field values for each row.

    A first row that names fields says which column is which; otherwise the columns are the fields in their
    order. Empty rows are left out, and so are columns under a name that is no field's. Raises `UserError`:
    ``paste.nothing``, ``paste.too_many`` or ``paste.bad_cell`` with `row`, `column`, `text` and the cell's
    own refusal as `problem`.
    """
    rows = [
        (place, [cell.strip() for cell in row])
        for place, row in enumerate(csv.reader(io.StringIO(pasted), delimiter="\t"), start=1)
        if any(cell.strip() for cell in row)
    ]
    by_label = {field.label: field for field in fields}
    columns: list[Field | None] = list(fields)
    if rows and any(_bare(cell) in by_label for cell in rows[0][1]):
        columns = [by_label.get(_bare(cell)) for cell in rows.pop(0)[1]]
    if not rows:
        raise UserError("paste.nothing")
    if len(rows) > MOST_ROWS:
        raise UserError("paste.too_many", most=MOST_ROWS, count=len(rows))
    return [_values(place, row, columns) for place, row in rows]


def _values(place: int, row: list[str], columns: Sequence[Field | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for cell, field in zip(row, columns, strict=False):
        if field is None or (field.choices and not cell):
            continue
        try:
            found[field.name] = field.read(cell)
        except UserError as problem:
            raise UserError(
                "paste.bad_cell", row=place, column=field.label, text=cell, problem=problem
            ) from None
    return found


def _bare(head: str) -> str:
    """A head without the unit behind it: 需求量（吨）."""
    return head.split("（")[0].split("(")[0].strip()
