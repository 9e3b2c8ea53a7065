"""The sentences above the list of entries into statistics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fangzi_desktop.domain.stage_terms import StatsKind, StatsState
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.reports.document import Passage, Source
from fangzi_desktop.reports.statistics_input import EntryLine, StatisticsInput
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import full_day, say

# How entries stand, in the order a reader asks for them.
STANDING: tuple[tuple[str, frozenset[StatsState]], ...] = (
    ("待报送", frozenset({StatsState.RETURNED, StatsState.PREPARING, StatsState.READY})),
    ("已申报", frozenset({StatsState.FILED})),
    ("未到条件", frozenset({StatsState.BELOW, StatsState.NOT_STARTED, StatsState.NOT_PRODUCING})),
    ("已入库", frozenset({StatsState.ENTERED})),
)
_PENDING = STANDING[0][1]
_LAW = (
    "统计资料由企业独立、真实、准时填报。专班只提醒、核对材料，不代填、不推算、不授意修改数据"
    "（统计法第七条、第四十条）。"
)


def overview(data: StatisticsInput) -> Iterator[Passage]:
    """How the entries of either kind stand, what is due and missing, and what the law says."""
    opening = f"截至{full_day(data.as_of)}，"
    if not data.entries:
        yield Passage(f"{opening}没有应当纳统、升规的项目。", key="statistics.none")
    for kind in StatsKind:
        own = [one for one in data.entries if one.kind is kind]
        if own:
            yield Passage(
                f"{opening}{_standing(kind, own)}", key=f"statistics.{kind.value}", sources=_sources(own)
            )
            opening = ""
    pending = [one for one in data.entries if one.state in _PENDING]
    if pending:
        yield Passage(_pending(pending, data), key="statistics.pending", sources=_sources(pending))
    yield Passage(_LAW, key="statistics.law")


def _standing(kind: StatsKind, entries: Sequence[EntryLine]) -> str:
    counts = [(words, sum(one.state in states for one in entries)) for words, states in STANDING]
    divided = "、".join(f"{words}{count}项" for words, count in counts if count)
    return f"{kind.zh}{len(entries)}项：{divided}。"


def _pending(entries: Sequence[EntryLine], data: StatisticsInput) -> str:
    today = data.as_of
    missed = sum(one.window is not None and one.window.due < today for one in entries)
    counts = (
        (sum(one.state is StatsState.READY for one in entries), "材料齐全可申报{}项"),
        (sum(bool(one.missing) for one in entries), "缺少材料{}项"),
        (sum(bool(one.findings) for one in entries), "材料不一致{}项"),
        (sum(one.state is StatsState.RETURNED for one in entries), "退回{}项"),
        (missed, "材料截止日已过{}项"),
    )
    states = "，".join(words.format(count) for count, words in counts if count)
    ahead = [window for one in entries for window in (one.following or one.window,) if window is not None]
    coming = [window for window in ahead if window.due >= today]
    if not coming:
        return f"待报送的{len(entries)}项中，{states}。" if states else ""
    first = min(coming, key=lambda window: window.due)
    count = sum(window.due == first.due for window in coming)
    words = f"最近的材料截止日为{say(first.due, today)}（{first.kind.zh}），涉及{count}项。"
    return f"待报送的{len(entries)}项中，{states}。{words}" if states else words


def _sources(entries: Iterable[EntryLine]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"{one_line(one.project)}：{one.kind.zh}，{one.state.zh}",
            one.project_id,
            ClockKind.WINDOW,
            one.id,
        )
        for one in entries
    )
