"""The paper on one project: its overview on one page, its detail, what it survives, how it looks."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import NodeKind
from fangzi_desktop.domain.terms import Light, Milestone, ProjectStatus, Stage, StageStatus
from fangzi_desktop.reports.document import Heading
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.frozen import from_json, to_json
from fangzi_desktop.reports.pdf import print_document
from fangzi_desktop.reports.project import project_document
from fangzi_desktop.reports.project_events import last_events
from fangzi_desktop.reports.project_input import (
    FileFact,
    MoneyFact,
    NodeFact,
    ProjectInput,
    StageFact,
    StatusFact,
)
from fangzi_desktop.reports.project_words import date_words, money_words
from fangzi_desktop.reports.text import plain
from tests.reports.projects import a_full_project, a_problem, a_project_paper, known, on

GOLDEN = Path(__file__).parents[1] / "data"
DPI = 50
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
MM = 72 / 25.4


class Printed:
    """A printed paper as a reader sees it."""

    def __init__(self, data: ProjectInput, fonts: FontBook) -> None:
        target = io.BytesIO()
        self.pages = print_document(project_document(data), target, fonts)
        self.pdf = target.getvalue()

    def texts(self) -> list[str]:
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
        finally:
            document.close()

    def text(self) -> str:
        return solid("".join(self.texts()))

    def plumbed(self) -> Iterator[pdfplumber.page.Page]:
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            yield from document.pages

    def picture(self, number: int) -> Image.Image:
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            shown: Image.Image = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
        finally:
            document.close()
        return shown.convert("L")


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_project_that_was_just_written_down_fits_one_page(fonts: FontBook) -> None:
    printed = Printed(a_project_paper(), fonts)
    # That it entered its first stage stands on the track already.
    assert printed.pages == 1
    text = printed.text()
    assert "甲项目情况" in text
    assert "没有在计的时限。" in text
    assert "没有未销号的问题。" in text


def test_the_overview_is_the_first_page_and_the_detail_begins_on_the_second(fonts: FontBook) -> None:
    texts = [solid(text) for text in Printed(a_full_project(), fonts).texts()]
    for words in (
        "投资方：某某新材料（集团）股份有限公司".replace("（", "(").replace("）", ")"),
        "总投资10.2亿元，其中固定资产投资8.6亿元",
        "用地185.5亩",
        "手续办理（2022年11月1日开始，已116个自然日）",
        "■红灯",
        "▲投资进度：完成年度计划的8%，时间进度16.7%",
        "■越关2022年11月1日生成→手续办理（限时补办，会纪〔2022〕9号）",
        "签约2022年7月28日",
        "动工（出让合同）2023年2月14日（计划2023年2月10日）",
        "年度计划3亿元；2023年完成2400万元，占年度计划8%；累计完成1.24亿元，占总投资12.2%",
        "■施工图设计文件审查（区行政审批服务局（住房和城乡建设局））2月22日到期，逾期2个工作日",
        "在计时限",
        "▲施工用电接入点距离场地较远（区供电公司，03-17前解决，已交办，挂牌督办）",
        "个未销号问题，见后",
    ):
        assert words in texts[0]
    assert "一、会审论证" not in texts[0]
    assert texts[1].startswith("一、会审论证")


def test_only_what_has_anything_to_say_has_a_section() -> None:
    document = project_document(a_project_paper(problems=(a_problem(),)))
    titles = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert titles == ["一、存在问题", "二、动态"]


def test_every_section_stands_in_the_order_of_the_project_page() -> None:
    blocks = project_document(a_full_project()).blocks
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "一、会审论证",
        "二、手续办理",
        "三、要素配置",
        "四、协议履约",
        "五、建设情况",
        "六、纳统升规",
        "七、存在问题",
        "八、分期建设",
        "九、文字记录",
        "十、文件清单",
        "十一、动态",
    ]


def test_no_heading_is_the_last_line_of_a_page(fonts: FontBook) -> None:
    for count in range(1, 22):
        data = a_project_paper(
            problems=tuple(a_problem(n) for n in range(1, count)), files=(FileFact("甲.pdf", on(2, 1)),)
        )
        for text in Printed(data, fonts).texts():
            lines = [line for line in text.splitlines() if line.strip()]
            body = [line for line in lines if not re.fullmatch(r"\s*— \d+ —\s*", line)]
            assert not re.match(r"[一二三四五]、", body[-1]), count


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("<b>粗</b><img src='/etc/passwd'/>", id="markup"),
        pytest.param("甲&乙&amp;丙<丁>戊", id="ampersands"),
        pytest.param("一行\n二行\r\n三行\t四", id="line ends and tabs"),
        pytest.param("零\u200b宽\u202e倒\ufeff序", id="zero width"),
        pytest.param("𠮷野家㐂䶮", id="rare characters"),
        pytest.param("%s {0} {name} %(x)s", id="templates"),
    ],
)
def test_what_people_typed_prints_as_typed(fonts: FontBook, typed: str) -> None:
    data = a_project_paper(
        name=f"始{typed}终",
        investor=typed,
        remark=typed,
        progress=typed,
        problems=(a_problem(text=typed, unit=typed, suggestion=typed),),
        files=(FileFact(typed, on(2, 1)),),
    )
    text = Printed(data, fonts).text()
    assert f"始{solid(plain(typed))}终情况" in text
    assert text.count(solid(plain(typed))) >= 7


def test_a_note_of_ten_thousand_characters_breaks_no_page(fonts: FontBook) -> None:
    long = "长" * 10_000
    data = a_project_paper(remark=long, progress=long, problems=(a_problem(text=long),))
    printed = Printed(data, fonts)
    texts = [solid(text) for text in printed.texts()]
    assert texts[1].startswith("一、存在问题")
    assert sum(text.count("长") for text in texts[1:]) >= 30_000
    for page in printed.plumbed():
        assert max(char["x1"] for char in page.chars) <= (28 + 157) * MM
        assert max(char["bottom"] for char in page.chars) <= page.height - 20 * MM


def test_a_long_name_leaves_the_overview_on_its_page(fonts: FontBook) -> None:
    name = "年产一百万件套新能源精密碳化硅结构件及配套产业园基础设施一体化建设项目（一期）工程"
    texts = [solid(text) for text in Printed(replace(a_full_project(), name=name), fonts).texts()]
    assert f"{name}情况" in texts[0]
    assert texts[1].startswith("一、会审论证")


def test_a_project_that_was_put_off_says_why(fonts: FontBook) -> None:
    data = a_project_paper(
        status=ProjectStatus.DEFERRED, status_change=StatusFact(on(2, 3), "用地未落实", "会纪3号", on(8, 3))
    )
    assert "状态：暂缓（2023年2月3日，用地未落实，会纪3号，2023年8月3日复审）" in Printed(data, fonts).text()


def test_a_date_stands_beside_its_plan_where_they_differ() -> None:
    data = a_project_paper(
        milestones={
            Milestone.PLANNED_START: known(1, 10),
            Milestone.START_LEGAL: known(2, 1),
            Milestone.START: known(2, 3),
            Milestone.PLANNED_COMPLETION: PartialDate(2022, 12),
            Milestone.PLANNED_PRODUCTION: known(5, 1, 2024),
        }
    )
    assert date_words(data).replace("\n", "；") == (
        "开工 2023年2月3日（计划2023年1月10日）；计划竣工 2022年12月（已过期）；计划投产 2024年5月1日"
    )


@pytest.mark.parametrize(
    ("done", "plan", "share"),
    [
        pytest.param(1, 3, "33.3%", id="a third"),
        pytest.param(1, 8, "12.5%", id="an eighth"),
        pytest.param(2, 3, "66.7%", id="two thirds"),
        pytest.param(1, 2000, "0.1%", id="half a tenth is rounded up"),
        pytest.param(3, 2, "150%", id="more than planned"),
    ],
)
def test_shares_are_rounded_as_people_round(done: int, plan: int, share: str) -> None:
    data = a_project_paper(
        money=MoneyFact(annual_plan_yuan=plan * 10_000, year=2023, year_done_yuan=done * 10_000)
    )
    assert money_words(data).endswith(f"占年度计划{share}")


def test_no_share_is_given_of_a_plan_of_nothing() -> None:
    data = a_project_paper(money=MoneyFact(annual_plan_yuan=0, year=2023, year_done_yuan=10_000))
    assert money_words(data) == "年度计划0元；2023年完成1万元"


def test_the_last_twenty_events_are_told_newest_first() -> None:
    events = last_events(a_full_project())
    days = [day for day, _ in events]
    assert len(events) == 20
    assert days == sorted(days, reverse=True)
    assert events[0] == (date(2023, 2, 20), "人民防空工程设计审查受理")
    words = [said for _, said in events]
    assert "问题5销号" in words
    assert "兑付“开工扶持”300万元" in words


def test_what_lies_ahead_is_no_event() -> None:
    data = a_project_paper(
        stages=a_project_paper().stages,
        milestones={Milestone.AGREEMENT: known(3, 1), Milestone.LISTED: known(2, 1)},
    )
    assert [words for _, words in last_events(data)] == ["进入“项目策划”环节", "土地挂牌"]


def test_the_document_is_kept_and_read_again_the_same() -> None:
    document = project_document(a_full_project())
    assert from_json(to_json(document)) == document


def test_each_paragraph_has_a_key_of_its_own_and_a_source() -> None:
    passages = list(project_document(a_full_project()).passages)
    assert len({one.key for one in passages}) == len(passages) >= 4
    assert all(one.sources and one.sources[0].project_id == "p-1" for one in passages)


def test_the_text_block_is_that_of_the_standard(fonts: FontBook) -> None:
    for number, page in enumerate(Printed(a_full_project(), fonts).plumbed(), start=1):
        chars = [char for char in page.chars if char["bottom"] < page.height - 33 * MM]
        assert min(char["x0"] for char in chars) >= 28 * MM - 0.5
        assert max(char["x1"] for char in chars) <= 28 * MM + 441.5
        assert f"—{number}—" in solid(page.extract_text())


def test_the_paper_says_what_its_golden_says(shipped_fonts: FontBook) -> None:
    text = "\f".join(
        "\n".join(re.sub(r" +", "", line) for line in page.splitlines())
        for page in Printed(a_full_project(), shipped_fonts).texts()
    )
    path = GOLDEN / "project.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_page_looks_as_its_golden(shipped_fonts: FontBook, number: int) -> None:
    shown = Printed(a_full_project(), shipped_fonts).picture(number - 1)
    path = GOLDEN / f"project-{number}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height


def test_a_stage_that_lies_behind_without_a_record_is_not_said_to_be_ahead(fonts: FontBook) -> None:
    stages = (
        StageFact(Stage.PLANNING),
        StageFact(Stage.REVIEW, StageStatus.ACTIVE),
        StageFact(Stage.FORMATION),
    )
    text = Printed(a_project_paper(stage=Stage.REVIEW, stages=stages), fonts).text()
    assert "状态未登记进行中当前环节未开始" in text


def test_a_node_that_is_a_milestone_is_told_once() -> None:
    data = a_project_paper(
        milestones={Milestone.TOPPED_OUT: known(2, 1)},
        nodes=(
            NodeFact(NodeKind.TOPPED_OUT, "", None, known(2, 1), None, Light.GREY),
            NodeFact(NodeKind.TOPPED_OUT, "一期", None, known(2, 2), None, Light.GREY),
        ),
    )
    words = [said for _, said in last_events(data)]
    assert words[1:] == ["建设节点：主体封顶（一期）", "主体封顶"]


def test_the_current_stage_is_named_on_the_track(fonts: FontBook) -> None:
    text = Printed(a_full_project(), fonts).text()
    assert "进行中当前环节" in text
    assert a_full_project().stage is Stage.PERMITS
