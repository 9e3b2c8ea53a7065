"""What the gates look at beside a project's dates and permits, read of one project in one statement.

It is read before every drop of a card, so it is plain SQL: a statement for each table took twice as long.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.gates import ReviewStanding
from fangzi_desktop.domain.stage_terms import AgreementKind, Evidence, ReviewDecision, StatsKind

_PASSED = ", ".join(f"'{decision.value}'" for decision in ReviewDecision if decision.is_pass)
_STATEMENT = sa.text(
    f"""
    SELECT
        (SELECT group_concat(kind) FROM evidence WHERE project_id = :id),
        trim(coalesce(f.site_intention, '')) <> '',
        coalesce(f.is_leased, 0),
        f.tax_yuan IS NOT NULL,
        coalesce(f.credit_code, '') <> '' AND f.licence_on IS NOT NULL,
        f.supervised_until,
        EXISTS (SELECT 1 FROM element WHERE project_id = :id),
        EXISTS (SELECT 1 FROM agreement
            WHERE project_id = :id AND kind = '{AgreementKind.INVESTMENT.value}'),
        coalesce(r.decision IN ({_PASSED}), 0),
        coalesce(nullif(r.minutes_no, ''), (SELECT minutes_no FROM meeting WHERE id = r.meeting_id), ''),
        (SELECT count(*) FROM opinion WHERE round_id = r.id),
        (SELECT count(*) FROM opinion WHERE round_id = r.id AND submitted_on IS NULL),
        (SELECT count(*) FROM condition WHERE project_id = :id AND met_on IS NULL),
        coalesce((SELECT entry_month FROM stats_file
            WHERE project_id = :id AND kind = '{StatsKind.INVEST.value}'), '') <> '',
        coalesce((SELECT statistical_code FROM stats_file
            WHERE project_id = :id AND kind = '{StatsKind.INVEST.value}'), '') <> '',
        coalesce((SELECT entry_month FROM stats_file
            WHERE project_id = :id AND kind = '{StatsKind.SCALE.value}'), '') <> '',
        (SELECT count(*) FROM commitment WHERE project_id = :id AND settled_on IS NULL)
    FROM (SELECT :id AS id) one
    LEFT JOIN profile f ON f.id = one.id
    LEFT JOIN review_round r ON r.id =
        (SELECT id FROM review_round WHERE project_id = :id ORDER BY round_no DESC LIMIT 1)
    """
)


class Recorded(NamedTuple):
    """What is on record of a project for its gates."""

    evidence: frozenset[Evidence]
    has_site: bool
    is_leased: bool
    has_tax: bool
    has_licence: bool
    supervised_until: date | None
    has_elements: bool
    has_investment_agreement: bool
    review: ReviewStanding
    has_stats_entry: bool
    has_stats_code: bool
    has_scale_entry: bool
    commitments_open: int


def recorded(session: Session, project_id: str) -> Recorded:
    """Return what is on record of a project for its gates.

    Of the 论证 the newest round counts, with the minutes of its meeting if it names none of its own; of the
    conditions those of every round.
    """
    row: Any = session.connection().execute(_STATEMENT, {"id": project_id}).one()
    papers, site, leased, tax, licence, until, elements, agreement, *rest = row
    passed, minutes, opinions, silent, conditions, entry, code, scale, commitments = rest
    return Recorded(
        frozenset(Evidence(kind) for kind in papers.split(",")) if papers else frozenset(),
        bool(site),
        bool(leased),
        bool(tax),
        bool(licence),
        date.fromisoformat(until) if until else None,
        bool(elements),
        bool(agreement),
        ReviewStanding(bool(passed), minutes, opinions, silent, conditions),
        bool(entry),
        bool(code),
        bool(scale),
        commitments,
    )
