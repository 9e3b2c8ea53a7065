from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.light_rules import light_limits
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.lights import LightsCard


def test_limits_are_set_with_their_paper_and_shown_as_the_present_ones(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    card = LightsCard(desk, host)
    desk.changed.connect(card.follow)
    card.refresh()
    shown, button = card.findChild(QLabel, "light-limits"), card.findChild(QPushButton, "set-light-limit")
    assert shown is not None and button is not None
    assert shown.text().startswith("现行 · 2000年1月1日起：连续3个月未开工亮红灯；投资落后10个百分点亮黄灯")

    def fill(dialog: RecordDialog[object]) -> int:
        yellow, source = dialog.editors["yellow_points"], dialog.editors["source"]
        assert isinstance(yellow, QLineEdit) and isinstance(source, QLineEdit)
        yellow.setText("31")
        dialog._try()
        assert "百分点" in dialog._problem.text()
        yellow.setText("15")
        source.setText("专班纪要1号")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", fill)
    button.click()
    newest = desk.read(light_limits)[0]
    assert (newest.yellow_points, newest.valid_from, newest.source) == (15, date(2023, 2, 24), "专班纪要1号")
    assert shown.text().startswith("现行 · 2023年2月24日起：连续3个月未开工亮红灯；投资落后15个百分点")
    button.click()
    assert len(desk.read(light_limits)) == 2
