"""The styles a paper has in Word, so that an office goes on writing it as it writes its own.

Names that Word knows stand in English and are shown as 标题, 标题 1, 正文. Fonts are the office's own; Word
takes what a machine has in their place.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from fangzi_desktop.reports.word_xml import make

TITLE, BODY, HEADING, SUBHEADING, TABLE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
# The name a machine may have the same face under.
_ALSO = {TITLE: "方正小标宋_GBK", BODY: "仿宋", HEADING: "SimHei", SUBHEADING: "楷体", TABLE: "SimSun"}
RED = "C8102E"
_GREY = "8C9199"

# 22 lines in 225 mm.
LINE = 579
# 156 mm.
_MEASURE = 8845


@dataclass(frozen=True, slots=True)
class _Style:
    """A style of paragraphs; sizes in half points, distances in twips, indents in hundredths of a character.

    One based on 正文 has its lines and indent unless it says otherwise. With a `level` it is a heading
    that readers jump to. A `ruled` one has the red rule below it and a second text at its end.
    """

    id: str
    name: str
    font: str
    size: int
    base: str = ""
    follows: str = ""
    align: str = ""
    line: int = 0
    before: int = 0
    after: int = 0
    first: int | None = None
    left: int = 0
    hanging: int = 0
    keeps: bool = False
    level: int | None = None
    colour: str = ""
    squeeze: int = 0
    ruled: bool = False


# Word's 3号 is 16 points: a quarter less between characters makes the 15.75 of which a line holds 28.
_SQUEEZE = -5
_STYLES = (
    _Style("Normal", "Normal", BODY, 32, align="both", line=LINE, first=200, squeeze=_SQUEEZE),
    _Style("Title", "Title", TITLE, 44, follows="Normal", align="center", line=660, after=LINE // 2, level=0),
    _Style(
        "Subtitle",
        "Subtitle",
        SUBHEADING,
        32,
        "Normal",
        "Normal",
        align="center",
        after=LINE // 2,
        first=0,
    ),
    _Style("Heading1", "heading 1", HEADING, 32, "Normal", "Normal", align="left", keeps=True, level=0),
    _Style("Heading2", "heading 2", SUBHEADING, 32, "Normal", "Normal", align="left", keeps=True, level=1),
    _Style("Caption", "caption", HEADING, 21, align="center", line=300, before=120, after=60, keeps=True),
    _Style("Header", "header", HEADING, 32, align="right", colour=_GREY),
    _Style("Footer", "footer", TABLE, 28, line=280),
    _Style("Masthead", "版头", TITLE, 84, align="center", colour=RED, keeps=True),
    _Style("MastheadLine", "版头文号", BODY, 28, line=400, before=120, after=LINE, ruled=True),
    _Style("AnnexNote", "附件说明", BODY, 32, "Normal", align="left", left=500, hanging=300),
    _Style("AnnexMark", "附件", HEADING, 32, "Normal", "AnnexTitle", align="left", first=0, keeps=True),
    _Style(
        "AnnexTitle", "附件标题", TITLE, 44, "Title", "Normal", before=290, after=120, keeps=True, level=0
    ),
    _Style("TableText", "表格文字", TABLE, 21, line=286),
    _Style("TableHead", "表头", HEADING, 21, line=286, align="center"),
    _Style("TableSmall", "表格小字", TABLE, 18, line=245),
    _Style("TableSmallHead", "表头小字", HEADING, 18, line=245, align="center"),
    _Style("TableNote", "表注", TABLE, 18, line=270, before=60, after=120),
    _Style("TableEnd", "表后", TABLE, 2, line=120),
)
TABLE_STYLE = "PaperTable"


def set_styles(file: WordFile) -> None:
    """Put the paper's styles in the place of the file's own, and name the faces that may stand in."""
    sheet = file.styles.element
    for child in list(sheet):
        if child.tag != qn("w:latentStyles"):
            sheet.remove(child)
    sheet.insert(0, _defaults())
    sheet.extend(_element(style) for style in _STYLES)
    sheet.extend([_characters(), _strong(), _plain_table(), _table()])
    fonts = [
        make("font", make("altName", val=other), make("charset", val="86"), name=name)
        for name, other in _ALSO.items()
    ]
    table = parse_xml(f"<w:fonts {nsdecls('w')}/>")
    table.extend(fonts)
    for relation in file.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = serialize_part_xml(table)


def face(font: str) -> BaseOxmlElement:
    """A font for Chinese and for the letters and figures in it."""
    return make("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)


def _defaults() -> BaseOxmlElement:
    # Figures and letters are no Chinese: where they are said to be, numbers are broken at the end of a line.
    words = make(
        "rPr",
        face(TABLE),
        make("sz", val=21),
        make("szCs", val=21),
        make("lang", val="en-US", eastAsia="zh-CN"),
    )
    return make("docDefaults", make("rPrDefault", words), make("pPrDefault", make("pPr", *_together())))


def _together() -> list[BaseOxmlElement]:
    """Nothing is added between Chinese and the letters or figures in it."""
    return [make("autoSpaceDE", val=0), make("autoSpaceDN", val=0)]


def _element(style: _Style) -> BaseOxmlElement:
    known = style.name.isascii()
    element = make("style", make("name", val=style.name), type="paragraph", styleId=style.id)
    if style.id == "Normal":
        element.set(qn("w:default"), "1")
    if not known:
        element.set(qn("w:customStyle"), "1")
    if style.base:
        element.append(make("basedOn", val=style.base))
    if style.follows:
        element.append(make("next", val=style.follows))
    element.extend([make("qFormat"), _paragraphs(style), _words(style)])
    return element


def _paragraphs(style: _Style) -> BaseOxmlElement:
    """What a style says of its paragraphs, in the order that Word wants."""
    said = make("pPr")
    if style.keeps:
        said.append(make("keepNext"))
    if not style.base:
        # A page is filled to its last line.
        said.append(make("widowControl", val=0))
    if style.ruled:
        said.append(make("pBdr", make("bottom", val="single", sz=13, space=7, color=RED)))
        said.append(make("tabs", make("tab", val="right", pos=_MEASURE)))
    if not style.base:
        said.extend([*_together(), make("snapToGrid", val=0)])
    if style.line or style.before or style.after:
        spacing = make("spacing", before=style.before, after=style.after)
        if style.line:
            spacing.set(qn("w:line"), str(style.line))
            spacing.set(qn("w:lineRule"), "exact")
        said.append(spacing)
    if (indent := _indent(style)) is not None:
        said.append(indent)
    if style.align:
        said.append(make("jc", val=style.align))
    if style.level is not None:
        said.append(make("outlineLvl", val=style.level))
    return said


def _indent(style: _Style) -> BaseOxmlElement | None:
    """Indents twice, in characters and, for readers that do not count these, in twips."""
    em = style.size * 10 + style.squeeze
    if style.hanging:
        return make(
            "ind",
            leftChars=style.left,
            left=style.left * em // 100,
            hangingChars=style.hanging,
            hanging=style.hanging * em // 100,
        )
    if style.first is None:
        return None
    return make("ind", firstLineChars=style.first, firstLine=style.first * em // 100)


def _words(style: _Style) -> BaseOxmlElement:
    said = make("rPr", face(style.font))
    if style.colour:
        said.append(make("color", val=style.colour))
    if style.squeeze:
        said.append(make("spacing", val=style.squeeze))
    said.extend([make("sz", val=style.size), make("szCs", val=style.size)])
    return said


def _characters() -> BaseOxmlElement:
    return make(
        "style",
        make("name", val="Default Paragraph Font"),
        make("semiHidden"),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )


def _strong() -> BaseOxmlElement:
    """What a paragraph is about stands bold at its head."""
    words = make("rPr", make("b"), make("bCs"))
    return make(
        "style", make("name", val="Strong"), make("qFormat"), words, type="character", styleId="Strong"
    )


def _plain_table() -> BaseOxmlElement:
    """The table that others rest on; Word expects to find it."""
    margins = make("tblCellMar", make("left", w=80, type="dxa"), make("right", w=80, type="dxa"))
    return make(
        "style",
        make("name", val="Normal Table"),
        make("semiHidden"),
        make("tblPr", make("tblInd", w=0, type="dxa"), margins),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _table() -> BaseOxmlElement:
    """A table ruled across: strong at its ends and below its head, thin between rows."""
    borders = make(
        "tblBorders",
        _rule("top", 8),
        _rule("bottom", 8),
        _rule("insideH", 4, "B8BDC4"),
    )
    head = make("tcPr", make("tcBorders", _rule("bottom", 6)))
    return make(
        "style",
        make("name", val="公文表格"),
        make("basedOn", val="TableNormal"),
        make("qFormat"),
        make("tblPr", borders),
        make("tblStylePr", head, type="firstRow"),
        type="table",
        customStyle=1,
        styleId=TABLE_STYLE,
    )


def _rule(side: str, eighths: int, colour: str = "000000") -> BaseOxmlElement:
    return make(side, val="single", sz=eighths, space=0, color=colour)
