"""A version of the checklist as an .xlsx file: written so that it reads back equal, read with every fault."""

from __future__ import annotations

import io
from pathlib import Path

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.template_sheets import (
    ABOUT,
    ITEMS,
    Grid,
    TemplateReading,
    read_template,
    sheets_of,
)
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.reports.workbook import LONGEST_CELL, new_workbook, write_text
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.workbooks import SourceWorkbook

# Rows that a person may add below keep the choices of their column.
_SPARE_ROWS = 100
_NARROW, _USUAL, _WIDE = 10, 18, 40
_WIDTHS = {
    "事项名称": 32,
    "申请材料": 44,
    "来源内容": 60,
    "办理情形": 44,
    "办理结果": 30,
    "内容": 60,
    "成员事项": 60,
}


def write_template(path: Path, template: Template) -> int:
    """Write a version as a workbook that `read_template_file` reads back equal; return how many items.

    Every cell is a text, so that none becomes a formula. The file appears whole or not at all. Raises
    `UserError` ``export.extension``, ``file.unwritable`` or ``template.text_too_long``.
    """
    if path.suffix.lower() != ".xlsx":
        raise UserError("export.extension", name=path.name)
    content = _content(sheets_of(template))
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return len(template.rules)


def read_template_file(path: Path) -> TemplateReading:
    """Read a workbook; refusals are those of `SourceWorkbook` and `read_template`."""
    book = SourceWorkbook(path)
    return read_template([book.sheet(name) for name in book.names])


def _content(grids: tuple[Grid, ...]) -> bytes:
    file = io.BytesIO()
    book = new_workbook(file)
    grid = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "top", "text_wrap": True}
    text = book.add_format({**grid, "num_format": "@"})
    head = book.add_format({**grid, "bold": True, "bg_color": "#E8F0FA", "valign": "vcenter"})
    for one in grids:
        sheet = book.add_worksheet(one.name)
        for column, words in enumerate(one.heads):
            _write(sheet, 0, column, words, head, text)
            longest = max((len(row[column]) for row in one.rows), default=0)
            usual = _NARROW if longest <= _NARROW // 2 else _USUAL if longest <= _WIDE else _WIDE
            sheet.set_column(column, column, _WIDTHS.get(words, usual))
            if words in one.choices:
                last = len(one.rows) + _SPARE_ROWS
                rule = {"validate": "list", "source": list(one.choices[words]), "ignore_blank": True}
                sheet.data_validation(1, column, last, column, rule)
        for place, row in enumerate(one.rows, start=1):
            for column, words in enumerate(row):
                _write(sheet, place, column, words, text, text)
        sheet.freeze_panes(1, 2 if one.name == ITEMS else 0 if one.name == ABOUT else 1)
        if one.rows and one.name != ABOUT:
            sheet.autofilter(0, 0, len(one.rows), len(one.heads) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return file.getvalue()


def _write(sheet: object, row: int, column: int, words: str, style: object, plain: object) -> None:
    if not words:
        sheet.write_blank(row, column, None, style)  # type: ignore[attr-defined]  # XlsxWriter is untyped
        return
    if not write_text(sheet, row, column, words, style, plain):
        raise UserError("template.text_too_long", text=words[:20], longest=LONGEST_CELL)
