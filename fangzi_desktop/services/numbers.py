"""Numbers and names that came to be given out twice, in words for a check of the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fangzi_desktop.domain.terms import Term
from fangzi_desktop.storage.journal import revive
from fangzi_desktop.storage.numbers import clashes
from fangzi_desktop.storage.tables import ROWS, PartRow, ProjectRow
from fangzi_desktop.storage.work import View


def shared_numbers(view: View) -> list[str]:
    """Return ``number.<table>.<column>.<values>`` for every number or name that several rows have.

    `column` is the last that makes it up. The values are as people write them and joined by ``/``: projects,
    parts and items by their names; what is for the whole project names no part.
    """
    found = clashes(view.session)
    if not found:
        return []
    names = _names(view)
    return [
        f"number.{clash.table}.{clash.columns[-1]}.{'/'.join(_words(clash.table, values, names))}"
        for clash in found
        for values in [dict(zip(clash.columns, clash.values, strict=True))]
    ]


def _names(view: View) -> Mapping[str, Callable[[str], str]]:
    items = {rule.code: rule.name for template in view.rules.templates for rule in template.rules}

    return {
        "project_id": lambda key: _name(view.session.get(ProjectRow, key)),
        "part_id": lambda key: _name(view.session.get(PartRow, key)),
        "code": lambda code: items.get(code, code),
    }


def _name(row: ProjectRow | PartRow | None) -> str:
    return row.name if row is not None else ""


def _words(table: str, values: Mapping[str, Any], names: Mapping[str, Callable[[str], str]]) -> list[str]:
    return [_word(table, column, value, names) for column, value in values.items() if value is not None]


def _word(table: str, column: str, value: Any, names: Mapping[str, Callable[[str], str]]) -> str:
    if column in names:
        return names[column](value)
    held = revive(ROWS[table], column, value)
    return held.zh if isinstance(held, Term) else str(held)
