"""The pages of a paper in Word: the sheet of each part, its number and the mark of a draft."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.word_styles import LINE
from fangzi_desktop.reports.word_xml import TWIP, make, page_number, paragraph, run


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet and its margins in millimetres; `foot` is how far above its edge the number stands."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    foot: float

    @property
    def measure(self) -> float:
        """The width of the text block in points."""
        return (self.width - self.left - self.right) * 72 / 25.4

    @property
    def column(self) -> float:
        """The height of the text block in points."""
        return (self.height - self.top - self.bottom) * 72 / 25.4


PAGES = {
    Setting.PORTRAIT: Page(210, 297, 37, 35, 28, 26, 25.5),
    Setting.LANDSCAPE: Page(297, 210, 28, 26, 35, 37, 16.5),
    Setting.WORKING: Page(297, 210, 13, 18, 14, 14, 9),
    Setting.WIDE: Page(420, 297, 13, 18, 14, 14, 9),
}
_AT_A_DESK = (Setting.WORKING, Setting.WIDE)
_DRAFT = "草稿"


def begin(file: WordFile, setting: Setting, *, running: str, is_draft: bool) -> None:
    """Set up the first section: its sheet, and odd and even pages that are numbered at their outer side."""
    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    _sheet(section, setting)
    _number(section, setting, running)
    if is_draft:
        for header in (section.header, section.even_page_header):
            _only(header, paragraph("Header", run(_DRAFT)))


def turn(file: WordFile, setting: Setting, before: Setting, running: str) -> None:
    """Begin a section on a new page; what is already in the file ends the one before."""
    section = file.add_section()
    # The break would stand in a paragraph of its own, which a full page would push onto an empty one.
    holder = section._sectPr.getprevious()
    last = holder.getprevious()
    if last is not None and last.tag == holder.tag:
        last.get_or_add_pPr().append(holder.pPr.sectPr)
        holder.getparent().remove(holder)
    _sheet(section, setting)
    if setting is not before:
        _number(section, setting, running)


def _sheet(section: Section, setting: Setting) -> None:
    page = PAGES[setting]
    wide = page.width > page.height
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.footer_distance, section.header_distance = Mm(page.foot), Mm(min(page.top / 2, 22))
    properties = section._sectPr
    for grid in properties.xpath("./w:docGrid"):
        properties.remove(grid)
    properties.append(make("docGrid", type="lines", linePitch=LINE))


def _number(section: Section, setting: Setting, running: str) -> None:
    """— 1 — at the right of odd pages and the left of even ones, one character in."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        if setting in _AT_A_DESK:
            _only(footer, _desk_foot(setting, running))
        elif setting is Setting.LANDSCAPE:
            _only(footer, _turned(_outer(side)), paragraph("Footer"))
        else:
            _only(footer, _outer(side))


def _outer(side: str) -> BaseOxmlElement:
    foot = paragraph("Footer", run("— "), page_number(), run(" —"))
    foot.pPr.append(make("ind", **{f"{side}Chars": 100, side: 280}))
    foot.pPr.append(make("jc", val=side))
    return foot


def _turned(number: BaseOxmlElement) -> BaseOxmlElement:
    """A number where it stands when the sheet is held upright as the others: a cell beside the text block."""
    # A cell that stands free is turned by every program; a frame is not, and a text box is not text to all.
    width, height = 400, PAGES[Setting.PORTRAIT].measure * TWIP
    at = make(
        "tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="page",
        horzAnchor="page",
        tblpX=_twips(PAGES[Setting.PORTRAIT].foot),
        tblpY=_twips(PAGES[Setting.LANDSCAPE].top),
    )
    cell = make(
        "tc",
        make(
            "tcPr",
            make("tcW", w=width, type="dxa"),
            make("textDirection", val="tbRl"),
            make("vAlign", val="center"),
        ),
        number,
    )
    return make(
        "tbl",
        make("tblPr", at, make("tblW", w=width, type="dxa"), make("tblLayout", type="fixed")),
        make("tblGrid", make("gridCol", w=width)),
        make("tr", make("trPr", make("trHeight", val=round(height), hRule="exact")), cell),
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * 72 / 25.4 * TWIP)


def _desk_foot(setting: Setting, running: str) -> BaseOxmlElement:
    words = (run(one_line(running)), make("r", make("tab")), run("— "), page_number(), run(" —"))
    foot = paragraph("Footer", *words)
    foot.pPr.append(make("tabs", make("tab", val="right", pos=round(PAGES[setting].measure * TWIP))))
    for words_of in foot.xpath(".//w:r"):
        words_of.insert(0, make("rPr", make("sz", val=18), make("szCs", val=18)))
    return foot


def _only(place: _Header | _Footer, *content: BaseOxmlElement) -> None:
    """Let a head or foot of its own hold this and nothing else."""
    place.is_linked_to_previous = False
    holder = place._element
    for child in list(holder):
        holder.remove(child)
    holder.extend(content)
