"""Saving a paper in a file."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.ui.desk import Job
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.reports.saving import ask_target, file_name, save

PAPER = Printed(b"%PDF-new", 1, (), ())


@pytest.mark.parametrize(
    ("name", "kind"), [("周报", ".pdf"), ("周报.pdf", ".pdf"), ("周报.docx", ".docx"), ("台账.xlsx", ".xlsx")]
)
def test_the_save_dialog_adds_the_ending_that_is_left_out(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    filters: list[str] = []

    def accept(dialog: QFileDialog) -> int:
        filters.extend(dialog.nameFilters())
        dialog.selectFile("别名")
        return QFileDialog.DialogCode.Accepted

    monkeypatch.setattr(QFileDialog, "exec", accept)
    assert ask_target(over, "存为", str(tmp_path), name) == tmp_path / f"别名{kind}"
    assert all(kind in one for one in filters)
    monkeypatch.setattr(QFileDialog, "exec", lambda _: QFileDialog.DialogCode.Rejected)
    assert ask_target(over, "存为", str(tmp_path), name) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("周报", "", "2023-W08"), "周报-2023-W08.pdf"),
        (("手续清单", "甲/乙<一期>:“A”*?", "2023-02-24"), "手续清单-甲／乙＜一期＞：“A”＊？-2023-02-24.pdf"),
        (("项目情况", "长" * 300), "项目情况-" + "长" * 75 + ".pdf"),
    ],
)
def test_a_file_s_name_is_one_that_every_system_takes(words: tuple[str, ...], name: str) -> None:
    assert file_name(*words) == name


@pytest.mark.parametrize(
    ("number", "on_windows", "reason"),
    [
        (errno.ENOSPC, 0, "磁盘已满"),
        (errno.EACCES, 32, "正被别的程序使用"),
        (errno.EROFS, 0, "磁盘是只读的"),
    ],
    ids=["full disk", "open elsewhere", "read-only"],
)
def test_a_file_that_cannot_be_written_is_said_in_one_sentence_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, on_windows: int, reason: str
) -> None:
    target = tmp_path / "周报.pdf"
    target.write_bytes(b"%PDF-old")

    def fail(*_: Any) -> None:
        error = OSError(number, os.strerror(number))
        error.winerror = on_windows  # type: ignore[attr-defined, unused-ignore] - Windows has it
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    owner = QObject()
    with pytest.raises(UserError) as refused:
        save(PAPER, target, Job(lambda _: None, owner))
    said = sentence(refused.value)
    assert reason in said
    assert said.count("。") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["周报.pdf"]
    assert target.read_bytes() == b"%PDF-old"
