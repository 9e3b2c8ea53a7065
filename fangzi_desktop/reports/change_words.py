"""How papers tell what changed since the last number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from fangzi_desktop.domain.report_changes import Changes, ProjectChange
from fangzi_desktop.domain.terms import Light, ProjectStatus
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import in_wan, money, say

_TURNED = (Light.RED, Light.YELLOW, Light.GREEN)
_Test = Callable[[ProjectChange], bool]
# What is counted, in the order in which it is told, with what makes a project one of them.
_COUNTED: tuple[tuple[str, _Test], ...] = (
    ("新增项目", lambda one: one.is_new),
    ("退出项目", lambda one: one.is_out),
    ("环节推进", lambda one: one.stages_ahead > 0),
    ("环节退回", lambda one: one.stages_ahead < 0),
    ("转红灯", lambda one: one.light is Light.RED),
    ("转黄灯", lambda one: one.light is Light.YELLOW),
    ("转绿灯", lambda one: one.light is Light.GREEN),
)


def issue_before(changes: Changes, year: int) -> str:
    """The number it is compared with; its year where that is another."""
    return f"{f'〔{changes.year}〕' if changes.year != year else ''}第{changes.number}期"


def since_last(changes: Changes, overdue: int | None, year: int, near: date) -> str:
    """What changed since the last number, with that number and its day as the base.

    `overdue` is how many items are overdue now; None where the paper does not tell of them.
    """
    parts = []
    for name, test in _COUNTED:
        found = [one for one in changes.projects if test(one)]
        if found:
            parts.append(f"{name}{len(found)}个{_ways_out(found) if name == '退出项目' else ''}")
    opening = f"与上期（{issue_before(changes, year)}，截至{say(changes.as_of, near)}）相比"
    told = "，".join(parts) if parts else "项目数、环节和亮灯均无变化"
    parts = [_done(changes)] + ([_late(changes.overdue_before, overdue)] if overdue is not None else [])
    return f"{opening}，{told}；{'；'.join(parts)}。"


def _ways_out(found: list[ProjectChange]) -> str:
    counts = Counter(one.left_as for one in found)
    ways = [f"{status.zh}{counts[status]}个" for status in ProjectStatus if counts.get(status)]
    if counts.get(None):
        ways.append(f"记录已删除{counts[None]}个")
    return f"（{'、'.join(ways)}）"


def _done(changes: Changes) -> str:
    if not changes.done_known:
        return "没有两期均填报累计完成投资的项目，完成投资不作比较"
    grown = changes.done_yuan
    change = "合计持平" if not grown else f"合计{'增加' if grown > 0 else '减少'}{money(abs(grown))}"
    return f"两期均填报累计完成投资的{changes.done_known}个项目{change}"


def _late(before: int, now: int) -> str:
    if before == now:
        return f"逾期事项与上期持平（{now}项）" if now else "两期均无逾期事项"
    return f"逾期事项由{before}项{'增加' if now > before else '减少'}到{now}项"


def change_sources(changes: Changes) -> tuple[Source, ...]:
    """The rows behind each count of `since_last`, named by it, and those whose investment changed."""
    found = [
        Source(f"{name}：{one_line(one.name)}", one.project_id)
        for name, test in _COUNTED
        for one in changes.projects
        if test(one)
    ]
    return (
        *found,
        *(
            Source(f"完成投资变化：{one_line(one.name)} {_grown(one.done_yuan)}", one.project_id)
            for one in changes.projects
            if one.done_yuan
        ),
    )


def _grown(yuan: int | None) -> str:
    return f"{'+' if (yuan or 0) > 0 else '−'}{in_wan(abs(yuan or 0))}万元"


def change_cell(change: ProjectChange | None) -> str:
    """What changed of one project, for its row in the ledger; nothing for none."""
    if change is None:
        return ""
    if change.is_new:
        return "新增"
    parts = []
    if change.stage is not None:
        parts.append(f"{'推进到' if change.stages_ahead > 0 else '退回'}{change.stage.zh}")
    if change.light is not None:
        parts.append(f"转{change.light.lamp}" if change.light in _TURNED else "不再亮灯")
    if change.done_yuan:
        parts.append(f"投资{_grown(change.done_yuan)}")
    return "\n".join(parts)
