"""How rows are declared: column types, and the two kinds of columns that most tables have."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Boolean, Date, Dialect, ForeignKey, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from fangzi_desktop.domain.terms import Term

T = TypeVar("T", bound=Term)


class TermText(TypeDecorator[T]):
    """A closed set, stored as its code."""

    impl = String
    cache_ok = True

    def __init__(self, term: type[T]) -> None:
        super().__init__()
        self.term = term
        self._by_code = {member.value: member for member in term}

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        return None if value is None else self._by_code[value]


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal number, stored as text."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, stored as ISO text."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Row(DeclarativeBase):
    """A row with a text id, written through the session so that the journal sees it."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        date: Date(),
        datetime: Moment(),
        Decimal: DecimalText(),
        str: Text(),
        bool: Boolean(create_constraint=False),
    }
    id: Mapped[Any]


def term_column(term: type[T], **kwargs: Any) -> Any:
    """A column that holds a value of a closed set."""
    return mapped_column(TermText(term), **kwargs)


def belongs_to(table: str, *, index: bool = False, optional: bool = False) -> Any:
    """A column that names a row of another table, which may be left empty if `optional`."""
    # Checked at commit, because undo and merge put rows back in any order.
    key = ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return mapped_column(key, index=index, default=None) if optional else mapped_column(key, index=index)
