"""The field work at the size of a district: handed out, brought back, previewed and merged."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.services.field_copies import bring_back, open_package
from fangzi_desktop.services.handing_out import hand_out
from fangzi_desktop.services.taking_back import merge_file, preview_file
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import Work
from tests.bench import TODAY, Figure

# At 3,000 projects: 5,000 changes on each side, in 1,000 projects each, half of which are the same.
_CHANGES_A_PROJECT = 5


def merge_figures(team: Path, scratch: Path, projects: int) -> Iterator[Figure]:
    """Hand a team's data out, change some on both sides, and merge it."""
    folder, out, back = scratch / "office", scratch / "out.fzpack", scratch / "back.fzpack"
    scratch.mkdir()
    shutil.copytree(team, folder)
    with closing(open_workspace(folder, TODAY)) as office:
        began = time.perf_counter()
        hand_out(office, out, HandOutWish())
        yield _figure("handed out", projects, began, 20_000 if projects > 300 else 3_000)
        began = time.perf_counter()
        open_package(out, scratch / "site")
        yield _figure("package opened", projects, began, 10_000 if projects > 300 else 2_000)
        share = projects // 3
        office.do(_change, 0, share, "办公室")
        with closing(open_workspace(scratch / "site", TODAY)) as site:
            site.do(_change, share // 2, share, "现场")
            bring_back(site, back)
        began = time.perf_counter()
        preview_file(office, back)
        yield _figure("return previewed", projects, began, 2_000)
        yield from _merged(office, back, projects)


def _merged(office: Workspace, back: Path, projects: int) -> Iterator[Figure]:
    began = time.perf_counter()
    done = merge_file(office, back).value
    yield _figure("return merged, backup first", projects, began, 5_000)
    if not (done.changes and done.conflicts):
        raise RuntimeError("the two sides were to meet")


def _figure(name: str, projects: int, began: float, most_ms: int) -> Figure:
    taken = (time.perf_counter() - began) * 1000
    return Figure(name, projects, taken, None, f"<= {most_ms} ms", taken <= most_ms)


def _change(work: Work, first: int, count: int, who: str) -> None:
    """Change two fields of so many projects, and one of three of their permit items each."""
    names = sa.select(ProjectRow).order_by(ProjectRow.id).offset(first).limit(count)
    for row in work.session.scalars(names):
        row.remark, row.responsible_unit = f"{who}的备注", "坊城街道"
        items = sa.select(PermitItemRow).where(PermitItemRow.project_id == row.id).order_by(PermitItemRow.id)
        for item in list(work.session.scalars(items))[: _CHANGES_A_PROJECT - 2]:
            item.note = f"{who}的说明"
