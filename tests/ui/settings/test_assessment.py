"""设置: the scheme of the 考核 and a newer version of one of its rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.assessment_terms import IndicatorL2, Scoring
from fangzi_desktop.services.assessment_rules import scoring_rules
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.assessment import AssessmentCard, ask_rule


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> Iterator[AssessmentCard]:
    host = QWidget()
    qtbot.addWidget(host)
    made = AssessmentCard(desk, host)
    desk.changed.connect(made.follow)
    made.refresh()
    # The host lives as long as the test needs its card.
    yield made
    desk.changed.disconnect(made.follow)
    host.close()


def test_the_scheme_says_that_it_is_no_official_one_and_adds_up(card: AssessmentCard) -> None:
    words = card.findChild(QLabel, "assessment-sums")
    assert words is not None
    assert "不是正式考核办法" in words.text()
    assert "属地单位100分、职能部门100分" in words.text()
    assert [line.indicator for line in card.rules.model.lines] == list(IndicatorL2)


def test_a_newer_rule_is_published_and_shown(
    card: AssessmentCard, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: RecordDialog[object]) -> int:
        points, source = dialog.editors["locality_points"], dialog.editors["source"]
        assert isinstance(points, QLineEdit) and isinstance(source, QLineEdit)
        points.setText("101")
        dialog._try()
        assert "分值应在" in dialog._problem.text()
        points.setText("4.5")
        source.setText("区考核办〔2023〕1号")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", fill)
    card.rules.table.setCurrentIndex(card.rules.model.index(2, 0))
    button = card.findChild(QPushButton, "edit-assessment-rule")
    assert button is not None
    button.click()
    line = next(one for one in desk.read(scoring_rules) if one.indicator is IndicatorL2.OPINIONS)
    assert line.rule is not None
    assert (line.rule.locality_points, line.rule.valid_from) == (Decimal("4.5"), date(2023, 2, 24))
    words = card.findChild(QLabel, "assessment-sums")
    assert words is not None and "属地单位102.5分" in words.text()


def test_only_the_ways_an_indicator_has_are_offered(card: AssessmentCard, desk: Desk) -> None:
    offered = {}
    for line in desk.read(scoring_rules):
        dialog = ask_rule(desk, line, card)
        ways = dialog.editors["scoring"]
        assert isinstance(ways, QComboBox)
        offered[line.indicator] = [ways.itemText(place) for place in range(ways.count())]
        dialog.deleteLater()
    assert offered[IndicatorL2.CERTIFICATES] == [Scoring.SPEED.zh, Scoring.MANUAL.zh]
    assert offered[IndicatorL2.PASSED] == [Scoring.RATIO.zh, Scoring.MANUAL.zh]
    assert len(offered[IndicatorL2.OPINIONS]) == 4
