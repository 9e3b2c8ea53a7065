"""How the settings word a rule of calling, and how its steps are typed."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.alert_rules import FARTHEST_STEP, MOST_STEPS, Alert, AlertRule
from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Role
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.services.alert_rules import RulePreview, Tally
from fangzi_desktop.ui import wording

_SEPARATORS = re.compile(r"[\s,，、;；/]+")
_LONGEST_FIGURE = 6


def kind_words(kind: ClockKind | None) -> str:
    """What a rule is about."""
    return kind.zh if kind is not None else _tr("久未更新")


def steps_typed(steps: tuple[int, ...]) -> str:
    """Steps as they are typed: 10 5 2 0."""
    return " ".join(str(step) for step in steps)


def read_steps(typed: str) -> tuple[int, ...]:
    """Read steps as a person types them: 10 5 2 0, 10、5、2、0. Raises `UserError` ``alert.steps``."""
    parts = [part for part in _SEPARATORS.split(unicodedata.normalize("NFKC", typed).strip()) if part]
    if any(not part.isdecimal() or len(part) > _LONGEST_FIGURE for part in parts):
        raise UserError("alert.steps", most=MOST_STEPS, farthest=FARTHEST_STEP)
    return tuple(int(part) for part in parts)


def steps_words(rule: AlertRule | None) -> str:
    """When it calls before the due day: 前10、5、2个工作日和当天."""
    if rule is None or not rule.steps:
        return "—"
    before = [str(step) for step in rule.steps if step]
    words = _tr("前{steps}个{unit}").format(steps="、".join(before), unit=rule.unit.zh) if before else ""
    if 0 not in rule.steps:
        return words
    return _tr("{steps}和当天").format(steps=words) if words else _tr("到期当天")


def told_words(rule: AlertRule | None) -> str:
    """From when on the desktop tells it."""
    if rule is None:
        return "—"
    if rule.tells_from is None:
        return _tr("逾期后")
    if not rule.tells_from:
        return _tr("当天起")
    return _tr("前{span}起").format(span=amount_zh(rule.tells_from, rule.unit))


def overdue_words(rule: AlertRule | None) -> str:
    """How often it calls again once it is overdue."""
    if rule is None:
        return "—"
    if rule.repeat_workdays is None:
        return _tr("提醒一次")
    return _tr("每{span}").format(span=amount_zh(rule.repeat_workdays, Unit.WORKING_DAY))


def ladder_words(rule: AlertRule | None) -> str:
    """From when on the 科长 and the 分管领导 are told: 5 / 10个工作日, 5个工作日 / —."""
    chief, leader = (rule.chief_workdays, rule.leader_workdays) if rule is not None else (None, None)
    if chief is None and leader is None:
        return "—"
    if chief is not None and leader is not None:
        return f"{chief} / {amount_zh(leader, Unit.WORKING_DAY)}"
    if chief is not None:
        return f"{amount_zh(chief, Unit.WORKING_DAY)} / —"
    return f"— / {amount_zh(leader or 0, Unit.WORKING_DAY)}"


def version_words(rule: AlertRule) -> str:
    """A whole version in one line."""
    parts = [
        _tr("提前：{words}").format(words=steps_words(rule)) if rule.kind is not None else "",
        _tr("桌面通知：{words}").format(words=told_words(rule)) if rule.kind is not None else "",
        _tr("逾期后：{words}").format(words=overdue_words(rule)),
        _tr("上报：{words}").format(words=ladder_words(rule)),
    ]
    words = "；".join(part for part in parts if part)
    said = _tr("{day}起：{words}").format(day=wording.full_day(rule.valid_from), words=words)
    return said + (_tr("（{source}）").format(source=rule.source) if rule.source else "")


def alert_words(alert: Alert, unit: Unit) -> str:
    """What a calling says: 还有5个工作日, 到期当天, 逾期3个工作日."""
    if alert.left is None:
        return _tr("逾期{span}").format(span=amount_zh(alert.overdue_workdays, Unit.WORKING_DAY))
    return _tr("还有{span}").format(span=amount_zh(alert.left, unit)) if alert.left else _tr("到期当天")


def role_words(alert: Alert) -> str:
    """Who is told."""
    return _tr("报{role}").format(role=alert.role.zh) if alert.role is not Role.OFFICER else alert.role.zh


def preview_words(preview: RulePreview) -> str:
    """What an edited rule would call in all, against the present one."""
    edited, present = preview.edited, preview.present
    words = _tr("{first}至{last}（30个自然日）共提醒{count}次，{change}。").format(
        first=wording.day(preview.first, preview.first),
        last=wording.day(preview.last, preview.first),
        count=edited.all,
        change=change_words(edited.all - present.all),
    )
    return words + (_of_them(edited, present) if edited.all or present.all else "")


def change_words(more: int) -> str:
    """How many more or fewer: 比现行多3次."""
    if not more:
        return _tr("与现行一样多")
    return (_tr("比现行多{count}次") if more > 0 else _tr("比现行少{count}次")).format(count=abs(more))


def signed(more: int) -> str:
    """A difference with its sign; nothing for none."""
    return f"{more:+d}".replace("-", "−") if more else ""


def _of_them(edited: Tally, present: Tally) -> str:
    parts = (
        (_tr("桌面通知{count}次{change}"), edited.told, present.told),
        (_tr("报科长{count}次{change}"), edited.chief, present.chief),
        (_tr("报分管领导{count}次{change}"), edited.leader, present.leader),
    )
    said = "，".join(
        words.format(count=count, change=f"（{signed(count - before)}）" if count != before else "")
        for words, count, before in parts
    )
    return _tr("其中{parts}。").format(parts=said)


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
