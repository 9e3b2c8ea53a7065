from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.profiles import (
    ProfileField,
    check_credit_code,
    check_industry_code,
    check_profile,
    credit_code_check,
)

TODAY = date(2023, 2, 24)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        pytest.param({"tax_yuan": -1}, "profile.negative", id="negative money"),
        pytest.param({"energy_tce": Decimal("-0.1")}, "profile.negative", id="negative quantity"),
        pytest.param({"employees": -3}, "profile.negative", id="negative count"),
        pytest.param({"floor_area_sqm": Decimal(0)}, "profile.area_not_positive", id="floor area 0"),
        pytest.param({"built_area_mu": Decimal(0)}, "profile.area_not_positive", id="built area 0"),
        pytest.param({"licence_on": date(2023, 2, 25)}, "profile.in_future", id="licence tomorrow"),
        pytest.param({"credit_code": "91370704MA3CXXXX0"}, "profile.credit_code", id="17 signs"),
        pytest.param({"industry_code": "38.24"}, "profile.industry_code", id="dotted industry"),
    ],
)
def test_what_cannot_be_right_in_a_profile_is_refused(values: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError, match=code):
        check_profile(values, TODAY)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"green_sqm": Decimal(0), "tax_yuan": 0, "is_leased": True},
        {"licence_on": TODAY, "supervised_until": date(2033, 1, 1)},
        {field.value: None for field in ProfileField},
    ],
)
def test_what_may_be_is_allowed(values: dict[str, Any]) -> None:
    check_profile(values, TODAY)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "11100000000013127D"])
def test_true_credit_codes_of_the_standard_and_of_an_office_are_allowed(code: str) -> None:
    check_credit_code(code)


@pytest.mark.parametrize(
    "code",
    ["91350100M000100Y44", "91350100M000100Y4", "91350100I000100Y43", "91350100m000100Y43", "中" * 18],
)
def test_a_credit_code_with_a_slip_is_refused(code: str) -> None:
    with pytest.raises(UserError, match=r"profile\.credit_code"):
        check_credit_code(code)


def test_the_check_sign_may_be_nought() -> None:
    codes = [f"91370704MA3C{number:05d}" for number in range(40)]
    assert "0" in {credit_code_check(code) for code in codes}


@pytest.mark.parametrize("code", ["", "C", "C38", "C382", "C3824", "3824", "38"])
def test_industry_codes_are_formed_as_the_standard_does(code: str) -> None:
    check_industry_code(code)


@pytest.mark.parametrize("code", ["U38", "C3", "C38245", "c38", "汽车"])
def test_other_industry_codes_are_refused(code: str) -> None:
    with pytest.raises(UserError, match=r"profile\.industry_code"):
        check_industry_code(code)
