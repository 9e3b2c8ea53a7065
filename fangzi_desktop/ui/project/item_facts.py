"""What is said of a permit item beside the table: its limits, its life, and what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.deadlines import Extension, Suspension, amount_zh
from fangzi_desktop.domain.permit_items import CALLED_OFF, NOTICE_WORKDAYS, Correction
from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitState, Unit
from fangzi_desktop.services.permits import ChecklistLine, GroupLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.project.checklist_model import is_running, state_word

Find = Callable[[str], ChecklistLine | None]
# Links that lead to no other item: to the records, and to all that wait for this one.
RECORDS_LINK = "act:records"
ALL_LINK = "act:all"
_MOST_NAMES = 6

_Rows = list[tuple[str, str]]


def life(line: ChecklistLine, find: Find, today: date, *, unfolded: bool = False) -> str:
    """An item's limits, its life so far, and its neighbours as rich text; their names lead to them.

    Of many items that wait for this one only the first are named until it is `unfolded`.
    """
    rows: _Rows = []
    if line.superseded:
        rows.append((_tr("轮次"), escape(_tr("本轮已经结束，另有新的一轮"))))
    is_open = line.state in (PermitState.NOT_STARTED, PermitState.PREPARING)
    if line.applicability is not Applicability.REQUIRED or (line.condition and is_open):
        rows.append((_tr("是否要办"), escape(line.applicability.zh + _bracketed(line.condition))))
    if line.waiver:
        rows.append((_tr("区域评估"), escape(line.waiver)))
    if line.note:
        rows.append((_tr("说明"), escape(line.note)))
    rows += _limits(line, today)
    rows.append((_tr("经过"), escape(_days(line, today))))
    rows += _records(line, today)
    if line.expected_on is not None and not has_ended(line):
        rows.append((_tr("预计办结"), escape(_forecast(line, today))))
    rows.append((_tr("前置事项"), _others(line.requires, find, waiting=line.waiting_for)))
    if line.waiting_for and line.state is PermitState.DECIDED and not line.automatic:
        rows.append(("", escape(_tr("▲ 办结时前置事项尚未办完"))))
    names = _others(line.unlocks if unfolded else line.unlocks[:_MOST_NAMES], find)
    if len(line.unlocks) > _MOST_NAMES and not unfolded:
        names += "，" + _link(ALL_LINK, _tr("共{count}项").format(count=len(line.unlocks)))
    rows.append((_tr("后续事项"), names))
    return _table(rows)


def result(line: ChecklistLine, today: date) -> str:
    """What came of an item: its certificate with its validity."""
    rows: _Rows = []
    if line.certificate_no:
        rows.append((_tr("证号文号"), escape(line.certificate_no)))
    elif line.certificate and line.state is PermitState.DECIDED:
        rows.append((_tr("证号文号"), _coloured("amber", _tr("▲ 待登记"))))
    rows.append((_tr("发证机关"), escape(line.issuing_body)))
    if line.delivered_on is not None:
        rows.append((_tr("送达"), escape(wording.day(line.delivered_on, today))))
    if line.validity is not None:
        rows.append((_tr("有效期至"), _validity(line, today)))
    return _table(rows)


def grounds(line: ChecklistLine) -> str:
    """What an item ends with by its rule, and the sources of the rule."""
    sources = "<br>".join(escape(text) for text in line.sources)
    return _table([(_tr("办理结果"), escape(line.result)), (_tr("依据"), sources)])


def group(shown: GroupLine, find: Find, today: date) -> str:
    """A parallel group's limit, where that comes from, who coordinates it, and its items by name."""
    rows: _Rows = [(_tr("牵头单位"), escape(shown.coordinator or _tr("未定")))]
    if shown.limit is not None:
        words = shown.limit.zh
        if shown.longest:
            words = _tr("{limit}，取单项最长：{item}").format(limit=words, item=shown.longest)
        rows.append((_tr("时限"), escape(words)))
    if shown.due is not None:
        mark = _tr("（预估）") if shown.reading is not None and shown.reading.provisional else ""
        rows.append((_tr("到期"), escape(wording.day(shown.due, today) + mark)))
    if shown.expected_on is not None and shown.done < shown.total:
        day = wording.day(shown.expected_on, today)
        rows.append((_tr("预计办齐"), escape(_tr("{day}（推算）").format(day=day))))
    open_ones = [one for one in shown.item_ids if (line := find(one)) is None or not has_ended(line)]
    rows.append((_tr("事项"), _others(shown.item_ids, find, waiting=open_ones)))
    return _table(rows)


def beyond_statutory(line: ChecklistLine, today: date) -> str:
    """The alarm of the law's limit, which goes beside that of the promised one; nothing while it is kept."""
    reading = line.reading
    if reading is None or not reading.beyond_statutory or reading.statutory_due is None:
        return ""
    day = wording.day(reading.statutory_due, today)
    return _tr("■ 超法定时限：法定时限{day}届满").format(day=day)


def notice_words(line: ChecklistLine, today: date) -> str:
    """Until when the department may say what an application lacks, or what follows from its silence."""
    due = line.notice_due
    if due is None:
        return ""
    days = amount_zh(NOTICE_WORKDAYS, Unit.WORKING_DAY)
    if today <= due:
        words = _tr("须补正的，{day}前一次性告知（收件后{days}内）；逾期不告知的，自收件之日起视为受理。")
        return words.format(day=wording.day(due, today), days=days)
    words = _tr("▲ 已过一次性告知的最后一天（{day}）：依法自收件之日起视为受理，请登记受理。")
    return words.format(day=wording.day(due, today))


def has_ended(line: ChecklistLine) -> bool:
    """Whether an item is over, with or without a result."""
    return line.state is PermitState.DECIDED or line.state in CALLED_OFF


def _table(rows: _Rows) -> str:
    ink = theme.tokens().ink2
    cells = "".join(
        f'<tr><td width="58" style="color:{ink}; padding:3px 6px 3px 0">{name}</td>'
        f'<td style="padding:3px 0">{value}</td></tr>'
        for name, value in rows
        if value
    )
    return f'<table cellspacing="0" cellpadding="0" width="100%">{cells}</table>' if cells else ""


def _limits(line: ChecklistLine, today: date) -> _Rows:
    rows, reading = [], line.reading
    runs = is_running(line) and not has_ended(line)
    if line.limit is not None:
        is_floor = line.limit.kind is LimitKind.MIN
        words = line.limit.zh if line.limit.amount else _tr("即时办结")
        event = _tr("自{event}起").format(event=line.start_event) if line.start_event else ""
        words = "，".join(
            part for part in (f"{line.limit.kind.zh if is_floor else ''}{words}", event) if part
        )
        if runs and line.due is not None:
            words = f"{words}，{_ends(line.due, today, is_floor=is_floor)}"
        name = _tr("时限") if is_floor or line.statutory is None else _tr("承诺时限")
        rows.append((name, _lit(line.light, words) if runs and not is_floor else escape(words)))
    if line.statutory is not None:
        is_floor = line.statutory.kind is LimitKind.MIN
        words = f"{_tr('不少于') if is_floor else ''}{line.statutory.zh}"
        light = Light.GREEN
        if runs and reading is not None and reading.statutory_due is not None:
            words = f"{words}，{_ends(reading.statutory_due, today, is_floor=is_floor)}"
            light = Light.RED if reading.beyond_statutory else Light.GREEN
        rows.append((_tr("法定时限"), _lit(light, words) if runs and not is_floor else escape(words)))
        if runs and not is_floor and _outlasts_the_law(line):
            rows.append(("", _coloured("amber", _tr("▲ 延期后的承诺时限晚于法定时限"))))
    return rows


def _outlasts_the_law(line: ChecklistLine) -> bool:
    """Whether an extension moved the promised day beyond the law's, which it leaves where it was."""
    reading = line.reading
    if reading is None or reading.due is None or reading.statutory_due is None:
        return False
    return bool(line.extensions) and reading.due > reading.statutory_due


def _ends(day: date, today: date, *, is_floor: bool) -> str:
    words = _tr("最早{day}办结") if is_floor else _tr("{day}到期")
    return words.format(day=wording.day(day, today))


def _lit(light: Light, words: str) -> str:
    token = {Light.GREEN: "green", Light.YELLOW: "amber", Light.RED: "red", Light.GREY: "ink2"}[light]
    return f"{_coloured(token, light.sign)} {escape(words)}"


def _coloured(token: str, words: str) -> str:
    return f'<span style="color:{getattr(theme.tokens(), token)}">{escape(words)}</span>'


def _days(line: ChecklistLine, today: date) -> str:
    """The days recorded, in their order."""
    began = _tr("受理") if "受理" in line.start_event or not line.start_event else _tr("起算")
    ended = _tr("办结") if line.state is PermitState.DECIDED else line.state.zh
    days = ((line.applied_on, _tr("收件")), (line.accepted_on, began), (line.decided_on, ended))
    return "，".join(f"{wording.day(day, today)}{name}" for day, name in days if day is not None)


def _records(line: ChecklistLine, today: date) -> _Rows:
    rows: _Rows = []
    if line.corrections:
        told = [_notice(place, one, today) for place, one in enumerate(line.corrections)]
        rows.append((_tr("补正{count}次").format(count=len(told)), "<br>".join(told)))
    if line.extensions:
        granted = [escape(_extension(one, today)) for one in line.extensions]
        rows.append((_tr("延期{count}次").format(count=len(granted)), "<br>".join(granted)))
    if line.suspensions:
        stops = "<br>".join(escape(_stop(stop, today)) for stop in line.suspensions)
        rows.append((_tr("暂停"), stops))
    if rows:
        name, value = rows[-1]
        rows[-1] = (name, f"{value}　{_link(RECORDS_LINK, _tr('更正'))}")
    return rows


def _notice(place: int, one: Correction, today: date) -> str:
    words = _tr("{day}告知：{reason}").format(day=wording.day(one.notified_on, today), reason=one.reason)
    words += f"（{one.document_no}）" if one.document_no else ""
    if one.answered_on is not None:
        words += _tr("；{day}补齐").format(day=wording.day(one.answered_on, today))
    if place == 0:
        return escape(words)
    mark = _tr("▲ 再次告知：法律要求一次性告知（行政许可法第32条）")
    return f"{escape(words)}<br>{_coloured('amber', mark)}"


def _extension(one: Extension, today: date) -> str:
    words = _tr("{day}延长{amount}，{who}批准：{reason}").format(
        day=wording.day(one.granted_on, today),
        amount=amount_zh(one.amount, one.unit),
        who=one.approved_by,
        reason=one.reason,
    )
    words += f"（{one.document_no}）" if one.document_no else ""
    return words + (_tr("；法定时限同时顺延") if one.statutory else "")


def _stop(stop: Suspension, today: date) -> str:
    first = wording.day(stop.first, today)
    last = wording.day(stop.last, today) if stop.last is not None else _tr("今")
    number = f"，{stop.document_no}" if stop.document_no else ""
    return _tr("{first}至{last}不计（{reason}{number}）").format(
        first=first, last=last, reason=stop.reason, number=number
    )


def _forecast(line: ChecklistLine, today: date) -> str:
    if line.expected_on is None:
        return ""
    if line.float_workdays:
        slack = _tr("，可晚{slack}").format(slack=amount_zh(line.float_workdays, Unit.WORKING_DAY))
    else:
        slack = _tr("，一晚就推迟开工") if line.critical else ""
    return _tr("{day}（推算）").format(day=wording.day(line.expected_on, today)) + slack


def _validity(line: ChecklistLine, today: date) -> str:
    """The last day of a certificate's validity with its light, and the rule it follows from."""
    validity = line.validity
    if validity is None:
        return ""
    words = wording.day(validity.until, today)
    words += {Light.YELLOW: _tr("，临近到期"), Light.RED: _tr("，已过期")}.get(validity.light, "")
    shown = _lit(validity.light, words)
    if line.valid_until is None and validity.note:
        shown += f"<br>{_coloured('ink2', validity.note)}"
    return shown


def _others(ids: Sequence[str], find: Find, *, waiting: Sequence[str] | None = None) -> str:
    """Other items by name, each with a tick or what it still is."""
    found = []
    for one in ids:
        other = find(one)
        if other is None:
            continue
        link = _link(one, wording.short_label(other.title))
        if waiting is None:
            found.append(link)
        elif one in waiting:
            found.append(f"○ {link} {escape(state_word(other))}")
        else:
            found.append(f"✓ {link}")
    return "<br>".join(found) if waiting is not None else "、".join(found)


def _link(target: str, words: str) -> str:
    return f'<a href="{escape(target)}" style="color:{theme.tokens().accent}">{escape(words)}</a>'


def _bracketed(words: str) -> str:
    return f"（{words}）" if words else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
