"""What SQLite itself makes of an office and one copy, by its session extension, and what the merge does.

SQLite knows three states and no journal: the base, the copy and the office. It finds what the copy changed
since the base and applies it to the office, column by column of a row, and stops at each change that does not
fit. Compared is, for a thousand pairs of an office and a copy:

- no change fails to fit: the rows are the same, and the merge asks nothing (but about a ring, which SQLite
  does not know);
- the rows at which SQLite stops are those about which the merge asks, but that the merge does not ask where
  both sides say the same, both deleted, or one of two who added a row left a field empty; and that it asks
  about more rows only where a deletion is contested or something deleted is needed, for what belongs to it,
  and where the office added and deleted what the copy added, too;
- a row that is not about a deletion holds what the office has where both changed a cell, and else what the
  one who changed it says, though SQLite left the whole row alone.

The fields of a cell are one column for SQLite. It sees databases in memory only.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import apsw
import pytest

from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.sayings import DELETE, EXISTENCE, Key, Values
from tests.copies import COLUMNS, PARENTS, Desk, parents_of
from tests.lives import Life, Picks, makes_ring, part_of, same

Rows = Mapping[Key, Values]
STEPS = ["edit"] * 6 + ["add"] * 4 + ["move"] * 3 + ["remove"] * 2 + ["undo"]


def test_an_update_that_finds_its_row_changed_is_a_conflict_of_the_session() -> None:
    base = {("note", "n"): {"id": "n", "part": "p", "text": "a"}}
    site = {("note", "n"): {"id": "n", "part": "p", "text": "b"}}
    assert applied(base, site, {("note", "n"): {"id": "n", "part": "p", "text": "c"}}).stops == {
        ("note", "n"): "update"
    }
    assert applied(base, site, {}).stops == {("note", "n"): "update of nothing"}


@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_the_merge_agrees_with_the_session_extension(first: int) -> None:
    for seed in range(first, first + 250):
        compare(*pair(seed))


def test_the_pairs_are_about_everything() -> None:
    kinds: set[str] = set()
    quiet = 0
    for seed in range(300):
        base, site, office = pair(seed)
        stopped = applied(base, site.rows, office.rows)
        kinds |= set(stopped.stops.values())
        quiet += site.rows != base and not stopped.stops and not stopped.dangling
    assert kinds == {"update", "update of nothing", "delete", "delete of nothing", "insert"}
    assert quiet > 50


def pair(seed: int) -> tuple[Rows, Desk, Desk]:
    """Return a base, a copy of it that was worked on, and the office that went on."""
    chance = random.Random(seed)
    life = Life()
    for _ in range(8):
        life.add(life.office, Picks(chance.getrandbits(30)))
    life.hand_out()
    for _ in range(chance.randint(2, 14)):
        step, desk = chance.choice(STEPS), life.desk(chance.getrandbits(8))
        if step == "undo":
            life.undo(desk)
        else:
            getattr(life, step)(desk, Picks(chance.getrandbits(40)))
    return life.bases["site0"], life.copies[0], life.office


@dataclass
class Applied:
    """What applying a copy's changes made of the office, where it stopped, and whether names dangle then."""

    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    stops: dict[Key, str] = field(default_factory=dict)
    dangling: bool = False


def applied(base: Rows, site: Rows, office: Rows) -> Applied:
    """Let SQLite find what leads from the base to the copy, and apply it to the office."""
    found = Applied()
    source, target = apsw.Connection(":memory:"), apsw.Connection(":memory:")
    source.execute("ATTACH ':memory:' AS base")
    fill(source, "main", site)
    fill(source, "base", base)
    fill(target, "main", office)
    target.execute("PRAGMA foreign_keys = ON")
    session = apsw.Session(source, "main")
    for table in COLUMNS:
        session.attach(table)
        session.diff("base", table)

    def stop(reason: int, change: apsw.TableChange) -> int:
        if reason == apsw.SQLITE_CHANGESET_FOREIGN_KEY:
            found.dangling = True
        else:
            of_nothing = " of nothing" if reason == apsw.SQLITE_CHANGESET_NOTFOUND else ""
            values = change.new if change.op == "INSERT" else change.old
            assert values is not None
            found.stops[change.name, str(values[0])] = change.op.lower() + of_nothing
        return apsw.SQLITE_CHANGESET_OMIT

    apsw.Changeset.apply(session.changeset(), target, conflict=stop)
    for table, cells in COLUMNS.items():
        for line in target.execute(f"SELECT * FROM {table}"):
            row: dict[str, Any] = {}
            for fields, held in zip(cells.values(), line, strict=True):
                row |= dict(zip(fields, [held] if len(fields) == 1 else json.loads(str(held)), strict=True))
            found.rows[table, row["id"]] = row
    session.close()
    source.close()
    target.close()
    return found


def fill(connection: apsw.Connection, schema: str, rows: Rows) -> None:
    """Make the tables, with a column for each cell, and put the rows into them."""
    for table, cells in COLUMNS.items():
        named = dict(PARENTS[table])
        columns = [
            f'"{cell}"'
            + (" PRIMARY KEY NOT NULL" if cell == "id" else "")
            + (f" REFERENCES {named[cell]} DEFERRABLE INITIALLY DEFERRED" if cell in named else "")
            for cell in cells
        ]
        connection.execute(f"CREATE TABLE {schema}.{table} ({', '.join(columns)})")
    for (table, _), row in rows.items():
        parts = [tuple(row[name] for name in fields) for fields in COLUMNS[table].values()]
        values = [part[0] if len(part) == 1 else json.dumps(part) for part in parts]
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO {schema}.{table} VALUES ({marks})", values)


def compare(base: Rows, site: Desk, office: Desk) -> None:
    """See that the merge and SQLite agree, as far as SQLite goes."""
    theirs = applied(base, site.rows, office.rows)
    before = dict(office.rows)
    office.take(site.hand_back())
    asked = {(clash.key, clash.cell) for clash in office.open if clash.kind is ConflictKind.VALUE}
    deletions = {clash.key for clash in office.open if clash.kind is ConflictKind.DELETION}
    rings = {clash.key for clash in office.open if clash.kind is ConflictKind.RING}

    contested = {key for key, what in theirs.stops.items() if what in ("update of nothing", "delete")}
    both = {
        (key, cell)
        for key in theirs.stops.keys() & site.rows.keys() & before.keys()
        for cell, fields in COLUMNS[key[0]].items()
        if len({part_of(rows.get(key), fields) for rows in (base, site.rows, before)}) == 3
        and not (
            key not in base and any(same(part_of(rows[key], fields), None) for rows in (site.rows, before))
        )
    }
    assert {(key, cell) for key, cell in asked if key in before and key in site.rows} == both
    assert {key for key, _ in asked} <= site.rows.keys() & before.keys() | deletions
    assert contested <= deletions
    # SQLite cannot know what the office added and deleted meanwhile, nor what a row needs that it left alone.
    forgotten = {line.key for line in office.lines if line.op == DELETE} - base.keys()
    wished = {
        parent for key in theirs.stops.keys() & site.rows.keys() for parent in parents_of(key, site.rows[key])
    }
    if not contested and not theirs.dangling and not forgotten & site.rows.keys() and wished <= before.keys():
        assert not deletions
        together = {key: by_cell(key, base, site.rows, before) for key in office.rows}
        assert bool(rings) == any(ringed(together, key) for key in together)
        if not theirs.stops and not rings:
            assert office.rows == theirs.rows
    for key in office.rows.keys() - deletions - rings:
        assert office.rows[key] == by_cell(key, base, site.rows, before)
    for key in theirs.rows.keys() - theirs.stops.keys() - deletions - rings:
        assert office.rows[key] == theirs.rows[key]


def ringed(rows: Rows, key: Key) -> bool:
    """Whether a part lies within itself."""
    return key[0] == "part" and makes_ring(Desk("", dict(rows)), key, rows[key]["within"])  # type: ignore[arg-type]


def by_cell(key: Key, base: Rows, site: Rows, office: Rows) -> Values:
    """Return a row of which each cell is from the office, or from the copy if only that changed it."""
    if key not in office or key not in site:
        return office[key] if key in office else site[key]
    row = dict(office[key])
    for cell, fields in COLUMNS[key[0]].items():
        held = [part_of(rows.get(key), fields) for rows in (office, base)]
        if cell != EXISTENCE and same(*held):
            row |= {name: site[key][name] for name in fields}
    return row
