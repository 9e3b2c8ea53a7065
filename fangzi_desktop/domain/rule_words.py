"""A permit rule in words, field by field: for comparing versions, for the workbook, and for refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import PermitRule, PermitVariant, StartEvent, ValidityEnd
from fangzi_desktop.domain.terms import LimitKind, Route, Term, Unit

SELF_MANAGED = "不计时限"
AT_LEAST = "不少于"
YES, NO = "是", "否"
DROPPED, ADDED = "去掉：", "加上："


class RuleField(Term):
    """What a rule says, with the head that its column bears in a workbook."""

    CODE = "code", "事项编码"
    NAME = "name", "事项名称"
    DEPARTMENT = "department", "办理部门"
    PHASE = "phase", "所属阶段"
    ROUTES = "routes", "适用用地情况"
    LIMIT = "limit", "承诺时限"
    BASIS = "basis", "时限依据"
    START = "start", "起算事件"
    STATUTORY = "statutory", "法定时限"
    STATUTORY_NOTE = "statutory_note", "法定时限说明"
    REQUIRES = "requires", "前置事项"
    REQUIRES_NEW_LAND = "requires_new_land", "新增用地另需前置"
    REQUIRES_EXISTING_LAND = "requires_existing_land", "不新增用地另需前置"
    CONDITIONAL = "conditional", "视情形办理"
    CONDITION = "condition", "办理情形"
    REGIONAL_EVAL = "regional_eval", "区域评估可替代"
    ALTERNATIVE_TO = "alternative_to", "替代的事项"
    VARIANTS = "variants", "事项类别"
    ROUTE_LIMITS = "route_limits", "分用地情况的时限"
    MATERIALS = "materials", "申请材料"
    RESULT = "result", "办理结果"
    VALIDITY = "validity", "结果有效期"
    ROUNDS = "rounds", "可多轮办理"
    EXTENSION = "extension", "法定可延期"
    CERTIFICATE = "certificate", "四证之一"
    SOURCES = "sources", "依据来源"


EXTRA_FIELDS: Mapping[Route, RuleField] = {
    Route.NEW_LAND: RuleField.REQUIRES_NEW_LAND,
    Route.EXISTING_LAND: RuleField.REQUIRES_EXISTING_LAND,
}

_LIMIT = re.compile(r"(不少于|至少)?\s*([0-9]{1,6})\s*个?\s*(工作日|自然日|月)")
_UNITS = {"工作日": Unit.WORKING_DAY, "自然日": Unit.CALENDAR_DAY, "月": Unit.MONTH}


def limit_words(limit: Limit | None) -> str:
    """Say a limit with its unit: 10个工作日, 不少于30个自然日; without one 不计时限."""
    if limit is None:
        return SELF_MANAGED
    return f"{AT_LEAST if limit.kind is LimitKind.MIN else ''}{limit.zh}"


def limit_from(words: str) -> Limit | None:
    """Read what `limit_words` says, and an empty text as no limit.

    Raises `ValueError` for anything else, so for an amount without its unit.
    """
    words = words.strip()
    if words in ("", SELF_MANAGED):
        return None
    found = _LIMIT.fullmatch(words)
    if found is None:
        raise ValueError(words)
    kind = LimitKind.MIN if found[1] else LimitKind.MAX
    return Limit(int(found[2]), _UNITS[found[3]], kind)


def start_words(start: StartEvent, names: Mapping[str, str]) -> str:
    """Say what starts a clock, and in which other item it happens."""
    if start.code is None:
        return start.words
    return f"{start.words}（“{names.get(start.code, start.code)}”{start.moment.zh}）"


def names_of(*versions: Iterable[PermitRule]) -> dict[str, str]:
    """Return the items' names by their code; of a code that several versions hold the last one's."""
    return {rule.code: rule.name for version in versions for rule in version}


def field_words(rule: PermitRule, field: RuleField, names: Mapping[str, str]) -> str:
    """Say one field of a rule; `names` are the items' names by code. Nothing to say is the empty text."""
    return _WORDS[field](rule, names)


def listed(rule: PermitRule, field: RuleField, names: Mapping[str, str]) -> dict[str, str]:
    """Return what a field lists, in words by a key that stays the same; empty for a field that is no list."""
    if field is RuleField.MATERIALS:
        return dict(zip(rule.materials, rule.materials, strict=True))
    if field is RuleField.SOURCES:
        return {f"{one.kind}{one.text}": f"{one.kind.zh}：{one.text}" for one in rule.sources}
    if field is RuleField.VARIANTS:
        return {f"{one.code}{_variant(one)}": _variant(one) for one in rule.variants}
    if field is RuleField.ROUTE_LIMITS:
        return dict(zip(_each_route(rule, {}), _each_route(rule, names), strict=True))
    extra = {where: route for route, where in EXTRA_FIELDS.items()}
    codes = rule.requires if field is RuleField.REQUIRES else ()
    if field in extra:
        codes = rule.requires_extra.get(extra[field], ())
    return {code: names.get(code, code) for code in codes}


def _listed(codes: Iterable[str], names: Mapping[str, str]) -> str:
    return "、".join(names.get(code, code) for code in codes)


def _yes(said: bool) -> str:
    return YES if said else NO


def _variant(variant: PermitVariant) -> str:
    statutory = f"（法定{limit_words(variant.statutory)}）" if variant.statutory else ""
    return f"{variant.name}{limit_words(variant.limit)}{statutory}"


def _validity(rule: PermitRule) -> str:
    if rule.validity is None:
        return ""
    one = rule.validity
    months = f"{one.months}个月" if one.months is not None else ""
    renewal = f"期满前{one.renew_before.zh}办理延续" if one.renew_before is not None else ""
    until = f"管到{one.ends_with.zh}" if one.ends_with is ValidityEnd.START else ""
    delivery = "自领取之日起算" if one.from_delivery else ""
    term = "使用年限，不提醒到期" if one.is_term else ""
    return "；".join(part for part in (months, delivery, until, renewal, term, one.note) if part)


def _each_route(rule: PermitRule, names: Mapping[str, str]) -> list[str]:
    return [
        f"{route.zh}：{start_words(one.start, names)}后{limit_words(one.limit)}"
        for route, one in sorted(rule.limit_by_route.items(), key=lambda pair: list(Route).index(pair[0]))
    ]


_WORDS: Mapping[RuleField, Callable[[PermitRule, Mapping[str, str]], str]] = {
    RuleField.CODE: lambda rule, _: rule.code,
    RuleField.NAME: lambda rule, _: rule.name,
    RuleField.DEPARTMENT: lambda rule, _: rule.department,
    RuleField.PHASE: lambda rule, _: rule.phase.zh,
    RuleField.ROUTES: lambda rule, _: "、".join(route.zh for route in Route if route in rule.routes),
    RuleField.LIMIT: lambda rule, _: limit_words(rule.limit),
    RuleField.BASIS: lambda rule, _: rule.basis.zh,
    RuleField.START: lambda rule, names: start_words(rule.start, names),
    RuleField.STATUTORY: lambda rule, _: limit_words(rule.statutory) if rule.statutory else "",
    RuleField.STATUTORY_NOTE: lambda rule, _: rule.statutory_note,
    RuleField.REQUIRES: lambda rule, names: _listed(rule.requires, names),
    RuleField.REQUIRES_NEW_LAND: lambda rule, names: _listed(
        rule.requires_extra.get(Route.NEW_LAND, ()), names
    ),
    RuleField.REQUIRES_EXISTING_LAND: lambda rule, names: _listed(
        rule.requires_extra.get(Route.EXISTING_LAND, ()), names
    ),
    RuleField.CONDITIONAL: lambda rule, _: _yes(rule.conditional),
    RuleField.CONDITION: lambda rule, _: rule.condition,
    RuleField.REGIONAL_EVAL: lambda rule, _: _yes(rule.regional_eval),
    RuleField.ALTERNATIVE_TO: lambda rule, names: _listed(
        (rule.alternative_to,) if rule.alternative_to else (), names
    ),
    RuleField.VARIANTS: lambda rule, _: "；".join(_variant(one) for one in rule.variants),
    RuleField.ROUTE_LIMITS: lambda rule, names: "；".join(_each_route(rule, names)),
    RuleField.MATERIALS: lambda rule, _: "；".join(rule.materials),
    RuleField.RESULT: lambda rule, _: rule.result,
    RuleField.VALIDITY: lambda rule, _: _validity(rule),
    RuleField.ROUNDS: lambda rule, _: _yes(rule.rounds),
    RuleField.EXTENSION: lambda rule, _: limit_words(rule.extension) if rule.extension else "",
    RuleField.CERTIFICATE: lambda rule, _: _yes(rule.certificate),
    RuleField.SOURCES: lambda rule, _: "；".join(f"{one.kind.zh}：{one.text}" for one in rule.sources),
}
