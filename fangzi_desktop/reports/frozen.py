"""Keeping a document as JSON and reading it again, the same to the last character."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.reports.document import (
    Align,
    Bars,
    Column,
    Document,
    Grid,
    Heading,
    Look,
    Masthead,
    Part,
    Passage,
    Picture,
    Pictures,
    Series,
    Source,
)

_VALUES: Mapping[str, type[Any]] = {
    one.__name__: one
    for one in (
        *(Bars, Column, Document, Grid, Heading, Masthead, Part, Passage, Picture, Pictures, Series, Source),
    )
}
_ENUMS: Mapping[str, type[Enum]] = {one.__name__: one for one in (Align, ClockKind, Light, Look, Setting)}


def to_json(document: Document) -> str:
    """Return a document as JSON; equal documents give equal text."""
    return json.dumps(_packed(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """Read a document that `to_json` wrote. Raises `ValueError` for anything else."""
    found = _unpacked(json.loads(text))
    if not isinstance(found, Document):
        raise ValueError("this is no document")
    return found


def _packed(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        # What stands at its default is left out, so that a field that is added later changes no old digest.
        own = {
            field.name: _packed(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != field.default
        }
        return {"is": type(value).__name__, **own}
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "value": value.value}
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    if isinstance(value, Decimal):
        return {"is": "number", "value": str(value)}
    if isinstance(value, tuple):
        return [_packed(one) for one in value]
    if isinstance(value, float) and math.isinf(value):
        raise ValueError("a width without end is a default and is not written")
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = value["is"]
    if kind == "date":
        return date.fromisoformat(value["value"])
    if kind == "number":
        return Decimal(value["value"])
    if kind in _ENUMS:
        return _ENUMS[kind](value["value"])
    if kind not in _VALUES:
        raise ValueError(f"there is no {kind} in a document")
    return _VALUES[kind](**{name: _unpacked(one) for name, one in value.items() if name != "is"})
