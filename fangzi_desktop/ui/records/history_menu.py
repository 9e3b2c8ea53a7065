"""What a field held before, one click away."""

from __future__ import annotations

from datetime import timezone

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from fangzi_desktop.services.history import FieldChange, field_history
from fangzi_desktop.services.workspace import OFFICE_OFFSET
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.fields import Field

_OFFICE = timezone(OFFICE_OFFSET)
_LONGEST = 60


def show_history(desk: Desk, table: str, row_id: str, field: Field, beside: QWidget) -> None:
    """Show what a field of a row held, newest first, in a menu below a widget."""
    menu = QMenu(beside)
    menu.setObjectName("field-history")
    for line in history_words(desk.read(field_history, table, row_id, field.name), field):
        menu.addAction(line).setEnabled(False)
    menu.exec(beside.mapToGlobal(beside.rect().bottomLeft()))
    menu.deleteLater()


def history_words(changes: tuple[FieldChange, ...], field: Field) -> list[str]:
    """Word what a field held, newest first; one line if it was never changed."""
    if not changes:
        return [_tr("{field}没有修改记录").format(field=field.label)]
    return [
        _tr("{day} {time} {who}：{old} → {new}").format(
            day=one.office_day.isoformat(),
            time=f"{one.at.astimezone(_OFFICE):%H:%M}",
            who=one.who,
            old=_short(field, one.old),
            new=_short(field, one.new),
        )
        for one in changes
    ]


def _short(field: Field, value: object) -> str:
    words = field.show(value).replace("\n", " ") if value is not None else ""
    if not words:
        return _tr("空")
    words += field.unit
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _tr(words: str) -> str:
    return QCoreApplication.translate("records", words)
