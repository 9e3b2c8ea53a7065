"""The fields of a record: how each is shown, typed and read, with its unit beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.dates import PartialDate, parse_date_text, parse_day, parse_month
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger_values import read_area, read_money
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.ui import wording


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the attribute of a form it fills, its words, its unit and its two directions.

    `choices` are the values a person chooses among, with their words; such a field is never typed.
    `lines` above one is a text with paragraphs. A field `is_tick` is yes or no.
    """

    name: str
    label: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[Any, str], ...] = ()
    lines: int = 1
    is_tick: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether it holds an amount, which stands to the right."""
        return bool(self.unit)


def text(name: str, label: str, hint: str = "", *, lines: int = 1) -> Field:
    """A field for words."""
    return Field(name, label, _same, _same, hint=hint, lines=lines)


def money(name: str, label: str) -> Field:
    """A field for an amount: shown in 万元, typed as 9.5亿, 9500万 or in 万元, kept in whole yuan."""
    return Field(name, label, wording.wan, _money, "万元", _tr("如 9.5亿、9500万、95000"))


def area(name: str, label: str) -> Field:
    """A field for an area in 亩, which may be typed in 公顷 or 平方米."""
    return Field(name, label, wording.figure, _area, "亩", _tr("如 45、3公顷、26600平方米"))


def quantity(name: str, label: str, unit: str) -> Field:
    """A field for a number that is not negative, in `unit`."""
    return Field(name, label, wording.figure, _quantity, unit)


def count(name: str, label: str, unit: str) -> Field:
    """A field for a whole number that is not negative, in `unit`."""
    return Field(name, label, _count_words, _count, unit)


def day(name: str, label: str, today: date, hint: str = "", *, needed: bool = False) -> Field:
    """A field for a day, typed as 0523, 5.23 or in full; one that is `needed` may not be left empty."""

    def read(typed: str) -> date | None:
        if needed and not typed.strip():
            raise UserError("date.missing")
        return parse_day(typed, today) if typed.strip() else None

    return Field(name, label, _day_words, read, hint=hint or _tr("如 2023-02-24、2.24、0224"))


def when(name: str, label: str, today: date) -> Field:
    """A field for a date as precise as it is known: 2023年5月, 2023年5月初, 5.23."""

    def read(typed: str) -> PartialDate | None:
        return read_when(typed, today)

    return Field(name, label, show_when, read, hint=_tr("如 2023年5月、2023年5月初、5.23"))


def month(name: str, label: str, today: date) -> Field:
    """A field for a month kept as ``2023-05``, typed as 2023-05, 2023年5月, 202305 or 5月."""

    def read(typed: str) -> str:
        return parse_month(typed, today) if typed.strip() else ""

    return Field(name, label, _same, read, hint=_tr("如 2023-05、5月"))


def choice(name: str, label: str, values: Iterable[Term], nothing: str | None = None) -> Field:
    """A field for one of the values of a closed set; `nothing` words the choice of none, if it is allowed."""
    known: tuple[tuple[Any, str], ...] = tuple((value, value.zh) for value in values)
    return pick(name, label, known, nothing)


def pick(name: str, label: str, values: Iterable[tuple[Any, str]], nothing: str | None = None) -> Field:
    """A field for one of some values given with their words."""
    known = tuple(values)
    if nothing is not None:
        known = ((None, nothing), *known)
    words: dict[Any, str] = dict(known)

    def show(value: Any) -> str:
        return words.get(value, "")

    def read(typed: str) -> Any:
        for value, said in known:
            if said == typed.strip():
                return value
        raise UserError("field.not_a_choice", text=typed, choices="、".join(said for _, said in known))

    return Field(name, label, show, read, choices=known)


def tick(name: str, label: str) -> Field:
    """A field that says yes or no."""
    return Field(name, label, _yes_no, _read_yes_no, is_tick=True)


def read_when(text: str, today: date) -> PartialDate | None:
    """Read a date as precisely as it is written; 5.23 and 0523 mean the nearest such day.

    None for an empty field. Raises `UserError` ``date.unreadable``.
    """
    if not text.strip():
        return None
    try:
        return parse_date_text(text)
    except UserError:
        return PartialDate.of(parse_day(text, today))


def show_when(when: PartialDate | None) -> str:
    """A date as its field shows it."""
    if when is None:
        return ""
    return when.as_date().isoformat() if when.is_day else when.zh


def _same(value: str) -> str:
    return value


def _money(typed: str) -> int | None:
    return read_money(typed, "万元")


def _area(typed: str) -> Decimal | None:
    return read_area(typed, "亩")


def _quantity(typed: str) -> Decimal | None:
    plain = typed.replace(",", "").replace("，", "").strip()
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise UserError("field.not_a_number", text=typed) from None
    if not value.is_finite():
        raise UserError("field.not_a_number", text=typed)
    if value < 0:
        raise UserError("field.negative", text=typed)
    return value


def _count(typed: str) -> int | None:
    value = _quantity(typed)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise UserError("field.not_whole", text=typed)
    return int(value)


def _count_words(value: int | None) -> str:
    return f"{value:,}" if value is not None else ""


def _day_words(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def _yes_no(value: bool | None) -> str:
    return _tr("是") if value else _tr("否")


def _read_yes_no(typed: str) -> bool:
    return typed.strip() in (_tr("是"), "√", "1", "true", "True")


def _tr(words: str) -> str:
    return QCoreApplication.translate("records", words)
