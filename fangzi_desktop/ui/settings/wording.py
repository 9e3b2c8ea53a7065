"""What the 设置 page says of copies, checks and years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.calendar import YearEffect
from fangzi_desktop.services.copies import KEPT_COPIES, Copies
from fangzi_desktop.ui import wording

_PROBLEMS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a year as a notice words it: its days off, and the days worked in exchange."""

    name: str
    off: str
    worked: str


def copies_words(copies: Copies) -> str:
    """When the last copy was made, and how many are kept."""
    if copies.taken_at is None:
        return _tr("还没有备份；最多保留{most}份，超出时先去掉最早的。").format(most=KEPT_COPIES)
    taken = copies.taken_at.astimezone()
    words = _tr("最近一次 {day} {time}（{size}）；现有{count}份，最多保留{most}份。")
    return words.format(
        day=f"{taken.year}年{taken.month}月{taken.day}日",
        time=f"{taken:%H:%M}",
        size=wording.size(copies.size_bytes),
        count=copies.count,
        most=KEPT_COPIES,
    )


def check_words(problems: Sequence[str]) -> str:
    """What a check of the data found, and what to do about it."""
    if not problems:
        return _tr("数据完好：数据文件、记录之间的联系、全部时限和所附文件都已核对。")
    clocks = sum(code.startswith("clock.") for code in problems)
    records = sum(code.startswith("reference.") for code in problems)
    broken = [code.removeprefix("file.") for code in problems if code.startswith("file.")]
    parts = []
    if broken:
        shown = "；".join(broken[:_PROBLEMS_SHOWN])
        parts.append(_tr("数据文件有损坏（{what}），请从 backups 文件夹取回最近的备份。").format(what=shown))
    if records:
        parts.append(_tr("有{count}条记录找不到所属的记录，请把数据文件交给维护人员。").format(count=records))
    if clocks:
        parts.append(
            _tr("有{count}个时限与记录不一致，改动所属项目的任一内容后会重新推算。").format(count=clocks)
        )
    lost = [code.split(".", 2)[2] for code in problems if code.startswith("attachment.")]
    if lost:
        shown = "；".join(lost[:_PROBLEMS_SHOWN])
        words = _tr("有{count}个所附文件丢失或损坏（{what}），请重新添加原文件；备份里没有它们。")
        parts.append(
            words.format(count=len(lost), what=shown + (_tr("等") if lost[_PROBLEMS_SHOWN:] else ""))
        )
    if shared := [code for code in problems if code.startswith("number.")]:
        parts.append(_shared_words(shared))
    return "".join(parts)


def _shared_words(codes: Sequence[str]) -> str:
    """Which numbers and names several records have."""
    named = {
        "meeting.minutes_no": _tr("会议纪要文号"),
        "notice.number": _tr("函件编号"),
        "permit_item.round_no": _tr("手续事项"),
        "permit_template.version": _tr("清单版本"),
        "problem.number": _tr("问题编号"),
        "project.name": _tr("项目名称"),
        "project.project_no": _tr("项目编号"),
        "project_part.name": _tr("分期分部名称"),
        "report_issue.version": _tr("报告期号"),
    }
    told = [code.split(".", 3)[1:] for code in codes]
    shown = told[:_PROBLEMS_SHOWN]
    lines = [f"{named[f'{table}.{column}']} {what}" for table, column, what in shown]
    words = _tr("有{count}处编号或名称重复（{what}），多半是分头登记的，请逐处核对后改正。")
    return words.format(
        count=len(told), what="；".join(lines) + (_tr("等") if told[_PROBLEMS_SHOWN:] else "")
    )


def holidays(year: CalendarYear) -> tuple[Holiday, ...]:
    """The holidays of a year in the order of their days."""
    first: dict[str, date] = {}
    for day in sorted({*year.rest, *year.work}):
        first.setdefault(year.names.get(day, ""), day)
    return tuple(
        Holiday(
            name or _tr("放假"),
            _days([day for day in sorted(year.rest) if year.names.get(day, "") == name], year.year),
            _days([day for day in sorted(year.work) if year.names.get(day, "") == name], year.year),
        )
        for name in first
    )


def effect_words(year: CalendarYear, effect: YearEffect) -> str:
    """What loading a year would do to the open clocks."""
    parts = [
        _tr("将有{count}个未办结时限的到期日变动。").format(count=len(effect.moved))
        if effect.moved
        else _tr("没有未办结时限的到期日会变动。")
    ]
    if effect.confirmed:
        parts.append(_tr("{count}个预估的到期日将转为确定。").format(count=effect.confirmed))
    before = effect.replaces
    if before is not None:
        same = (before.rest, before.work) == (year.rest, year.work)
        words = (
            _tr("现有的{year}年安排（{source}）与此相同。")
            if same
            else _tr("现有的{year}年安排（{source}）将被替换。")
        )
        parts.append(words.format(year=year.year, source=before.source))
    return "".join(parts)


def doubt_words(effect: YearEffect) -> str:
    """That days seem to have been left out of a year; nothing if none do."""
    surplus = effect.surplus_days_off
    if not surplus:
        return ""
    words = (
        _tr("▲ 减去调休上班后，比法定节假日多放{count}个工作日，可能漏了调休上班的日子，请对照通知核对。")
        if surplus > 0
        else _tr("▲ 减去调休上班后，比法定节假日少放{count}个工作日，可能漏了放假的日子，请对照通知核对。")
    )
    return words.format(count=abs(surplus))


def missing_words(year: int) -> str:
    """That a year's notice is still to be loaded."""
    return _tr("▲ {year}年的放假安排还没有载入；国务院办公厅公布通知后请载入，此前到期日为预估。").format(
        year=year
    )


def _days(days: Sequence[date], year: int) -> str:
    return "、".join(_span(span, year) for span in _spans(days))


def _spans(days: Sequence[date]) -> Iterator[list[date]]:
    """Join days that follow one another."""
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1] - timedelta(days=pair[0])):
        yield [day for _, day in group]


def _span(span: Sequence[date], year: int) -> str:
    near = date(year, 1, 1)
    start = f"{wording.day(span[0], near)}（{wording.weekday(span[0])[-1]}）"
    if len(span) == 1:
        return start
    last = span[-1]
    end = f"{last.day}日" if last.month == span[0].month else wording.day(last, span[0])
    return f"{start}至{end}（{wording.weekday(last)[-1]}）"


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
