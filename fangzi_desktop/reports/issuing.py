"""What becomes of a document when it is approved, issued, corrected and printed again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

from fangzi_desktop.domain.report_figures import IssuedFigures
from fangzi_desktop.reports.document import Document, Passage
from fangzi_desktop.reports.frozen import from_json, to_json
from fangzi_desktop.reports.wording import full_day

_REPRINT = "（重印）"


def digest_of(document: Document) -> str:
    """Return the SHA-256 of everything a paper says, as hexadecimal digits.

    The mark of a draft and the day of issue are left out: the one goes and the other comes by issuing.
    """
    masthead = replace(document.masthead, right="") if document.masthead is not None else None
    said = replace(document, is_draft=False, issued_on=date.min, subject="", masthead=masthead)
    return hashlib.sha256(to_json(said).encode()).hexdigest()


def as_issued(document: Document) -> Document:
    """Return a document without the mark of a draft."""
    return replace(document, is_draft=False)


def as_correction(document: Document, version: int, replaced_on: date, reason: str) -> Document:
    """Return the document of a correction: its version in the head, and above the text what it replaces.

    `replaced_on` is the day the version before was issued.
    """
    words = f"本版代替{full_day(replaced_on)}编发的第{version - 1}版。更正原因：{reason}"
    note = Passage(words if words.endswith(("。", "！", "？")) else f"{words}。", "更正说明：")
    marked = _marked(as_issued(document), f"（第{version}版）")
    return replace(marked, blocks=(note, *marked.blocks))


def as_reprint(document: Document) -> Document:
    """Return the document for pages made anew, which say that they are not those that went out."""
    note = Passage(
        "原存档文件缺失或损坏，本件按存档内容重新排印，文字与原件一致，版面可能不同。", "重印说明："
    )
    marked = _marked(document, _REPRINT)
    return replace(marked, blocks=(note, *marked.blocks))


def kept_content(document: Document, figures: IssuedFigures) -> bytes:
    """Return what is kept beside the printed file: the document and the figures, as JSON."""
    values = {"document": json.loads(to_json(document)), "figures": json.loads(figures.to_json())}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def document_in(content: bytes) -> Document:
    """Read the document from what `kept_content` made. Raises `ValueError` for anything else."""
    return from_json(json.dumps(_part(content, "document")))


def figures_in(content: bytes) -> IssuedFigures:
    """Read the figures from what `kept_content` made. Raises `ValueError` for anything else."""
    return IssuedFigures.from_json(json.dumps(_part(content, "figures")))


def _part(content: bytes, name: str) -> object:
    values = json.loads(content)
    if not isinstance(values, dict) or name not in values:
        raise ValueError(f"there is no {name} in this")
    return values[name]


def _marked(document: Document, mark: str) -> Document:
    """Put a mark behind the number in the red head, or below the title of a paper without one."""
    if document.masthead is None:
        return replace(document, subtitle=f"{document.subtitle}{mark}")
    head = replace(document.masthead, left=f"{document.masthead.left}{mark}")
    return replace(document, masthead=head)
