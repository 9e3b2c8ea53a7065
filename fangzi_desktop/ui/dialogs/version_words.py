"""What becomes of a checklist in another version, in rows of words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.templates import VersionChanges
from fangzi_desktop.services.templates import MovePreview
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.word_table import WordTable

Row = tuple[str, str, str, str, str]


def changes_table(parent: QWidget) -> WordTable:
    """Make a table for the rows of this module."""
    heads = (_tr("变化"), _tr("事项"), _tr("内容"), _tr("原来"), _tr("改为"))
    table = WordTable(_tr("两版的区别"), heads, {0: 92, 2: 130}, parent)
    table.setObjectName("version-changes")
    return table


def show_changes(table: WordTable, rows: Sequence[Row]) -> None:
    """Show rows, what comes and goes marked by colour as well as by its sign."""
    colours: dict[str, QColor] = {
        "＋": theme.colour("green"),
        "－": theme.colour("red"),
        "▲": theme.colour("amber"),
    }
    table.show_rows(rows, [colours.get(row[0][:1]) for row in rows])


def version_rows(changes: VersionChanges) -> list[Row]:
    """What a version holds otherwise than the one before it."""
    rows: list[Row] = [
        (_tr("＋ 新增"), rule.name, _tr("办理部门"), "", rule.department) for rule in changes.added
    ]
    rows += [(_tr("－ 删去"), rule.name, _tr("办理部门"), rule.department, "") for rule in changes.removed]
    for change in changes.changed:
        rows += [(_tr("◆ 修改"), change.name, one.field.zh, one.old, one.new) for one in change.fields]
    if changes.groups:
        rows.append((_tr("◆ 修改"), _tr("并联组"), "", "", _tr("成员或时限有变")))
    if changes.moved:
        rows.append((_tr("◆ 修改"), _tr("事项顺序"), "", "", _tr("先后有变")))
    return rows


def version_summary(changes: VersionChanges) -> str:
    """How much a version changes."""
    parts = [
        _tr("新增{count}项").format(count=len(changes.added)) if changes.added else "",
        _tr("删去{count}项").format(count=len(changes.removed)) if changes.removed else "",
        _tr("修改{count}项").format(count=len(changes.changed)) if changes.changed else "",
        _tr("并联组有变") if changes.groups else "",
        _tr("顺序有变") if changes.moved else "",
    ]
    return "，".join(part for part in parts if part) or _tr("没有区别")


def move_rows(preview: MovePreview) -> list[Row]:
    """What moving a project to another version does, the due days that move first."""
    rows: list[Row] = [
        (
            _tr("▲ 到期日"),
            due.name,
            _tr("到期日"),
            wording.full_day(due.old) or _tr("无"),
            wording.full_day(due.new) or _tr("无"),
        )
        for due in preview.dues
    ]
    rows += [(_tr("＋ 新增"), name, _tr("是否要办"), "", applies.zh) for name, applies in preview.added]
    rows += [(_tr("－ 去掉"), name, "", _tr("尚未办理"), _tr("新版没有这一项")) for name in preview.removed]
    stays = _tr("新版没有这一项，已开始办理，仍按旧版办完")
    rows += [(_tr("● 保留"), name, "", "", stays) for name in preview.kept]
    for change in preview.changed:
        rows += [(_tr("◆ 修改"), change.name, one.field.zh, one.old, one.new) for one in change.fields]
        if change.kind_open:
            rows.append(
                (_tr("◆ 修改"), change.name, _tr("事项类别"), "", _tr("新版没有原来的类别，需重新选择"))
            )
        if change.now_required:
            rows.append((_tr("◆ 修改"), change.name, _tr("是否要办"), "", _tr("要办")))
    done = _tr("已办结，仍按办结时的规定")
    rows += [(_tr("● 不变"), name, "", "", done) for name in preview.ended]
    return rows


def move_summary(preview: MovePreview) -> str:
    """How much a move changes."""
    parts = [
        _tr("新增{count}项").format(count=len(preview.added)) if preview.added else "",
        _tr("去掉{count}项").format(count=len(preview.removed)) if preview.removed else "",
        _tr("修改{count}项").format(count=len(preview.changed)) if preview.changed else "",
        _tr("{count}个到期日变动").format(count=len(preview.dues)) if preview.dues else "",
        _tr("{count}项保留旧版").format(count=len(preview.kept)) if preview.kept else "",
        _tr("{count}项已办结不变").format(count=len(preview.ended)) if preview.ended else "",
    ]
    said = "，".join(part for part in parts if part) or _tr("清单内容不变，只改记版本")
    versions = _tr("第{old}版 → 第{new}版").format(old=preview.old_version, new=preview.new_version)
    return f"{versions}：{said}"


def _tr(words: str) -> str:
    return QCoreApplication.translate("versions", words)
