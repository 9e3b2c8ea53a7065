from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.removals import removal_limits
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.settings.removal import RemovalCard


def test_a_limit_is_set_with_its_paper_and_shown_as_the_present_one(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    card = RemovalCard(desk, host)
    desk.changed.connect(card.follow)
    card.refresh()
    shown, button = card.findChild(QLabel, "removal-limits"), card.findChild(QPushButton, "set-removal-limit")
    assert shown is not None and button is not None
    assert shown.text().startswith("现行 · 2000年1月1日起：6个月")

    def fill(dialog: RecordDialog[object]) -> int:
        months, source = dialog.editors["months"], dialog.editors["source"]
        assert isinstance(months, QLineEdit) and isinstance(source, QLineEdit)
        dialog._try()
        assert "1 至 60 个月" in dialog._problem.text()
        months.setText("9")
        source.setText("专班纪要1号")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", fill)
    button.click()
    newest = desk.read(removal_limits)[0]
    assert (newest.months, newest.valid_from) == (9, date(2023, 2, 24))
    assert shown.text().startswith("现行 · 2023年2月24日起：9个月（专班纪要1号）")
    desk.undo()
    assert shown.text().startswith("现行 · 2000年1月1日起：6个月")
