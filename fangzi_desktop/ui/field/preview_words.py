"""What a merge would do, or did, in words; no Qt."""

from __future__ import annotations

from collections.abc import Iterable

from fangzi_desktop.domain.fieldwork import NamedFile, Return
from fangzi_desktop.services.merging import MergePreview
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.field.merge_words import table_words, who_words
from fangzi_desktop.ui.translation import translated

_FILES_NAMED = 8
_HELD = (("photo", "sha256"), ("attachment", "sha256"), ("report_issue", "pdf_sha256"))


def merge_summary(preview: MergePreview) -> str:
    """What comes in and what waits: 新增3条、修改5处、删除1条，2处待核对."""
    counts = (
        (_tr("新增{count}条"), preview.adds),
        (_tr("修改{count}处"), preview.changes),
        (_tr("删除{count}条"), preview.deletes),
    )
    told = "、".join(words.format(count=count) for words, count in counts if count)
    parts = [told or _tr("没有直接并入的改动")]
    if preview.conflicts:
        parts.append(_tr("{count}处待核对").format(count=preview.conflicts))
    return "，".join(parts)


def origin_words(returned: Return) -> str:
    """Which hand-out came back, who brings it, from which machine and when it was made."""
    who = who_words(returned.who, returned.made_at, returned.device)
    return _tr("带出 {number} · {who}").format(number=returned.number, who=who)


def notes_of(returned: Return, preview: MergePreview) -> list[str]:
    """What a person should know besides the counts."""
    notes = []
    if preview.is_copied:
        notes.append(
            _tr("▲ 这个外勤副本被复制过，两份都有改动；两份的内容都会保留，改得不一样的列入待核对。")
        )
    if preview.missing_files:
        words = _tr("▲ 有{count}个文件没有一起带回，本机也没有：{names}。记录照常并入，文件可以以后再带回。")
        names = "、".join(_file_names(returned, preview.missing_files))
        notes.append(words.format(count=len(preview.missing_files), names=names))
    if preview.settled:
        notes.append(_tr("以前待核对的{count}处已一致，不用再核对。").format(count=preview.settled))
    if preview.conflicts:
        notes.append(_tr("待核对的先按办公室的内容办理，并入后在“外勤 · 待核对”中逐条核对。"))
    return notes


def _file_names(returned: Return, files: Iterable[NamedFile]) -> list[str]:
    known = {
        str(row[column]): f"{table_words(table)}“{row.get('name') or row.get('title') or ''}”"
        for table, column in _HELD
        for row in returned.rows.get(table, {}).values()
        if row is not None and row.get(column)
    }
    names = [
        known.get(file.sha256, _tr("文件（{size}）").format(size=wording.size(file.size))) for file in files
    ]
    if len(names) > _FILES_NAMED:
        return [*names[:_FILES_NAMED], _tr("等")]
    return names


def _tr(words: str) -> str:
    return translated("field", words)
