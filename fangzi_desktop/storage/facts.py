"""The records of projects, gathered as the values that rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import Any

from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import ProblemFacts, ProjectFacts
from fangzi_desktop.domain.construction import building_of
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Extension, Suspension
from fangzi_desktop.domain.permit_items import Correction, ItemFacts, Part, PromisedPaper
from fangzi_desktop.domain.stages import StageFacts, StatusChange, stopped_intervals
from fangzi_desktop.domain.terms import Milestone, Stage, StageStatus
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.construction import excused_projects, months_of
from fangzi_desktop.storage.duties import DUTY_ROWS, project_duties
from fangzi_desktop.storage.reading import MANY, columns_of, only_present, select_of
from fangzi_desktop.storage.review import open_rounds
from fangzi_desktop.storage.stage_tables import MonthRow, StoppageRow
from fangzi_desktop.storage.tables import (
    CorrectionRow,
    ExtensionRow,
    MilestoneRow,
    PartRow,
    PermitItemRow,
    ProblemRow,
    ProjectRow,
    PromiseRow,
    StageRow,
    StatusChangeRow,
    SuspensionRow,
)


def project_facts(
    session: Session, ids: Collection[str] | None = None, *, duties: bool = False
) -> list[ProjectFacts]:
    """Return the facts of the named projects, or of all; a name that is gone is left out.

    What they owe outside their permits is read for those who count clocks, and left out for all others.
    """
    if ids is not None and len(ids) > MANY:
        wanted = set(ids)
        return [facts for facts in project_facts(session, duties=duties) if facts.id in wanted]
    with only_present(session, ids, _OPTIONAL + DUTY_ROWS if duties else _OPTIONAL):
        return _project_facts(session, ids, duties=duties)


# What many projects have none of.
_OPTIONAL: tuple[type[Row], ...] = (
    SuspensionRow,
    CorrectionRow,
    ExtensionRow,
    PromiseRow,
    PartRow,
    ProblemRow,
    MonthRow,
    StoppageRow,
)


def _project_facts(session: Session, ids: Collection[str] | None, *, duties: bool) -> list[ProjectFacts]:
    attached = _attached(session, ids)
    stages: dict[str, dict[Stage, StageFacts]] = defaultdict(dict)
    for project, stage, status, started, done in select_of(
        session, ids, StageRow, "project_id", "stage", "status", "started_on", "done_on"
    ):
        stages[project][stage] = StageFacts(stage, status, started, done)
    days: dict[str, dict[Milestone, date]] = defaultdict(dict)
    reached: dict[str, set[Milestone]] = defaultdict(set)
    starts: dict[str, PartialDate] = {}
    for project, kind, happened in select_of(session, ids, MilestoneRow, "project_id", "kind", "happened"):
        reached[project].add(kind)
        when = PartialDate.from_code(happened)
        if when.is_day:
            days[project][kind] = when.as_date()
        if kind is Milestone.PLANNED_START:
            starts[project] = when
    items: dict[str, list[ItemFacts]] = defaultdict(list)
    for project, item in _items(session, ids, attached):
        items[project].append(item)
    problems: dict[str, list[ProblemFacts]] = defaultdict(list)
    for project, state, *facts in select_of(
        session,
        ids,
        ProblemRow,
        "project_id",
        "state",
        "id",
        "number",
        "text",
        "responsible_unit",
        "raised_on",
        "due",
    ):
        if state.is_open and facts[-1] is not None:
            problems[project].append(ProblemFacts(*facts))
    changes: dict[str, list[StatusChange]] = defaultdict(list)
    for project, *change in select_of(
        session, ids, StatusChangeRow, "project_id", "changed_on", "old", "new", "reason", "document_no"
    ):
        changes[project].append(StatusChange(*change))
    owed = project_duties(session, ids, days) if duties else {}
    accepted = _accepted(session, ids, stages)
    months, excused = months_of(session, ids), excused_projects(session, ids)
    return [
        ProjectFacts(
            project,
            stage,
            status,
            route,
            stages[project],
            days[project],
            tuple(items[project]),
            tuple(problems[project]),
            stopped_intervals(changes[project]) if project in changes else (),
            frozenset(reached[project]),
            tuple(owed.get(project, ())),
            accepted.get(project),
            building_of(
                starts.get(project),
                reached[project],
                plan,
                months.get(project, ()),
                is_excused=project in excused,
            ),
        )
        for project, stage, status, route, plan in select_of(
            session, ids, ProjectRow, "id", "stage", "status", "route", "annual_plan_yuan", key="id"
        )
    ]


def _accepted(
    session: Session, ids: Collection[str] | None, stages: Mapping[str, Mapping[Stage, StageFacts]]
) -> dict[str, date]:
    """Return when packages were accepted that wait for a conclusion, where a project is in its review."""
    in_review = any(
        Stage.REVIEW in own and own[Stage.REVIEW].status is StageStatus.ACTIVE for own in stages.values()
    )
    return open_rounds(session, ids) if in_review else {}


_ITEM = (
    *("id", "code", "applicability", "state", "variant", "applied_on", "accepted_on", "decided_on"),
    *("certificate_no", "rule_id", "part_id", "round_no", "delivered_on", "issuing_body", "valid_until"),
    *("issue_mode", "waiver", "verified_on"),
)


@dataclass(slots=True)
class _Attached:
    """What hangs on the items of some projects, by the item's id, and their parts by the part's."""

    suspensions: Mapping[str, list[Suspension]]
    corrections: Mapping[str, list[Correction]]
    extensions: Mapping[str, list[Extension]]
    promises: Mapping[str, list[PromisedPaper]]
    parts: Mapping[str, Part]


def _items(
    session: Session, ids: Collection[str] | None, attached: _Attached
) -> Iterable[tuple[str, ItemFacts]]:
    """Return every item with its project.

    Column by column: there are a hundred and fifty thousand of them in a large district.
    """
    columns = columns_of(session, ids, PermitItemRow, "project_id", *_ITEM)
    if not columns:
        return ()
    projects, items, *known, number, rule, part, round_no, delivered, body, valid, mode, waiver, seen = (
        columns
    )
    made = map(
        ItemFacts,
        items,
        *known,
        _of(items, attached.suspensions),
        number,
        rule,
        map(attached.parts.get, part),
        round_no,
        _of(items, attached.corrections),
        _of(items, attached.extensions),
        _of(items, attached.promises),
        delivered,
        body,
        valid,
        mode,
        waiver,
        seen,
    )
    return zip(projects, made, strict=True)


def _of(items: Iterable[str], found: Mapping[str, Sequence[Any]]) -> Iterable[tuple[Any, ...]]:
    if not found:
        return repeat(())
    return (tuple(found[item]) if item in found else () for item in items)


def _attached(session: Session, ids: Collection[str] | None) -> _Attached:
    suspensions: dict[str, list[Suspension]] = defaultdict(list)
    for item, first, last, reason, number in select_of(
        session, ids, SuspensionRow, "item_id", "first", "last", "reason", "document_no"
    ):
        suspensions[item].append(Suspension(first, last, reason.zh, number))
    for intervals in suspensions.values():
        intervals.sort(key=lambda interval: interval.first)
    corrections: dict[str, list[Correction]] = defaultdict(list)
    for item, *values in select_of(
        session, ids, CorrectionRow, "item_id", "notified_on", "answered_on", "reason", "document_no"
    ):
        corrections[item].append(Correction(*values))
    for notices in corrections.values():
        notices.sort(key=lambda one: one.notified_on)
    extensions: dict[str, list[Extension]] = defaultdict(list)
    for item, *values in select_of(
        session,
        ids,
        ExtensionRow,
        *("item_id", "granted_on", "amount", "unit", "approved_by", "reason", "document_no", "statutory"),
    ):
        extensions[item].append(Extension(*values))
    for grants in extensions.values():
        grants.sort(key=lambda one: one.granted_on)
    promises: dict[str, list[PromisedPaper]] = defaultdict(list)
    for item, *values in select_of(session, ids, PromiseRow, "item_id", "id", "name", "due", "handed_in_on"):
        promises[item].append(PromisedPaper(*values))
    for papers in promises.values():
        papers.sort(key=lambda one: (one.due, one.name))
    return _Attached(suspensions, corrections, extensions, promises, _parts(session, ids))


def _parts(session: Session, ids: Collection[str] | None) -> dict[str, Part]:
    rows = {
        part: (kind, name, within)
        for part, kind, name, within in select_of(session, ids, PartRow, "id", "kind", "name", "within_id")
    }

    def around(part: str) -> Iterator[str]:
        seen = {part}
        outer = rows[part][2]
        while outer in rows and outer not in seen:
            seen.add(outer)
            yield outer
            outer = rows[outer][2]

    return {part: Part(part, kind, name, frozenset(around(part))) for part, (kind, name, _) in rows.items()}


def project_parts(session: Session, project_id: str) -> tuple[Part, ...]:
    """Return a project's parts in their order."""
    return tuple(_parts(session, [project_id]).values())
