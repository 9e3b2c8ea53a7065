"""What is known of a project beyond its ledger line: the fields, and what of it cannot be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Term


class ProfileField(Term):
    """The fields of a project's profile that a person fills in (mechanism §1.3)."""

    SOURCE = "source", "线索来源"
    CONTACT = "contact", "联系方式"
    FIRST_CONTACT_ON = "first_contact_on", "首次接洽"
    INTENT = "intent", "意向程度"
    PROJECT_TYPE = "project_type", "项目类型"
    INDUSTRY_CODE = "industry_code", "国民经济行业代码"
    SITE_INTENTION = "site_intention", "选址意向"
    IS_LEASED = "is_leased", "租赁厂房"
    TAX = "tax_yuan", "达产年税收"
    VALUE_ADDED = "value_added_yuan", "达产年增加值"
    RESEARCH = "rd_yuan", "年研发费用"
    EMPLOYEES = "employees", "用工人数"
    ENERGY = "energy_tce", "年综合能耗"
    EMISSION = "emission_tonnes", "年主要污染物排放"
    FLOOR_AREA = "floor_area_sqm", "计容建筑面积"
    FOOTPRINT = "footprint_sqm", "建构筑物和堆场占地"
    GREEN = "green_sqm", "绿地面积"
    OFFICE = "office_sqm", "行政办公生活用地"
    DEVELOPER = "developer", "项目公司"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    LICENCE_ON = "licence_on", "营业执照日期"
    PLATFORM_CODE = "platform_code", "项目代码"
    SECTOR = "sector", "统计行业"
    LAND_PRICE = "land_price_yuan", "土地出让价款"
    BUILT_AREA = "built_area_mu", "已建面积"
    PHYSICAL_PROGRESS = "physical_progress", "形象进度"
    PHYSICAL_CONFIRMED_ON = "physical_confirmed_on", "形象进度核实"
    SUPERVISED_UNTIL = "supervised_until", "监管期至"


_NOT_ZERO = frozenset({ProfileField.FLOOR_AREA, ProfileField.FOOTPRINT, ProfileField.BUILT_AREA})
_HAPPENED = frozenset(
    {ProfileField.FIRST_CONTACT_ON, ProfileField.LICENCE_ON, ProfileField.PHYSICAL_CONFIRMED_ON}
)

# GB 32100-2015 §5: digits and capitals without I, O, S, V and Z.
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_LENGTH = 18
# GB/T 4754-2017: a section A to T, a division of two figures, a group of three, a class of four.
_INDUSTRY = re.compile(r"[A-T]|[A-T]?\d{2,4}")


def check_profile(values: Mapping[str, Any], today: date) -> None:
    """Allow these values of a profile, by their fields' codes, or raise `UserError`.

    Codes: ``profile.negative``, ``profile.area_not_positive``, ``profile.in_future``, and those of
    `check_credit_code` and `check_industry_code`. What is left open is never wrong.
    """
    for field in ProfileField:
        value = values.get(field.value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and value < 0:
            raise UserError("profile.negative", field=field)
        if field in _NOT_ZERO and value is not None and value == 0:
            raise UserError("profile.area_not_positive", field=field)
        if field in _HAPPENED and value is not None and value > today:
            raise UserError("profile.in_future", field=field, today=today)
    check_credit_code(values.get(ProfileField.CREDIT_CODE.value) or "")
    check_industry_code(values.get(ProfileField.INDUSTRY_CODE.value) or "")


def check_credit_code(code: str) -> None:
    """Allow an empty 统一社会信用代码 or a true one, or raise ``profile.credit_code``.

    A true one has 18 signs, the last of which follows from the others (GB 32100-2015 §6).
    """
    if code and (len(code) != _CODE_LENGTH or code[-1] != credit_code_check(code[:-1])):
        raise UserError("profile.credit_code", text=code)


def credit_code_check(code: str) -> str:
    """Return the last sign of a 统一社会信用代码 whose first 17 these are; empty if they are none."""
    if len(code) != _CODE_LENGTH - 1 or any(sign not in _SIGNS for sign in code):
        return ""
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return _SIGNS[-total % 31]


def check_industry_code(code: str) -> None:
    """Allow an empty industry code or one formed as GB/T 4754 does, or raise ``profile.industry_code``."""
    if code and not _INDUSTRY.fullmatch(code):
        raise UserError("profile.industry_code", text=code)
