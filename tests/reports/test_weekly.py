"""The weekly report as a whole: what it says, what it survives, how it looks."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage
from fangzi_desktop.reports.document import with_words
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.text import plain
from fangzi_desktop.reports.weekly import weekly_document
from fangzi_desktop.reports.weekly_input import (
    LedgerLine,
    ProblemLine,
    ProgressNoted,
    ProjectProgress,
    UndatedNote,
)
from tests.reports.issues import FRIDAY, Printed, a_full_issue, a_ledger, a_permit, an_issue, solid
from tests.reports.pictures import pictured

GOLDEN = Path(__file__).parents[1] / "data"
# Set to write the goldens anew after a change that was looked at.
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")


def test_an_empty_issue_has_its_five_parts_and_no_annex(fonts: FontBook) -> None:
    printed = Printed(an_issue(), fonts)
    text = printed.text()
    assert printed.pages == 1
    for heading in ("一、总体情况", "二、本周工作进展", "三、重点项目手续办理情况", "五、下周工作打算"):
        assert heading in text
    assert "附件" not in text


def test_sums_are_exact(fonts: FontBook) -> None:
    lines = tuple(
        a_ledger(1, investment_yuan=yuan)[0] for yuan in (1_000_000_000, 950_000_000, 1_070_000_000)
    )
    assert "合计302000360" in Printed(an_issue(ledger=lines), fonts).text()


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("<b>粗</b><img src='/etc/passwd'/>", id="markup"),
        pytest.param("甲&乙&amp;丙<丁>戊", id="ampersands"),
        pytest.param("</para><para>甲", id="broken markup"),
        pytest.param("一行\n二行\r\n三行\t四", id="line ends and tabs"),
        pytest.param("零\u200b宽\u202e倒\ufeff序", id="zero width"),
        pytest.param("(甲\\)乙(", id="what PDF strings escape"),
        pytest.param("%s {0} {name} %(x)s", id="templates"),
        pytest.param("é ß Ω → ² ㎡ ℃ ① Ⅲ", id="other letters"),
    ],
)
def test_what_people_typed_prints_as_typed(fonts: FontBook, typed: str) -> None:
    data = an_issue(
        progress=(ProjectProgress(f"始{typed}终", Light.GREEN, (ProgressNoted(typed),)),),
        problems=(ProblemLine(1, typed, typed, FRIDAY, typed, FRIDAY, suggestion=typed),),
        permits=(a_permit(typed, item=typed, department=typed),),
        ledger=a_ledger(2, project=typed, officer=typed, locality=typed),
    )
    text = Printed(data, fonts).text()
    assert solid(plain(f"始{typed}终")) in text
    assert text.count(solid(plain(typed))) >= 6


def test_a_cell_of_ten_thousand_characters_breaks_no_page(fonts: FontBook) -> None:
    long = "长" * 10_000
    data = an_issue(
        progress=(ProjectProgress("甲", Light.GREEN, (ProgressNoted(long),)),),
        problems=(ProblemLine(1, "乙", long, FRIDAY),),
        ledger=a_ledger(1, project=long[:2000]),
    )
    printed = Printed(data, fonts)
    assert printed.text().count("长") == 10_000 + 2 * 10_000 + 2000
    assert printed.pages < 60


def test_every_project_name_is_found_whole_in_the_text(fonts: FontBook) -> None:
    names = [
        "年产100万件（套）新能源精密碳化硅结构件项目",
        "三元乳业低温液态奶及冰激凌生产项目",
        "潍柴雷沃轮式机工厂",
    ]
    lines = tuple(a_ledger(1, project=name)[0] for name in names)
    progress = tuple(ProjectProgress(name, Light.GREEN, (ProgressNoted("推进"),)) for name in names)
    text = Printed(an_issue(ledger=lines, progress=progress), fonts).text()
    assert all(text.count(name) == 2 for name in names)


def test_a_stretched_line_is_copied_without_blanks(fonts: FontBook) -> None:
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌1234567890.12345678亿元的项目"
    page = next(
        iter(
            Printed(
                an_issue(progress=(ProjectProgress("甲", Light.GREEN, (ProgressNoted(text),)),)), fonts
            ).plumbed()
        )
    )
    spans = [c for c in page.chars if c.get("tag") == "Span"]
    assert spans, "no line of this page says what it reads as"


def test_what_no_longer_fits_the_text_goes_into_annexes(fonts: FontBook) -> None:
    data = a_full_issue()
    many = replace(
        data,
        progress=tuple(replace(data.progress[0], project=f"进{n:02d}号") for n in range(16)),
        permits=tuple(replace(data.permits[0], project=f"手{n:02d}号") for n in range(13)),
        overdue=tuple(replace(data.overdue[0], project=f"逾{n:02d}号") for n in range(7)),
        due_items=tuple(replace(data.due_items[0], project=f"到{n:02d}号") for n in range(21)),
    )
    text = Printed(many, fonts).text()
    names = (
        "项目总台账",
        "本周项目进展情况表",
        "手续办理情况表",
        "论证情况表",
        "问题清单",
        "逾期事项清单",
        "下周到期事项清单",
        "纳统升规清单",
        "考核排名",
        "情况图",
    )
    for number, name in enumerate(names, start=1):
        assert f"{number}.{name}" in text
        assert f"附件{number}{name}" in text
    for last in ("进15号", "手12号", "逾06号", "到20号"):
        assert last in text.split("附件1项目总台账")[1]


def test_a_list_closes_up_over_what_a_person_took_out() -> None:
    lines = [ProjectProgress(name, Light.GREEN, project_id=name) for name in "甲乙丙"]
    notes = [UndatedNote(name, "推进", name) for name in "丁戊"]
    drafted = weekly_document(an_issue(progress=tuple(lines), undated=tuple(notes)))
    found = with_words(drafted, {"progress.甲": "", "progress.丙": "改写"})
    leads = [(one.lead, one.text) for one in found.passages if one.key.startswith("progress.") and one.lead]
    assert [lead for lead, _ in leads] == ["1. 乙：", "2. 丙：", "1. 丁：", "2. 戊："]
    assert leads[1] == ("2. 丙：", "改写")


def test_the_full_issue_says_what_its_golden_says(shipped_fonts: FontBook) -> None:
    text = "\f".join(
        "\n".join(re.sub(r" +", "", line) for line in page.splitlines())
        for page in Printed(a_full_issue(), shipped_fonts).texts()
    )
    path = GOLDEN / "weekly.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [1, 4, 9, 10])
def test_the_full_issue_looks_as_its_golden(shipped_fonts: FontBook, number: int) -> None:
    shown = pictured(a_full_issue(), shipped_fonts, number)
    path = GOLDEN / f"weekly-{number}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    histogram = difference.histogram()
    assert sum(histogram[96:]) < 0.004 * shown.width * shown.height


def test_the_golden_would_notice_a_line_that_moved(shipped_fonts: FontBook) -> None:
    golden = pictured(a_full_issue(), shipped_fonts, 1)
    moved = ImageChops.offset(golden, 0, 2)
    assert ImageStat.Stat(ImageChops.difference(golden, moved)).mean[0] > 1.5


def test_the_ledger_line_of_a_stopped_project_says_its_status(fonts: FontBook) -> None:
    line = LedgerLine("甲项目", Stage.PERMITS, Light.GREY, status=ProjectStatus.DEFERRED)
    assert "手续办理（暂缓）" in Printed(an_issue(ledger=(line,)), fonts).text()
