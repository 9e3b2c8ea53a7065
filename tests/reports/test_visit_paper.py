"""走访记录: one visit on one page with at most four photos, each whole."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.photo_pages import PagePhoto
from fangzi_desktop.reports.visit_input import PaperFinding, PaperPromise, VisitPaper
from fangzi_desktop.reports.visit_paper import print_visit
from tests.picture_files import picture, written

GOLDEN = Path(__file__).parents[1] / "data"
DPI = 60
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
DAY = date(2023, 2, 20)

PAPER = VisitPaper(
    team="坊子区项目服务专班",
    project="示例智能液压阀组生产项目",
    visited_on=DAY,
    who="服务专员、住房和城乡建设局",
    node="主体施工",
    percent=45,
    text="二层梁板浇筑完成一半，钢结构构件陆续进场。\n场区北侧临时道路尚未打通，材料车辆绕行。",
    next_on=date(2023, 3, 6),
    as_of=date(2023, 2, 24),
    problems=(
        PaperFinding("场区北侧临时道路未打通。", "属地单位", date(2023, 3, 3), "已交办"),
        PaperFinding("塔吊备案资料不齐", "", None, "已提出"),
    ),
    promises=(
        PaperPromise("增加一个作业班组", "施工单位", date(2023, 3, 1), None),
        PaperPromise("完成临时用电增容现场勘查", "供电公司", date(2023, 2, 23), date(2023, 2, 22)),
    ),
)


def a_photo(number: int, size: tuple[int, int] = (160, 120)) -> PagePhoto:
    colour = (40 + 20 * number, 90, 200 - 20 * number)
    return PagePhoto(written(picture(size, colour)), f"基础浇筑第{number}段", "1号厂房", DAY, True)


def printed(data: VisitPaper, fonts: FontBook) -> tuple[int, str, Image.Image]:
    target = io.BytesIO()
    pages = print_visit(data, target, fonts)
    document = pypdfium2.PdfDocument(target.getvalue())
    try:
        text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
        return pages, text, document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()


@pytest.mark.parametrize("count", range(5))
def test_a_visit_with_up_to_four_photos_stands_on_one_page(fonts: FontBook, count: int) -> None:
    sizes = [(160, 120), (120, 160), (400, 20), (20, 400)]
    photos = tuple(a_photo(number, size) for number, size in enumerate(sizes[:count], start=1))
    pages, text, _ = printed(replace(PAPER, photos=photos, photos_in_all=count), fonts)
    assert pages == 1
    assert all(f"图{number}基础浇筑第{number}段" in text for number in range(1, count + 1))


def test_it_tells_who_saw_what_and_who_does_what_by_when(fonts: FontBook) -> None:
    _, text, _ = printed(PAPER, fonts)
    for words in (
        "走访日期2023年2月20日",
        "下次走访2023年3月6日",
        "主体施工，约45%（走访时目测，非统计数据）",
        "1.场区北侧临时道路未打通（责任单位：属地单位，解决时限：2023年3月3日，目前已交办）。",
        "2.塔吊备案资料不齐（目前已提出）。",
        "1.增加一个作业班组（施工单位，承诺2023年3月1日前兑现）。",
        "（供电公司，承诺2023年2月23日前兑现，2023年2月22日已兑现）。",
    ):
        assert words in text
    assert "另有照片" not in text


def test_what_was_not_said_is_left_blank_and_further_photos_are_counted(fonts: FontBook) -> None:
    bare = VisitPaper("坊子区项目服务专班", "甲项目", DAY, "", "", None, "座谈", None, DAY, photos_in_all=3)
    _, text, _ = printed(replace(bare, photos=(a_photo(1),)), fonts)
    assert "另有照片2张存于项目档案。" in text
    assert "到达节点—" in text.replace("形象进度", "") and "发现问题—现场承诺—" in text


def test_words_beyond_a_page_go_on_and_photos_follow(fonts: FontBook) -> None:
    pages, text, _ = printed(replace(PAPER, text="现场情况很长。" * 300, photos=(a_photo(1),)), fonts)
    assert pages > 1
    assert text.count("现场情况很长。") == 300 and "图1基础浇筑" in text


def test_it_looks_as_its_golden(shipped_fonts: FontBook) -> None:
    photos = tuple(a_photo(number) for number in range(1, 5))
    pages, text, shown = printed(replace(PAPER, photos=photos, photos_in_all=6), shipped_fonts)
    assert pages == 1
    path, words = GOLDEN / "visit-paper.png", GOLDEN / "visit-paper.txt"
    if WRITE:
        shown.save(path)
        words.write_text(text, encoding="utf-8")
    assert text == words.read_text(encoding="utf-8")
    with Image.open(path) as golden:
        assert golden.size == shown.size
        difference = ImageChops.difference(golden.convert("RGB"), shown)
    assert max(ImageStat.Stat(difference).mean) < 0.5
