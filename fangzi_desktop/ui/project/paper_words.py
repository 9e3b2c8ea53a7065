"""What became of materials and files, in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.services.history import HistoryLine
from fangzi_desktop.ui import wording

PAPER_TABLES = frozenset({"material", "attachment"})


def word_paper(line: HistoryLine) -> tuple[str, str]:
    """Word one change of a material or a file: what happened, and to which."""
    name = str(line.values.get("name") or line.what)
    if line.table == "material":
        return _material(line, name)
    if line.op == "insert":
        return _tr("添加文件"), _of_material(name, line.values.get("material"))
    if line.op == "delete":
        return _tr("移除文件"), _of_material(name, line.values.get("material"))
    if line.field == "name":
        return _tr("文件改名"), f"{line.old} → {line.new}"
    return _tr("文件归入材料"), f"{name}：{line.old or _tr('未归类')} → {line.new or _tr('未归类')}"


def _material(line: HistoryLine, name: str) -> tuple[str, str]:
    day = line.new if line.op == "update" else line.values.get("received_on")
    if line.op == "delete":
        return _tr("删除材料"), name
    if day:
        received = wording.full_day(date.fromisoformat(str(day)))
        return _tr("收到材料"), _tr("{name}（{day}）").format(name=name, day=received)
    return (_tr("取消收到材料") if line.op == "update" else _tr("补充材料")), name


def _of_material(name: str, material: object) -> str:
    return _tr("{name}（{material}）").format(name=name, material=material) if material else name


def _tr(words: str) -> str:
    return QCoreApplication.translate("papers", words)
