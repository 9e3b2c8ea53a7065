"""What the overview says of a project's clocks, its status, and what stays on record of its way."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.services.dossier import Dossier, ExplainedClock
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.desk import Desk

# So many of the clocks that call first are explained; of the others only the day is told.
_EXPLAINED = 4


def clock_words(dossier: Dossier, desk: Desk) -> str:
    """Say every open clock of a project, the first ones with why their day is that one, as rich text."""
    return "".join(
        _clock_row(one, desk) if place < _EXPLAINED else _brief_row(one, desk)
        for place, one in enumerate(dossier.clocks)
    )


def _brief_row(one: ExplainedClock, desk: Desk) -> str:
    face = one.face
    colour = theme.light_colour(face.light).name()
    day = wording.due_day(face, desk.workspace.today) or _tr("暂停计时")
    return (
        f'<p style="margin:0 0 4px 0"><span style="color:{colour}">{face.light.sign}</span> '
        f"{escape(face.label)} {day}</p>"
    )


def _clock_row(one: ExplainedClock, desk: Desk) -> str:
    face, look, today = one.face, theme.tokens(), desk.workspace.today
    colour = theme.light_colour(face.light).name()
    day = wording.day(face.due, today) if face.due is not None else ""
    used = f" · {wording.used_words(face)}" if wording.used_words(face) else ""
    return (
        f'<p style="margin:0 0 8px 0"><span style="color:{colour}">{face.light.sign}</span> '
        f"<b>{escape(face.label)}</b> "
        f'<span style="color:{colour}">{escape(wording.left_words(face, today))}</span> {day}{used}'
        f'<br><span style="color:{look.ink2}">{escape(one.why)}</span></p>'
    )


def way_words(dossier: Dossier) -> str:
    """Say every passed gate and every way back, oldest first, as rich text."""
    overrides = [
        (
            one.moved_on,
            _tr("■ {day} 越关 {old} → {new}").format(
                day=wording.full_day(one.moved_on), old=one.from_stage.zh, new=one.to_stage.zh
            ),
            (one.reason, one.minutes_no),
        )
        for one in dossier.overrides
    ]
    backs = [
        (
            one.moved_on,
            _tr("▲ {day} 第{number}次退回 {old} → {new}").format(
                day=wording.full_day(one.moved_on),
                number=number,
                old=one.from_stage.zh,
                new=one.to_stage.zh,
            ),
            (one.reason, one.document_no),
        )
        for number, one in enumerate(dossier.send_backs, start=1)
    ]
    ink = theme.tokens().ink2
    return "".join(
        f'<p style="margin:0 0 6px 0">{escape(head)}<br><span style="color:{ink}">'
        f"{escape(' · '.join(part for part in parts if part))}</span></p>"
        for _, head, parts in sorted(overrides + backs, key=lambda one: one[0])
    )


def override_tip(dossier: Dossier) -> str:
    """Say why failed gates were passed, one line for each."""
    return "\n".join(
        _tr("{day} {old} → {new}：{reason}（{number}）").format(
            day=wording.full_day(one.moved_on),
            old=one.from_stage.zh,
            new=one.to_stage.zh,
            reason=one.reason,
            number=one.minutes_no,
        )
        for one in dossier.overrides
    )


def send_back_tip(dossier: Dossier) -> str:
    """Say why a project was sent back, one line for each time."""
    return "\n".join(
        _tr("{day} {old} → {new}：{reason}").format(
            day=wording.full_day(one.moved_on),
            old=one.from_stage.zh,
            new=one.to_stage.zh,
            reason=" ".join(part for part in (one.reason, one.document_no) if part),
        )
        for one in dossier.send_backs
    )


def status_words(dossier: Dossier) -> str:
    """Say the status, and the paper that decided it with what goes with it."""
    words = dossier.status.zh
    last = dossier.status_changes[-1] if dossier.status_changes else None
    if last is None or last.new is not dossier.status:
        return words
    parts = [
        wording.full_day(last.changed_on),
        last.removal_reason.zh if last.removal_reason is not None else "",
        last.reason,
        last.document_no,
        _tr("{day}复审").format(day=wording.full_day(last.review_on)) if last.review_on is not None else "",
    ]
    return words + "\n" + " · ".join(part for part in parts if part)


def hint(words: str) -> str:
    """Words in the second ink, as rich text."""
    return f'<span style="color:{theme.tokens().ink2}">{words}</span>'


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
