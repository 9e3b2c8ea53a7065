"""The dialog of one demand: the fields all elements share, and those of its own kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as form_fields
from dataclasses import make_dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.elements import SPECIFICS, UNITS, Holds, Specific
from fangzi_desktop.domain.stage_terms import Element
from fangzi_desktop.services.elements import ElementForm
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field

_SHARED = tuple(one.name for one in form_fields(ElementForm) if one.name not in ("kind", "specifics"))


def shared_fields(kind: Element, today: date) -> tuple[Field, ...]:
    """The fields that demands of every kind have."""
    units = UNITS[kind]
    return (
        fields.text("name", _tr("内容"), _tr("如污染物、双电源、地块")),
        fields.quantity("demand", _tr("需求量"), ""),
        fields.text("unit", _tr("单位"), "、".join(units)),
        fields.day("raised_on", _tr("提出日期"), today),
        fields.day("needed_by", _tr("需要日期"), today),
        fields.text("department", _tr("保障单位")),
        fields.quantity("committed", _tr("承诺量"), ""),
        fields.day("committed_on", _tr("承诺日期"), today),
        fields.day("promised_for", _tr("承诺到位"), today),
        fields.text("evidence_no", _tr("佐证编号")),
        fields.text("remark", _tr("备注"), lines=2),
    )


def element_dialog(
    desk: Desk,
    title: str,
    form: ElementForm,
    submit: Callable[[ElementForm], object],
    parent: QWidget,
    record: str = "",
) -> RecordDialog[Any]:
    """Return the dialog of a demand; `record` is its id where it is stored already."""
    kind, today = form.kind, desk.workspace.today
    own = SPECIFICS[kind]
    # A form of a kind of its own, so that each field of the kind is a field like any other.
    names = [*_SHARED, *(_name(one) for one in own)]
    typed = make_dataclass("Typed", [(name, Any) for name in names], frozen=True)
    values = {name: getattr(form, name) for name in _SHARED}
    for one in own:
        values[_name(one)] = _read(one, today)(form.specifics.get(one.key, ""))

    def hand_over(filled: Any) -> object:
        specifics = {one.key: _stored(one, getattr(filled, _name(one))) for one in own}
        shared = {name: getattr(filled, name) for name in _SHARED}
        return submit(ElementForm(kind, specifics=specifics, **shared))

    asks = (*shared_fields(kind, today), *(_field(one, today) for one in own))
    stored = ("element", record) if record else None
    return RecordDialog(title, desk, asks, typed(**values), hand_over, parent, record=stored)


def specific_words(form: ElementForm) -> str:
    """What is known of a demand's own kind, in words."""
    told = []
    for one in SPECIFICS[form.kind]:
        words = form.specifics.get(one.key, "")
        if words and one.holds is Holds.YES_NO:
            words = _tr("是") if words == _YES else _tr("否")
        if words:
            told.append(f"{one.label} {words}{one.unit}")
    return " · ".join(told)


_YES, _NO = "yes", "no"


def _name(one: Specific) -> str:
    return f"own_{one.key}"


def _field(one: Specific, today: date) -> Field:
    name = _name(one)
    if one.holds is Holds.AMOUNT:
        return fields.quantity(name, one.label, one.unit)
    if one.holds is Holds.DAY:
        return fields.day(name, one.label, today)
    if one.holds is Holds.YES_NO:
        return fields.pick(name, one.label, ((True, _tr("是")), (False, _tr("否"))), _tr("未填写"))
    return fields.text(name, one.label)


def _read(one: Specific, today: date) -> Callable[[str], Any]:
    if one.holds is Holds.YES_NO:
        return lambda stored: {_YES: True, _NO: False}.get(stored)
    return _field(one, today).read


def _stored(one: Specific, value: Any) -> str:
    if value is None:
        return ""
    if one.holds is Holds.YES_NO:
        return _YES if value else _NO
    return wording.figure(value) if one.holds is Holds.AMOUNT else str(value)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
