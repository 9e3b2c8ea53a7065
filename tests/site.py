"""Copies of a team's folder that people work on elsewhere, for tests of taking them back."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from fangzi_desktop.domain.fieldwork import Return, SiteAct, SiteLine
from fangzi_desktop.services.workspace import OfficeClock, View, Workspace
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.journal import columns_of, rows_of, values_of
from fangzi_desktop.storage.merging import MERGED_TABLES, last_act
from fangzi_desktop.storage.reading import driver_of
from tests.conftest import NOW, TODAY


@dataclass
class Site:
    """A copy of an office's folder, worked on by one person on one machine."""

    workspace: Workspace
    name: str
    base_act: int
    base_uuid: str

    def bring_back(self) -> Return:
        """Return everything done since the copy was made."""
        return self.workspace.read(_returned, self)


def hand_out(office: Workspace, folder: Path, name: str, today: date = TODAY) -> Site:
    """Copy an office's data into a folder and open it there."""
    folder.mkdir(parents=True, exist_ok=True)
    office.store.copy_to(folder / "fangzi.db")
    store = open_store(folder, who=f"{name}的专员", device=name, now=NOW)
    numbers = itertools.count(1)
    clock = OfficeClock(today, lambda: NOW + timedelta(hours=1))
    workspace = Workspace(
        store, clock, who=f"{name}的专员", device=name, new_id=lambda: f"{name}-{next(numbers)}"
    )
    act, uuid = workspace.read(lambda view: last_act(view.session))
    return Site(workspace, name, act, uuid)


def _returned(view: View, site: Site) -> Return:
    driver = driver_of(view.session)
    acts: list[SiteAct] = []
    wanted: dict[tuple[str, str], None] = {}
    found = driver.execute(
        "SELECT id, uuid, label, kind, undoes, at, office_day, who, device FROM act WHERE id > ? ORDER BY id",
        (site.base_act,),
    ).fetchall()
    uuids = {row[0]: row[1] for row in driver.execute("SELECT id, uuid FROM act")}
    for number, uuid, label, kind, undoes, at, day, who, device in found:
        lines = tuple(
            SiteLine(*line)
            for line in driver.execute(
                "SELECT table_name, row_id, project_id, op, field, old, new FROM change"
                " WHERE act = ? ORDER BY id",
                (number,),
            )
        )
        wanted |= {(line.table, line.row_id): None for line in lines}
        moment, office_day = datetime.fromisoformat(at), date.fromisoformat(day)
        acts.append(SiteAct(uuid, label, kind, uuids.get(undoes), moment, office_day, who, device, lines))
    present = rows_of(view.session, wanted)
    rows: dict[str, dict[str, Any]] = {}
    for key in wanted:
        row = present.get(key)
        rows.setdefault(key[0], {})[key[1]] = None if row is None else values_of(row)
    return Return(
        "out-1",
        "2023-001",
        "测试专班",
        site.base_act,
        site.base_uuid,
        site.name,
        f"{site.name}的专员",
        site.name,
        NOW,
        tuple(acts),
        rows,
        (),
    )


def content(workspace: Workspace) -> dict[tuple[str, str], Any]:
    """Return every record that merges look at, whole."""

    def read(view: View) -> dict[tuple[str, str], Any]:
        found: dict[tuple[str, str], Any] = {}
        for table in sorted(MERGED_TABLES):
            names = ", ".join(f'"{name}"' for name in columns_of(table))
            for row in driver_of(view.session).execute(f'SELECT {names} FROM "{table}"'):
                found[table, row[columns_of(table).index("id")]] = tuple(row)
        return found

    return workspace.read(read)
