"""What the board says of gates and moves."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.gates import GateVerdict, Verdict
from fangzi_desktop.services.board import Card

# A hint stands in a narrow column; the project's page lists everything.
_MOST_NAMED = 4


def hint_words(verdict: GateVerdict) -> str:
    """Say before a drop what the gate says: nothing, what is missing, or what blocks."""
    if verdict.kind is Verdict.ALLOW:
        return ""
    if verdict.kind is Verdict.BLOCK:
        causes = "、".join(cause.zh for cause in verdict.blocked_by)
        if verdict.can_override:
            return _tr("■ {causes}未通过").format(causes=causes)
        return _tr("■ 项目{causes}，不能移动").format(causes=causes)
    missing = "、".join(term.zh for term in verdict.missing[:_MOST_NAMED])
    if len(verdict.missing) > _MOST_NAMED:
        words = _tr("▲ 尚缺：{missing}等{count}项")
        return words.format(missing=missing, count=len(verdict.missing))
    return _tr("▲ 尚缺：{missing}").format(missing=missing)


def card_tip(card: Card) -> str:
    """Say of a card what it has no room for: who invests, and what stays on record of its way."""
    lines = [card.name, card.investor]
    if card.overrides:
        lines.append(_tr("越过未通过的关口：{words}").format(words=card.overrides))
    if card.send_backs:
        lines.append(_tr("退回前面的环节{count}次").format(count=card.send_backs))
    return "\n".join(line for line in lines if line)


def _tr(words: str) -> str:
    return QCoreApplication.translate("board", words)
