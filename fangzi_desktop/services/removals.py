"""剔除建议: projects without progress for longer than the team's limit, and that limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.removals import check_months, is_without_progress
from fangzi_desktop.domain.stage_rules import RemovalLimit
from fangzi_desktop.domain.terms import ProjectStatus, Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.removals import limit_row
from fangzi_desktop.storage.stage_tables import RemovalLimitRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class RemovalProposal:
    """A project to be put before the 论证会议 for 剔除: since when nothing was recorded of it."""

    id: str
    project: str
    service_officer: str
    responsible_unit: str
    stage: Stage
    status: ProjectStatus
    since: date
    calendar_days: int
    limit_months: int


def removal_proposals(view: View) -> tuple[RemovalProposal, ...]:
    """Return the projects without any record for longer than the limit, the longest first.

    It only proposes: 剔除 needs the meeting's decision and its document. None without a limit.
    """
    limit = view.rules.stages.removal_limit(view.today)
    if limit is None:
        return ()
    touched = rows.last_touched(view.session)
    found = [
        RemovalProposal(
            row.id,
            row.name,
            row.service_officer,
            row.responsible_unit,
            row.stage,
            row.status,
            since,
            (view.today - since).days,
            limit.months,
        )
        for row in rows.project_rows(view.session)
        if (since := touched.get(row.id)) is not None
        and is_without_progress(row.stage, row.status, since, limit.months, view.today)
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.project)))


def removal_limits(view: View) -> tuple[RemovalLimit, ...]:
    """Return every limit for 剔除建议, the newest first."""
    return tuple(sorted(view.rules.stages.removal_limits, key=lambda one: one.valid_from, reverse=True))


def set_removal_limit(work: Work, months: int, valid_from: date, source: str = "") -> None:
    """Set after how many months without progress 剔除 is proposed, from a day on; older days keep theirs.

    Raises `UserError` ``removal.months``.
    """
    check_months(months)
    row = limit_row(work.session, valid_from)
    if row is None:
        row = work.add(
            RemovalLimitRow(id=natural_id("removal_limit", valid_from), months=months, valid_from=valid_from)
        )
    row.months = months
    row.source = clean_text(source).strip()
