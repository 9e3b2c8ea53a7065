from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import InvestLevel, Sector, WindowKind
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings import statistics as card_module
from fangzi_desktop.ui.settings.statistics import (
    StatisticsRulesCard,
    ask_version,
    months_words,
    read_months,
)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def card(host: QWidget, workspace: Workspace) -> StatisticsRulesCard:
    made = StatisticsRulesCard(Desk(workspace), host)
    made.refresh()
    return made


def publish(monkeypatch: pytest.MonkeyPatch, card: StatisticsRulesCard, **typed: str) -> None:
    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecordDialog)
        for name, words in typed.items():
            editor = dialog.editors[name]
            assert isinstance(editor, QLineEdit)
            editor.setText(words)
        dialog._try()
        assert dialog.result() == QDialog.DialogCode.Accepted, dialog._problem.text()
        return True

    monkeypatch.setattr(card_module, "asked", fill)
    card._ask()
    card.refresh()


def rows(card: StatisticsRulesCard) -> list[list[str]]:
    model = card.versions.model
    return [[str(model.data(model.index(row, column))) for column in range(3)] for row in range(3)]


def test_a_newer_threshold_is_published_and_the_old_one_stays(
    card: StatisticsRulesCard, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    assert rows(card)[0] == ["工业", "年主营业务收入2000万元及以上", "2011年1月1日"]
    publish(
        monkeypatch,
        card,
        amount_yuan="3000",
        criterion="年主营业务收入3000万元及以上",
        valid_from="2023-03-01",
    )
    assert [row[1] for row in rows(card)[:2]] == [
        "年主营业务收入3000万元及以上",
        "年主营业务收入2000万元及以上",
    ]
    found = workspace.rules.stages.sector_threshold(Sector.INDUSTRY, date(2023, 3, 1))
    assert found is not None and found.amount_yuan == 30_000_000


def test_investment_levels_and_windows_are_published_too(
    card: StatisticsRulesCard, monkeypatch: pytest.MonkeyPatch, workspace: Workspace
) -> None:
    card.choice.choose(1)
    card.refresh()
    assert rows(card)[0][:2] == ["入库起点", "计划总投资500万元及以上"]
    publish(monkeypatch, card, amount_yuan="1000", valid_from="2023-03-01")
    level = workspace.rules.stages.invest_threshold(InvestLevel.ENTRY, date(2023, 3, 1))
    assert level is not None and level.amount_yuan == 10_000_000
    card.choice.choose(2)
    card.refresh()
    assert rows(card)[0][:2] == ["年度第一批", "11月的4日"]
    publish(monkeypatch, card, months="", day="4", valid_from="2023-03-01")
    assert rows(card)[0][1] == "不再设这个窗口"
    (window,) = (
        one
        for one in workspace.rules.stages.windows_on(date(2023, 3, 1))
        if one.kind is WindowKind.ANNUAL_FIRST
    )
    assert window.months == ()


def test_a_version_that_is_not_newer_is_refused_in_words(card: StatisticsRulesCard) -> None:
    version = card.versions.model.lines[0]
    dialog = ask_version(card._desk, version, card)
    day = dialog.editors["valid_from"]
    assert isinstance(day, QLineEdit)
    day.setText("2011-01-01")
    dialog._try()
    assert dialog._problem.text().startswith("新口径的起用日期应晚于现有最新一版（2011年1月1日）；")
    dialog.deleteLater()


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("11", (11,)),
        ("2-10", tuple(range(2, 11))),
        ("1月、4月，7", (1, 4, 7)),
        ("", ()),
        ("1至3", (1, 2, 3)),
    ],
)
def test_months_are_typed_as_people_say_them(typed: str, months: tuple[int, ...]) -> None:
    assert read_months(typed) == months
    assert read_months(months_words(months)) == months


def test_what_is_no_month_is_refused() -> None:
    with pytest.raises(UserError, match=r"window\.months"):
        read_months("每月")


def test_the_list_keeps_qts_rules(card: StatisticsRulesCard, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(card.versions.model)
