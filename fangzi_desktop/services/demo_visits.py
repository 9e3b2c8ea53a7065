"""The visits to invented projects: talks with investors, and what was seen on building sites."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from fangzi_desktop.domain.stages import stage_index
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Stage
from fangzi_desktop.services.demo_construction import SHARES, USUAL_LENGTH
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.storage.stage_tables import VisitPromiseRow, VisitRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_TALKS = (
    "到企业总部洽谈投资方案，企业要求明确用电容量和供地时间。",
    "陪同企业踏勘意向地块，核对红线和地上附着物。",
    "会商建设内容和投资计划，企业承诺补充亩均效益测算。",
    "走访项目现场，核对形象进度和下步计划。",
    "座谈手续办理进度，梳理需部门协调的事项。",
)
_COMPANY = ("服务专员、属地单位", "服务专员、行业主管部门", "服务专员、住房和城乡建设局", "服务专员")
_PROMISES = (
    ("增加一个作业班组，抢回滞后的工期", "施工单位"),
    ("补齐塔吊备案和安全交底资料", "施工单位"),
    ("按月报送投资完成凭证", "建设单位"),
    ("完成临时用电增容现场勘查", "供电公司"),
    ("打通场区北侧临时道路", "属地单位"),
)
_CALLS = (-4, -1, 0, 1, 3, 4, 6, 10, 14)
_PROMISED, _KEPT, _AGREED = 0.55, 0.4, 0.7


def fill_visits(work: Work, row: ProjectRow, life: Life, talks: Sequence[date]) -> None:
    """Write the talks of these days, and the visits to the site of a project that is being built."""
    built = stage_index(life.stage) > stage_index(Stage.FORMATION)
    for place, day in enumerate(day for day in talks if day <= work.today):
        said = _TALKS[min(place, 2)] if not built or place < 2 else _TALKS[place + 1]
        _visit(work, row, day, said, row.service_officer)
    started = life.days.get(Milestone.START)
    if started is None or life.days.get(Milestone.MAIN_COMPLETE) is not None:
        return
    if row.status is ProjectStatus.ACTIVE and started < work.today:
        # A source of its own: what is invented beside the visits stays what it was.
        _site(work, random.Random(f"visits {row.project_no}"), row, life, started)


def _site(work: Work, chance: random.Random, row: ProjectRow, life: Life, started: date) -> None:
    complete = life.days.get(Milestone.PLANNED_COMPLETION, started + USUAL_LENGTH)
    whole = max((complete - started).days, 1)
    newest = work.today - timedelta(days=chance.choice((0, 1, 2, 3, 4, 8, 11)))
    for weeks in (4, 2, 0):
        on = newest - timedelta(weeks=weeks)
        if on <= started:
            continue
        percent = min(97, max(1, 100 * (on - started).days // whole))
        kind, (_, seen) = [one for one in SHARES.items() if one[1][0] <= percent][-1]
        visit = _visit(work, row, on, f"{seen}。", chance.choice(_COMPANY), kind.zh, percent)
        if chance.random() < _PROMISED:
            _promise(work, chance, visit)
        if weeks == 0 and chance.random() < _AGREED:
            visit.next_on = max(on + timedelta(days=1), work.today + timedelta(days=chance.choice(_CALLS)))


def _visit(
    work: Work, row: ProjectRow, on: date, text: str, who: str, node: str = "", percent: int | None = None
) -> VisitRow:
    visit = VisitRow(
        id=work.new_id(),
        project_id=row.id,
        visited_on=on,
        text=text,
        who=who,
        node=node,
        percent=percent,
    )
    return work.add(visit)


def _promise(work: Work, chance: random.Random, visit: VisitRow) -> None:
    text, by = chance.choice(_PROMISES)
    due = visit.visited_on + timedelta(days=chance.randint(5, 20))
    is_kept = due < work.today or chance.random() < _KEPT
    kept_on = min(due, work.today) if is_kept else None
    work.add(
        VisitPromiseRow(
            id=work.new_id(),
            project_id=visit.project_id,
            visit_id=visit.id,
            text=text,
            promised_by=by,
            due=due,
            kept_on=kept_on,
        )
    )
