"""The fields of a project's form: how each is shown, and how what was typed is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.dates import PartialDate, parse_date_text, parse_day
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger_heads import LedgerField
from fangzi_desktop.domain.ledger_values import read_area, read_money
from fangzi_desktop.ui import wording

_WAN, _MU = "万元", "亩"


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: the attribute of `ProjectForm` it fills, its words, its unit and its two directions."""

    name: str
    label: str
    unit: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    hint: str = ""


def form_fields() -> tuple[FormField, ...]:
    """The fields of one line, in their order; the route is chosen, and the remark is a text."""
    one = LedgerField
    money = [one.INVESTMENT, one.FIXED_INVESTMENT, one.OUTPUT, one.ANNUAL_PLAN]
    amounts = [_amount(f"{term.value}_yuan", term.zh) for term in money]
    amounts.append(_amount("completed_yuan", one.COMPLETED_INVESTMENT.zh))
    hint = _tr("如 45、3公顷、26600平方米")
    area = FormField("area_mu", one.AREA.zh, _MU, wording.figure, _area, hint)
    texts = [
        one.NAME,
        one.PROJECT_NO,
        one.INVESTOR,
        one.INDUSTRY_TRACK,
        one.RESPONSIBLE_UNIT,
        one.SERVICE_OFFICER,
    ]
    return (*(_text(term) for term in texts), *amounts, area)


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


def _text(term: LedgerField) -> FormField:
    return FormField(term.value, term.zh, "", str, str)


def _amount(name: str, label: str) -> FormField:
    return FormField(name, label, _WAN, wording.wan, _money, _tr("如 9.5亿、9500万、95000"))


def _money(text: str) -> int | None:
    return read_money(text, _WAN)


def _area(text: str) -> Decimal | None:
    return read_area(text, _MU)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
