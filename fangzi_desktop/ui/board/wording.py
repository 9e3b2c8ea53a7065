"""What the board says of gates and moves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.stages import GateVerdict, Verdict


def hint_words(verdict: GateVerdict) -> str:
    """Say before a drop what the gate says: nothing, what is missing, or what blocks."""
    if verdict.kind is Verdict.ALLOW:
        return ""
    if verdict.kind is Verdict.BLOCK:
        causes = "、".join(cause.zh for cause in verdict.blocked_by)
        if verdict.can_override:
            return _tr("■ {causes}未通过").format(causes=causes)
        return _tr("■ 项目{causes}，不能移动").format(causes=causes)
    missing = "、".join(term.zh for term in verdict.missing)
    return _tr("▲ 尚缺：{missing}").format(missing=missing)


def _tr(words: str) -> str:
    return QCoreApplication.translate("board", words)
