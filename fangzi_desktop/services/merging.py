"""Taking back what a copy for work on site brings: shown first, then merged as one act.

Nothing is lost and nobody has to choose "ours or theirs" for everything: what only one side changed is taken
over, and what both changed differently waits in the list of conflicts (`services.conflicts`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import NamedFile, Return, SiteAct
from fangzi_desktop.domain.merge_rows import Clash, Outcome, merge
from fangzi_desktop.domain.merge_terms import ConflictKind, ConflictState
from fangzi_desktop.domain.sayings import (
    EXISTENCE,
    Key,
    Saying,
    SiteTraces,
    Trace,
    Values,
    sayings_of,
)
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.services.workspace import View, Work
from fangzi_desktop.storage import merging as stored
from fangzi_desktop.storage import numbers
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.field_tables import ConflictRow, HandOutRow, ReturnedActRow
from fangzi_desktop.storage.merging import StoredRecords


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What a merge does to one project; without an id, to what belongs to no project."""

    id: str | None
    name: str
    adds: int
    changes: int
    deletes: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do.

    `adds` and `deletes` count records, `changes` fields of records that stay, `conflicts` new places where a
    person must decide, `settled` old ones where nobody need any more. `acts` are those of the copy that are
    new here, of `all_acts`. `missing_files` are named by records, came not along and are not here;
    `is_copied` tells that the copy itself was copied and both went on.
    """

    adds: int
    changes: int
    deletes: int
    conflicts: int
    missing_files: tuple[NamedFile, ...]
    acts: int
    all_acts: int
    projects: tuple[ProjectChange, ...]
    is_copied: bool
    settled: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to merge."""
        return self.acts == 0


def preview_return(view: View, returned: Return, kept: Attachments) -> MergePreview:
    """Return what merging would do; nothing is written. Refusals are those of `merge_return`."""
    return _preview(view, returned, _plan(view, returned), kept)


def brings_new(view: View, returned: Return) -> bool:
    """Whether a copy did anything that did not come back yet. Refusals are those of `merge_return`."""
    _refuse(view, returned)
    known = stored.known_acts(view.session)
    return any(act.uuid not in known for act in returned.acts)


def merge_return(work: Work, returned: Return, kept: Attachments) -> MergePreview:
    """Merge what a copy brought back and return what that did. A second time it does nothing.

    Raises `UserError`: ``field.unknown_base`` (its hand-out is not in this team's journal),
    ``field.inconsistent`` (its journal and its records do not fit together).
    """
    plan = _plan(work, returned)
    preview = _preview(work, returned, plan, kept)
    if not plan.incoming and not plan.acts:
        return preview
    rows = {
        key: found_again(key, row, plan.records.history(key).now) for key, row in plan.outcome.rows.items()
    }
    stored.write_rows(work.session, plan.records.rows, rows)
    _keep_sayings(work, plan)
    _keep_acts(work, returned, plan)
    _keep_conflicts(work, plan)
    _note_return(work, returned)
    work.forget_older_acts()
    return preview


@dataclass(frozen=True)
class _Plan:
    """What a merge would write."""

    records: StoredRecords
    incoming: tuple[Saying, ...]
    outcome: Outcome
    acts: tuple[SiteAct, ...]
    merged_act: int
    before: Mapping[str, ConflictRow]
    numbers: tuple[numbers.Clash, ...]
    is_copied: bool


def _plan(view: View, returned: Return) -> _Plan:
    session = view.session
    _refuse(view, returned)
    known = stored.known_acts(session)
    records = StoredRecords(session)
    merged_act = stored.act_under_way(session)
    traces = _traces(returned)
    records.fetch(traces.of_row)
    incoming = sayings_of(
        traces,
        {key: returned.rows[key[0]][key[1]] for key in traces.of_row},
        {table: stored.cell_names(table) for table, _ in traces.of_row},
        lambda key, cell: _said(records, key, cell),
        base_act=returned.base_act,
        merged_act=merged_act,
    )
    records.add(incoming)
    open_before = stored.open_conflicts(session)
    touched = [saying.key for saying in incoming]
    touched += [(row.table_name, row.row_id) for row in open_before if row.kind is not ConflictKind.NUMBER]
    records.fetch(touched)
    outcome = merge(records, touched if incoming else ())
    new = tuple(act for act in returned.acts if act.uuid not in known)
    ours = stored.known_acts(session, returned.copy_id)
    theirs = frozenset(act.uuid for act in returned.acts)
    before = stored.conflicts_about(session, outcome.judged) | {
        row.id: row for row in open_before if row.kind is ConflictKind.NUMBER
    }
    twice = tuple(numbers.clashes_after(session, outcome.rows))
    is_copied = bool(new) and not ours <= theirs
    return _Plan(records, tuple(incoming), outcome, new, merged_act, before, twice, is_copied)


def _said(records: StoredRecords, key: Key, cell: str) -> Collection[str]:
    sayings = records.history(key).sayings
    return {saying.last(cell).act for saying in sayings if cell in saying.touches}


def _refuse(view: View, returned: Return) -> None:
    """Refuse what was handed out by another journal, and rows that this program could not have written."""
    if not stored.has_act(view.session, returned.base_act, returned.base_uuid):
        raise UserError("field.unknown_base", number=returned.number)
    for table, rows in returned.rows.items():
        for row_id, values in rows.items():
            if values is not None and (values.get("id") != row_id or not stored.is_row(table, values)):
                raise UserError("field.inconsistent")


def _traces(returned: Return) -> SiteTraces:
    of_row: dict[Key, list[Trace]] = {}
    for position, act in enumerate(returned.acts, start=1):
        for line in act.lines:
            if not stored.is_merged(line.table, line.row_id, line.field):
                continue
            key = (line.table, line.row_id)
            if line.field and line.field not in stored.cell_names(line.table):
                raise UserError("field.inconsistent")
            if line.row_id not in returned.rows.get(line.table, {}):
                raise UserError("field.inconsistent")
            trace = Trace(act.uuid, position, line.op, line.field, line.old, line.new)
            of_row.setdefault(key, []).append(trace)
    acts = tuple(act.uuid for act in returned.acts)
    return SiteTraces(acts, {key: tuple(found) for key, found in of_row.items()})


def _preview(view: View, returned: Return, plan: _Plan, kept: Attachments) -> MergePreview:
    counted: dict[str | None, list[int]] = {}
    for key, row in plan.outcome.rows.items():
        now = plan.records.history(key).now
        counts = counted.setdefault(_project_of(key, row or now or {}), [0, 0, 0, 0])
        if row is None:
            counts[2] += 1
        elif now is None:
            counts[0] += 1
        else:
            counts[1] += sum(1 for name in stored.cell_names(key[0]) if row[name] != now.get(name))
    fresh = [clash for clash in plan.outcome.clashes if _is_fresh(clash, plan)]
    for clash in fresh:
        history = plan.records.history(clash.key)
        held = plan.outcome.rows.get(clash.key) or history.last_held or {}
        counted.setdefault(_project_of(clash.key, held), [0, 0, 0, 0])[3] += 1
    for twice in plan.numbers:
        before = plan.before.get(number_id(twice))
        if before is None or before.state is not ConflictState.OPEN:
            counted.setdefault(_project_of_number(plan, twice), [0, 0, 0, 0])[3] += 1
    names = stored.project_names(view.session, [project for project in counted if project])
    names |= {
        key[1]: str(row["name"])
        for key, row in plan.outcome.rows.items()
        if key[0] == "project" and row is not None
    }
    projects = tuple(
        ProjectChange(project, names.get(project or "", ""), *counts)
        for project, counts in sorted(counted.items(), key=lambda item: names.get(item[0] or "", ""))
    )
    return MergePreview(
        adds=sum(project.adds for project in projects),
        changes=sum(project.changes for project in projects),
        deletes=sum(project.deletes for project in projects),
        conflicts=sum(project.conflicts for project in projects),
        missing_files=_missing(returned, kept),
        acts=len(plan.acts),
        all_acts=len(returned.acts),
        projects=projects,
        is_copied=plan.is_copied,
        settled=len(_settled(plan)),
    )


def _missing(returned: Return, kept: Attachments) -> tuple[NamedFile, ...]:
    return tuple(
        file for file in returned.files if not file.present and not kept.path_of(file.sha256).is_file()
    )


def _project_of(key: Key, row: Values) -> str | None:
    return key[1] if key[0] == "project" else row.get("project_id")


def _project_of_number(plan: _Plan, twice: numbers.Clash) -> str | None:
    """The project of a number given twice, if all its rows belong to one."""
    found = set()
    for row_id in twice.rows:
        key = (twice.table, row_id)
        row = plan.outcome.rows.get(key) or plan.records.history(key).now or {}
        found.add(_project_of(key, row))
    return found.pop() if len(found) == 1 else None


def number_id(twice: numbers.Clash) -> str:
    """The id of the conflict about a number given twice."""
    values = json.dumps(twice.values, ensure_ascii=False)
    return f"{ConflictKind.NUMBER}:{twice.table}:{'+'.join(twice.columns)}:{values}"


def _is_fresh(clash: Clash, plan: _Plan) -> bool:
    before = plan.before.get(conflict_id(clash))
    return before is None or before.state is not ConflictState.OPEN


def _settled(plan: _Plan) -> list[ConflictRow]:
    """Return the conflicts that need nobody any more."""
    still = {conflict_id(clash) for clash in plan.outcome.clashes}
    return [
        row
        for row in plan.before.values()
        if row.state is ConflictState.OPEN and row.kind is not ConflictKind.NUMBER and row.id not in still
    ]


def conflict_id(clash: Clash) -> str:
    """The id of a conflict: the same for the same thing, whenever and wherever it arises."""
    return f"{clash.kind}:{clash.key[0]}:{clash.key[1]}:{clash.cell}"


def found_again(key: Key, row: Values | None, now: Values | None) -> Values | None:
    """Return a row, and a project whose name or the like changed with its keys; making them takes long."""
    if row is None or key[0] != "project":
        return row
    if now is not None and all(row[name] == now[name] for name in _SEARCHED):
        return row
    name, *_ = searched = [row[name] for name in _SEARCHED]
    return {**row, "search_key": search_key(*searched), "sort_key": sort_key(name)}


_SEARCHED = ("name", "investor", "project_no", "industry_track")


def _keep_sayings(work: Work, plan: _Plan) -> None:
    disputed = plan.outcome.disputed
    fresh = {saying.id: stored.row_of_saying(saying) for saying in plan.incoming}
    rows = stored.sayings_by_id(work.session, disputed.keys() - fresh.keys()) | fresh
    for row in fresh.values():
        work.add(row)
    for name, cells in disputed.items():
        row = rows[name]
        before = json.loads(row.disputed)
        since = dict.fromkeys(sorted(cells), plan.merged_act) | before
        if before != since:
            row.disputed = json.dumps(since, ensure_ascii=False)


def _note_return(work: Work, returned: Return) -> None:
    row = work.session.get(HandOutRow, returned.handout_id)
    if row is not None:
        row.returned_on = work.today


def _keep_acts(work: Work, returned: Return, plan: _Plan) -> None:
    positions = {act.uuid: place for place, act in enumerate(returned.acts, start=1)}
    for act in plan.acts:
        work.add(
            ReturnedActRow(
                id=act.uuid,
                copy_id=returned.copy_id,
                position=positions[act.uuid],
                label=act.label,
                kind=act.kind,
                at=act.at,
                office_day=act.office_day,
                who=act.who,
                device=act.device,
                merged_act=plan.merged_act,
            )
        )


def _keep_conflicts(work: Work, plan: _Plan) -> None:
    for clash in plan.outcome.clashes:
        held = plan.outcome.rows.get(clash.key) or plan.records.history(clash.key).last_held or {}
        before = plan.before.get(conflict_id(clash))
        if before is None:
            work.add(
                ConflictRow(
                    id=conflict_id(clash),
                    project=_project_of(clash.key, held),
                    kind=clash.kind,
                    state=ConflictState.OPEN,
                    table_name=clash.key[0],
                    row_id=clash.key[1],
                    cell=clash.cell,
                    opened_on=work.today,
                    opened_act=plan.merged_act,
                    kept=_kept(clash, held),
                )
            )
        elif before.state is not ConflictState.OPEN:
            before.state, before.kept = ConflictState.OPEN, _kept(clash, held)
            before.opened_on, before.opened_act = work.today, plan.merged_act
        elif clash.key in plan.outcome.rows:
            before.kept = _kept(clash, held)
    for twice in plan.numbers:
        _keep_number(work, plan, twice)
    for row in _settled(plan):
        row.state = ConflictState.MOOT


def _keep_number(work: Work, plan: _Plan, twice: numbers.Clash) -> None:
    before, kept = plan.before.get(number_id(twice)), json.dumps(twice.rows)
    if before is None:
        before = work.session.get(ConflictRow, number_id(twice))
    if before is None:
        work.add(
            ConflictRow(
                id=number_id(twice),
                project=_project_of_number(plan, twice),
                kind=ConflictKind.NUMBER,
                state=ConflictState.OPEN,
                table_name=twice.table,
                row_id=twice.rows[0],
                cell="+".join(twice.columns),
                opened_on=work.today,
                opened_act=plan.merged_act,
                kept=kept,
            )
        )
    elif before.kept != kept or before.state is ConflictState.MOOT:
        before.state, before.kept = ConflictState.OPEN, kept


def _kept(clash: Clash, held: Values) -> str:
    if clash.cell == EXISTENCE:
        return json.dumps(dict(held), ensure_ascii=False)
    fields: Iterable[str] = stored.cells_of(clash.key[0])[clash.cell]
    values: list[Any] = [held.get(name) for name in fields]
    return json.dumps(values, ensure_ascii=False)
