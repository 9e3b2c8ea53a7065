"""The sentences above the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import Light, ProjectStatus
from fangzi_desktop.reports.document import Passage, Source
from fangzi_desktop.reports.ledger_input import LedgerInput, LedgerProject
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import full_day, money

URGENCY = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
# So many projects are named in a sentence; the table has all of them.
_NAMED = 5


def overview(data: LedgerInput) -> Iterable[Passage]:
    """How many projects there are, in which stages, how they stand and what is invested."""
    yield Passage(_totals(data), key="ledger.totals", sources=_sources(data.projects))
    if data.projects:
        yield Passage(
            _lights(data),
            key="ledger.lights",
            sources=_sources(one for one in data.projects if one.light in (Light.RED, Light.YELLOW)),
        )
        invested = [one for one in data.projects if one.annual_plan_yuan or one.total_done_yuan]
        if invested:
            yield Passage(_investment(data), key="ledger.investment", sources=_sources(invested))


def _totals(data: LedgerInput) -> str:
    day, count = full_day(data.as_of), len(data.projects)
    apart = [f"{status.zh}{data.apart[status]}个" for status in ProjectStatus if data.apart.get(status)]
    besides = f"另有{'、'.join(apart)}，不在本表之列。" if apart else ""
    if not count:
        return f"截至{day}，机制台账尚无项目。{besides}"
    stages = Counter(one.stage for one in data.projects)
    divided = "、".join(f"{stage.zh}{stages[stage]}个" for stage in STAGES if stages[stage])
    invested, known = _sum(data.projects, lambda one: one.investment_yuan)
    total = f"，总投资{money(invested)}{_of(known, count)}" if known else ""
    return f"截至{day}，机制台账共有项目{count}个{total}。按阶段分，{divided}。{besides}"


def _lights(data: LedgerInput) -> str:
    lights = Counter(one.light for one in data.projects)
    words = "、".join(f"{light.lamp}{lights[light]}个" for light in URGENCY if lights[light])
    red = [one_line(one.project) for one in data.projects if one.light is Light.RED]
    named = f"红灯项目：{_names(red)}。" if red else ""
    problems = sum(one.problems for one in data.projects)
    open_ones = f"未销号问题{problems}个。" if problems else ""
    return f"按亮灯分，{words}。{named}{open_ones}"


def _investment(data: LedgerInput) -> str:
    count, parts = len(data.projects), []
    for name, amount in (
        ("年度计划投资", lambda one: one.annual_plan_yuan),
        (f"{data.as_of.month}月完成投资", lambda one: one.month_done_yuan),
        ("累计完成投资", lambda one: one.total_done_yuan),
    ):
        total, known = _sum(data.projects, amount)
        if known:
            parts.append(f"{name}{money(total)}{_of(known, count)}")
    return f"{'，'.join(parts)}。"


def _of(known: int, count: int) -> str:
    return f"（{known}个项目已填报）" if known < count else ""


def _sum(projects: Sequence[LedgerProject], amount: Callable[[LedgerProject], int | None]) -> tuple[int, int]:
    """What is reported in all, and by how many."""
    known = [yuan for one in projects if (yuan := amount(one)) is not None]
    return sum(known), len(known)


def _names(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (f"等{len(names)}个" if len(names) > _NAMED else "")


def _sources(projects: Iterable[LedgerProject]) -> tuple[Source, ...]:
    return tuple(
        Source(f"{one_line(one.project)}：{one.stage.zh}，{one.light.lamp}", one.id) for one in projects
    )
