"""How invented projects are built: nodes, months, what can be seen on the site, and a standstill or two."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from fangzi_desktop.domain.construction import SHARED
from fangzi_desktop.domain.stage_terms import NodeKind
from fangzi_desktop.domain.terms import Milestone, ProjectStatus
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.services.profiles import profile_row
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import MonthRow, NodeRow, StoppageRow
from fangzi_desktop.storage.tables import MilestoneRow, ProjectRow
from fangzi_desktop.storage.work import Work

_MILLION = 1_000_000
USUAL_LENGTH = timedelta(days=300)
# How far building has come when a node is reached, and what is then seen on the site.
SHARES = {
    NodeKind.ENTRY: (0, "施工单位进场，正在平整场地、搭设围挡"),
    NodeKind.FOUNDATION: (20, "基础施工完成，正在绑扎一层柱筋"),
    NodeKind.STRUCTURE: (42, "主体结构施工至二层，钢结构构件陆续进场"),
    NodeKind.TOPPED_OUT: (60, "主体已封顶，正在砌筑二次结构、安装屋面"),
    NodeKind.EQUIPMENT: (72, "首批生产设备到场，正在浇筑设备基础"),
    NodeKind.INSTALLATION: (90, "主要设备安装就位，正在单机调试"),
    NodeKind.MAIN_COMPLETE: (100, "主体工程完工，正在整理竣工资料"),
}
# How many percentage points an invented year lags behind the time, and how often.
_LAGS = ((-8, 5), (12, 24), (33, 40))
_HOW_OFTEN = (80, 15, 5)
_OVERDUE, _STOPPED, _STALE = 0.05, 0.06, 0.2
_CAUSES = (("主要设备交付推迟，企业申请暂停施工", False), ("重污染天气应急响应，工地按要求停工", True))


def fill_construction(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Write down how an invented project was built up to today; one that has not begun has nothing."""
    started = life.days.get(Milestone.START)
    if started is None:
        return
    ended = life.days.get(Milestone.MAIN_COMPLETE)
    planned = life.days.get(Milestone.PLANNED_COMPLETION, started + USUAL_LENGTH)
    complete = ended or planned
    _dates(work, row, life, started)
    kind = _nodes(work, chance, row, life, (started, complete))
    _months(work, chance, row, (started, min(complete, work.today)), is_built=ended is not None)
    _site(work, chance, row, kind)
    if ended is None and row.status is ProjectStatus.ACTIVE and chance.random() < _STOPPED:
        _stoppage(work, chance, row, started)


def _dates(work: Work, row: ProjectRow, life: Life, started: date) -> None:
    """Write the start after the permit, and the day on which everything was built before it was accepted."""
    days = {Milestone.START_LEGAL: started}
    ended, accepted = life.days.get(Milestone.MAIN_COMPLETE), life.days.get(Milestone.ACCEPTED)
    if ended is not None and accepted is not None and ended <= accepted:
        days[Milestone.COMPLETED] = ended + (accepted - ended) // 2
    for kind, day in days.items():
        if kind not in life.days:
            work.add(
                MilestoneRow(
                    id=natural_id("milestone", row.id, kind),
                    project_id=row.id,
                    kind=kind,
                    happened=day.isoformat(),
                )
            )


def _nodes(
    work: Work, chance: random.Random, row: ProjectRow, life: Life, span: tuple[date, date]
) -> NodeKind:
    """Write the nodes and return the last one reached."""
    started, complete = span
    last = NodeKind.ENTRY
    for kind, (share, _) in SHARES.items():
        reached = started + (complete - started) * share // 100
        milestone = life.days.get(SHARED[kind]) if kind in SHARED else None
        is_reached = milestone is not None if kind in SHARED else reached <= work.today
        planned_on = (milestone or reached) + timedelta(days=chance.randint(-9, 6))
        if is_reached:
            last = kind
        else:
            ahead = -chance.randint(1, 6) if chance.random() < _OVERDUE else chance.randint(6, 30)
            planned_on = max(planned_on, work.today + timedelta(days=ahead))
        work.add(
            NodeRow(
                id=natural_id("node", row.id, None, kind),
                project_id=row.id,
                kind=kind,
                planned_on=planned_on,
                actual_on=reached if is_reached and kind not in SHARED else None,
            )
        )
    return last


def _months(
    work: Work, chance: random.Random, row: ProjectRow, span: tuple[date, date], *, is_built: bool
) -> None:
    """Share out what was done over the months; the ledger's figure is their sum."""
    names = list(_month_names(*span))
    weights = [chance.randint(6, 14) for _ in names]
    done = [(row.completed_yuan or 0) * weight // sum(weights) // _MILLION * _MILLION for weight in weights]
    done[-1] += (row.completed_yuan or 0) - sum(done)
    for name, yuan in zip(names, done, strict=True):
        plan = yuan * chance.randint(92, 115) // 100 // 100_000 * 100_000
        _month(work, row, name, plan, yuan)
    year = f"{work.today.year:04d}-"
    in_year = sum(yuan for name, yuan in zip(names, done, strict=True) if name.startswith(year))
    if is_built or not in_year or work.today.month == 1:
        return
    least, most = chance.choices(_LAGS, _HOW_OFTEN)[0]
    points = max(20, 100 * (work.today.month - 1) // 12 - chance.randint(least, most))
    row.annual_plan_yuan = max(in_year, in_year * 100 // points) // (10 * _MILLION) * (10 * _MILLION)
    left = row.annual_plan_yuan - in_year
    ahead = [f"{year}{month:02d}" for month in range(work.today.month + 1, 13)]
    for name in ahead:
        if left > 0:
            _month(work, row, name, left // len(ahead) // 100_000 * 100_000, None)


def _month(work: Work, row: ProjectRow, name: str, planned: int, done: int | None) -> None:
    work.add(
        MonthRow(
            id=natural_id("month_investment", row.id, name),
            project_id=row.id,
            month=name,
            planned_yuan=planned,
            completed_yuan=done,
        )
    )


def _month_names(first: date, last: date) -> Iterator[str]:
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield f"{count // 12:04d}-{count % 12 + 1:02d}"


def _site(work: Work, chance: random.Random, row: ProjectRow, last: NodeKind) -> None:
    work.flush()
    profile = profile_row(work, row.id)
    ago = chance.randint(31, 48) if chance.random() < _STALE else chance.randint(0, 20)
    profile.physical_progress = SHARES[last][1]
    profile.physical_confirmed_on = work.today - timedelta(days=ago)


def _stoppage(work: Work, chance: random.Random, row: ProjectRow, started: date) -> None:
    first = max(started, work.today - timedelta(days=chance.randint(8, 60)))
    reason, is_excused = chance.choice(_CAUSES)
    is_over = chance.random() < 0.6
    reported_on = min(first + timedelta(days=chance.randint(2, 20)), work.today)
    work.add(
        StoppageRow(
            id=work.new_id(),
            project_id=row.id,
            first=first,
            last=min(first + timedelta(days=chance.randint(4, 20)), work.today) if is_over else None,
            reason=reason,
            is_excused=is_excused,
            reported_on=reported_on if is_over or chance.random() < 0.5 else None,
        )
    )
