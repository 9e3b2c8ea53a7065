"""What merged records, fields and values are called: all of them, and never by a code."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.services.merge_names import RecordNames, merged_fields, record_names, shape_of
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.merging import records_of
from fangzi_desktop.ui.field.merge_words import (
    field_words,
    record_words,
    table_words,
    titled,
    value_words,
    who_words,
)
from tests.builders import a_project, a_project_with_permits

NOBODY = RecordNames()


def is_chinese(words: str) -> bool:
    return any("一" <= letter <= "鿿" for letter in words) and "_" not in words


@pytest.mark.parametrize("table", merged_fields())
def test_every_kind_of_records_and_every_field_has_a_name(table: str) -> None:
    assert is_chinese(table_words(table))
    for field in merged_fields()[table]:
        assert is_chinese(field_words(table, field)), field


@pytest.mark.parametrize("table", merged_fields())
def test_no_two_fields_of_a_kind_are_called_the_same(table: str) -> None:
    names = [field_words(table, field) for field in merged_fields()[table]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("table", merged_fields())
def test_records_are_known_by_what_people_know_of_them(table: str) -> None:
    record = dict.fromkeys(merged_fields()[table], None)
    assert record_words(table, record, NOBODY) == ""
    assert is_chinese(titled(table, record, NOBODY))


@pytest.mark.parametrize("table", merged_fields())
def test_every_term_is_said_as_the_glossary_has_it(table: str) -> None:
    for field in merged_fields()[table]:
        shape = shape_of(table, field)
        for member in shape.holds if hasattr(shape.holds, "__members__") else ():
            assert value_words(table, field, member.value, NOBODY) == member.zh


@pytest.mark.parametrize(
    ("table", "field", "value", "said"),
    [
        ("project", "investment_yuan", 950_000_000, "9.5亿元"),
        ("project", "area_mu", "45.50", "45.5亩"),
        ("project", "progress_on", "2026-11-03", "2026年11月3日"),
        ("project", "stage", Stage.REVIEW.value, Stage.REVIEW.zh),
        ("project", "gate_safety", False, "未通过"),
        ("project", "investor", "", "空"),
        ("milestone", "happened", "2026-05", "2026年5月"),
        ("photo", "size_bytes", 2_097_152, "2.0 MB"),
        ("element", "is_unavailable", True, "是"),
        ("element", "specifics", '{"voltage": "10千伏"}', "10千伏"),
        ("filing_window", "months", "[3, 6]", "3、6"),
        ("permit_item", "part_id", "gone", "已删除的记录"),
    ],
)
def test_values_are_written_as_people_write_them(table: str, field: str, value: object, said: str) -> None:
    assert value_words(table, field, value, NOBODY) == said


def test_an_amount_says_its_unit_where_the_record_has_one() -> None:
    record = {"unit": "working_day"}
    assert value_words("extension", "amount", 5, NOBODY, record) == "5个工作日"
    assert value_words("element", "demand", "200", NOBODY, {"unit": "吨/日"}) == "200吨/日"


def test_other_records_are_said_by_their_names(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    items = workspace.read(lambda view: records_of(view.session, "permit_item", project))
    row = next(iter(items.values()))
    suspension = {"project_id": project, "item_id": row["id"], "first": "2026-11-02"}
    names = workspace.read(record_names, [("suspension", suspension)])
    item = value_words("suspension", "item_id", row["id"], names)
    assert is_chinese(item)
    assert titled("suspension", suspension, names) == f"暂停 {item} 2026年11月2日"
    assert ("project", project) in names.records


def test_a_record_without_a_name_of_its_own_is_known_by_its_kind(workspace: Workspace) -> None:
    project = workspace.do(a_project, "一号项目").value
    assert titled("profile", {"project_id": project}, NOBODY) == "项目资料"
    assert (
        titled("milestone", {"kind": Milestone.AGREEMENT.value}, NOBODY) == f"日期 {Milestone.AGREEMENT.zh}"
    )


def test_who_said_something_is_told_in_office_time() -> None:
    at = datetime(2026, 11, 27, 17, 5, tzinfo=UTC)
    assert who_words("专员乙", at, "笔记本一") == "专员乙 · 2026-11-28 01:05 · 笔记本一"


def test_words_are_there_without_a_window() -> None:
    code = "import sys, fangzi_desktop.ui.field.merge_words; sys.exit('PySide6.QtCore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
