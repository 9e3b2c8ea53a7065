"""提醒函 and 督办单: what they say, on how many pages, and how they look."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.stage_terms import NoticeKind
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.notice_input import NoticePaper
from fangzi_desktop.reports.notice_papers import print_notice
from fangzi_desktop.reports.notice_words import (
    done_word,
    effects_words,
    matter,
    proposed_demand,
    standing_words,
    title_words,
)
from tests.reports.test_desk_papers import Printed

GOLDEN = Path(__file__).parents[1] / "data"
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
DUE = date(2023, 2, 17)

REMINDER = NoticePaper(
    kind=NoticeKind.REMINDER,
    document_no="坊专班提〔2023〕3号",
    team="坊子区项目服务专班",
    addressee="自然资源和规划局坊子分局",
    project="示例智能液压阀组生产项目",
    label="建设工程规划许可证",
    start=date(2023, 2, 8),
    due=DUE,
    provisional=False,
    overdue_workdays=5,
    issued_on=date(2023, 2, 24),
    basis="自受理（2023年2月8日）次日起算7个工作日，应于2023年2月17日前（含当日）办结。",
    effects=effects_words(["施工图审查", "建筑工程施工许可证"]),
    demand=proposed_demand(NoticeKind.REMINDER, ClockKind.PERMIT, 5),
    reply_by=date(2023, 3, 1),
)
SUPERVISION = replace(
    REMINDER,
    kind=NoticeKind.SUPERVISION,
    document_no="坊专班督〔2023〕1号",
    overdue_workdays=10,
    issued_on=date(2023, 3, 3),
    demand=proposed_demand(NoticeKind.SUPERVISION, ClockKind.PERMIT, 10),
    reply_by=date(2023, 3, 10),
)
PAPERS = [
    pytest.param("notice-reminder", REMINDER, id="reminder"),
    pytest.param("notice-supervision", SUPERVISION, id="supervision"),
]


@pytest.mark.parametrize(
    ("on", "overdue", "words"),
    [
        (date(2023, 2, 24), 5, "已逾期5个工作日"),
        (date(2023, 2, 18), 0, "已逾期（其间均为休息日）"),
        (DUE, 0, "当日到期"),
        (date(2023, 2, 15), -2, "距到期2个工作日"),
        (date(2023, 2, 16), 0, "临近到期（其间均为休息日）"),
    ],
)
def test_how_late_a_matter_is_carries_its_unit(on: date, overdue: int, words: str) -> None:
    assert standing_words(DUE, on, overdue) == words


def test_a_demand_is_worded_for_its_kind_of_matter() -> None:
    assert "按期反馈意见" in proposed_demand(NoticeKind.REMINDER, ClockKind.OPINION, -1)
    assert "尽快解决" in proposed_demand(NoticeKind.REMINDER, ClockKind.PROBLEM, 1)
    assert proposed_demand(NoticeKind.SUPERVISION, ClockKind.PERMIT, 9).count("\n") == 2
    assert done_word(ClockKind.PERMIT) == "办结"
    assert all(done_word(kind) for kind in ClockKind)
    assert matter(ClockKind.STAGE, "论证") == "论证环节"


def test_what_waits_is_named_up_to_three() -> None:
    assert effects_words([]) == ""
    assert effects_words(["甲", "乙"]) == "该事项未办结，影响甲、乙的办理。"
    assert effects_words(list("甲乙丙丁")) == "该事项未办结，影响甲、乙、丙等4项后续手续。"


@pytest.mark.parametrize(
    ("project", "label", "title"),
    [
        ("甲项目", "施工许可证", "关于甲项目施工许可证的提醒函"),
        ("甲项目", "很长的事项" * 8, "关于甲项目有关事项的提醒函"),
        ("很长的项目" * 8, "施工许可证", "关于施工许可证的提醒函"),
        ("很长的项目" * 8, "很长的事项" * 8, "关于有关事项的提醒函"),
    ],
)
def test_a_title_never_grows_beyond_two_lines(project: str, label: str, title: str) -> None:
    assert title_words(replace(REMINDER, project=project, label=label)) == title


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_a_usual_notice_is_one_page_without_a_number(fonts: FontBook, name: str, paper: NoticePaper) -> None:
    printed = Printed(print_notice, paper, fonts)
    assert printed.pages == 1
    assert "—1—" not in printed.text()


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_a_long_demand_goes_on_to_a_numbered_page_whole(
    fonts: FontBook, name: str, paper: NoticePaper
) -> None:
    demand = "\n".join(f"第{number:02d}条，逐项明确责任人和完成日期并按周报送进展。" for number in range(40))
    printed = Printed(print_notice, replace(paper, demand=demand), fonts)
    assert printed.pages >= 2
    text = printed.text()
    assert all(f"第{number:02d}条" in text for number in range(40))
    assert "—2—" in text and "—1—" not in text


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_the_same_notice_is_the_same_file(fonts: FontBook, name: str, paper: NoticePaper) -> None:
    assert Printed(print_notice, paper, fonts).pdf == Printed(print_notice, paper, FontBook()).pdf


def test_a_form_leaves_room_to_write_and_names_what_is_signed(fonts: FontBook) -> None:
    text = Printed(print_notice, SUPERVISION, fonts).text()
    for label in ("编号", "承办单位", "办理时限", "督办事项", "逾期情况", "督办要求", "领导批示", "签收人"):
        assert label in text
    assert "已逾期10个工作日" in text


def test_an_estimated_day_is_marked_and_an_unknown_start_left_open(fonts: FontBook) -> None:
    early = replace(REMINDER, provisional=True, start=None, reply_by=None, overdue_workdays=-3)
    text = Printed(print_notice, replace(early, issued_on=date(2023, 2, 14)), fonts).text()
    assert "（预估）" in text and "临近到期" in text
    assert "书面回复" not in text


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_strange_words_print(fonts: FontBook, name: str, paper: NoticePaper) -> None:
    strange = replace(
        paper,
        project="很长" * 120 + "😀\n第二行",
        label="事项" * 90,
        addressee="单位" * 40,
        demand="\n😀\n" * 3,
    )
    assert Printed(print_notice, strange, fonts).pages >= 1


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_a_notice_says_what_its_golden_says(shipped_fonts: FontBook, name: str, paper: NoticePaper) -> None:
    pages = Printed(print_notice, paper, shipped_fonts).texts()
    text = "\f".join("\n".join(re.sub(r" +", "", line) for line in page.splitlines()) for page in pages)
    path = GOLDEN / f"{name}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "paper"), PAPERS)
def test_a_notice_looks_as_its_golden(shipped_fonts: FontBook, name: str, paper: NoticePaper) -> None:
    shown = Printed(print_notice, paper, shipped_fonts).picture(0)
    path = GOLDEN / f"{name}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height
