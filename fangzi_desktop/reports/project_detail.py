"""The detail of the paper on one project: a section for each part of its page that has anything to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fangzi_desktop.domain.terms import Applicability, Light
from fangzi_desktop.reports import desk_words
from fangzi_desktop.reports import project_words as words_of
from fangzi_desktop.reports.document import (
    Align,
    Block,
    Column,
)
from fangzi_desktop.reports.project_duties import duties_part
from fangzi_desktop.reports.project_events import MOST_EVENTS, last_events
from fangzi_desktop.reports.project_input import ProjectInput
from fangzi_desktop.reports.project_review import review_part
from fangzi_desktop.reports.project_site import phases_part, site_part
from fangzi_desktop.reports.project_tables import said, table_of, text_of
from fangzi_desktop.reports.project_visits import visits_part
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import (
    BLANK,
    area,
    full_day,
    official,
    sentence,
    short_day,
)

_EVENTS = "动态"
_LEAST_EVENTS = 3

Section = tuple[str, tuple[Block, ...]]


def sections(data: ProjectInput) -> Iterator[Section]:
    """Yield the sections that say anything, in the order of the project's page.

    The first events of a project about which nothing else is known are no reason for a page of their own.
    """
    found = [(title, blocks) for title, make in _SECTIONS if (blocks := tuple(make(data)))]
    if [title for title, _ in found] == [_EVENTS] and len(last_events(data)) < _LEAST_EVENTS:
        return
    yield from found


def _permits(data: ProjectInput) -> Iterator[Block]:
    read = data.permits
    if read is None or not read.items:
        return
    needed = [one for one in read.items if one.applicability is not Applicability.NOT_APPLICABLE]
    absent = len(read.items) - len(needed)
    near = data.as_of
    yield said(data, "permits", sentence(words_of.permit_words(data)))
    yield table_of(
        (
            Column("序号", Align.CENTRE, limit=2.2),
            Column("阶段", limit=3),
            Column("事项", share=5, key=True),
            Column("责任部门", share=4),
            Column("受理", Align.CENTRE, limit=3.4),
            Column("应办结", Align.CENTRE, limit=3.4),
            Column("办结", Align.CENTRE, limit=3.4),
            Column("状态", limit=6.7, signed=True),
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


def _elements(data: ProjectInput) -> Iterator[Block]:
    if not data.elements:
        return
    near = data.as_of
    yield table_of(
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
                text_of(one.remark),
            )
            for one in data.elements
        ],
    )


def _statistics(data: ProjectInput) -> Iterator[Block]:
    if not data.statistics:
        return
    near = data.as_of
    yield table_of(
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
                text_of(one.criterion),
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


def _problems(data: ProjectInput) -> Iterator[Block]:
    if not data.problems:
        return
    near = data.as_of
    is_open = len(words_of.open_problems(data))
    yield said(data, "problems", f"共{len(data.problems)}个，未销号{is_open}个。")
    yield table_of(
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


def _files(data: ProjectInput) -> Iterator[Block]:
    if data.files:
        yield table_of(
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
        ("最新进展", data.progress, 0),
        ("形象进度", data.site_progress.text, words_of.NOTE_LENGTH),
        ("备注", data.remark, 0),
    )
    rows = [(name, text_of(text)) for name, text, length in noted if words_of.is_cut(text, length)]
    if rows:
        yield table_of((Column("项目", limit=5, key=True), Column("内容", share=1)), rows)


def _events(data: ProjectInput) -> Iterator[Block]:
    events = last_events(data)
    if events:
        yield table_of(
            (Column("日期", Align.CENTRE, limit=9), Column("事项", share=1, key=True)),
            [(day.isoformat(), words) for day, words in events],
            note=f"最近{MOST_EVENTS}条，按事情发生的日期排列。" if len(events) == MOST_EVENTS else "",
        )


_SECTIONS: tuple[tuple[str, Callable[[ProjectInput], Iterator[Block]]], ...] = (
    ("会审论证", review_part),
    ("手续办理", _permits),
    ("要素配置", _elements),
    ("协议履约", duties_part),
    ("建设情况", site_part),
    ("现场走访", visits_part),
    ("纳统升规", _statistics),
    ("存在问题", _problems),
    ("分期建设", phases_part),
    ("文字记录", _remark),
    ("文件清单", _files),
    (_EVENTS, _events),
)
