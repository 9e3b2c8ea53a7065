"""What the 今日 page says of reminders, of the week and of a day on which nothing calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.snoozes import Awaited, AwaitedEvent
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.services.progress import Event, Progress
from fangzi_desktop.services.today import HORIZON_WORKDAYS, Reminder, Today
from fangzi_desktop.ui import wording

# So many projects added in one week are named; more are counted.
_ADDED_NAMED = 2
# Days nearer than this, in calendar days, are told with their weekday.
_NEAR_DAYS = 180


@dataclass(frozen=True, slots=True)
class Notes:
    """What is read of a reminder once it is looked at: which items wait for it, and what it waits for."""

    holds_up: tuple[str, ...] = ()
    awaits: str = ""


class Show(Enum):
    """Which of the reminders the list shows."""

    ALL = "all"
    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    OVERLONG = "overlong"
    SILENT = "silent"
    FELL_DUE = "fell-due"
    TOLD = "told"
    ASLEEP = "asleep"


def show_words(show: Show) -> str:
    """What the list is called when it shows only these."""
    return {
        Show.ALL: _tr("需要处理"),
        Show.OVERDUE: _tr("逾期事项"),
        Show.DUE_SOON: due_soon_words(),
        Show.OVERLONG: _tr("环节超时限的项目"),
        Show.SILENT: _tr("久未更新的项目"),
        Show.FELL_DUE: _tr("新到期事项"),
        Show.TOLD: _tr("达到上报期限的事项"),
        Show.ASLEEP: _tr("稍后提醒的事项"),
    }[show]


def due_soon_words() -> str:
    """5个工作日内到期."""
    return _tr("{limit}内到期").format(limit=amount_zh(HORIZON_WORKDAYS, Unit.WORKING_DAY))


def headline(reminder: Reminder) -> str:
    """What calls: the item, the stage, the problem, or the silent project."""
    if reminder.kind is None:
        return reminder.project
    if reminder.kind is ClockKind.STAGE:
        return _tr("{stage}（{kind}）").format(stage=reminder.label, kind=reminder.kind.zh)
    return reminder.label


def details(reminder: Reminder, notes: Notes | None = None) -> str:
    """Whose it is and what hangs on it."""
    if reminder.kind is None:
        since = reminder.silence.since if reminder.silence else None
        told = _tr("最后更新 {day}").format(day=_full(since)) if since else ""
        return " · ".join(part for part in (reminder.stage.zh, told) if part)
    # Who decides; by whose leave, which some add after a comma, would leave no room for what hangs on it.
    department = reminder.department.partition("，")[0]
    parts = (reminder.project, department, _consequence(reminder, notes))
    return " · ".join(part for part in parts if part)


def _consequence(reminder: Reminder, notes: Notes | None) -> str:
    face = reminder.face
    if face is None:
        return ""
    if face.kind is ClockKind.PROBLEM:
        return _tr("问题第{number}号").format(number=face.code)
    if reminder.kind is not ClockKind.PERMIT:
        return wording.used_words(face)
    if notes is None or not notes.holds_up:
        return ""
    first, *others = notes.holds_up
    if not others:
        return _tr("影响{item}").format(item=first)
    return _tr("影响{item}等{count}项").format(item=first, count=len(notes.holds_up))


def chip_words(reminder: Reminder) -> tuple[str, ...]:
    """What is said of a reminder beside its name: 新到期, 应报科长."""
    told = reminder.alert.role if reminder.is_told and reminder.alert is not None else None
    return tuple(
        words
        for words, is_so in (
            (_tr("新到期"), reminder.fell_due),
            (_tr("应报{who}").format(who=told.zh) if told else "", told is not None),
        )
        if is_so
    )


def awaits_words(event: AwaitedEvent | None, name: str) -> str:
    """What a reminder waits for: 施工许可证办结, 进入开工建设, 签约."""
    if event is None or not name:
        return ""
    if event.kind is Awaited.ITEM:
        return _tr("{item}办结").format(item=name)
    return _tr("进入{stage}").format(stage=name) if event.kind is Awaited.STAGE else name


def left(reminder: Reminder, today: date, notes: Notes | None = None) -> tuple[str, str]:
    """How much time is left, with its unit, and on which day it ends and how loudly that calls."""
    face, silence = reminder.face, reminder.silence
    if reminder.until is not None:
        awaited = awaits_words(reminder.event, notes.awaits if notes else "")
        if awaited:
            latest = _tr("最迟{day}再提醒").format(day=wording.day(reminder.until, today))
            return _tr("等{event}").format(event=awaited), latest
        again = _tr("{day} 再提醒").format(day=_day(reminder.until, today))
        due = _tr("到期日 {day}").format(day=wording.day(face.due, today)) if face and face.due else ""
        return again, due or silent_for(reminder)
    if silence is not None and silence.removal_months is not None:
        limit = amount_zh(silence.removal_months, Unit.MONTH)
        return silent_for(reminder), _tr("满{limit}，可提请剔除").format(limit=limit)
    if silence is not None and silence.limit_calendar_days is not None:
        limit = amount_zh(silence.limit_calendar_days, Unit.CALENDAR_DAY)
        return silent_for(reminder), _tr("满{limit}提醒").format(limit=limit)
    if face is None or face.due is None:
        return "", ""
    ends = _tr("{day} 到期").format(day=_day(face.due, today))
    level = f" · {reminder.alert.level.zh}" if reminder.alert is not None else ""
    return wording.left_words(face, today), ends + level


def silent_for(reminder: Reminder) -> str:
    """For how long nothing was recorded: 45个自然日未更新."""
    if reminder.silence is None:
        return ""
    return _tr("{time}未更新").format(time=amount_zh(reminder.silence.calendar_days, Unit.CALENDAR_DAY))


def read_aloud(reminder: Reminder, today: date, notes: Notes | None = None) -> str:
    """The whole row for somebody who hears it, with the keys that act on it."""
    light = reminder.light.zh if reminder.kind is not None else ""
    keys = _tr("回车办理，S 键恢复提醒") if reminder.until else _tr("回车办理，S 键稍后提醒")
    parts = [
        light,
        headline(reminder),
        *chip_words(reminder),
        details(reminder, notes),
        *left(reminder, today, notes),
        reminder.service_officer,
    ]
    return "，".join([*(part for part in parts if part), keys])


def new_words(count: int) -> str:
    """What the first look of a day is told: 上次打开后有3项新到期."""
    return _tr("上次打开后有{count}项新到期").format(count=count)


def later_words(choice: Later, day: date, today: date) -> str:
    """A way to put a reminder off and the day it leads to: 3个工作日 · 3月1日 星期三."""
    name = choice.zh
    if choice is Later.TOMORROW and day != today + timedelta(days=1):
        name = _tr("下一个工作日")
    return f"{name} · {_day(day, today)}"


def progress_words(progress: Progress) -> str:
    """One event of the week: 某项目 施工许可证办结."""
    words = {
        Event.REACHED: _tr("{project} {subject}"),
        Event.MOVED: _tr("{project} 进入{subject}"),
        Event.DECIDED: _tr("{project} {subject}办结"),
        Event.STATUS: _tr("{project} 状态变为{subject}"),
        Event.WRITTEN_OFF: _tr("{project} 问题销号：{subject}"),
        Event.ADDED: _tr("{project} 新增入账"),
        Event.ACCEPTED: _tr("{project} {subject}受理"),
    }[progress.event]
    return words.format(project=progress.project, subject=progress.subject)


def week_lines(progress: Sequence[Progress]) -> list[tuple[str, date, str]]:
    """The week as (words, day, project); many projects added, as by an import, are one line without one."""
    added = [one for one in progress if one.event is Event.ADDED]
    if len(added) <= _ADDED_NAMED:
        return [(progress_words(one), one.on, one.project_id) for one in progress]
    lines = [
        (progress_words(one), one.on, one.project_id) for one in progress if one.event is not Event.ADDED
    ]
    return [*lines, (_tr("新增项目{count}个").format(count=len(added)), added[0].on, "")]


def empty_words(read: Today, show: Show, search: str, today: date) -> tuple[str, str]:
    """What the list says when it is empty: a title, and what to do or to expect."""
    if not read.projects:
        return _tr("这里还没有项目"), _tr(
            "到看板导入台账、打开示例或新建第一个项目，今天要办的事就会列在这里。"
        )
    if search:
        return _tr("没有与“{text}”相符的事项").format(text=search), _tr("换个词试试，或清空搜索。")
    if show is not Show.ALL:
        return _tr("没有{what}").format(what=show_words(show)), _tr("再点一次可看全部。")
    later = _tr("另有{count}项稍后提醒。").format(count=len(read.asleep)) if read.asleep else ""
    line = read.next_due
    if line is None or line.face.due is None:
        return _tr("今天没有要处理的事"), later or _tr("目前没有正在计时的事项。")
    words = _tr("最近的到期日是{day}：{project} {item}。").format(
        day=_day(line.face.due, today), project=line.project, item=line.face.label
    )
    return _tr("今天没有要处理的事"), words + later


def _day(day: date, today: date) -> str:
    """A day with its weekday, which nobody asks for in another year."""
    words = wording.day(day, today)
    return f"{words} {wording.weekday(day)}" if abs((day - today).days) < _NEAR_DAYS else words


def _full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
