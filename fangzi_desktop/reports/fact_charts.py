"""Charts of the weekly report and the monthly bulletin; each says what it counts and over which base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fangzi_desktop.domain.on_time import LEAST_RANKED, OnTime, on_time
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.reports.document import Bars, Series
from fangzi_desktop.reports.facts import DecidedItem, Invested
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.weekly_input import Totals
from fangzi_desktop.reports.wording import official

# More bars than this are not read; those that follow are in the tables.
MOST_BARS = 12
NO_LOCALITY = "属地未填报"
NO_DEPARTMENT = "责任部门未明确"
_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_WAN = 10_000


def standing_charts(totals: Totals) -> Iterator[Bars]:
    """How the projects divide by stage and by light; one project alone divides into nothing."""
    if totals.projects > 1:
        yield stage_chart(totals.stages)
        yield light_chart(totals.lights)


def stage_chart(stages: Mapping[Stage, int]) -> Bars:
    """How many projects stand in each of the nine stages, the empty ones too."""
    return Bars(
        "项目所处环节分布",
        "个",
        tuple(stage.zh for stage in STAGES),
        (Series("项目", tuple(float(stages.get(stage, 0)) for stage in STAGES)),),
    )


def light_chart(lights: Mapping[Light, int]) -> Bars:
    """How many projects show each light, by sign and word."""
    return Bars(
        "项目亮灯情况",
        "个",
        tuple(f"{light.sign} {light.lamp}" for light in _LIGHTS),
        (Series("项目", tuple(float(lights.get(light, 0)) for light in _LIGHTS)),),
    )


def investment_chart(lines: Iterable[Invested], year: int) -> Bars | None:
    """The year's plan beside what is done, by locality; None where no project has a plan."""
    groups: dict[str, list[Invested]] = defaultdict(list)
    for line in lines:
        if line.plan_yuan:
            groups[one_line(line.locality) or NO_LOCALITY].append(line)
    if not groups:
        return None
    sums = [(name, sum(line.plan_yuan or 0 for line in own), _done(own)) for name, own in groups.items()]
    order = sorted(sums, key=lambda one: (-one[1], one[0]))[:MOST_BARS]
    return Bars(
        f"{year}年度投资计划与完成情况（填报年度计划的项目，按属地）",
        "万元",
        tuple(name for name, _, _ in order),
        (
            Series("年度计划投资", tuple(plan / _WAN for _, plan, _ in order)),
            Series("本年完成投资", tuple(done / _WAN if done is not None else None for *_, done in order)),
        ),
    )


def _done(lines: Iterable[Invested]) -> int | None:
    """What is done by them, or None where nobody recorded anything."""
    known = [line.year_yuan for line in lines if line.year_yuan is not None]
    return sum(known) if known else None


def on_time_chart(items: Sequence[DecidedItem], since: str) -> Bars | None:
    """The share decided in time, by department with its base; None where none has enough of them."""
    rates = [(name, one) for name, one in by_department(items).items() if one.is_ranked]
    if not rates:
        return None
    busiest = sorted(rates, key=lambda pair: (-pair[1].timed, pair[0]))[:MOST_BARS]
    told = sorted(busiest, key=lambda pair: (-(pair[1].percent or 0), -pair[1].timed, pair[0]))
    return Bars(
        f"手续按期办结率（{since}，有时限的办结事项不少于{LEAST_RANKED}项的部门）",
        "%",
        tuple(f"{name}（{one.timed}项）" for name, one in told),
        (Series("按期办结率", tuple(one.percent for _, one in told)),),
        decimals=1,
    )


def bureau(department: str) -> str:
    """The department without the office within it, which the checklist adds in brackets."""
    return official(one_line(department)).partition("（")[0].strip()


def by_department(items: Iterable[DecidedItem]) -> dict[str, OnTime]:
    """How the departments' decisions kept their limits; the offices in brackets are not told apart."""
    decisions = defaultdict(list)
    for item in items:
        decisions[bureau(item.department) or NO_DEPARTMENT].append((item.on, item.due))
    return {name: on_time(own) for name, own in decisions.items()}
