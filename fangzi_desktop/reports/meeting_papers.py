"""The papers of a meeting of the 论证: its agenda, the material on each project, the draft minutes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.stage_terms import IndicatorVerdict, OpinionKind
from fangzi_desktop.reports import meeting_words as words_of
from fangzi_desktop.reports.document import Align, Column
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.meeting_input import MeetingInput, MeetingProject, PaperOpinion
from fangzi_desktop.reports.page import PITCH, SIZE_2, SIZE_3, SIZE_4, SIZE_5, SIZE_SMALL_5, Paper
from fangzi_desktop.reports.tables import draw_table
from fangzi_desktop.reports.text import one_line, plain, set_spans
from fangzi_desktop.reports.wording import BLANK, area, full_day, in_wan, official, sentence, short_day

_RANK = {OpinionKind.DISAGREE: 0, OpinionKind.CONDITIONAL: 1, None: 2}
_SMALL_PITCH = SIZE_5 * 1.5


def print_agenda(data: MeetingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print the agenda (会议议程) and return how many pages it has. Raises as `weekly.print_weekly` does."""
    title = f"{one_line(data.name)}议程"
    paper = _paper(data, title, target, fonts)
    paper.centred(title, Role.TITLE, SIZE_2, SIZE_2 * 1.5)
    paper.skip(SIZE_4)
    for label, value in (("时间", full_day(data.held_on)), ("地点", data.place), ("主持", data.chair)):
        if value:
            head = paper.span(Role.HEADING, f"{label}：")
            paper.put(
                set_spans([head, paper.span(Role.BODY, one_line(value))], SIZE_4, paper.sheet.measure),
                SIZE_4,
                SIZE_4 * 1.8,
            )
    paper.skip(6)
    columns = (
        Column("序号", Align.CENTRE, limit=3),
        Column("项目名称", share=7, key=True),
        Column("投资方", share=5),
        Column("总投资\n（万元）", Align.RIGHT, limit=6),
        Column("用地\n（亩）", Align.RIGHT, limit=5),
        Column("轮次", Align.CENTRE, limit=4),
        Column("汇报单位", share=4),
    )
    rows = [
        [
            str(number),
            one_line(one.name),
            one_line(one.investor) or BLANK,
            in_wan(one.investment_yuan),
            area(one.area_mu),
            f"第{one.round_no}轮",
            official(one_line(one.unit)) or BLANK,
        ]
        for number, one in enumerate(data.projects, start=1)
    ]
    if rows:
        draw_table(paper, columns, rows, continued=f"{title}（续）")
    else:
        paper.paragraph(paper.span(Role.BODY, "议程上还没有项目。"))
    return paper.finish()


def print_materials(data: MeetingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print the material on each project (论证材料), each on a page of its own; return how many pages.

    Raises as `weekly.print_weekly` does.
    """
    paper = _paper(data, f"{one_line(data.name)}论证材料", target, fonts)
    for number, one in enumerate(data.projects, start=1):
        if not paper.fresh:
            paper.new_page()
        _material(paper, number, one, data)
    if not data.projects:
        paper.paragraph(paper.span(Role.BODY, "议程上还没有项目。"))
    return paper.finish()


def print_minutes(data: MeetingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print the draft of the minutes (会议纪要稿) after GB/T 9704 and return how many pages it has.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.name)}纪要（稿）"
    paper = _paper(data, title, target, fonts)
    paper.masthead("项目论证会议纪要", one_line(data.minutes_no) or "（文号待编）", full_day(data.held_on))
    paper.skip(PITCH)
    # Two lines of their own: an even break would fall inside the meeting's name.
    for words in (one_line(data.name), "纪要（稿）"):
        paper.centred(words, Role.TITLE, SIZE_2, SIZE_2 * 1.4)
    paper.to_line()
    paper.paragraph(paper.span(Role.BODY, words_of.opening_words(data)))
    for number, one in enumerate(data.projects, start=1):
        paper.heading(f"{words_of.ordinal(number)}、{one_line(one.name)}")
        facts = words_of.facts_words(one)
        body = f"该项目由{facts}。" if one.investor else sentence(facts)
        paper.paragraph(paper.span(Role.BODY, f"{body}{words_of.decision_words(one)}"))
        for place, condition in enumerate(one.conditions, start=1):
            paper.paragraph(paper.span(Role.BODY, words_of.condition_words(place, condition)))
    _sign(paper, data)
    return paper.finish()


def _sign(paper: Paper, data: MeetingInput) -> None:
    """Who issues it, centred on its date, which ends four characters from the right."""
    issuer, day = one_line(data.team), full_day(data.held_on)
    body = paper.fonts.face(Role.BODY)
    paper.keep(SIZE_3 + 2 * PITCH)
    paper.skip(PITCH)
    wide = max(body.width(issuer, SIZE_3), body.width(day, SIZE_3))
    middle = paper.sheet.left + paper.sheet.measure - 4 * SIZE_3 - wide / 2
    for words in (issuer, day):
        paper.text(middle - body.width(words, SIZE_3) / 2, words, Role.BODY, SIZE_3)
        paper.y -= PITCH


def _material(paper: Paper, number: int, one: MeetingProject, data: MeetingInput) -> None:
    paper.bookmark(one.name)
    paper.centred(f"{number}. {one_line(one.name)}", Role.TITLE, 18.0, 26.0)
    _note(paper, f"{one_line(data.name)}　{full_day(data.held_on)}　第{one.round_no}轮论证")
    paper.skip(4)
    _label(paper, "基本情况", "")
    facts = words_of.facts_words(one)
    more = "；".join(
        part
        for part in (
            f"赛道：{one_line(one.track)}" if one.track else "",
            f"责任单位：{official(one_line(one.unit))}" if one.unit else "",
        )
        if part
    )
    _note(paper, "；".join(part for part in (facts, more) if part))
    _label(paper, "三关", "；".join(_gate(gate.zh, passed, note) for gate, passed, note in one.gates))
    _indicators(paper, one)
    _opinions(paper, one.opinions)
    if one.proposed:
        _label(paper, "建议附加条件", "")
        for place, condition in enumerate(one.proposed, start=1):
            _note(paper, words_of.condition_words(place, condition))
    for title, lines in (("存在问题", one.problems), ("要素需求", one.elements), ("以往论证", one.earlier)):
        if lines:
            _label(paper, title, "；".join(one_line(line) for line in lines))


def _gate(name: str, passed: bool | None, note: str) -> str:
    verdict = "未判定" if passed is None else "通过" if passed else "未通过"
    return f"{name}{verdict}{f'（{one_line(note)}）' if note else ''}"


def _indicators(paper: Paper, one: MeetingProject) -> None:
    known = [each for each in one.indicators if each.value is not None and each.threshold is not None]
    _label(paper, "论证指标", "" if known else "还没有可比较的数据。")
    if not known:
        return
    columns = (
        Column("指标", share=5, key=True),
        Column("单位", limit=7),
        Column("数值", Align.RIGHT, limit=8),
        Column("门槛", Align.RIGHT, limit=6),
        Column("结果", limit=7, signed=True),
    )
    rows = [
        [
            each.indicator.zh,
            each.unit or BLANK,
            words_of.value_words(each),
            words_of.threshold_words(each),
            words_of.verdict_cell(each),
        ]
        for each in known
    ]
    draw_table(paper, columns, rows, size=SIZE_SMALL_5, pad=2.0, note=_missing(one))


def _missing(one: MeetingProject) -> str:
    names = [each.indicator.zh for each in one.indicators if each.verdict is IndicatorVerdict.UNKNOWN]
    others = [
        f"{each.indicator.zh}{words_of.value_words(each)}{each.unit}"
        for each in one.indicators
        if each.value is not None and each.threshold is None
    ]
    return "".join(
        sentence(f"{title}：{'、'.join(found)}")
        for title, found in (("其他指标", others), ("缺数据", names))
        if found
    )


def _opinions(paper: Paper, opinions: Sequence[PaperOpinion]) -> None:
    missing = sum(one.kind is None for one in opinions)
    late = sum(one.is_late for one in opinions)
    counts = f"征求{len(opinions)}个部门，反馈{len(opinions) - missing}个"
    counts += f"，其中迟反馈{late}个" if late else ""
    _label(paper, "部门意见", counts if opinions else "未征求部门意见。")
    if not opinions:
        return
    columns = (
        Column("部门", share=4, key=True),
        Column("意见", limit=6),
        Column("反馈", limit=9),
        Column("内容", share=7),
    )
    near = max((one.submitted_on for one in opinions if one.submitted_on), default=None)
    rows = [
        [
            official(one_line(one.department)),
            one.kind.zh if one.kind is not None else "未反馈",
            (short_day(one.submitted_on, near) if near else BLANK) + ("（迟）" if one.is_late else ""),
            plain(one.words) or BLANK,
        ]
        for one in sorted(opinions, key=lambda one: _RANK.get(one.kind, 3))
    ]
    draw_table(paper, columns, rows, size=SIZE_SMALL_5, pad=2.0)


def _label(paper: Paper, title: str, words: str) -> None:
    paper.skip(5)
    paper.keep(3 * _SMALL_PITCH)
    spans = [paper.span(Role.HEADING, title)]
    if words:
        spans.append(paper.span(Role.BODY, f"　{plain(words)}"))
    paper.put(set_spans(spans, SIZE_5, paper.sheet.measure), SIZE_5, _SMALL_PITCH)
    paper.skip(2)


def _note(paper: Paper, words: str) -> None:
    spans = [paper.span(Role.BODY, words)]
    paper.put(set_spans(spans, SIZE_5, paper.sheet.measure), SIZE_5, _SMALL_PITCH)


def _paper(data: MeetingInput, title: str, target: Path | BinaryIO, fonts: FontBook | None) -> Paper:
    return Paper(target, fonts or FontBook(), title=title, author=data.team, subject=title, on=data.as_of)
