"""Writing a document for Word: in real styles, so that an office can go on editing it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.document import (
    Block,
    Document,
    Grid,
    Heading,
    Masthead,
    Part,
    Passage,
    Pictures,
    annex_labels,
)
from fangzi_desktop.reports.figures import figures_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.word_pages import PAGES, begin, turn
from fangzi_desktop.reports.word_pictures import picture_blocks
from fangzi_desktop.reports.word_styles import set_styles
from fangzi_desktop.reports.word_tables import table_blocks
from fangzi_desktop.reports.word_xml import TWIP, make, paragraph, run

# What python-docx puts into a new file and a paper has no use for: a picture of an empty page among others.
_UNUSED = ("/stylesWithEffects", "/customXml", "/thumbnail", "/webSettings", "/numbering")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_SHORTEST_MASTHEAD, _LARGEST, _LEAST = 28 * 15.75, 42.0, 22.0


def write_word(document: Document, target: Path | BinaryIO) -> None:
    """Write a document as .docx to `target`; equal documents give equal files.

    A chart is written as a table of its figures, which can be edited. Raises `OSError` when the target
    cannot be written.
    """
    file = docx.Document()
    _drop_unused(file)
    set_styles(file)
    _properties(file, document)
    begin(file, document.setting, running=document.running, is_draft=document.is_draft)
    _append(file, _head(document))
    for block in document.blocks:
        _append(file, _block(file, block, document.setting))
    titles = [annex.title for annex in document.annexes]
    _append(file, _annex_note(titles))
    before = document.setting
    for label, annex in zip(annex_labels(titles), document.annexes, strict=True):
        turn(file, annex.setting, before, document.running)
        _append(file, _annex(file, annex, label))
        before = annex.setting
    _save(file, target)


def _append(file: WordFile, blocks: Iterator[BaseOxmlElement]) -> None:
    end = file.element.body.sectPr
    for block in blocks:
        end.addprevious(block)


def _head(document: Document) -> Iterator[BaseOxmlElement]:
    if document.masthead is not None:
        yield from _masthead(document.masthead)
    yield paragraph("Title", run(one_line(document.title)))
    if document.subtitle:
        yield paragraph("Subtitle", run(one_line(document.subtitle)))


def _masthead(masthead: Masthead) -> Iterator[BaseOxmlElement]:
    """The issuer's name as large and as wide as it may be, and below it the number and the day."""
    name = one_line(masthead.name)
    count = max(len(name), 1)
    size = max(_LEAST, min(_LARGEST, _SHORTEST_MASTHEAD / (count * 1.08)))
    gap = max(0.0, min(0.28 * size, (0.82 * _SHORTEST_MASTHEAD - count * size) / count))
    look = (make("spacing", val=round(gap * TWIP)), make("sz", val=round(size * 2)))
    yield paragraph("Masthead", run(name, *look))
    ends = (run(one_line(masthead.left)), make("r", make("tab")), run(one_line(masthead.right)))
    yield paragraph("MastheadLine", *ends)


def _block(file: WordFile, block: Block, setting: Setting) -> Iterator[BaseOxmlElement]:
    if isinstance(block, Heading):
        heading = paragraph("Heading1" if block.level == 1 else "Heading2", run(one_line(block.text)))
        if block.on_new_page:
            heading.pPr.append(make("pageBreakBefore"))
        yield heading
    elif isinstance(block, Passage):
        yield from _passage(block)
    elif isinstance(block, Grid):
        yield from table_blocks(block, PAGES[setting])
    elif isinstance(block, Pictures):
        yield from picture_blocks(file, block, PAGES[setting])
    else:
        yield from table_blocks(figures_of(block), PAGES[setting])


def _passage(passage: Passage) -> Iterator[BaseOxmlElement]:
    """A paragraph, or several where its words have line ends; its lead is bold."""
    lead, text = plain(passage.lead), plain(passage.text)
    if not lead and not text:
        return
    *before, opening = lead.split("\n")
    first, *rest = text.split("\n")
    for line in before:
        yield paragraph("Normal", run(line, make("rStyle", val="Strong")))
    bold = [run(opening, make("rStyle", val="Strong"))] if opening else []
    yield paragraph("Normal", *bold, run(first))
    for line in rest:
        yield paragraph("Normal", run(line))


def _annex_note(titles: Sequence[str]) -> Iterator[BaseOxmlElement]:
    """附件：1. … below the text, further names under the first."""
    for number, title in enumerate(titles, start=1):
        words = f"{number}. {title}" if len(titles) > 1 else title
        note = paragraph("AnnexNote", run(f"附件：{words}" if number == 1 else words))
        if number == 1:
            note.pPr.append(make("spacing", before=289))
        else:
            note.pPr.append(make("ind", hangingChars=0, hanging=0, firstLineChars=0, firstLine=0))
        if number < len(titles):
            note.pPr.insert(1, make("keepNext"))
        yield note


def _annex(file: WordFile, annex: Part, label: str) -> Iterator[BaseOxmlElement]:
    yield paragraph("AnnexMark", run(label))
    yield paragraph("AnnexTitle", run(one_line(annex.title)))
    for block in annex.blocks:
        yield from _block(file, block, annex.setting)


def _properties(file: WordFile, document: Document) -> None:
    core = file.core_properties
    # The properties hold no more than 255 characters each.
    core.title = one_line(document.title)[:255]
    core.author = core.last_modified_by = one_line(document.team)[:255]
    core.subject = one_line(document.subject)[:255]
    core.language, core.comments, core.keywords = "zh-CN", "", ""
    core.created = core.modified = datetime.combine(document.issued_on, time())
    core.revision = 1
    settings = file.settings.element
    for mode in settings.xpath("./w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        # From this one on a table begins where the text does.
        mode.set(qn("w:val"), "15")
    for language in settings.xpath("./w:themeFontLang"):
        language.getparent().replace(language, make("themeFontLang", val="en-US", eastAsia="zh-CN"))


def _drop_unused(file: WordFile) -> None:
    for relations in (file.part.rels, file.part.package.rels):
        for name in [key for key, one in relations.items() if one.reltype.endswith(_UNUSED)]:
            del relations[name]


def _save(file: WordFile, target: Path | BinaryIO) -> None:
    """Write the file without the time of its writing, so that the same document gives the same file."""
    written = io.BytesIO()
    file.save(written)
    whole = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(whole, "w") as kept:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, parts.read(name))
    if isinstance(target, Path):
        target.write_bytes(whole.getvalue())
    else:
        target.write(whole.getvalue())
