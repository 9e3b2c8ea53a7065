"""The photo pages: six photos on a page, each whole, with its words and its day."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.photo_pages import PagePhoto, PhotoPages, print_photo_pages
from tests.picture_files import picture, written

GOLDEN = Path(__file__).parents[1] / "data"
DPI = 60
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
DAY = date(2023, 2, 20)


def a_photo(
    number: int = 1, size: tuple[int, int] = (160, 120), caption: str = "", *, is_taken: bool = True
) -> PagePhoto:
    colour = (40 + 20 * (number % 9), 90, 200 - 20 * (number % 9))
    return PagePhoto(
        written(picture(size, colour)),
        caption or f"1号厂房基础浇筑第{number}段",
        "1号厂房　东南角",
        DAY,
        is_taken,
    )


def pages_of(*photos: PagePhoto) -> PhotoPages:
    return PhotoPages("年产五万吨铝箔项目", "坊子区项目服务专班", date(2023, 2, 24), photos)


def printed(data: PhotoPages, fonts: FontBook) -> tuple[int, list[str], Image.Image]:
    target = io.BytesIO()
    pages = print_photo_pages(data, target, fonts)
    document = pypdfium2.PdfDocument(target.getvalue())
    try:
        texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
        return pages, texts, document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    finally:
        document.close()


def test_six_photos_fill_a_page_and_a_seventh_goes_on(fonts: FontBook) -> None:
    pages, texts, _ = printed(pages_of(*(a_photo(number) for number in range(1, 8))), fonts)
    assert pages == 2
    assert all(f"图{number}1号厂房基础浇筑第{number}段" in texts[0] for number in range(1, 7))
    assert "图71号厂房" in texts[1]
    assert printed(pages_of(*(a_photo(number) for number in range(6))), fonts)[0] == 1


def test_a_photo_says_its_day_and_where_and_one_of_no_day_says_so(fonts: FontBook) -> None:
    _, texts, _ = printed(pages_of(a_photo(), a_photo(2, is_taken=False)), fonts)
    assert "2023年2月20日拍摄1号厂房东南角" in texts[0]
    assert "2023年2月20日入库，拍摄日期未记录" in texts[0]


def test_words_of_any_length_stay_in_their_cell_and_shapes_of_any_kind_are_whole(fonts: FontBook) -> None:
    pages, texts, _ = printed(
        pages_of(
            a_photo(1, (400, 20), "很长的说明" * 40), a_photo(2, (20, 400)), a_photo(3, (1, 1), "好\n两行")
        ),
        fonts,
    )
    assert pages == 1
    assert texts[0].count("很长的说明") < 40
    assert "图3好" in texts[0]


def test_photo_pages_look_as_their_golden(shipped_fonts: FontBook) -> None:
    sizes = [(160, 120), (120, 160), (160, 90), (160, 120), (90, 160)]
    _, texts, shown = printed(
        pages_of(*(a_photo(number, size) for number, size in enumerate(sizes, 1))), shipped_fonts
    )
    path, words = GOLDEN / "photo-pages.png", GOLDEN / "photo-pages.txt"
    if WRITE:
        shown.save(path)
        words.write_text(texts[0], encoding="utf-8")
    assert texts[0] == words.read_text(encoding="utf-8")
    with Image.open(path) as golden:
        assert golden.size == shown.size
        difference = ImageChops.difference(golden.convert("RGB"), shown)
    assert max(ImageStat.Stat(difference).mean) < 0.5
