"""另填: a value that neither side has, typed as the field is typed elsewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Gate, Term
from fangzi_desktop.services.conflicts import Conflict, decide_value
from fangzi_desktop.services.history import revived
from fangzi_desktop.services.merge_names import RecordNames, as_kept, record_choices, record_names, shape_of
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.field.conflict_words import record_title
from fangzi_desktop.ui.field.merge_words import PARTIAL_DATES, field_words, record_words
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


def is_typable(table: str, names: tuple[str, ...]) -> bool:
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


class OtherValue(Ask):
    """Asks for the fields of a conflict, and decides it; what cannot be read keeps the dialog open."""

    def __init__(self, desk: Desk, conflict: Conflict, names: RecordNames, parent: QWidget) -> None:
        super().__init__(tr("另填"), parent)
        self.setObjectName("conflict-other")
        self._desk = desk
        self._conflict = conflict
        self.setMinimumWidth(460)
        about = QLabel(
            " · ".join(part for part in (conflict.project, record_title(conflict, names)) if part), self
        )
        about.setWordWrap(True)
        about.setProperty("kind", "column-title")
        self.form.addRow(about)
        self._fields = [field_for(desk, conflict, name) for name in conflict.fields]
        held = conflict.office.values or (None,) * len(self._fields)
        self.editors: list[Editor] = []
        for field, value in zip(self._fields, held, strict=True):
            editor = editor_of(field, self._shown(field, value), self)
            self.editors.append(editor)
            self.form.addRow(field.label, with_unit(editor, field.unit, self))
        self.editors[0].setFocus()

    def read(self) -> None:
        values = []
        for field, editor in zip(self._fields, self.editors, strict=True):
            try:
                values.append(self._kept(field, value_of(field, editor)))
            except UserError:
                editor.setFocus()
                raise
        self._desk.attempt(decide_value, self._conflict.id, values)

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


def ask_other_value(desk: Desk, conflict: Conflict, names: RecordNames, parent: QWidget) -> bool:
    """Ask for a value that neither side has; whether the conflict was decided so."""
    return asked(OtherValue(desk, conflict, names, parent))
