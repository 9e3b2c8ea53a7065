"""The sentences above the list of commitments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.stage_terms import CommitmentResult, LadderLevel, Side
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.reports.commitments_input import CommitmentsInput, LadderLine, LandLine, PromiseLine
from fangzi_desktop.reports.document import Passage, Source
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import full_day, money

# So many projects are named in a sentence; the tables have all of them.
_NAMED = 5


def overview(data: CommitmentsInput) -> Iterator[Passage]:
    """What was promised and kept, what is overdue, what is paid, and what followed where it was not kept."""
    yield Passage(_standing(data), key="commitments.standing", sources=_promised(data.promises))
    late = [one for one in data.promises if one.light is Light.RED]
    if late:
        yield Passage(_late(late), key="commitments.overdue", sources=_promised(late))
    if data.payments:
        yield Passage(
            _payments(data),
            key="commitments.payouts",
            sources=tuple(
                Source(
                    f"{one_line(one.project)}：{one_line(one.support)}",
                    one.project_id,
                    ClockKind.PAYOUT,
                    one.id,
                )
                for one in data.payments
            ),
        )
    if data.ladder:
        yield Passage(
            _ladder(data.ladder),
            key="commitments.ladder",
            sources=tuple(
                Source(f"{one_line(one.project)}：{one.level.zh}", one.project_id, ClockKind.LADDER, one.id)
                for one in data.ladder
            ),
        )
    if data.land:
        yield Passage(
            _land(data.land),
            key="commitments.land",
            sources=tuple(
                Source(
                    f"{one_line(one.project)}：{one.state.zh}",
                    one.project_id,
                    ClockKind.IDLE_LAND,
                    one.project_id,
                )
                for one in data.land
            ),
        )


def _standing(data: CommitmentsInput) -> str:
    day, count = full_day(data.as_of), len(data.promises)
    if not count:
        return f"截至{day}，没有登记承诺。"
    sides = Counter(one.side for one in data.promises)
    by_side = "、".join(f"{side.zh}{sides[side]}项" for side in Side if sides[side])
    still_open = [one for one in data.promises if one.result is None]
    lights = Counter(one.light for one in still_open)
    urgent = "、".join(f"{light.zh}{lights[light]}项" for light in (Light.RED, Light.YELLOW) if lights[light])
    results = Counter(one.result for one in data.promises if one.result is not None)
    judged = "、".join(f"{result.zh}{results[result]}项" for result in CommitmentResult if results[result])
    owed = f"尚未判定{len(still_open)}项{f'，其中{urgent}' if urgent else ''}" if still_open else "均已判定"
    done = f"；已判定{count - len(still_open)}项：{judged}" if judged else ""
    return f"截至{day}，登记双方承诺{count}项（{by_side}），{owed}{done}。"


def _late(late: Sequence[PromiseLine]) -> str:
    said = []
    for side in Side:
        own = [one for one in late if one.side is side]
        if own:
            names = list(dict.fromkeys(one_line(one.project) for one in own))
            said.append(f"{side.zh}{len(own)}项，涉及{_names(names)}")
    return f"逾期承诺中，{'；'.join(said)}。"


def _payments(data: CommitmentsInput) -> str:
    agreed = sum(one.amount_yuan for one in data.payments)
    paid = sum(one.paid_yuan or 0 for one in data.payments)
    late = [one for one in data.payments if one.state is PayoutState.OWED and one.light is Light.RED]
    held = [one for one in data.payments if one.state.is_held]
    parts = [f"约定兑付扶持资金{len(data.payments)}项共{money(agreed)}，已兑付{money(paid)}"]
    if late:
        parts.append(f"逾期未兑付{len(late)}项共{money(sum(one.amount_yuan for one in late))}")
    if held:
        parts.append(
            f"企业尚未履约等原因暂不兑付{len(held)}项共{money(sum(one.amount_yuan for one in held))}"
        )
    return f"{'，'.join(parts)}。"


def _ladder(ladder: Sequence[LadderLine]) -> str:
    levels = Counter(one.level for one in ladder)
    words = "、".join(f"{level.zh}{levels[level]}项" for level in LadderLevel if levels[level])
    names = list(dict.fromkeys(one_line(one.project) for one in ladder))
    return f"履约处置中的事项{len(ladder)}项：{words}；涉及{_names(names)}。"


def _land(land: Sequence[LandLine]) -> str:
    states = Counter(one.state for one in land)
    words = "、".join(f"{state.zh}{count}个" for state, count in states.items())
    idle = sum(one.state.is_idle for one in land)
    return f"未按约定动工开发的用地{len(land)}个项目：{words}" + (
        f"；构成闲置土地{idle}个。" if idle else "。"
    )


def _names(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (f"等{len(names)}个项目" if len(names) > _NAMED else "")


def _promised(promises: Iterable[PromiseLine]) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"{one_line(one.project)}：{one.side.zh}，{one_line(one.label)}",
            one.project_id,
            ClockKind.COMMITMENT,
            one.id,
        )
        for one in promises
    )
