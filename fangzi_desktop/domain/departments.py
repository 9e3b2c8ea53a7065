"""Which department a name means: the checklist adds offices in brackets, and names several at once."""

from __future__ import annotations

import re
from functools import cache

# An office within a department, or who watches over an enterprise that does the work itself.
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_PARTS = re.compile(r"[/、，]")
_LEVEL = re.compile(r"^[省市区]+")
_BUREAU = re.compile(r"^(?:[^局]*局[^局]*分局|[^局]*局|.*?(?:中心|委员会|办公室))")
# Who supplies something is no department of the government.
_ENTERPRISES = ("公司", "企业", "单位", "机构")


@cache
def departments_of(text: str) -> tuple[str, ...]:
    """Return the departments that a rule of the checklist names, each without its level and its offices.

    区行政审批服务局(水利局) is 行政审批服务局, 区财政局、区税务局 are both of them; an enterprise is none.
    """
    found = (_bureau(part) for part in _PARTS.split(_BRACKETS.sub("", text)))
    return tuple(dict.fromkeys(name for name in found if name))


def _bureau(part: str) -> str:
    match = _BUREAU.match(_LEVEL.sub("", part.strip()))
    return match[0] if match else ""


@cache
def department_named(text: str) -> str:
    """Return the department that a typed name means, without its level; "" for an enterprise."""
    name = _LEVEL.sub("", text.strip())
    return "" if name.endswith(_ENTERPRISES) else name
