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
    return _more_tables().get(table) or journal.table_name(table)


def field_words(table: str, field: str) -> str:
    """What people call a field."""
    own = _more_fields()
    return own.get((table, field)) or _common_fields().get(field) or journal.field_name(table, field)


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


def _more_tables() -> dict[str, str]:
    return {
        "alert_rule": _tr("提醒规则"),
        "attachment": _tr("文件"),
        "calendar_year": _tr("放假安排"),
        "filing_window": _tr("申报窗口"),
        "idle_limit": _tr("久未更新期限"),
        "invest_level": _tr("投资纳统口径"),
        "light_limit": _tr("亮灯标准"),
        "material": _tr("材料"),
        "meeting": _tr("论证会"),
        "opinion_limit": _tr("征求意见期限"),
        "permit_rule": _tr("手续办理规则"),
        "permit_template": _tr("手续清单版本"),
        "removal_limit": _tr("剔除建议期限"),
        "sector_threshold": _tr("升规标准"),
        "setting": _tr("专班设置"),
        "stage_limit": _tr("环节时限"),
        "threshold": _tr("论证门槛"),
    }


def _common_fields() -> dict[str, str]:
    return {
        "id": _tr("记录号"),
        "project_id": _tr("所属项目"),
        "item_id": _tr("所属手续"),
        "rule_id": _tr("办理规则"),
        "round_id": _tr("所属论证轮次"),
        "problem_id": _tr("所属问题"),
        "position": _tr("顺序"),
        "search_key": _tr("检索用拼音"),
        "sort_key": _tr("排序用拼音"),
        "sha256": _tr("文件校验值"),
        "valid_from": _tr("生效日期"),
        "valid_to": _tr("失效日期"),
        "subject": _tr("报告对象"),
        "digest": _tr("内容校验值"),
    }


def _more_fields() -> dict[tuple[str, str], str]:
    return {
        ("agreement", "kind"): _tr("协议类别"),
        ("alert_rule", "chief_workdays"): _tr("提请负责人（工作日）"),
        ("alert_rule", "kind"): _tr("时限种类"),
        ("alert_rule", "leader_workdays"): _tr("提请分管领导（工作日）"),
        ("alert_rule", "repeat_workdays"): _tr("逾期后重复（工作日）"),
        ("alert_rule", "source"): _tr("依据"),
        ("alert_rule", "steps"): _tr("提前提醒"),
        ("alert_rule", "tells_from"): _tr("弹出提醒自"),
        ("alert_rule", "unit"): _tr("单位"),
        ("attachment", "added_on"): _tr("添加日期"),
        ("attachment", "material"): _tr("所属材料"),
        ("attachment", "name"): _tr("文件名"),
        ("attachment", "size_bytes"): _tr("文件大小"),
        ("calendar_year", "days"): _tr("放假和调休"),
        ("calendar_year", "source"): _tr("依据"),
        ("calendar_year", "year"): _tr("年份"),
        ("evidence", "kind"): _tr("凭证"),
        ("extension", "unit"): _tr("延长的单位"),
        ("filing_window", "day"): _tr("截止日"),
        ("filing_window", "kind"): _tr("申报类别"),
        ("filing_window", "months"): _tr("申报月份"),
        ("filing_window", "new_only"): _tr("仅限新开工项目"),
        ("filing_window", "sectors"): _tr("适用行业"),
        ("filing_window", "source"): _tr("依据"),
        ("idle_limit", "calendar_days"): _tr("期限（自然日）"),
        ("idle_limit", "source"): _tr("依据"),
        ("invest_level", "amount_yuan"): _tr("起点金额"),
        ("invest_level", "level"): _tr("口径"),
        ("invest_level", "source"): _tr("依据"),
        ("light_limit", "red_points"): _tr("亮红灯（百分点）"),
        ("light_limit", "source"): _tr("依据"),
        ("light_limit", "start_red_months"): _tr("逾期未开工亮红灯（个月）"),
        ("light_limit", "yellow_points"): _tr("亮黄灯（百分点）"),
        ("material", "is_extra"): _tr("清单外材料"),
        ("material", "name"): _tr("材料名称"),
        ("material", "received_on"): _tr("收到日期"),
        ("meeting", "chair"): _tr("主持"),
        ("meeting", "held_on"): _tr("会议日期"),
        ("meeting", "minutes_no"): _tr("会议纪要文号"),
        ("meeting", "name"): _tr("会议名称"),
        ("meeting", "place"): _tr("地点"),
        ("milestone", "kind"): _tr("日期种类"),
        ("month_investment", "month"): _tr("月份"),
        ("node", "kind"): _tr("节点"),
        ("opinion_limit", "amount"): _tr("期限"),
        ("opinion_limit", "source"): _tr("依据"),
        ("opinion_limit", "unit"): _tr("期限单位"),
        ("part_date", "kind"): _tr("日期种类"),
        ("permit_item", "code"): _tr("事项"),
        ("permit_rule", "body"): _tr("规则内容"),
        ("permit_rule", "code"): _tr("事项"),
        ("permit_rule", "template_id"): _tr("所属版本"),
        ("permit_template", "groups"): _tr("并联组"),
        ("permit_template", "version"): _tr("版本"),
        ("removal_limit", "months"): _tr("期限（个月）"),
        ("removal_limit", "source"): _tr("依据"),
        ("report_edit", "key"): _tr("段落"),
        ("report_issue", "content_bytes"): _tr("内容大小"),
        ("report_issue", "content_sha256"): _tr("内容校验值"),
        ("report_issue", "pdf_bytes"): _tr("文件大小"),
        ("report_issue", "pdf_sha256"): _tr("文件校验值"),
        ("sector_threshold", "amount_yuan"): _tr("标准"),
        ("sector_threshold", "criterion"): _tr("口径"),
        ("sector_threshold", "sector"): _tr("统计行业"),
        ("sector_threshold", "source"): _tr("依据"),
        ("setting", "id"): _tr("设置项"),
        ("setting", "value"): _tr("内容"),
        ("stage_limit", "amount"): _tr("时限"),
        ("stage_limit", "kind"): _tr("时限性质"),
        ("stage_limit", "source"): _tr("依据"),
        ("stage_limit", "start_event"): _tr("起算事件"),
        ("stage_limit", "unit"): _tr("时限单位"),
        ("stage_limit", "warn_amount"): _tr("提前预警"),
        ("stage_limit", "warn_unit"): _tr("预警单位"),
        ("threshold", "comparison"): _tr("比较"),
        ("threshold", "indicator"): _tr("指标"),
        ("threshold", "source"): _tr("依据"),
        ("threshold", "value"): _tr("门槛"),
    }


def _tr(words: str) -> str:
    return translated("field", words)
