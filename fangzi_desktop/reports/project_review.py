"""会审论证 in the paper on one project: rounds, indicators, opinions and conditions."""

from __future__ import annotations

from collections.abc import Iterator

from fangzi_desktop.reports import meeting_words
from fangzi_desktop.reports import project_words as words_of
from fangzi_desktop.reports.document import (
    Align,
    Block,
    Column,
)
from fangzi_desktop.reports.project_input import ProjectInput, RoundFact
from fangzi_desktop.reports.project_tables import said, table_of, text_of
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import (
    BLANK,
    full_day,
    official,
    sentence,
    short_day,
)


def review_part(data: ProjectInput) -> Iterator[Block]:
    review, near = data.review, data.as_of
    judged = [one for one in review.gates if one[1] is not None]
    if not review.rounds and not judged:
        return
    yield said(data, "review", _review_words(data))
    if review.rounds:
        yield table_of(
            (
                Column("轮次", Align.CENTRE, limit=4, key=True),
                Column("受理", Align.CENTRE, limit=6),
                Column("结论日期", Align.CENTRE, limit=6),
                Column("结论", limit=6),
                Column("部门意见", limit=8),
                Column("纪要文号", share=3),
                Column("说明", share=6),
            ),
            [
                (
                    f"第{one.round_no}轮",
                    short_day(one.accepted_on, near),
                    short_day(one.decided_on, near),
                    one.decision.zh if one.decision is not None else "未作结论",
                    _opinion_counts(one),
                    one_line(one.minutes_no) or BLANK,
                    text_of(one.text),
                )
                for one in review.rounds
            ],
            "论证轮次",
        )
    yield from _indicators(data)
    if review.opinions:
        yield table_of(
            (
                Column("部门", share=4, key=True),
                Column("意见", limit=6),
                Column("反馈", limit=9),
                Column("内容", share=8),
            ),
            [
                (
                    official(one_line(one.department)),
                    one.kind.zh if one.kind is not None else "未反馈",
                    f"{short_day(one.submitted_on, near)}{'（迟）' if one.is_late else ''}",
                    text_of(one.words),
                )
                for one in review.opinions
            ],
            f"第{review.rounds[-1].round_no}轮部门意见",
        )
    if review.conditions:
        yield table_of(
            (
                Column("轮次", Align.CENTRE, limit=4),
                Column("条件", share=6, key=True),
                Column("责任单位", share=3),
                Column("时限", Align.CENTRE, limit=6),
                Column("落实", limit=9, signed=True),
            ),
            [
                (
                    f"第{one.round_no}轮",
                    text_of(one.text),
                    official(one_line(one.unit)) or BLANK,
                    short_day(one.due, near),
                    f"{short_day(one.met_on, near)}落实"
                    if one.met_on is not None
                    else cell_of(one.light, "未落实"),
                )
                for one in review.conditions
            ],
            "附加条件",
        )


def _review_words(data: ProjectInput) -> str:
    review = data.review
    decided = [(one, one.decision) for one in review.rounds if one.decision is not None]
    parts = [f"共论证{len(review.rounds)}轮" if review.rounds else "尚未受理论证"]
    if decided:
        last, decision = decided[-1]
        on = full_day(last.decided_on) if last.decided_on is not None else ""
        parts.append(f"{on}第{last.round_no}轮结论为{decision.zh}")
        if last.review_on is not None:
            parts.append(f"{full_day(last.review_on)}复审")
    if review.conditions:
        met = sum(one.met_on is not None for one in review.conditions)
        parts.append(f"附加条件{len(review.conditions)}项，已落实{met}项")
    gates = "、".join(
        f"{gate.zh}{'未判定' if passed is None else '通过' if passed else '未通过'}"
        f"{f'（{words_of.brief(note, 40)}）' if note else ''}"
        for gate, passed, note in review.gates
    )
    return sentence("，".join(parts)) + (f"三关：{gates}。" if gates else "")


def _opinion_counts(one: RoundFact) -> str:
    if not one.asked:
        return BLANK
    late = f"，迟{one.late}" if one.late else ""
    return f"征求{one.asked}，反馈{one.replied}{late}"


def _indicators(data: ProjectInput) -> Iterator[Block]:
    known = [one for one in data.review.indicators if one.value is not None]
    if known:
        yield table_of(
            (
                Column("指标", share=5, key=True),
                Column("单位", limit=8),
                Column("数值", Align.RIGHT, limit=9),
                Column("门槛", Align.RIGHT, limit=8),
                Column("结果", limit=7, signed=True),
            ),
            [
                (
                    one.indicator.zh,
                    one.unit or BLANK,
                    meeting_words.value_words(one),
                    meeting_words.threshold_words(one),
                    meeting_words.verdict_cell(one),
                )
                for one in known
            ],
            "论证指标",
        )
