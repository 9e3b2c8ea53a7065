"""Which departments the names on a checklist mean."""

from __future__ import annotations

import pytest

from fangzi_desktop.domain.departments import department_named, departments_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("区行政审批服务局(水利局)", ("行政审批服务局",)),
        ("区财政局、区税务局", ("财政局", "税务局")),
        ("区行政审批服务局/区住房和城乡建设局牵头", ("行政审批服务局", "住房和城乡建设局")),
        ("市自然资源和规划局坊子分局编制，报区(市)人民政府批准", ("自然资源和规划局坊子分局",)),
        ("市公共资源交易中心", ("公共资源交易中心",)),
        ("建设单位(区住房和城乡建设局监管)", ()),
        ("国网供电公司", ()),
        ("项目服务专班", ()),
    ],
)
def test_offices_and_levels_are_left_out_and_joint_departments_are_all_named(
    text: str, names: tuple[str, ...]
) -> None:
    assert departments_of(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [("区财政局", "财政局"), ("招商（投资促进）部门", "招商（投资促进）部门"), ("供水公司", ""), (" ", "")],
)
def test_a_typed_name_loses_its_level_and_an_enterprise_is_none(text: str, name: str) -> None:
    assert department_named(text) == name
