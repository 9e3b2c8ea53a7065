"""What is said of a printed paper."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.services.printing import Printed
from fangzi_desktop.ui.messages import join


def warning_words(printed: Printed) -> str:
    """Say which fonts stand in for the standard's and which characters none could print; "" if none."""
    parts = []
    if printed.fallback_roles:
        words = _tr("本机没有公文标准字体，{pairs}；装好标准字体后重新打开程序即可。")
        pair = _tr("{role}用{face}代替")
        pairs = (pair.format(role=role, face=face) for role, face in printed.fallback_roles)
        parts.append(words.format(pairs="，".join(pairs)))
    if printed.missing_characters:
        words = _tr("这些字没有字体能印，已印成“〓”：{chars}。")
        parts.append(words.format(chars=join(map(_shown, printed.missing_characters))))
    return "\n".join(parts)


def _shown(char: str) -> str:
    return f"{char}（U+{ord(char):04X}）"


def _tr(words: str) -> str:
    return QCoreApplication.translate("reports", words)
