"""The detail of the paper on one project: a section for each part of its page that has anything to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fangzi_desktop.domain.construction import END_DATES, PLANS, START_DATES, deviation
from fangzi_desktop.domain.phases import PHASE_DATES
from fangzi_desktop.domain.stage_terms import CommitmentResult, Side
from fangzi_desktop.domain.terms import Applicability, Light, Milestone
from fangzi_desktop.reports import desk_words, meeting_words
from fangzi_desktop.reports import project_words as words_of
from fangzi_desktop.reports.document import (
    Align,
    Bars,
    Block,
    Column,
    Grid,
    Look,
    Passage,
    Series,
    Source,
    grid,
)
from fangzi_desktop.reports.project_events import MOST_EVENTS, last_events
from fangzi_desktop.reports.project_input import CommitmentFact, PhaseFact, ProjectInput, RoundFact
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import (
    BLANK,
    area,
    full_day,
    in_wan,
    official,
    sentence,
    short_day,
)

Section = tuple[str, tuple[Block, ...]]


def sections(data: ProjectInput) -> Iterator[Section]:
    """Yield the sections that say anything, in the order of the project's page."""
    for title, make in _SECTIONS:
        blocks = tuple(make(data))
        if blocks:
            yield title, blocks


def _said(data: ProjectInput, part: str, words: str) -> Passage:
    """The paragraph that opens a section, found again by the section's name."""
    return Passage(words, key=f"project.{part}", sources=(Source(one_line(data.name), data.id),))


def _table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str = "",
    note: str = "",
    *,
    total: bool = False,
) -> Grid:
    """A table without the columns in which no row has anything; what they leave goes to the wordy ones."""
    shown = [
        place
        for place, column in enumerate(columns)
        if column.key or not rows or any(row[place] not in ("", BLANK) for row in rows)
    ]
    left = [columns[place] for place in shown]
    if not any(column.share for column in left):
        left = [replace(column, share=1.0) for column in left]
    return grid(
        left,
        [[row[place] for place in shown] for row in rows],
        caption=caption,
        total=total,
        note=note,
        look=Look.DENSE,
    )


def _text(text: str) -> str:
    """What people wrote, as they wrote it."""
    return plain(text).strip() or BLANK


# 会审论证.


def _review(data: ProjectInput) -> Iterator[Block]:
    review, near = data.review, data.as_of
    judged = [one for one in review.gates if one[1] is not None]
    if not review.rounds and not judged:
        return
    yield _said(data, "review", _review_words(data))
    if review.rounds:
        yield _table(
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
                    _text(one.text),
                )
                for one in review.rounds
            ],
            "论证轮次",
        )
    yield from _indicators(data)
    if review.opinions:
        yield _table(
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
                    _text(one.words),
                )
                for one in review.opinions
            ],
            f"第{review.rounds[-1].round_no}轮部门意见",
        )
    if review.conditions:
        yield _table(
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
                    _text(one.text),
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
    decided = [one for one in review.rounds if one.decision is not None]
    parts = [f"共论证{len(review.rounds)}轮" if review.rounds else "尚未受理论证"]
    if decided and decided[-1].decision is not None:
        last = decided[-1]
        on = full_day(last.decided_on) if last.decided_on is not None else ""
        parts.append(f"{on}第{last.round_no}轮结论为{last.decision.zh}")
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
        yield _table(
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


# 手续办理.


def _permits(data: ProjectInput) -> Iterator[Block]:
    read = data.permits
    if read is None or not read.items:
        return
    needed = [one for one in read.items if one.applicability is not Applicability.NOT_APPLICABLE]
    absent = len(read.items) - len(needed)
    near = data.as_of
    yield _said(data, "permits", sentence(words_of.permit_words(data)))
    yield _table(
        (
            Column("序号", Align.CENTRE, limit=2.2),
            Column("阶段", limit=3),
            Column("事项", share=5, key=True),
            Column("责任部门", share=4),
            Column("受理", Align.CENTRE, limit=3.4),
            Column("应办结", Align.CENTRE, limit=3.4),
            Column("办结", Align.CENTRE, limit=3.4),
            Column("状态", limit=6, signed=True),
        ),
        [
            (
                str(number),
                one.phase.zh,
                f"{official(one_line(one.title))}{'〔四证〕' if one.is_certificate else ''}"
                + (f"\n{one_line(one.certificate_no)}" if one.certificate_no else ""),
                official(one_line(one.department)) or BLANK,
                desk_words.day_cell(one.accepted_on, near),
                desk_words.day_cell(one.due, near),
                desk_words.day_cell(one.done_on, near),
                desk_words.state_cell(one, near),
            )
            for number, one in enumerate(needed, start=1)
        ],
        "手续清单",
        f"不涉及的{absent}项没有列出。" if absent else "",
    )


# 要素配置.


def _elements(data: ProjectInput) -> Iterator[Block]:
    if not data.elements:
        return
    near = data.as_of
    yield _table(
        (
            Column("要素", share=3, key=True),
            Column("单位", limit=6),
            Column("需求", Align.RIGHT, limit=7),
            Column("到位", Align.RIGHT, limit=7),
            Column("缺口", Align.RIGHT, limit=7),
            Column("时限", Align.CENTRE, limit=5.6),
            Column("责任部门", share=3),
            Column("状态", limit=7, signed=True),
            Column("说明", share=3),
        ),
        [
            (
                one_line(one.name),
                one_line(one.unit) or BLANK,
                area(one.demand),
                area(one.delivered),
                area(one.gap),
                short_day(one.due, near),
                official(one_line(one.department)) or BLANK,
                cell_of(one.light, one.status.zh),
                _text(one.remark),
            )
            for one in data.elements
        ],
    )


# 协议履约.


def _compliance(data: ProjectInput) -> Iterator[Block]:
    near = data.as_of
    if data.agreements:
        yield _table(
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
        yield _table(
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
        yield _table(
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
                    _text(one.reason),
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
    return _table(
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


# 建设.


def _construction(data: ProjectInput) -> Iterator[Block]:
    site = words_of.site_words(data)
    money = words_of.money_words(data)
    words = [f"形象进度：{sentence(site)}" if site else "", f"投资完成：{sentence(money)}" if money else ""]
    if any(words):
        yield _said(data, "construction", "".join(words))
    yield from _plan_and_done(data)
    dates = [
        (kind, data.day(PLANS[kind]) if kind in PLANS else None, data.day(kind))
        for kind in (*START_DATES, Milestone.TOPPED_OUT, Milestone.MAIN_COMPLETE, *END_DATES)
    ]
    known = [one for one in dates if one[1] is not None or one[2] is not None]
    if known:
        near = data.as_of
        yield _table(
            (
                Column("事项", share=4, key=True),
                Column("计划", Align.CENTRE, share=3),
                Column("实际", Align.CENTRE, share=3),
                Column("偏差", Align.CENTRE, share=3),
            ),
            [
                (
                    kind.zh,
                    words_of.when_cell(planned, near),
                    words_of.when_cell(happened, near),
                    words_of.late_words(
                        deviation(
                            planned.as_date() if planned is not None and planned.is_day else None, happened
                        )
                    ),
                )
                for kind, planned, happened in known
            ],
            "开工、竣工和投产",
        )
    yield from _nodes(data)
    if data.stoppages:
        yield _table(
            (
                Column("停工", Align.CENTRE, limit=6, key=True),
                Column("复工", Align.CENTRE, limit=6),
                Column("历时\n（自然日）", Align.RIGHT, limit=6),
                Column("报告", Align.CENTRE, limit=6),
                Column("原因", share=1),
            ),
            [
                (
                    short_day(one.first, data.as_of),
                    short_day(one.last, data.as_of) if one.last is not None else "未复工",
                    str(one.calendar_days),
                    short_day(one.reported_on, data.as_of),
                    _text(one.reason),
                )
                for one in data.stoppages
            ],
            "停工",
        )


def _plan_and_done(data: ProjectInput) -> Iterator[Block]:
    """The chart of what is planned and done, if there is anything to compare."""
    money = data.money
    rows = []
    if money.annual_plan_yuan and money.year is not None:
        rows.append((f"{money.year}年", money.annual_plan_yuan, money.year_done_yuan))
    if data.investment_yuan and money.total_done_yuan is not None:
        rows.append(("总投资", data.investment_yuan, money.total_done_yuan))
    if rows:
        wan = [(plan / 10_000, done / 10_000 if done is not None else None) for _, plan, done in rows]
        yield Bars(
            "投资计划与完成",
            "万元",
            tuple(label for label, _, _ in rows),
            (
                Series("计划", tuple(plan for plan, _ in wan)),
                Series("完成", tuple(done for _, done in wan)),
            ),
        )


def _nodes(data: ProjectInput) -> Iterator[Block]:
    if data.nodes:
        near = data.as_of
        yield _table(
            (
                Column("建设节点", share=4, key=True),
                Column("计划", Align.CENTRE, limit=6),
                Column("实际", Align.CENTRE, limit=7),
                Column("偏差", limit=10, signed=True),
                Column("说明", share=4),
            ),
            [
                (
                    f"{one.kind.zh}{f'（{one_line(one.part)}）' if one.part else ''}",
                    short_day(one.planned_on, near),
                    words_of.when_cell(one.actual, near),
                    words_of.late_words(one.days_late)
                    if one.actual is not None or one.days_late is None
                    else cell_of(one.light, words_of.late_words(one.days_late)),
                    _text(one.note),
                )
                for one in data.nodes
            ],
            "建设节点",
        )


# 纳统升规.


def _statistics(data: ProjectInput) -> Iterator[Block]:
    if not data.statistics:
        return
    near = data.as_of
    yield _table(
        (
            Column("类别", limit=5, key=True),
            Column("状态", limit=6, signed=True),
            Column("标准", share=4),
            Column("起始", Align.CENTRE, limit=6),
            Column("材料", Align.CENTRE, limit=4),
            Column("申报截止", Align.CENTRE, limit=6),
            Column("申报", Align.CENTRE, limit=6),
            Column("入库", Align.CENTRE, limit=6),
            Column("需核对", share=4),
        ),
        [
            (
                one.kind.zh,
                cell_of(one.light, one.state.zh),
                _text(one.criterion),
                words_of.when_cell(one.since, near),
                f"{one.papers_there}/{one.papers_needed}",
                short_day(one.window, near),
                short_day(one.filed_on, near),
                words_of.when_cell(one.entered, near),
                "\n".join(one.findings) or BLANK,
            )
            for one in data.statistics
        ],
    )


# 问题, 分期, 文件, 动态.


def _problems(data: ProjectInput) -> Iterator[Block]:
    if not data.problems:
        return
    near = data.as_of
    is_open = len(words_of.open_problems(data))
    yield _said(data, "problems", f"共{len(data.problems)}个，未销号{is_open}个。")
    yield _table(
        (
            Column("编号", Align.CENTRE, limit=3),
            Column("问题", share=7, key=True),
            Column("提出", Align.CENTRE, limit=5.6),
            Column("责任单位", share=3),
            Column("时限", Align.CENTRE, limit=5.6),
            Column("状态", limit=6, signed=True),
            Column("建议和办理结果", share=4),
        ),
        [
            (
                str(one.number),
                "\n".join(
                    part
                    for part in (
                        plain(one.text).strip(),
                        f"〔{official(one_line(one.about))}〕" if one.about else "",
                    )
                    if part
                ),
                short_day(one.raised_on, near),
                official(one_line(one.unit)) or BLANK,
                short_day(one.due, near),
                _problem_state(one.state.zh, one.light, one.is_listed, is_open=one.state.is_open),
                "\n".join(
                    part
                    for part in (
                        plain(one.suggestion).strip(),
                        f"{full_day(one.closed_on)}销号" if one.closed_on is not None else "",
                        plain(one.closing_note).strip(),
                    )
                    if part
                )
                or BLANK,
            )
            for one in data.problems
        ],
    )


def _problem_state(state: str, light: Light, is_listed: bool, *, is_open: bool) -> str:
    if not is_open:
        return state
    return cell_of(light, state) + ("\n挂牌督办" if is_listed else "")


def _phases(data: ProjectInput) -> Iterator[Block]:
    if not data.phases:
        return
    rows = [_phase_row(one, data) for one in data.phases]
    if data.phase_sum is not None:
        rows.append(_phase_row(data.phase_sum, data))
    columns = (
        Column("分期", share=3, key=True),
        Column("用地\n（亩）", Align.RIGHT, limit=5),
        Column("总投资\n（万元）", Align.RIGHT, limit=6),
        Column("固定资产投资\n（万元）", Align.RIGHT, limit=7),
        *(Column(kind.zh, Align.CENTRE, limit=5.6) for kind in PHASE_DATES),
    )
    yield _table(columns, rows, total=data.phase_sum is not None)


def _phase_row(one: PhaseFact, data: ProjectInput) -> list[str]:
    return [
        one_line(one.name),
        area(one.area_mu),
        in_wan(one.investment_yuan),
        in_wan(one.fixed_investment_yuan),
        *(words_of.when_cell((one.dates or {}).get(kind), data.as_of) for kind in PHASE_DATES),
    ]


def _files(data: ProjectInput) -> Iterator[Block]:
    if data.files:
        yield _table(
            (
                Column("序号", Align.CENTRE, limit=3),
                Column("文件", share=1, key=True),
                Column("收存日期", Align.CENTRE, limit=6),
            ),
            [
                (str(number), one_line(one.name), short_day(one.added_on, data.as_of))
                for number, one in enumerate(data.files, start=1)
            ],
        )


def _remark(data: ProjectInput) -> Iterator[Block]:
    """What is noted beside everything else, whole, where the overview has room for its beginning only."""
    noted = (
        ("投资方", data.investor, words_of.NAME_LENGTH),
        ("项目公司", data.developer, words_of.NAME_LENGTH),
        ("最新进展", data.progress, words_of.NOTE_LENGTH),
        ("形象进度", data.site_progress.text, words_of.NOTE_LENGTH),
        ("备注", data.remark, 0),
    )
    rows = [(name, _text(text)) for name, text, length in noted if words_of.is_cut(text, length)]
    if rows:
        yield _table((Column("项目", limit=5, key=True), Column("内容", share=1)), rows)


def _events(data: ProjectInput) -> Iterator[Block]:
    events = last_events(data)
    if events:
        yield _table(
            (Column("日期", Align.CENTRE, limit=9), Column("事项", share=1, key=True)),
            [(day.isoformat(), words) for day, words in events],
            note=f"最近{MOST_EVENTS}条，按事情发生的日期排列。" if len(events) == MOST_EVENTS else "",
        )


_SECTIONS: tuple[tuple[str, Callable[[ProjectInput], Iterator[Block]]], ...] = (
    ("会审论证", _review),
    ("手续办理", _permits),
    ("要素配置", _elements),
    ("协议履约", _compliance),
    ("建设情况", _construction),
    ("纳统升规", _statistics),
    ("存在问题", _problems),
    ("分期建设", _phases),
    ("文字记录", _remark),
    ("文件清单", _files),
    ("动态", _events),
)
