"""The card of the rules of calling, and the form beside which stands what it would call."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.alert_rules import Alert
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import ClockKind, Stage, Unit
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.settings import alert_rules as card_module
from fangzi_desktop.ui.settings import idle_limits as idle_module
from fangzi_desktop.ui.settings.alert_rule_form import AlertRuleDialog
from fangzi_desktop.ui.settings.alert_rule_words import alert_words, read_steps, steps_typed
from fangzi_desktop.ui.settings.alert_rules import AlertRulesCard
from fangzi_desktop.ui.settings.idle_limits import IdleLimitCard
from tests.builders import a_project
from tests.ui.answering import answer

TODAY = date(2023, 2, 24)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def card(host: QWidget, desk: Desk) -> AlertRulesCard:
    made = AlertRulesCard(desk, host)
    desk.changed.connect(made.follow)
    made.refresh()
    return made


def cells(card: AlertRulesCard, kind: ClockKind | None) -> list[str]:
    model = card.rules.model
    row = next(row for row, line in enumerate(model.lines) if line.kind is kind)
    return [str(model.data(model.index(row, column))) for column in range(6)]


def choose(card: AlertRulesCard, kind: ClockKind | None) -> None:
    card.rules.select(kind or "silence")


def form(card: AlertRulesCard, kind: ClockKind | None) -> AlertRuleDialog:
    choose(card, kind)
    current = card.rules.current
    assert current is not None
    return AlertRuleDialog(card._desk, current, card)


def type_in(dialog: AlertRuleDialog, name: str, words: str) -> None:
    editor = dialog.editors[name]
    assert isinstance(editor, QLineEdit)
    editor.setText(words)


def test_the_rules_are_said_in_words(card: AlertRulesCard) -> None:
    since = "2000年1月1日"
    assert cells(card, ClockKind.PERMIT) == [
        "手续时限",
        "前10、5、2个工作日和当天",
        "前5个工作日起",
        "每3个工作日",
        "5 / 10个工作日",
        since,
    ]
    assert cells(card, ClockKind.WINDOW)[1:5] == [
        "前30、15、7个自然日和当天",
        "前15个自然日起",
        "每5个工作日",
        "1个工作日 / —",
    ]
    assert cells(card, None) == ["久未更新", "—", "逾期后", "每5个工作日", "10 / 20个工作日", since]


def test_a_rule_is_edited_and_the_newer_version_shown(
    card: AlertRulesCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(
        monkeypatch,
        card_module,
        steps="15、5 0",
        unit="自然日",
        tells_from="0",
        repeat_workdays="",
        chief_workdays="",
        leader_workdays="8",
        source="纪要5号",
    )
    choose(card, ClockKind.PROBLEM)
    card._ask()
    assert cells(card, ClockKind.PROBLEM)[1:] == [
        "前15、5个自然日和当天",
        "当天起",
        "提醒一次",
        "— / 8个工作日",
        "2023年2月24日",
    ]
    answer(monkeypatch, card_module, steps="", tells_from="", valid_from="2023-03-06")
    card._ask()
    assert cells(card, ClockKind.PROBLEM)[5] == "2023年2月24日；2023年3月6日有新版"
    dialog = form(card, ClockKind.PROBLEM)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "现行 · 2023年2月24日起：提前：前15、5个自然日和当天；桌面通知：当天起；逾期后：提醒一次；" in said
    assert "将起用 · 2023年3月6日起：提前：—；桌面通知：逾期后" in said
    assert "以前 · 2000年1月1日起" in said
    dialog.deleteLater()


def test_the_preview_follows_what_is_typed(qtbot: QtBot, card: AlertRulesCard) -> None:
    desk = card._desk
    for name in ("甲", "乙"):
        project = desk.workspace.do(a_project, name).value
        desk.workspace.do(raise_problem, project, ProblemForm("用电", due=date(2023, 3, 10)))
    dialog = form(card, ClockKind.PROBLEM)
    assert dialog.told.text().startswith("2月24日至3月25日（30个自然日）共提醒")
    assert "与现行一样多" in dialog.told.text()
    type_in(dialog, "steps", "9 5 2 0")
    qtbot.waitUntil(lambda: "比现行多2次" in dialog.told.text())
    assert dialog.days.words(0, 0) == "2月27日 星期一"
    assert (dialog.days.words(0, 1), dialog.days.words(0, 2)) == ("2", "+2")
    assert [dialog.rows.words(0, column) for column in range(5)] == [
        "＋ 2月27日",
        "甲" if dialog.rows.words(0, 1) == "甲" else "乙",
        "用电",
        "还有9个工作日",
        "服务专员",
    ]
    type_in(dialog, "steps", "0")
    type_in(dialog, "tells_from", "")
    qtbot.waitUntil(lambda: "比现行少4次" in dialog.told.text())
    assert "桌面通知" in dialog.told.text() and "−" in dialog.told.text()
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("steps", "十天", "提前提醒应填 0 至 250 之间的整数"),
        ("steps", "1 2 3 4 5 6 7 8 9", "最多 8 档"),
        ("tells_from", "3", "现有各档为 5、2、0"),
        ("tells_from", "x", "不是数字"),
        ("repeat_workdays", "0", "应为 1 至 250 个工作日"),
        ("leader_workdays", "1", "上报分管领导应晚于上报科长"),
        ("valid_from", "1999-01-01", "起用日期应在2000年1月1日至"),
        ("valid_from", "", "日期"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_while_one_types_and_when_one_submits(
    card: AlertRulesCard, name: str, typed: str, sentence: str
) -> None:
    dialog = form(card, ClockKind.PROBLEM)
    type_in(dialog, name, typed)
    dialog.preview()
    assert sentence in dialog.told.text()
    assert dialog.told.text().count("。") == 1
    dialog._try()
    assert dialog._problem.text() == dialog.told.text()
    assert cells(card, ClockKind.PROBLEM)[5] == "2000年1月1日"
    dialog.deleteLater()


def test_the_rule_of_silence_has_no_steps(card: AlertRulesCard) -> None:
    dialog = form(card, None)
    assert list(dialog.editors) == [
        "repeat_workdays",
        "chief_workdays",
        "leader_workdays",
        "valid_from",
        "source",
    ]
    dialog.deleteLater()


@pytest.mark.parametrize("typed", ["10 5 2 0", "10、5、2、0", "１０，５，２，０", " 10/5;2 , 0 "])
def test_steps_are_typed_as_people_write_them(typed: str) -> None:
    assert read_steps(typed) == (10, 5, 2, 0)
    assert read_steps(steps_typed((10, 5, 2, 0))) == (10, 5, 2, 0)


@pytest.mark.parametrize("typed", ["10天", "-5", "5.5", "前五", "9999999999"])
def test_what_is_no_step_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match=r"alert\.steps"):
        read_steps(typed)


def test_callings_are_said_with_their_unit() -> None:
    notice = Alert(TODAY, Level.NOTICE, Role.OFFICER, left=7)
    assert alert_words(notice, Unit.CALENDAR_DAY) == "还有7个自然日"
    assert alert_words(Alert(TODAY, Level.CALL, Role.OFFICER, left=0), Unit.WORKING_DAY) == "到期当天"
    late = Alert(TODAY, Level.URGENT, Role.CHIEF, overdue_workdays=5)
    assert alert_words(late, Unit.CALENDAR_DAY) == "逾期5个工作日"


def test_idle_limits_are_set_by_stage(host: QWidget, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    card = IdleLimitCard(desk, host)
    desk.changed.connect(card.follow)
    card.refresh()
    answer(monkeypatch, idle_module, stage="论证", calendar_days="15", source="纪要6号")
    button = card.findChild(QPushButton, "set-idle-limit")
    assert button is not None
    button.click()
    shown = card.findChild(QLabel, "idle-limits")
    assert shown is not None
    assert "现行 · 论证 · 2023年2月24日起：15个自然日（纪要6号）" in shown.text().splitlines()
    assert shown.text().count("现行") == 3
    found = desk.workspace.rules.idle_limit(Stage.REVIEW, TODAY)
    assert found is not None and found.calendar_days == 15


def test_the_list_keeps_qts_rules(card: AlertRulesCard, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(card.rules.model)
