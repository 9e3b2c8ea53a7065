"""How the screens word an entry into statistics: its window, its basis and what has become of it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import InvestLevel, StatsKind, StatsState, WindowKind
from fangzi_desktop.domain.stats_windows import Window, why_window
from fangzi_desktop.services.statistics import StatsLine, is_missed
from fangzi_desktop.ui import wording


def left_words(window: Window, today: date) -> str:
    """How long is left until a window's papers are due: 剩 7 自然日."""
    left = (window.due - today).days
    if left == 0:
        return _tr("今天截止")
    return (_tr("剩 {count} 自然日") if left > 0 else _tr("已过 {count} 自然日")).format(count=abs(left))


def month_words(when: PartialDate) -> str:
    """The month of a date, which is all that an entry is known by: 2026年9月."""
    first = when.first_day
    return _tr("{year}年{month}月").format(year=first.year, month=first.month)


def window_name(window: Window, today: date) -> str:
    """A window by its kind and the day papers are due by: 月度升规 7月20日."""
    kind = _tr("月度申报") if window.kind is WindowKind.INVEST else window.kind.zh
    return _tr("{kind} {day}").format(kind=kind, day=wording.day(window.due, today))


def window_words(line: StatsLine, today: date) -> str:
    """What papers are due for, with what is left, and what follows where that was missed."""
    if line.window is None:
        return _no_window(line)
    words = f"{window_name(line.window, today)}，{left_words(line.window, today)}"
    if is_missed(line, today) and line.following is not None:
        following = window_name(line.following, today)
        words += _tr("；下一窗口：{window}，{left}").format(
            window=following, left=left_words(line.following, today)
        )
    return words


def why_words(line: StatsLine, today: date) -> str:
    """Why papers are due on that day, and on which days the program reminds."""
    if line.window is None:
        return ""
    words = why_window(line.window)
    ahead = [day for day in line.window.reminders if day >= today]
    if line.kind is StatsKind.SCALE and ahead:
        days = "、".join(wording.day(day, today) for day in ahead)
        words += _tr("提醒日：{days}。").format(days=days)
    if line.waits_reason:
        words += _tr("上次改期：{reason}。").format(reason=line.waits_reason.rstrip("。"))
    return words


def _no_window(line: StatsLine) -> str:
    says = {
        StatsState.NOT_STARTED: _tr("登记统计口径的开工日期后，这里给出下一个申报日。场地平整不算开工。"),
        StatsState.NOT_PRODUCING: _tr("登记投产日期后，这里给出下一个申报窗口。"),
        StatsState.FILED: _tr("申报材料在统计部门审核。"),
        StatsState.ENTERED: _tr("已入库，企业按月独立填报。"),
    }
    if line.state is StatsState.BELOW:
        if line.kind is StatsKind.INVEST:
            return _tr("计划总投资未达入库起点，不用申报。")
        return _tr("登记达到标准的月份后，这里给出下一个申报窗口。")
    return says.get(line.state, _tr("三年内没有适用的申报窗口，请在设置中核对申报窗口。"))


def basis_words(line: StatsLine, today: date) -> tuple[str, ...]:
    """What an entry rests on, one short line each."""
    return _invest_basis(line) if line.kind is StatsKind.INVEST else _scale_basis(line)


def _invest_basis(line: StatsLine) -> tuple[str, ...]:
    first = [
        _tr("开工（统计口径）{day}").format(day=line.since.zh) if line.since else _tr("统计口径开工未登记")
    ]
    if line.investment_yuan is None:
        first.append(_tr("计划总投资未填写"))
    else:
        first.append(_tr("计划总投资{money}").format(money=wording.money(line.investment_yuan)))
    if line.threshold_yuan is not None:
        first.append(_tr("起点{money}").format(money=wording.money(line.threshold_yuan)))
    if line.form_name:
        first.append(line.form_name)
    lines = [" · ".join(first)]
    for level in line.reviews:
        who = _tr("国家统计局") if level is InvestLevel.NATION else _tr("省统计局")
        lines.append(_tr("入库前须经{who}审核（旧口径，可能已调整）").format(who=who))
    return (*lines, *_progress(line))


def _scale_basis(line: StatsLine) -> tuple[str, ...]:
    first = [_tr("投产 {day}").format(day=line.since.zh) if line.since is not None else _tr("投产日期未登记")]
    first.append(line.sector.zh if line.sector is not None else _tr("行业门类未选择"))
    if line.reached_month:
        reached = month_words(PartialDate.from_code(line.reached_month))
        first.append(_tr("{month}达到标准").format(month=reached))
    criterion = [_tr("标准：{criterion}").format(criterion=line.criterion)] if line.criterion else []
    return (" · ".join(first), *criterion, *_progress(line))


def _progress(line: StatsLine) -> tuple[str, ...]:
    parts = []
    if line.filed_on is not None:
        parts.append(_tr("{day}申报").format(day=wording.full_day(line.filed_on)))
    if line.entered is not None:
        parts.append(_tr("{month}入库").format(month=month_words(line.entered)))
    if line.statistical_code:
        parts.append(_tr("统计代码 {code}").format(code=line.statistical_code))
    return (" · ".join(parts),) if parts else ()


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
