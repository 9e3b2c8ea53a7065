"""The list of commitments (履约清单): what both sides owe, what is paid for it, and what follows a breach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.stage_terms import CommitmentResult
from fangzi_desktop.domain.terms import Light, Unit
from fangzi_desktop.reports import commitments_words
from fangzi_desktop.reports.commitments_input import (
    CommitmentsInput,
    LadderLine,
    LandLine,
    PaymentLine,
    PromiseLine,
)
from fangzi_desktop.reports.document import Align, Column, Document, Grid, Look, grid
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import (
    BLANK,
    area,
    counted,
    duration,
    full_day,
    in_wan,
    official,
    short_day,
)

L = TypeVar("L")

# What is due later, or was kept longer ago, is only counted: nobody reads through a list of all of it.
AHEAD_DAYS = 180
KEPT_DAYS = 90


def commitments_document(data: CommitmentsInput) -> Document:
    """Return the list as a document."""
    tables = (
        replace(table, caption=f"表{number}  {table.caption}")
        for number, table in enumerate(_tables(data), start=1)
    )
    day = full_day(data.as_of)
    return Document(
        title=data.title,
        subject=f"履约清单，截至{day}",
        team=data.team,
        issued_on=data.as_of,
        blocks=(*commitments_words.overview(data), *tables),
        subtitle=f"（截至{day}）",
        setting=Setting.WORKING,
        running=f"{data.title}（截至{day}）",
    )


def _tables(data: CommitmentsInput) -> Iterator[Grid]:
    if any(_is_pressing(one, data.as_of) for one in data.promises):
        yield _promises(data)
    if any(_is_near(one, data.as_of) for one in data.payments):
        yield _payments(data)
    if data.ladder:
        yield _ladder(data.ladder, data.as_of)
    if data.land:
        yield _land(data.land, data.as_of)


def _under_heads(
    columns: Sequence[Column],
    lines: Sequence[L],
    heads: Sequence[str],
    head_of: Callable[[L], str],
    row: Callable[[L], list[str]],
    total: Callable[[str, Sequence[L]], list[str]] | None = None,
) -> Grid:
    """The lines numbered under their heads, with sums of each and of all if `total` makes them."""
    rows: list[list[str]] = []
    bands: list[int] = []
    sums: list[int] = []
    number = 0
    blank = [""] * (len(columns) - 1)
    for head in heads:
        group = [one for one in lines if head_of(one) == head]
        if not group:
            continue
        bands.append(len(rows))
        rows.append([f"{head}（{len(group)}项）", *blank])
        for one in group:
            number += 1
            rows.append([counted(number), *row(one)])
        if total is not None and len(group) < len(lines):
            sums.append(len(rows))
            rows.append(["", *total("小计", group)])
    if total is not None:
        rows.append(["", *total("合计", lines)])
    return grid(columns, rows, total=total is not None, look=Look.DENSE, bands=bands, sums=sums)


# The open ones by how they press, the unsettled ones before those that were kept.
_PROMISE_HEADS = ("逾期", "临期", "未到期", "未计时", "未达标", "部分达标", "达标", "豁免")
_OPEN_HEADS = {Light.RED: "逾期", Light.YELLOW: "临期", Light.GREEN: "未到期", Light.GREY: "未计时"}
_RESULT_LIGHTS = {
    CommitmentResult.MET: Light.GREEN,
    CommitmentResult.PARTIAL: Light.YELLOW,
    CommitmentResult.UNMET: Light.RED,
    CommitmentResult.WAIVED: Light.GREY,
}


def _promise_head(one: PromiseLine) -> str:
    return one.result.zh if one.result is not None else _OPEN_HEADS[one.light]


def _is_pressing(one: PromiseLine, today: date) -> bool:
    """Whether a commitment is listed: overdue, due before long, not kept, or kept a short while ago."""
    if one.result in (CommitmentResult.UNMET, CommitmentResult.PARTIAL):
        return True
    if one.result is not None:
        kept_on = one.actual_on or one.settled_on
        return kept_on is not None and (today - kept_on).days <= KEPT_DAYS
    return one.due is not None and one.light is not Light.GREY and (one.due - today).days <= AHEAD_DAYS


def _unlisted(data: CommitmentsInput) -> str:
    """How many of each kind are not listed, and why."""
    rest = Counter(_promise_head(one) for one in data.promises if not _is_pressing(one, data.as_of))
    ahead, kept = (duration(days, Unit.CALENDAR_DAY) for days in (AHEAD_DAYS, KEPT_DAYS))
    words = {
        "未到期": f"{ahead}以后到期{rest['未到期']}项",
        "未计时": f"未计时（起算事项尚未发生、项目暂停或已退出机制）{rest['未计时']}项",
        "达标": f"{kept}以前完成的达标{rest['达标']}项",
        "豁免": f"{kept}以前豁免{rest['豁免']}项",
    }
    told = "、".join(said for head, said in words.items() if rest[head])
    return f"另有{told}，不逐项列出。" if told else ""


def _promises(data: CommitmentsInput) -> Grid:
    columns = (
        Column("序号", Align.CENTRE, limit=4),
        Column("项目", share=7, key=True, least=8),
        Column("承诺方", limit=4),
        Column("承诺事项", share=5, least=8),
        Column("约定期限", limit=9),
        Column("状态", limit=6, signed=True),
        Column("逾期\n（自然日）", Align.RIGHT, limit=5),
        Column("完成情况", share=3, least=6),
        Column("证明材料", share=4, least=6),
        Column("责任单位", share=3, least=6),
        Column("下次检查", Align.CENTRE, limit=6),
    )
    near = data.as_of
    listed = [one for one in data.promises if _is_pressing(one, near)]
    table = _under_heads(columns, listed, _PROMISE_HEADS, _promise_head, lambda one: _promise(one, near))
    return replace(
        table,
        caption=f"双方承诺（{len(listed)}项）",
        note=f"注：逾期的在前，各组按期限先后排列；“{BLANK}”为没有登记或没有逾期。{_unlisted(data)}",
    )


def _promise(one: PromiseLine, near: date) -> list[str]:
    late = (near - one.due).days if one.result is None and one.light is Light.RED and one.due else 0
    return [
        one_line(one.project),
        one.side.zh,
        _goal(one),
        _term(one, near),
        _standing(one),
        counted(late) if late else BLANK,
        _reached(one, near),
        _evidence(one),
        official(one_line(one.responsible_unit)) or BLANK,
        short_day(one.next_check, near),
    ]


def _goal(one: PromiseLine) -> str:
    words = plain(one.label).strip()
    if one.comparison is None or one.target is None:
        return words
    return f"{words}{one.comparison.zh}{_figure(one.target)}{one.unit}"


def _term(one: PromiseLine, near: date) -> str:
    lines = [short_day(one.due, near)] if one.due is not None else []
    if one.event is not None and one.term is not None:
        lines.append(f"{one.event.zh}后{amount_zh(one.term.amount, one.term.unit)}内")
    if one.due is None and one.waits_for is not None:
        lines.append(f"待{one.waits_for.zh}")
    return "\n".join(lines) or BLANK


def _standing(one: PromiseLine) -> str:
    if one.result is not None:
        return cell_of(_RESULT_LIGHTS[one.result], one.result.zh)
    return cell_of(one.light)


def _reached(one: PromiseLine, near: date) -> str:
    lines = []
    if one.actual is not None:
        share = f"（{one.share}%）" if one.share is not None else ""
        lines.append(f"{_figure(one.actual)}{one.unit}{share}")
    day = one.actual_on or one.settled_on
    if day is not None:
        lines.append(f"{short_day(day, near)}{'完成' if one.actual_on else '判定'}")
    return "\n".join(lines) or BLANK


def _evidence(one: PromiseLine) -> str:
    if one.evidence_no:
        return one_line(one.evidence_no)
    required = plain(one.evidence_required).strip()
    return f"应提供：{required}" if required and one.result is None else required or BLANK


def _figure(value: Decimal) -> str:
    return area(value)


_PAYMENT_HEADS = ("逾期未兑付", "待兑付", "暂不兑付", "已兑付")


def _payments(data: CommitmentsInput) -> Grid:
    columns = (
        Column("序号", Align.CENTRE, limit=4),
        Column("项目", share=7, key=True, least=8),
        Column("扶持事项", share=4, least=6),
        Column("约定兑付日", Align.CENTRE, limit=6),
        Column("约定金额\n（万元）", Align.RIGHT, limit=7),
        Column("状态", share=3, signed=True, least=6),
        Column("企业承诺", share=4, least=6),
        Column("承诺判定", limit=5, signed=True),
        Column("已兑付\n（万元）", Align.RIGHT, limit=7),
        Column("兑付日", Align.CENTRE, limit=6),
        Column("兑付文号", share=3, least=5),
    )

    near = data.as_of
    listed = [one for one in data.payments if _is_near(one, near)]
    rest = [one for one in data.payments if not _is_near(one, near)]
    table = _under_heads(
        columns, listed, _PAYMENT_HEADS, _payment_head, lambda one: _payment(one, near), _paid_sum
    )
    amount = in_wan(sum(one.amount_yuan for one in rest))
    ahead = duration(AHEAD_DAYS, Unit.CALENDAR_DAY)
    others = f"另有以前年度已兑付和{ahead}以后到期的{len(rest)}项，约定金额{amount}万元，不逐项列出。"
    return replace(
        table,
        caption=f"扶持资金兑付（{len(listed)}项）",
        note=f"注：企业承诺未判定达标或豁免的，不属应付，列入暂不兑付。{others if rest else ''}",
    )


def _is_near(one: PaymentLine, today: date) -> bool:
    """Whether a payment is listed: made this year, or due by now or before long."""
    if one.paid_on is not None:
        return one.paid_on.year == today.year
    return (one.due - today).days <= AHEAD_DAYS


def _payment_head(one: PaymentLine) -> str:
    if one.state is PayoutState.OWED:
        return "逾期未兑付" if one.light is Light.RED else "待兑付"
    return "已兑付" if one.state is PayoutState.PAID else "暂不兑付"


def _payment(one: PaymentLine, near: date) -> list[str]:
    return [
        one_line(one.project),
        plain(one.support).strip(),
        short_day(one.due, near),
        in_wan(one.amount_yuan),
        cell_of(one.light, one.state.zh) if one.light is not Light.GREY else one.state.zh,
        plain(one.counterpart).strip() or BLANK,
        _judged(one),
        in_wan(one.paid_yuan),
        short_day(one.paid_on, near),
        one_line(one.document_no) or BLANK,
    ]


def _judged(one: PaymentLine) -> str:
    if one.result is not None:
        return cell_of(_RESULT_LIGHTS[one.result], one.result.zh)
    return "未判定" if one.counterpart else BLANK


def _paid_sum(word: str, group: Sequence[PaymentLine]) -> list[str]:
    agreed = sum(one.amount_yuan for one in group)
    paid = sum(one.paid_yuan or 0 for one in group)
    return [f"{word}（{len(group)}项）", "", "", in_wan(agreed), "", "", "", in_wan(paid or None), "", ""]


def _ladder(lines: Sequence[LadderLine], near: date) -> Grid:
    return grid(
        (
            Column("序号", Align.CENTRE, limit=4),
            Column("项目", share=5, key=True),
            Column("事项", share=4),
            Column("处置级别", limit=7),
            Column("文号", share=3),
            Column("发出日", Align.CENTRE, limit=6),
            Column("整改期限", Align.CENTRE, limit=6),
            Column("状态", limit=5, signed=True),
            Column("事由", share=6),
        ),
        (
            (
                counted(number),
                one_line(one.project),
                plain(one.about).strip() or "协议整体",
                one.level.zh,
                one_line(one.document_no) or BLANK,
                short_day(one.issued_on, near),
                short_day(one.due, near),
                cell_of(one.light),
                plain(one.reason).strip() or BLANK,
            )
            for number, one in enumerate(lines, start=1)
        ),
        caption=f"履约处置（{len(lines)}项）",
        look=Look.DENSE,
        note="注：级别依次为提醒、约谈、催告、书面履约决定、追缴、解除协议；同一事项只列最高一级。",
    )


def _land(lines: Iterable[LandLine], near: date) -> Grid:
    rows = [
        (
            counted(number),
            one_line(one.project),
            short_day(one.agreed, near),
            cell_of(Light.RED if one.state.is_idle else Light.YELLOW, one.state.zh),
            short_day(one.idle_from, near),
            in_wan(one.fee_yuan),
            "".join(plain(word) for word in one.words),
        )
        for number, one in enumerate(lines, start=1)
    ]
    return grid(
        (
            Column("序号", Align.CENTRE, limit=4),
            Column("项目", share=5, key=True),
            Column("约定动工日", Align.CENTRE, limit=6),
            Column("状态", share=3, signed=True),
            Column("动工宽限\n截止", Align.CENTRE, limit=6),
            Column("闲置费\n（万元）", Align.RIGHT, limit=7),
            Column("认定依据", share=9),
        ),
        rows,
        caption=f"用地动工开发（{len(rows)}个项目）",
        look=Look.DENSE,
        note="注：依据闲置土地处置办法推算，正式认定以自然资源部门文书为准。",
    )
