"""评分办法: points, way and target of every indicator of the 考核, each with the way to a newer version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.assessment_rules import AssessmentRule, scorings
from fangzi_desktop.domain.assessment_terms import YEARLY, IndicatorL2, NoBasis, Scoring
from fangzi_desktop.domain.assessment_words import plain_figure, scoring_words
from fangzi_desktop.services.assessment_rules import (
    AssessmentRuleForm,
    ScoringLine,
    scoring_rules,
    set_assessment_rule,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_TABLE = "assessment_rule"
_ZERO = Decimal(0)


class AssessmentCard(QFrame):
    """The rule of every indicator, and the form for a newer version."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("assessment-rules")
        self.setProperty("kind", "card")
        self._desk = desk
        title = QLabel(self.tr("考核评分办法"), self)
        title.setProperty("kind", "panel-title")
        self._hint = QLabel("", self)
        self._hint.setObjectName("assessment-sums")
        self._hint.setProperty("kind", "secondary")
        self._hint.setWordWrap(True)
        self.rules: RecordSection[ScoringLine] = RecordSection(
            "assessment-rule", title.text(), _columns(), self.tr("没有指标。"), self, stretch=4, most_rows=17
        )
        self.rules.setProperty("kind", "")
        self.rules.title.hide()
        inner = self.rules.layout()
        if inner is not None:
            # It stands inside a card of its own.
            inner.setContentsMargins(0, 0, 0, 0)
        self.rules.add_action(self.tr("修改标准…"), "edit-assessment-rule", self._ask, on_one=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        for widget in (title, self._hint, self.rules):
            box.addWidget(widget)
        self.rules.opened.connect(self._ask)

    def refresh(self) -> None:
        """Read the rules again."""
        lines = self._desk.read(scoring_rules)
        present = [line.rule for line in lines if line.rule is not None]
        self._hint.setText(
            self.tr(
                "随程序提供的是默认办法，不是正式考核办法，可逐项修改，新标准从起用日期起适用。"
                "现行分值合计：属地单位{localities}分、职能部门{departments}分。"
            ).format(
                localities=plain_figure(sum((rule.locality_points for rule in present), start=_ZERO)),
                departments=plain_figure(sum((rule.department_points for rule in present), start=_ZERO)),
            )
        )
        self.rules.show_lines(lines, self.tr("选中一项指标，修改它的标准"))

    def follow(self, changes: Changes[object]) -> None:
        """Read again after an act that concerns these rules."""
        if changes.touches(_TABLE):
            self.refresh()

    def _ask(self) -> None:
        current = self.rules.current
        if current is not None and not self._desk.workspace.store.read_only:
            asked(ask_rule(self._desk, current, self))


def ask_rule(desk: Desk, line: ScoringLine, parent: QWidget) -> RecordDialog[AssessmentRuleForm]:
    """Return the dialog that asks for a newer rule of an indicator, beginning with the present one."""
    today = desk.workspace.today

    def submit(filled: AssessmentRuleForm) -> object:
        return desk.attempt(set_assessment_rule, filled)

    title = _tr("{number} {name}").format(number=line.indicator.number, name=line.indicator.zh)
    return RecordDialog(title, desk, _asks(line.indicator, today), _form_of(line, today), submit, parent)


def _form_of(line: ScoringLine, today: date) -> AssessmentRuleForm:
    rule = line.rule
    if rule is None:
        scoring = scorings(line.indicator)[0]
        return AssessmentRuleForm(
            line.indicator, scoring, None, None, None, None, None, NoBasis.SPREAD, today
        )
    return AssessmentRuleForm(
        line.indicator,
        rule.scoring,
        rule.locality_points,
        rule.department_points,
        rule.target,
        rule.step,
        rule.most,
        rule.no_basis,
        today,
    )


def _asks(indicator: IndicatorL2, today: date) -> tuple[Field, ...]:
    ways = scorings(indicator)
    asks = [
        fields.choice("scoring", _tr("计分方式"), ways),
        fields.quantity("locality_points", _tr("属地单位分值"), _tr("分")),
        fields.quantity("department_points", _tr("职能部门分值"), _tr("分")),
    ]
    if Scoring.SPEED in ways:
        asks.append(fields.quantity("target", _tr("目标用时"), _tr("工作日")))
    elif indicator in YEARLY:
        asks.append(fields.quantity("target", _tr("年度目标（未单独设定的单位）"), _tr("个")))
    else:
        asks.append(fields.quantity("target", _tr("目标"), "%"))
    if Scoring.DEDUCT in ways:
        asks.append(fields.quantity("step", _tr("每项扣分"), _tr("分")))
        asks.append(fields.quantity("most", _tr("最多扣分"), _tr("分")))
    return (
        *asks,
        fields.choice("no_basis", _tr("不涉及时"), NoBasis),
        fields.day("valid_from", _tr("起用日期"), today, needed=True),
        fields.text("source", _tr("依据"), _tr("如考核办法文号")),
    )


def _columns() -> tuple[Column[ScoringLine], ...]:
    def number(line: ScoringLine) -> str:
        return line.indicator.number

    def group(line: ScoringLine) -> str:
        return f"{line.indicator.group.numeral} {line.indicator.group.zh}"

    def name(line: ScoringLine) -> str:
        return line.indicator.zh

    def points(line: ScoringLine) -> str:
        rule = line.rule
        if rule is None:
            return ""
        return f"{plain_figure(rule.locality_points)} / {plain_figure(rule.department_points)}"

    def since(line: ScoringLine) -> str:
        return wording.full_day(line.rule.valid_from) if line.rule is not None else ""

    return (
        Column(_tr("编号"), 52, number, number),
        Column(_tr("一级指标"), 160, group, group),
        Column(_tr("二级指标"), 150, name, name),
        Column(_tr("属地/部门"), 90, points, points),
        _of_rule(_tr("计分方式"), 280, scoring_words),
        Column(_tr("起用日期"), 110, since, since),
        _of_rule(_tr("依据"), 220, lambda rule: rule.source),
    )


def _of_rule(title: str, width: int, words: Callable[[AssessmentRule], str]) -> Column[ScoringLine]:
    def said(line: ScoringLine) -> str:
        return words(line.rule) if line.rule is not None else ""

    return Column(title, width, said, said)


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
