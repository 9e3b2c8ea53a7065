"""The form of a rule of calling: beside it, what it would call in the next days, while one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.alert_rules import STEP_UNITS
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.alert_rules import (
    ROWS_SHOWN,
    AlertRuleForm,
    RuleLine,
    RulePreview,
    rule_preview,
    set_alert_rule,
)
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.editors import changed_signal, value_of
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.settings.alert_rule_words import (
    alert_words,
    kind_words,
    preview_words,
    read_steps,
    role_words,
    signed,
    steps_typed,
    version_words,
)
from fangzi_desktop.ui.word_table import WordTable

# Fast typing is counted once.
_PAUSE_MS = 150
_FORM_WIDTH, _WIDTH, _HEIGHT = 430, 1080, 600


class AlertRuleDialog(RecordDialog[AlertRuleForm]):
    """Asks for a newer version of one kind's rule, beginning with what the present one says."""

    def __init__(self, desk: Desk, line: RuleLine, parent: QWidget) -> None:
        form = form_of(line, desk)
        title = _tr("提醒规则：{kind}").format(kind=kind_words(line.kind))
        super().__init__(title, desk, _asks(form, desk), form, _submit(desk), parent, about=_about(line))
        self.setObjectName("alert-rule")
        self.resize(_WIDTH, _HEIGHT)
        self.told = QLabel("", self)
        self.told.setObjectName("rule-preview")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.days = WordTable(
            _tr("每天的提醒次数"), [_tr("日期"), _tr("提醒次数"), _tr("比现行")], {1: 90, 2: 90}, self
        )
        self.days.setObjectName("rule-preview-days")
        heads = [_tr("日期"), _tr("项目"), _tr("事项"), _tr("提醒"), _tr("报给")]
        self.rows = WordTable(_tr("最先提醒的事项"), heads, {0: 92, 3: 116, 4: 92}, self)
        self.rows.setObjectName("rule-preview-rows")
        self._put_beside()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.preview)
        for editor in self.editors.values():
            changed_signal(editor).connect(self._pause.start)
        self.preview()

    def preview(self) -> None:
        """Count what the form would call as it stands, or say what is wrong with it."""
        try:
            found = self._desk.read(rule_preview, self._form())
        except UserError as error:
            self.told.setText(sentence(error))
            self.told.setProperty("kind", "problem")
            self.days.show_rows([])
            self.rows.show_rows([])
        else:
            self.told.setText(preview_words(found))
            self.told.setProperty("kind", "panel-title")
            self._show(found)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _form(self) -> AlertRuleForm:
        read = {field.name: value_of(field, self.editors[field.name]) for field in self._fields}
        return replace(self._given, **read)

    def _show(self, found: RulePreview) -> None:
        near = found.first
        self.days.show_rows(
            [
                [
                    f"{wording.day(one.day, near)} {wording.weekday(one.day)}",
                    str(one.count),
                    signed(one.count - one.before),
                ]
                for one in found.days
            ]
        )
        unit = self._form().unit
        self.rows.show_rows(
            [
                [
                    (_tr("＋ {day}") if row.is_new else "{day}").format(day=wording.day(row.alert.on, near)),
                    row.project,
                    row.label,
                    alert_words(row.alert, unit),
                    role_words(row.alert),
                ]
                for row in found.rows
            ],
            [theme.colour("accent") if row.is_new else None for row in found.rows],
        )

    def _put_beside(self) -> None:
        """Lay the preview out beside the fields."""
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.removeItem(self.form)
        self.form.setParent(None)
        left = QWidget(self)
        left.setLayout(self.form)
        left.setFixedWidth(_FORM_WIDTH)
        self.form.setContentsMargins(0, 0, 0, 0)
        right = QVBoxLayout()
        right.setSpacing(8)
        hint = QLabel(
            _tr("最先的{count}次提醒；＋ 是现行规则当天不提醒的，已推后的到再次提醒之日起计。").format(
                count=ROWS_SHOWN
            ),
            self,
        )
        hint.setProperty("kind", "secondary")
        hint.setWordWrap(True)
        right.addWidget(self.told)
        right.addWidget(self.days, 2)
        right.addWidget(hint)
        right.addWidget(self.rows, 3)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addWidget(left)
        both.addLayout(right, 1)
        box.insertLayout(0, both, 1)


def form_of(line: RuleLine, desk: Desk) -> AlertRuleForm:
    """Return the newest rule of a kind as a form from today on, or from the day after it began to apply."""
    newest = line.coming[-1] if line.coming else line.rule
    today = desk.workspace.today
    if newest is None:
        return AlertRuleForm(line.kind, today)
    return AlertRuleForm(
        line.kind,
        max(today, newest.valid_from + timedelta(days=1)),
        newest.steps,
        newest.unit,
        newest.tells_from,
        newest.repeat_workdays,
        newest.chief_workdays,
        newest.leader_workdays,
    )


def _submit(desk: Desk) -> Callable[[AlertRuleForm], object]:
    return lambda form: desk.attempt(set_alert_rule, form)


def _about(line: RuleLine) -> str:
    said = [_tr("从起用日期起，在办事项都按新规则提醒；旧规则保留，到期日不变。")]
    if line.rule is not None:
        said.append(_tr("现行 · {words}").format(words=version_words(line.rule)))
    said += [_tr("将起用 · {words}").format(words=version_words(one)) for one in line.coming]
    said += [_tr("以前 · {words}").format(words=version_words(one)) for one in line.past]
    return "\n".join(said)


def _asks(form: AlertRuleForm, desk: Desk) -> tuple[Field, ...]:
    workday = Unit.WORKING_DAY.zh
    before = (
        Field("steps", _tr("提前提醒"), steps_typed, read_steps, hint=_tr("如 10 5 2 0，0 为到期当天")),
        fields.choice("unit", _tr("提前按"), STEP_UNITS),
        _span("tells_from", _tr("桌面通知自哪一档起"), "", _tr("填其中一档，留空逾期后才通知")),
    )
    after = (
        _span("repeat_workdays", _tr("逾期后每隔"), workday, _tr("留空只提醒一次")),
        _span("chief_workdays", _tr("报科长：逾期满"), workday, _tr("留空不报")),
        _span("leader_workdays", _tr("报分管领导：逾期满"), workday, _tr("留空不报")),
        fields.day("valid_from", _tr("起用日期"), desk.workspace.today, needed=True),
        fields.text("source", _tr("依据"), _tr("如会议纪要文号")),
    )
    return after if form.kind is None else before + after


def _span(name: str, label: str, unit: str, hint: str) -> Field:
    return replace(fields.count(name, label, unit), hint=hint)


def _tr(words: str) -> str:
    return QCoreApplication.translate("settings", words)
