"""Papers as files: PDF to print, .docx to edit, .xlsx to work with their tables."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import FileForm
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.printing import document_bytes

if TYPE_CHECKING:
    from fangzi_desktop.reports.document import Document


_ENDINGS = tuple(form.suffix for form in FileForm)


@dataclass(frozen=True, slots=True)
class Saved:
    """A paper that was written; `pages` is None where the program that opens it makes them."""

    file: Path
    pages: int | None = None


def form_of(target: Path, endings: Sequence[str] = _ENDINGS) -> FileForm:
    """Return what the end of a file's name says.

    Raises `UserError` ``report.extension`` when it is none of `endings`.
    """
    if target.suffix.lower() not in endings:
        raise UserError("report.extension", name=target.name, forms="、".join(endings))
    return FileForm(target.suffix.lower().removeprefix("."))


def save_document(document: Document, target: Path) -> Saved:
    """Write a document to `target`, whole or not at all, as the end of its name says.

    Raises `UserError` ``report.extension``, ``report.no_font``, ``report.no_tables``,
    ``report.text_too_long``, ``file.unwritable``.
    """
    form = form_of(target)
    pages = None
    if form is FileForm.PDF:
        printed = document_bytes(document)
        content, pages = printed.pdf, printed.pages
    else:
        with uncollected():
            content = _written(document, form)
    with replacing(target) as path:
        path.write_bytes(content)
    return Saved(target, pages)


def _written(document: Document, form: FileForm) -> bytes:
    file = io.BytesIO()
    if form is FileForm.WORD:
        from fangzi_desktop.reports.word import write_word

        write_word(document, file)
    else:
        from fangzi_desktop.reports.excel import write_workbook

        write_workbook(document, file)
    return file.getvalue()
