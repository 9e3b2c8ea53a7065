"""What merged records, their fields and values are called; no Qt, for the command line words them too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.sayings import Values
from fangzi_desktop.domain.terms import Gate, Term, Unit
from fangzi_desktop.services.history import revived
from fangzi_desktop.services.merge_names import RecordNames, shape_of
from fangzi_desktop.services.workspace import OFFICE_OFFSET
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.field.table_names import common_fields, more_fields, more_tables
from fangzi_desktop.ui.project import record_words as journal
from fangzi_desktop.ui.translation import translated

PARTIAL_DATES = frozenset({("milestone", "happened"), ("part_date", "happened")})
_OFFICE = timezone(OFFICE_OFFSET)
_GATES = frozenset(gate.value for gate in Gate)
_LONGEST = 36

# By which of its fields a record is known to people; the first few that hold something are said.
_TOLD: dict[str, tuple[str, ...]] = {
    "agenda": ("meeting_id",),
    "agreement": ("kind", "number"),
    "alert_rule": ("kind", "valid_from"),
    "assessment_mark": ("year", "name", "indicator"),
    "assessment_rule": ("indicator", "valid_from"),
    "attachment": ("name", "item_id"),
    "calendar_year": ("year",),
    "commitment": ("text", "metric"),
    "commitment_check": ("commitment_id", "checked_on"),
    "condition": ("text",),
    "coordinator": ("group_code",),
    "correction": ("item_id", "notified_on"),
    "delivery": ("element_id", "delivered_on"),
    "element": ("kind", "name"),
    "evidence": ("kind",),
    "extension": ("item_id", "granted_on"),
    "filing_window": ("kind", "valid_from"),
    "gate_override": ("to_stage", "moved_on"),
    "idle_limit": ("stage", "valid_from"),
    "indicator_result": ("indicator",),
    "invest_level": ("level", "valid_from"),
    "ladder_step": ("level", "issued_on"),
    "light_limit": ("valid_from",),
    "material": ("name", "item_id"),
    "meeting": ("name", "held_on"),
    "milestone": ("kind",),
    "month_investment": ("month",),
    "node": ("kind", "part_id"),
    "notice": ("kind", "document_no", "label"),
    "opinion": ("department",),
    "opinion_limit": ("valid_from",),
    "part_date": ("part_id", "kind"),
    "payout": ("support_id", "due"),
    "permit_item": ("code", "part_id"),
    "permit_rule": ("code",),
    "permit_template": ("version",),
    "photo": ("caption", "name"),
    "problem": ("number", "text"),
    "problem_step": ("step", "happened_on"),
    "profile": (),
    "project": ("name",),
    "project_part": ("name",),
    "promise": ("name", "item_id"),
    "removal_limit": ("valid_from",),
    "report_approval": ("kind", "period"),
    "report_edit": ("kind", "period"),
    "report_issue": ("title",),
    "reported_value": ("metric", "month"),
    "review_round": ("round_no",),
    "sector_threshold": ("sector", "valid_from"),
    "send_back": ("to_stage", "moved_on"),
    "setting": ("id",),
    "stage_limit": ("stage", "valid_from"),
    "stage_record": ("stage",),
    "stats_file": ("kind",),
    "stats_material": ("material",),
    "stats_return": ("returned_on",),
    "status_change": ("new", "changed_on"),
    "stoppage": ("first",),
    "support_item": ("name",),
    "suspension": ("item_id", "first"),
    "threshold": ("indicator", "valid_from"),
    "visit": ("visited_on", "who"),
    "visit_promise": ("text", "promised_by"),
}


def table_words(table: str) -> str:
    """What people call a kind of records."""
    return more_tables().get(table) or journal.table_name(table)


def field_words(table: str, field: str) -> str:
    """What people call a field."""
    own = more_fields()
    return own.get((table, field)) or common_fields().get(field) or journal.field_name(table, field)


def fields_words(table: str, fields: Iterable[str]) -> str:
    """What people call some fields that belong together."""
    return "、".join(field_words(table, field) for field in fields)


def record_words(table: str, record: Values, names: RecordNames) -> str:
    """What a record is known by, without its kind; empty for one that needs no name beside its project."""
    told = [
        said
        for field in _TOLD[table]
        if record.get(field) not in (None, "")
        for said in [value_words(table, field, record[field], names, record)]
        if said
    ]
    words = " ".join(dict.fromkeys(told)).replace("\n", " ")
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def titled(table: str, record: Values, names: RecordNames) -> str:
    """A record with its kind before it."""
    known = record_words(table, record, names)
    return f"{table_words(table)} {known}".rstrip()


def value_words(table: str, field: str, value: Any, names: RecordNames, record: Values | None = None) -> str:
    """A value as people write it; `record` is whose it is, where its other fields say in which unit."""
    if value is None or value == "":
        return _tr("空")
    shape = shape_of(table, field)
    if shape.record or (table, field) == ("notice", "clock_id"):
        return _named(shape.record, str(value), names)
    if (table, field) in _CODED:
        return _coded(table, field, str(value), names, record or {})
    held = revived(table, field, value)
    if isinstance(held, Term):
        return held.zh
    if isinstance(held, bool):
        return _yes_no(field, held)
    if isinstance(held, date):
        return wording.full_day(held)
    if (table, field) in PARTIAL_DATES:
        return PartialDate.from_code(held).zh
    if isinstance(held, int):
        return _whole(table, field, held, record or {})
    if isinstance(held, Decimal):
        return _figure(table, field, held, record or {})
    return str(held)


def who_words(who: str, at: datetime | None, device: str) -> str:
    """Who said something, when by office time, and on which machine."""
    when = f"{at.astimezone(_OFFICE):%Y-%m-%d %H:%M}" if at is not None else ""
    return " · ".join(part for part in (who, when, device) if part)


def _whole(table: str, field: str, value: int, record: Values) -> str:
    unit = record.get(_UNITS.get((table, field), ""))
    if unit:
        return amount_zh(value, Unit(unit))
    if field.endswith("_yuan"):
        return wording.money(value)
    if field.endswith("_bytes"):
        return wording.size(value)
    if field == "round_no":
        return _tr("第{number}轮").format(number=value)
    if (table, field) == ("permit_template", "version"):
        return _tr("第{number}版").format(number=value)
    return str(value)


# Where another field of the record says in which unit an amount is.
_UNITS = {
    ("commitment", "offset_amount"): "offset_unit",
    ("extension", "amount"): "unit",
    ("opinion_limit", "amount"): "unit",
    ("stage_limit", "amount"): "unit",
    ("stage_limit", "warn_amount"): "warn_unit",
}


def _figure(table: str, field: str, value: Decimal, record: Values) -> str:
    if field.endswith("_mu"):
        return wording.area(value)
    unit = record.get("unit")
    if not unit or table not in _WITH_UNIT:
        return wording.figure(value)
    held = revived(table, "unit", unit)
    return wording.figure(value) + (held.zh if isinstance(held, Term) else str(held))


_WITH_UNIT = frozenset({"commitment", "element", "reported_value"})


def _yes_no(field: str, value: bool) -> str:
    if field in _GATES:
        return _tr("通过") if value else _tr("未通过")
    return _tr("是") if value else _tr("否")


def _named(table: str, row_id: str, names: RecordNames) -> str:
    record = names.records.get((table, row_id))
    if record is None:
        return _tr("已删除的记录") if table else _tr("所督的时限")
    return record_words(table, record, names) or table_words(table)


# Fields whose text is a code or a list of the program's own.
_CODED = frozenset(
    {
        ("alert_rule", "steps"),
        ("calendar_year", "days"),
        ("coordinator", "group_code"),
        ("element", "specifics"),
        ("filing_window", "months"),
        ("filing_window", "sectors"),
        ("permit_item", "code"),
        ("permit_item", "variant"),
        ("permit_rule", "body"),
        ("permit_rule", "code"),
        ("permit_template", "groups"),
        ("report_edit", "subject"),
        ("report_approval", "subject"),
        ("report_issue", "subject"),
        ("setting", "id"),
        ("setting", "value"),
    }
)


def _coded(table: str, field: str, value: str, names: RecordNames, record: Values) -> str:
    match table, field:
        case (("permit_item" | "permit_rule"), "code"):
            rule = names.rules.get(value)
            return wording.short_label(rule.name) if rule is not None else value
        case "permit_item", "variant":
            rule = names.rules.get(str(record.get("code", "")))
            kinds = {kind.code: kind.name for kind in rule.variants} if rule is not None else {}
            return kinds.get(value, value)
        case "coordinator", "group_code":
            return names.groups.get(value, value)
        case "permit_rule", "body":
            return _tr("“{name}”的办理规则").format(name=json.loads(value).get("name", ""))
        case "setting", "id":
            return _settings().get(value, value)
        case "setting", "value":
            return _setting_value(str(record.get("id", "")), value)
        case (("report_edit" | "report_approval" | "report_issue"), "subject"):
            known = names.records.get(("project", value)) or names.records.get(("meeting", value))
            return str(known["name"]) if known is not None else value
    return _listed(value)


def _listed(value: str) -> str:
    """Say what a list or a map of the program's own holds; other text as it is."""
    try:
        held = json.loads(value)
    except ValueError:
        return value
    if isinstance(held, dict):
        said = [str(one) for one in held.values() if isinstance(one, str | int)]
        return "、".join(said) if len(said) <= 12 else _tr("共{count}项").format(count=len(held))
    if isinstance(held, list):
        simple = all(isinstance(one, str | int) for one in held)
        return "、".join(map(str, held)) if simple else _tr("共{count}项").format(count=len(held))
    return str(held)


def _setting_value(name: str, value: str) -> str:
    if name == "team.meeting_weekday" and value.isdigit():
        return f"星期{'一二三四五六日'[int(value) % 7]}"
    return value.replace("\n", "、")


def _settings() -> dict[str, str]:
    return {
        "team.name": _tr("专班名称"),
        "team.district": _tr("所在区"),
        "team.document_code": _tr("发文字号代字"),
        "team.meeting_weekday": _tr("例会日"),
        "review.departments": _tr("常征求意见的部门"),
    }


def _tr(words: str) -> str:
    return translated("field", words)
