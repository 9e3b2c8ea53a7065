"""What the calendar says of days and of what stands on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.day_kinds import DayKind, DayMark, week_span
from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.due_days import CalendarDay, DayItem
from fangzi_desktop.services.reminder_moves import ReminderMove, Shift
from fangzi_desktop.ui import wording

# So many items of a day are named in its tool tip and when it is read aloud.
_NAMED = 12
# What stands between an item and its project.
BETWEEN = " · "
_WEEKDAYS = "一二三四五六日"


def weekday_heads() -> list[str]:
    """周一 … 周日."""
    return [_tr("周{day}").format(day=day) for day in _WEEKDAYS]


def month_title(day: date) -> str:
    """2025年10月."""
    return _tr("{year}年{month}月").format(year=day.year, month=day.month)


def week_title(day: date) -> str:
    """2025年10月6日—12日 · 第41周."""
    first, last = week_span(day)
    number = first.isocalendar().week
    end = wording.day(last, first) if last.month != first.month else _tr("{day}日").format(day=last.day)
    return _tr("{first}—{last} · 第{number}周").format(first=wording.full_day(first), last=end, number=number)


def week_number(number: int) -> str:
    """第41周."""
    return _tr("第{number}周").format(number=number)


def first_of_month(day: date) -> str:
    """10月1日, the first day of a month in full."""
    return _tr("{month}月{day}日").format(month=day.month, day=day.day)


def provisional() -> str:
    """预估 of a day off in a year that is not published."""
    return _tr("（预估）")


def day_words(day: date, today: date) -> str:
    """10月9日 星期四."""
    return f"{wording.day(day, today)} {wording.weekday(day)}"


def column_head(day: date) -> str:
    """周四 10月9日."""
    return _tr("周{weekday} {month}月{day}日").format(
        weekday=_WEEKDAYS[day.weekday()], month=day.month, day=day.day
    )


def column_note(mark: DayMark, today: date) -> str:
    """What stands below a day's name: 今天, the holiday, 预估."""
    parts = [_tr("今天")] if mark.day == today else []
    if mark.kind is not DayKind.WORK and mark.holiday:
        parts.append(mark.holiday)
    if mark.provisional:
        parts.append(_tr("预估"))
    return " · ".join(parts)


def count(items: int) -> str:
    """3项."""
    return _tr("{count}项").format(count=items)


def column_aloud(day: CalendarDay, today: date) -> str:
    """A day's list for somebody who hears it: 10月9日 星期四，今天，3项."""
    parts = [day_words(day.day, today), _tr("今天") if day.day == today else "", kind_words(day.mark)]
    parts.append(count(len(day.items)) if day.items else _tr("没有到期事项"))
    return "，".join(part for part in parts if part)


def list_note(day: CalendarDay, today: date) -> str:
    """What stands above a day's list: 今天 · 调休上班（国庆节） · 5项，其中逾期2项."""
    late = sum(one.light is Light.RED and not one.returns for one in day.items)
    parts = [_tr("今天") if day.day == today else "", kind_words(day.mark)]
    if day.items:
        words = count(len(day.items))
        parts.append(_tr("{all}，其中逾期{late}项").format(all=words, late=late) if late else words)
    return " · ".join(part for part in parts if part)


def kind_words(mark: DayMark) -> str:
    """What kind of day it is: 国庆节放假, 休息日, 调休上班（国庆节）; nothing for a usual working day."""
    if mark.kind is DayKind.REST:
        words = _tr("{holiday}放假").format(holiday=mark.holiday) if mark.holiday else _tr("休息日")
    elif mark.kind is DayKind.MAKE_UP:
        words = _tr("调休上班（{holiday}）").format(holiday=mark.holiday) if mark.holiday else _tr("调休上班")
    else:
        words = ""
    if mark.provisional and (words or mark.day.weekday() == 0):
        return words + _tr("（预估）")
    return words


def headline(item: DayItem) -> str:
    """What stands on the day: the item, the stage, the problem, or the silent project."""
    if item.kind is None:
        return _tr("久未更新")
    if item.kind is ClockKind.STAGE:
        return _tr("{stage}（{kind}）").format(stage=item.label, kind=item.kind.zh)
    return item.label


def line(item: DayItem) -> str:
    """The item and its project in one line."""
    if item.kind is ClockKind.STAGE:
        name = _tr("{stage}环节").format(stage=item.label)
    else:
        name = wording.short_label(headline(item))
    words = f"{name}{BETWEEN}{item.project}"
    return again(words) if item.returns else words


def again(words: str) -> str:
    """What a reminder that comes back is called."""
    return _tr("再提醒 {what}").format(what=words)


def left(item: DayItem, today: date) -> str:
    """What is left, with its unit: 剩4个工作日, 逾期2个工作日, 今天到期."""
    if item.due is None or item.left is None:
        return ""
    mark = _tr("（预估）") if item.provisional else ""
    if item.due < today:
        late = amount_zh(max(1, -item.left), item.left_unit)
        return _tr("逾期{late}").format(late=late) + (_tr(" 超法定") if item.beyond_statutory else "")
    if item.left == 0 and item.due == today:
        return _tr("今天到期") + mark
    return _tr("剩{left}").format(left=amount_zh(item.left, item.left_unit)) + mark


def details(item: DayItem, today: date) -> str:
    """What is left, who serves the project, who decides; of a reminder that comes back also its due day."""
    parts = [left(item, today)]
    if item.returns and item.due is not None:
        parts.append(_tr("{day}到期").format(day=wording.day(item.due, today)))
    elif item.until is not None and not item.returns:
        parts.append(_tr("{day}再提醒").format(day=wording.day(item.until, today)))
    parts += [item.service_officer, item.office]
    return " · ".join(part for part in parts if part)


def item_aloud(item: DayItem, today: date) -> str:
    """An item for somebody who hears it, with the keys that act on it."""
    light = item.light.zh if item.due is not None else ""
    returns = _tr("提醒在这天回来") if item.returns else ""
    parts = [light, returns, headline(item), item.project, details(item, today)]
    return "，".join([*(part for part in parts if part), _tr("回车办理，M 键改期")])


def day_aloud(day: CalendarDay, today: date) -> str:
    """A day for somebody who hears it: which it is, what kind of day, and what stands on it."""
    heads = [day_words(day.day, today)]
    if day.day == today:
        heads.append(_tr("今天"))
    if kind_words(day.mark):
        heads.append(kind_words(day.mark))
    if not day.items:
        return "，".join([*heads, _tr("没有到期事项")])
    heads.append(_tr("{count}项").format(count=len(day.items)))
    return "，".join(heads) + "：" + "；".join(_named(day.items))


def day_tip(day: CalendarDay, today: date) -> str:
    """The tool tip of a day."""
    head = " · ".join(part for part in (day_words(day.day, today), kind_words(day.mark)) if part)
    return wording.tip("\n".join([head, *_named(day.items)]))


def _named(items: Iterable[DayItem]) -> list[str]:
    found = [*items]
    words = [f"{one.light.sign if one.due is not None else '○'} {line(one)}" for one in found[:_NAMED]]
    if len(found) > _NAMED:
        words.append(more(len(found) - _NAMED))
    return words


def more(count: int) -> str:
    """还有5项."""
    return _tr("还有{count}项").format(count=count)


def move_words(move: ReminderMove, today: date) -> str:
    """What moving a reminder does, and why it comes back on another day than the one asked for."""
    if move.day is None:
        if move.first_call is not None:
            words = _tr("提醒不能改到这天：{day}才开始提醒")
            return words.format(day=wording.day(move.first_call, today))
        return _tr("提醒只能改到今天以后")
    words = _tr("提醒改到 {day}").format(day=day_words(move.day, today))
    return words if move.shift is Shift.NONE else f"{words}（{move.shift.zh}）"


def _tr(words: str) -> str:
    return QCoreApplication.translate("calendar", words)
