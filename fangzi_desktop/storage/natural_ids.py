"""Ids of rows that are told apart by what they are about: the milestone of a kind of a project, and such."""

from __future__ import annotations

import json
from uuid import UUID, uuid5

from fangzi_desktop.storage.journal import plain

# Never to be changed, nor the columns below: copies of older programs would add the same rows twice.
_NAMESPACE = UUID("5f0d3a52-5d0e-4a51-9b43-0f6c1f6a7d21")

NATURAL_KEYS: dict[str, tuple[str, ...]] = {
    # Of a project.
    "stage_record": ("project_id", "stage"),
    "milestone": ("project_id", "kind"),
    "evidence": ("project_id", "kind"),
    "coordinator": ("project_id", "group_code"),
    "review_round": ("project_id", "round_no"),
    "opinion": ("round_id", "department"),
    "indicator_result": ("round_id", "indicator"),
    "agenda": ("meeting_id", "project_id"),
    "material": ("item_id", "name"),
    "attachment": ("project_id", "item_id", "sha256"),
    "photo": ("project_id", "sha256"),
    "part_date": ("part_id", "kind"),
    "node": ("project_id", "part_id", "kind"),
    "month_investment": ("project_id", "month"),
    "stats_file": ("project_id", "kind"),
    "stats_material": ("project_id", "kind", "material"),
    # Of a paper.
    "report_edit": ("kind", "period", "subject", "key"),
    "report_approval": ("kind", "period", "subject"),
    # Rules from a day on.
    "stage_limit": ("stage", "route", "valid_from"),
    "idle_limit": ("stage", "valid_from"),
    "alert_rule": ("kind", "valid_from"),
    "threshold": ("indicator", "valid_from"),
    "opinion_limit": ("valid_from",),
    "removal_limit": ("valid_from",),
    "light_limit": ("valid_from",),
    "sector_threshold": ("sector", "valid_from"),
    "invest_level": ("level", "valid_from"),
    "filing_window": ("kind", "valid_from"),
    "assessment_rule": ("indicator", "valid_from"),
    "assessment_mark": ("year", "object_class", "name", "indicator"),
}
"""The columns that tell the rows of a table apart. A command that changes one makes the row another row."""

BIRTH_KEYS: dict[str, tuple[str, ...]] = {
    "permit_item": ("project_id", "code", "part_id", "round_no"),
}
"""Columns that give a new row its id, and that may change afterwards while the row stays the same.

An item that is divided becomes the first part's with all that was recorded of it, so it keeps its id.
"""

OWN_KEYS: dict[str, str] = {
    "profile": "project_id",
    "calendar_year": "year",
}
"""Tables whose ids are a column's value as it is. Settings and put-off reminders have only the id itself."""


def natural_id(table: str, *key: object) -> str:
    """Return the id of the row of `table` with a natural key, given in the order of its columns.

    Copies of the team's folder are worked on apart and merged by row id. Two of them that both add, say, the
    land milestone of a project have added one row, whose dates can then be compared; with random ids there
    would be two milestones of a kind. A version 5 UUID is the same on every machine.
    """
    columns = NATURAL_KEYS.get(table) or BIRTH_KEYS[table]
    if len(key) != len(columns):
        raise TypeError(f"{table} is told apart by {', '.join(columns)}")
    # JSON keeps apart what joining would mix up: ("a", "bc") and ("ab", "c"), nothing and an empty text.
    return str(uuid5(_NAMESPACE, json.dumps([table, *map(plain, key)], ensure_ascii=False)))
