"""提醒规则: when each kind of clock calls, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.services.alert_rules import RuleLine, alert_rules
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.settings.alert_rule_form import AlertRuleDialog
from fangzi_desktop.ui.settings.alert_rule_words import (
    kind_words,
    ladder_words,
    overdue_words,
    steps_words,
    told_words,
)
from fangzi_desktop.ui.sorted_lines import Column

_TABLE = "alert_rule"


class AlertRulesCard(QFrame):
    """The rule of every kind, and the form for a newer version."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("alert-rules")
        self.setProperty("kind", "card")
        self._desk = desk
        title = QLabel(self.tr("提醒规则"), self)
        title.setProperty("kind", "panel-title")
        hint = QLabel(
            self.tr("每类事项到期前后哪天提醒、逾期多久上报；提醒只落在工作日，休息日的顺延到下一个工作日。"),
            self,
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        self.rules: RecordSection[RuleLine] = RecordSection(
            "alert-rule",
            title.text(),
            _columns(),
            self.tr("没有提醒规则。"),
            self,
            stretch=1,
            most_rows=20,
        )
        self.rules.setProperty("kind", "")
        self.rules.title.hide()
        inner = self.rules.layout()
        if inner is not None:
            # It stands inside a card of its own.
            inner.setContentsMargins(0, 0, 0, 0)
        self.rules.add_action(self.tr("修改规则…"), "edit-alert-rule", self._ask, on_one=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        for widget in (title, hint, self.rules):
            box.addWidget(widget)
        self.rules.opened.connect(self._ask)

    def refresh(self) -> None:
        """Read the rules again."""
        self.rules.show_lines(self._desk.read(alert_rules), self.tr("选中一类，修改它的规则"))

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that concerns these rules."""
        if changes.touches(_TABLE):
            self.refresh()

    def _ask(self) -> None:
        current = self.rules.current
        if current is not None and not self._desk.workspace.store.read_only:
            asked(AlertRuleDialog(self._desk, current, self))


def _columns() -> tuple[Column[RuleLine], ...]:
    def name(line: RuleLine) -> str:
        return kind_words(line.kind)

    def since(line: RuleLine) -> date | None:
        return line.rule.valid_from if line.rule is not None else None

    def since_words(line: RuleLine) -> str:
        words = wording.full_day(since(line))
        if not line.coming:
            return words
        return _tr("{words}；{day}有新版").format(
            words=words, day=wording.full_day(line.coming[0].valid_from)
        )

    return (
        Column(_tr("事项"), 150, name, name),
        _of_rule(_tr("提前提醒"), 230, steps_words),
        _of_rule(_tr("桌面通知"), 150, told_words),
        _of_rule(_tr("逾期后"), 150, overdue_words),
        _of_rule(_tr("上报科长/分管领导"), 190, ladder_words),
        Column(_tr("起用日期"), 220, since_words, since),
    )


def _of_rule(title: str, width: int, words: Callable[[AlertRule | None], str]) -> Column[RuleLine]:
    def said(line: RuleLine) -> str:
        return words(line.rule)

    return Column(title, width, said, said)


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
