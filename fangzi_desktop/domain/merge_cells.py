"""Which fields of a record are merged together, because one without the others would be wrong.

A cell is a field, or a few that are said in one breath: an amount and its unit, a reply and its day. Two
copies that changed different cells of a record are both right; of one cell a person must choose. So a group
is made only where a mixture would say what nobody said, not where a mixture would merely look odd.
"""

from __future__ import annotations

from collections.abc import Mapping

GROUPS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "project": (
        # The version of the checklist is taken for a route, which is fixed from then on.
        ("route", "template_id"),
        # The day is that of these words.
        ("progress", "progress_on"),
    ),
    # A stage is done, or no more, by the day it ended.
    "stage_record": (("status", "done_on"),),
    "permit_item": (
        # The kinds to choose from are the rule's.
        ("rule_id", "variant"),
        # What is decided, refused, withdrawn or failed is so since that day; an open one has none.
        ("state", "decided_on"),
        # The paper says why the item does not apply.
        ("applicability", "waiver"),
    ),
    # The amount is in the unit.
    "extension": (("amount", "unit"),),
    "problem": (
        # Written off on a day, with what was done.
        ("state", "closed_on", "closing_note"),
        # The day of the listing and its paper.
        ("listed_on", "listed_no"),
    ),
    # The paper that says the days.
    "calendar_year": (("source", "days"),),
    # Amounts in their units.
    "stage_limit": (("amount", "unit"), ("warn_amount", "warn_unit")),
    # Steps and the step that tells are in the unit.
    "alert_rule": (("steps", "unit", "tells_from"),),
    # The day on which the words were found true.
    "profile": (("physical_progress", "physical_confirmed_on"),),
    # The one must lie below the other.
    "light_limit": (("yellow_points", "red_points"),),
    # A conclusion stands with its paper, its reason and the gates as they were.
    "review_round": (
        (
            "decision",
            "decided_on",
            "minutes_no",
            "chair",
            "text",
            "review_on",
            "gate_capacity",
            "gate_environment",
            "gate_safety",
        ),
    ),
    # What a department said, and when.
    "opinion": (("submitted_on", "kind", "text", "conditions"),),
    # Met on a day, in this way.
    "condition": (("met_on", "note"),),
    # The verdict is on that value against that threshold.
    "indicator_result": (("value", "comparison", "threshold", "verdict"),),
    # At least or at most so much.
    "threshold": (("comparison", "value"),),
    # The amount is in the unit.
    "opinion_limit": (("amount", "unit"),),
    # The result with its paper.
    "support_item": (("fair_review", "fair_review_no", "fair_review_on"),),
    "commitment": (
        # So much of that, in that unit.
        ("metric", "comparison", "target", "unit"),
        # Due on a day, or so long after an event.
        ("due", "offset_amount", "offset_unit", "offset_event"),
        # What was reached, by which proof, and what that came to.
        ("actual", "actual_on", "evidence_no", "result", "settled_on", "note"),
    ),
    # One payment: its day, its amount and its paper.
    "payout": (("paid_on", "paid_yuan", "document_no"),),
    # Settled on a day, in this way.
    "ladder_step": (("settled_on", "settled_note"),),
    "element": (
        # The fields of that kind.
        ("kind", "specifics"),
        # So much in that unit.
        ("unit", "demand"),
        # So much was promised on that day.
        ("committed", "committed_on"),
        # Why it cannot be had.
        ("is_unavailable", "unavailable_reason"),
    ),
    # Put off since a day, for a reason.
    "stats_file": (("waits_since", "waits_reason"),),
    # The figure is in the unit.
    "reported_value": (("value", "unit"),),
    # The words name the amount.
    "sector_threshold": (("amount_yuan", "criterion"),),
    # A day of these months.
    "filing_window": (("months", "day"),),
    # So many points, for a target, by that way of scoring.
    "assessment_rule": (("scoring", "target", "step", "most"),),
    # A reply or a withdrawal with its day.
    "notice": (("replied_on", "reply"), ("withdrawn_on", "withdrawal")),
    # The words replace that draft.
    "report_edit": (("drafted", "words"),),
    # Approved on a day as it then read.
    "report_approval": (("digest", "approved_on"),),
    # A point on the map; the day of that moment.
    "photo": (("latitude", "longitude"), ("taken_at", "taken_on")),
}
"""The groups of each table; every other field is a cell of its own.

The search and sort keys of a project are made from other fields and counted anew; they are in no group,
which would let a new name and a new investor collide.
"""

_CELLS: dict[tuple[str, str], str] = {}
_FIELDS: dict[tuple[str, str], tuple[str, ...]] = {}
for _table, _groups in GROUPS.items():
    for _group in _groups:
        _FIELDS[_table, "+".join(_group)] = _group
        _CELLS |= {(_table, field): "+".join(_group) for field in _group}


def cell_of(table: str, field: str) -> str:
    """Return the name of the cell that a field of a table is part of: its fields joined by ``+``."""
    return _CELLS.get((table, field), field)


def fields_of(table: str, cell: str) -> tuple[str, ...]:
    """Return the fields of a cell of a table."""
    return _FIELDS.get((table, cell), (cell,))
