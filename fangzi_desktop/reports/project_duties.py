"""协议履约 in the paper on one project: agreements, the promises of both sides, and what followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fangzi_desktop.domain.stage_terms import CommitmentResult, Side
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.document import (
    Align,
    Block,
    Column,
    Grid,
)
from fangzi_desktop.reports.project_input import CommitmentFact, ProjectInput
from fangzi_desktop.reports.project_tables import table_of, text_of
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import (
    BLANK,
    in_wan,
    official,
    short_day,
)


def duties_part(data: ProjectInput) -> Iterator[Block]:
    near = data.as_of
    if data.agreements:
        yield table_of(
            (
                Column("协议", share=4, key=True),
                Column("编号", share=3),
                Column("签订日期", Align.CENTRE, limit=6),
                Column("政府方", share=4),
                Column("企业方", share=4),
            ),
            [
                (
                    one.kind.zh,
                    one_line(one.number) or BLANK,
                    short_day(one.signed_on, near),
                    official(one_line(one.government)) or BLANK,
                    official(one_line(one.enterprise)) or BLANK,
                )
                for one in data.agreements
            ],
            "协议",
        )
    for side in (Side.ENTERPRISE, Side.GOVERNMENT):
        found = [one for one in data.commitments if one.side is side]
        if found:
            yield _commitments(data, found, f"{side.zh}承诺")
    if data.payouts:
        yield table_of(
            (
                Column("扶持政策", share=5, key=True),
                Column("兑付时间", Align.CENTRE, limit=6),
                Column("金额\n（万元）", Align.RIGHT, limit=7),
                Column("已兑付\n（万元）", Align.RIGHT, limit=7),
                Column("以企业履约为条件", share=4),
                Column("状态", share=3, signed=True),
            ),
            [
                (
                    one_line(one.support),
                    short_day(one.due, near),
                    in_wan(one.amount_yuan),
                    in_wan(one.paid_yuan),
                    one_line(one.counterpart) or BLANK,
                    cell_of(one.light, one.state),
                )
                for one in data.payouts
            ],
            "扶持兑付",
        )
    if data.rungs:
        yield table_of(
            (
                Column("处置", limit=7, key=True),
                Column("日期", Align.CENTRE, limit=6),
                Column("文号", share=3),
                Column("所涉承诺", share=3),
                Column("事由", share=5),
                Column("期限", Align.CENTRE, limit=6),
                Column("办结", limit=7, signed=True),
            ),
            [
                (
                    one.level.zh,
                    short_day(one.issued_on, near),
                    one_line(one.document_no) or BLANK,
                    one_line(one.about) or BLANK,
                    text_of(one.reason),
                    short_day(one.due, near),
                    short_day(one.settled_on, near)
                    if one.settled_on is not None
                    else cell_of(one.light, "未办结"),
                )
                for one in data.rungs
            ],
            "履约处置",
        )


def _commitments(data: ProjectInput, found: Sequence[CommitmentFact], caption: str) -> Grid:
    near = data.as_of
    return table_of(
        (
            Column("事项", share=5, key=True),
            Column("目标", share=3),
            Column("期限", limit=6.5),
            Column("实际", share=3),
            Column("责任单位", share=3),
            Column("状态", limit=7, signed=True),
        ),
        [
            (
                "\n".join(part for part in (one_line(one.label), plain(one.text).strip()) if part),
                one.goal or BLANK,
                _due_cell(one, data),
                "\n".join(
                    part
                    for part in (one.actual, short_day(one.actual_on, near) if one.actual_on else "")
                    if part
                )
                or BLANK,
                official(one_line(one.unit)) or BLANK,
                _commitment_state(one),
            )
            for one in found
        ],
        caption,
    )


def _due_cell(one: CommitmentFact, data: ProjectInput) -> str:
    if one.due is not None:
        return short_day(one.due, data.as_of)
    return f"待{one.waits_for.zh}后起算" if one.waits_for is not None else "暂停计时"


_RESULT_LIGHTS = {
    CommitmentResult.MET: Light.GREEN,
    CommitmentResult.PARTIAL: Light.YELLOW,
    CommitmentResult.UNMET: Light.RED,
    CommitmentResult.WAIVED: Light.GREY,
}


def _commitment_state(one: CommitmentFact) -> str:
    share = f"\n达{one.share}%" if one.share is not None else ""
    if one.result is not None:
        return cell_of(_RESULT_LIGHTS[one.result], one.result.zh) + share
    word = one.light.zh if one.light in (Light.YELLOW, Light.RED) else "履约中"
    return cell_of(one.light, "待起算" if one.waits_for is not None else word) + share
