"""What a 提醒函 and a 督办单 say, and the demand that is proposed for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fangzi_desktop.domain.stage_terms import NoticeKind
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.reports.notice_input import NoticePaper
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import BLANK, duration, full_day, official

# A longer matter would make a title of more than two lines.
_TITLE_LONGEST = 34
_NAMED = 3

_DONE = {
    ClockKind.STAGE: "完成",
    ClockKind.VALIDITY: "办理延续或者换发",
    ClockKind.PAPER: "补交",
    ClockKind.PROBLEM: "解决",
    ClockKind.OPINION: "反馈意见",
    ClockKind.CONDITION: "落实",
    ClockKind.DEFERRAL: "提请复审",
    ClockKind.ELEMENT: "保障到位",
    ClockKind.COMMITMENT: "履行",
    ClockKind.PAYOUT: "兑付",
    ClockKind.LADDER: "整改到位",
    ClockKind.IDLE_LAND: "动工",
    ClockKind.NODE: "完成",
    ClockKind.WINDOW: "报送",
    ClockKind.NOTICE: "书面回复",
    ClockKind.PROMISE: "兑现",
    ClockKind.VISIT: "走访",
}


def done_word(kind: ClockKind) -> str:
    """What it is called when a clock of this kind has been met: 办结, 解决, 落实 …"""
    return _DONE.get(kind, "办结")


def matter(kind: ClockKind, label: str) -> str:
    """Name a matter: what its clock is called, and 环节 behind the name of a stage."""
    return f"{label}环节" if kind is ClockKind.STAGE else label


def effects_words(waiting: Sequence[str]) -> str:
    """Say what waits for a matter; nothing if nothing does."""
    if not waiting:
        return ""
    named = "、".join(waiting[:_NAMED])
    if len(waiting) > _NAMED:
        return f"该事项未办结，影响{named}等{len(waiting)}项后续手续。"
    return f"该事项未办结，影响{named}的办理。"


def proposed_demand(kind: NoticeKind, clock: ClockKind, overdue_workdays: int) -> str:
    """Draft what is demanded, to be changed as the case needs; it names no day, which the paper does."""
    done = done_word(clock)
    if kind is NoticeKind.SUPERVISION:
        return (
            f"1. 由主要负责同志牵头研究，明确专人负责，倒排办理时间，尽快{done}。\n"
            f"2. 需要有关部门配合或者项目单位补充材料的，一次性列出清单，报专班协调。\n"
            f"3. 书面报告逾期原因、已采取的措施和预计{done}日期。"
        )
    if overdue_workdays < 0:
        return f"请合理安排，按期{done}；预计不能按期{done}的，提前说明原因和需要协调的事项。"
    return (
        f"请明确专人负责，尽快{done}；暂时不能{done}的，说明原因、已采取的措施和预计{done}日期，"
        "需要协调的事项一并提出。"
    )


def standing_words(due: date, on: date, overdue_workdays: int) -> str:
    """How late a matter is on a day: 已逾期5个工作日."""
    if overdue_workdays > 0:
        return f"已逾期{duration(overdue_workdays, Unit.WORKING_DAY)}"
    if on > due:
        return "已逾期（其间均为休息日）"
    if overdue_workdays < 0:
        return f"距到期{duration(-overdue_workdays, Unit.WORKING_DAY)}"
    return "当日到期" if on == due else "临近到期（其间均为休息日）"


def due_words(paper: NoticePaper) -> str:
    """The due day, marked while it is an estimate."""
    return f"{full_day(paper.due)}{'（预估）' if paper.provisional else ''}"


def start_words(paper: NoticePaper) -> str:
    """The day from which the matter's clock runs."""
    return full_day(paper.start) if paper.start is not None else BLANK


def title_words(paper: NoticePaper) -> str:
    """关于…的提醒函; a matter too long for a title is left to the table."""
    name, label = one_line(paper.project), official(one_line(paper.label))
    for about in (f"{name}{label}", f"{name}有关事项", label, "有关事项"):
        if len(about) <= _TITLE_LONGEST:
            return f"关于{about}的提醒函"
    return "关于有关事项的提醒函"


def opening_words(paper: NoticePaper) -> str:
    """How a 提醒函 begins, before its table."""
    if paper.issued_on > paper.due:
        return "经梳理，你单位承办的下列事项已经逾期，现予提醒："
    return "经梳理，你单位承办的下列事项临近到期，现予提醒："


def answer_words(paper: NoticePaper) -> str:
    """By when the unit answers; nothing where it is not asked to."""
    if paper.reply_by is None:
        return ""
    return f"请于{full_day(paper.reply_by)}前书面回复办理情况。"
