"""另填: values that neither side has, typed as their fields are typed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Gate, Term
from fangzi_desktop.services.conflicts import Conflict, decide_value, renumber
from fangzi_desktop.services.history import revived
from fangzi_desktop.services.merge_names import RecordNames, as_kept, record_choices, record_names, shape_of
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.field.conflict_words import number_fields, record_title
from fangzi_desktop.ui.field.merge_words import PARTIAL_DATES, field_words, record_words, titled
from fangzi_desktop.ui.field.words import tr
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.editors import Editor, editor_of, value_of, with_unit

# What the program writes itself: nobody can type it, only one of the sides can be taken.
_UNTYPED_TABLES = frozenset(
    {
        "alert_rule",
        "calendar_year",
        "filing_window",
        "permit_rule",
        "permit_template",
        "report_approval",
        "report_edit",
        "report_issue",
        "setting",
    }
)
_UNTYPED_FIELDS = frozenset(
    {
        "clock_id",
        "code",
        "effects",
        "group_code",
        "height",
        "id",
        "latitude",
        "longitude",
        "position",
        "project_id",
        "rule_id",
        "sha256",
        "size_bytes",
        "specifics",
        "taken_at",
        "template_id",
        "variant",
        "width",
    }
)
# A record is known by these.
_NEEDED = frozenset({"name", "text", "happened", "month"})
_MONTHS = frozenset({"month", "reached_month", "entry_month"})
_GATES = frozenset(gate.value for gate in Gate)
_LONG = frozenset(
    {"text", "progress", "remark", "note", "reply", "demand", "conditions", "suggestion", "closing_note"}
)


def is_typable(table: str, names: Sequence[str]) -> bool:
    """Whether a person can type what the fields hold."""
    return bool(names) and table not in _UNTYPED_TABLES and not _UNTYPED_FIELDS & set(names)


def field_for(desk: Desk, conflict: Conflict, name: str) -> fields.Field:
    """Return how a field of a conflict is typed."""
    table, label, today = conflict.table, field_words(conflict.table, name), desk.workspace.today
    shape = shape_of(table, name)
    nothing = tr("空") if shape.is_optional else None
    if shape.record:
        known = desk.read(record_choices, shape.record, conflict.project_id)
        names = desk.read(record_names, [(shape.record, record) for record in known.values()])
        choices = [
            (row_id, record_words(shape.record, record, names) or row_id) for row_id, record in known.items()
        ]
        return fields.pick(name, label, choices, nothing)
    if issubclass(shape.holds, Term):
        return fields.choice(name, label, shape.holds, nothing)
    if shape.holds is bool:
        yes, no = (tr("通过"), tr("未通过")) if name in _GATES else (tr("是"), tr("否"))
        return fields.pick(name, label, [(True, yes), (False, no)], nothing)
    if shape.holds is date:
        return fields.day(name, label, today, needed=not shape.is_optional)
    if (table, name) in PARTIAL_DATES:
        return fields.when(name, label, today)
    return _plain_field(name, label, shape.holds, today)


def _plain_field(name: str, label: str, holds: type, today: date) -> fields.Field:
    if name in _MONTHS:
        return fields.month(name, label, today)
    if name.endswith("_yuan"):
        return fields.money(name, label)
    if name.endswith("_mu"):
        return fields.area(name, label)
    if holds is Decimal:
        return fields.quantity(name, label, "")
    if holds is int:
        return fields.count(name, label, "")
    return fields.text(name, label, lines=4 if name in _LONG else 1)


class TypedValues(Ask):
    """Asks for the fields of a conflict; what cannot be read or is refused keeps the dialog open."""

    def __init__(
        self,
        title: str,
        desk: Desk,
        conflict: Conflict,
        about: str,
        held: Mapping[str, Any],
        wanted: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName("conflict-other")
        self._desk = desk
        self._conflict = conflict
        self._held = held
        self.setMinimumWidth(460)
        head = QLabel(" · ".join(part for part in (conflict.project, about) if part), self)
        head.setWordWrap(True)
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setProperty("kind", "column-title")
        self.form.addRow(head)
        self._fields = [field_for(desk, conflict, name) for name in wanted]
        self.editors: list[Editor] = []
        for field in self._fields:
            editor = editor_of(field, self._shown(field, held[field.name]), self)
            self.editors.append(editor)
            self.form.addRow(field.label, with_unit(editor, field.unit, self))
        self.editors[0].setFocus()

    def read(self) -> None:
        values = dict(self._held)
        for field, editor in zip(self._fields, self.editors, strict=True):
            try:
                values[field.name] = self._kept(field, value_of(field, editor))
            except UserError:
                editor.setFocus()
                raise
        self.decide([values[name] for name in self._conflict.fields])

    def decide(self, values: list[Any]) -> None:
        """Decide with what was typed, as conflicts keep it."""
        raise NotImplementedError

    def _shown(self, field: fields.Field, value: Any) -> Any:
        table = self._conflict.table
        if (table, field.name) in PARTIAL_DATES:
            return PartialDate.from_code(value) if value else None
        if shape_of(table, field.name).holds is str and not field.choices:
            return value or ""
        return revived(table, field.name, value)

    def _kept(self, field: fields.Field, value: Any) -> Any:
        if field.name in _NEEDED and value == "":
            raise UserError("conflict.empty", field=field.label)
        return value.code if isinstance(value, PartialDate) else as_kept(value)


class OtherValue(TypedValues):
    """另填: decides a conflict with what was typed."""

    def __init__(self, desk: Desk, conflict: Conflict, names: RecordNames, parent: QWidget) -> None:
        held = dict.fromkeys(conflict.fields) | dict(
            zip(conflict.fields, conflict.office.values or (), strict=False)
        )
        about = record_title(conflict, names)
        super().__init__(tr("另填"), desk, conflict, about, held, conflict.fields, parent)

    def decide(self, values: list[Any]) -> None:
        self._desk.attempt(decide_value, self._conflict.id, values)


class OtherNumber(TypedValues):
    """改编号: gives one of the records that have the same number another one."""

    def __init__(
        self, desk: Desk, conflict: Conflict, row_id: str, names: RecordNames, parent: QWidget
    ) -> None:
        record = conflict.records[row_id]
        held = {name: record[name] for name in conflict.fields}
        about = titled(conflict.table, record, names)
        super().__init__(tr("改编号"), desk, conflict, about, held, number_fields(conflict), parent)
        self._row_id = row_id

    def decide(self, values: list[Any]) -> None:
        self._desk.attempt(renumber, self._conflict.id, self._row_id, values)


def ask_other_value(desk: Desk, conflict: Conflict, names: RecordNames, parent: QWidget) -> bool:
    """Ask for a value that neither side has; whether the conflict was decided so."""
    return asked(OtherValue(desk, conflict, names, parent))


def ask_number(desk: Desk, conflict: Conflict, row_id: str, names: RecordNames, parent: QWidget) -> bool:
    """Ask for another number for a record; whether it was given."""
    return asked(OtherNumber(desk, conflict, row_id, names, parent))
