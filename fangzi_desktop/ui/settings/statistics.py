"""统计口径和申报窗口: the versions of thresholds and windows; a newer one is added, old ones stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import InvestThreshold, SectorThreshold
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.statistics_rules import (
    InvestLevelForm,
    SectorForm,
    Versioned,
    WindowForm,
    set_invest_level,
    set_sector_threshold,
    set_window,
    statistics_rules,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_TABLES = ("sector_threshold", "invest_level", "filing_window")
_SHOWN = 8


class StatisticsRulesCard(QFrame):
    """The versions of one of the three kinds of rules, and what adds a newer one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._desk = desk
        title = QLabel(self.tr("统计口径和申报窗口"), self)
        title.setProperty("kind", "panel-title")
        hint = QLabel(
            self.tr("以统计部门当年通知为准。新口径从起用日期起适用，旧口径保留不改；发布后可撤销。"), self
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        words = (self.tr("升规标准"), self.tr("投资纳统"), self.tr("申报窗口"))
        self.choice: Choice[int] = Choice(title.text(), list(enumerate(words)), self)
        self.choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.choice.choose(0)
        self.versions: RecordSection[Versioned] = RecordSection(
            "statistics-rule",
            title.text(),
            _columns(),
            self.tr("没有口径。"),
            self,
            light=lambda one: Light.GREEN if one.in_force else Light.GREY,
            stretch=1,
            most_rows=_SHOWN,
        )
        self.versions.setProperty("kind", "")
        self.versions.title.hide()
        inner = self.versions.layout()
        if inner is not None:
            # It stands inside a card of its own.
            inner.setContentsMargins(0, 0, 0, 0)
        self._add = self.versions.add_action(
            self.tr("发布新一版…"), "publish-statistics-rule", self._ask, on_one=True
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        for widget in (title, hint, self.choice, self.versions):
            box.addWidget(widget)
        box.addStretch(1)
        self.choice.chosen.connect(self.refresh)
        self.versions.opened.connect(self._ask)

    def refresh(self) -> None:
        """Read the versions again."""
        lines = self._desk.read(statistics_rules)[self.choice.value or 0]
        self.versions.show_lines(lines, self.tr("选中一条，发布它的新一版"))

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that concerns these rules."""
        if changes.touches(*_TABLES):
            self.refresh()

    def _ask(self) -> None:
        current = self.versions.current
        if current is not None and not self._desk.workspace.store.read_only:
            asked(ask_version(self._desk, current, self))


def ask_version(desk: Desk, version: Versioned, parent: QWidget) -> RecordDialog[Any]:
    """Return the dialog that asks for a newer version of a rule, beginning with what the given one says."""
    rule, today = version.rule, desk.workspace.today
    since = fields.day("valid_from", _tr("起用日期"), today, needed=True)
    source = fields.text("source", _tr("依据"), _tr("如 国统办普查字〔2026〕87号"))
    asks: tuple[Field, ...]
    form: object
    submit: Callable[[Any], object]
    if isinstance(rule, SectorThreshold):
        asks = (
            fields.money("amount_yuan", _tr("金额标准")),
            fields.text("criterion", _tr("标准表述")),
            since,
            source,
        )
        form = SectorForm(rule.sector, rule.amount_yuan, rule.criterion, today)
        submit = _submit(desk, set_sector_threshold)
    elif isinstance(rule, InvestThreshold):
        asks = (fields.money("amount_yuan", _tr("计划总投资不低于")), since, source)
        form = InvestLevelForm(rule.level, rule.amount_yuan, today)
        submit = _submit(desk, set_invest_level)
    else:
        asks = (
            _months_field(),
            fields.count("day", _tr("材料截止日"), _tr("日")),
            fields.tick("new_only", _tr("只收上年四季度以来新投产的")),
            since,
            source,
        )
        form = WindowForm(rule.kind, rule.months, rule.day, rule.new_only, today)
        submit = _submit(desk, set_window)
    return RecordDialog(_tr("{name}：新一版").format(name=name_of(version)), desk, asks, form, submit, parent)


def _submit(desk: Desk, command: Callable[..., None]) -> Callable[[Any], object]:
    return lambda form: desk.attempt(command, form)


def _months_field() -> Field:
    hint = _tr("如 11、2-10、1、4、7；留空表示不设")
    return Field("months", _tr("月份"), months_words, read_months, hint=hint)


def months_words(months: tuple[int, ...]) -> str:
    """Months as they are typed: 2-10, 11."""
    runs: list[list[int]] = []
    for month in months:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def read_months(typed: str) -> tuple[int, ...]:
    """Read months as a person types them. Raises `UserError` ``window.months``."""
    found: list[int] = []
    for part in re.split(r"[、,，\s]+", typed.replace("月", "").strip()):
        if not part:
            continue
        span = re.fullmatch(r"(\d{1,2})(?:\s*[-—~至]\s*(\d{1,2}))?", part)
        if span is None:
            raise UserError("window.months")
        found.extend(range(int(span[1]), int(span[2] or span[1]) + 1))
    return tuple(found)


def name_of(version: Versioned) -> str:
    """What a rule is about."""
    rule = version.rule
    if isinstance(rule, SectorThreshold):
        return rule.sector.zh
    return rule.level.zh if isinstance(rule, InvestThreshold) else rule.kind.zh


def _says(version: Versioned) -> str:
    rule = version.rule
    if isinstance(rule, SectorThreshold):
        return rule.criterion
    if isinstance(rule, InvestThreshold):
        return _tr("计划总投资{money}及以上").format(money=wording.money(rule.amount_yuan))
    if not rule.months:
        return _tr("不再设这个窗口")
    words = _tr("{months}月的{day}日").format(months=months_words(rule.months), day=rule.day)
    return words + (_tr("，只收新投产") if rule.new_only else "")


def _columns() -> tuple[Column[Versioned], ...]:
    def since(version: Versioned) -> date:
        return version.rule.valid_from

    return (
        Column(_tr("口径"), 150, name_of, name_of),
        Column(_tr("标准"), 200, _says, _says),
        Column(_tr("起用日期"), 112, lambda one: wording.full_day(since(one)), since),
        Column(_tr("依据"), 90, lambda one: one.rule.source, lambda one: one.rule.source),
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
