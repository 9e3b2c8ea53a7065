"""How a visit is told of in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.services.visits import Finding, Promise, VisitForm, VisitLine
from fangzi_desktop.ui import wording


def reached_words(form: VisitForm) -> str:
    """How far building has come: 主体施工 约45%."""
    percent = tr("约{percent}%").format(percent=form.percent) if form.percent is not None else ""
    return " ".join(part for part in (form.node, percent) if part)


def followed_words(line: VisitLine) -> str:
    """What came of a visit: 问题2 承诺1 照片5."""
    counts = (
        (tr("问题{count}"), len(line.problems)),
        (tr("承诺{count}"), len(line.promises)),
        (tr("照片{count}"), len(line.photos)),
    )
    return " ".join(words.format(count=count) for words, count in counts if count)


def next_words(line: VisitLine) -> str:
    """The day of the next visit, and whether it was made since."""
    if line.form.next_on is None:
        return ""
    day = wording.full_day(line.form.next_on)
    return day if line.awaits_next else tr("{day}（已走访）").format(day=day)


def title_words(form: VisitForm) -> str:
    """A visit by its day and who went."""
    return " · ".join(part for part in (wording.full_day(form.visited_on), form.who) if part)


def promise_state(promise: Promise) -> str:
    """Whether a promise was kept, and how it stands while it was not."""
    if promise.kept_on is not None:
        return tr("已兑现")
    return promise.light.zh if promise.due is not None else tr("未定期限")


def finding_words(finding: Finding) -> str:
    """Where a problem that was found stands."""
    return finding.state.zh


def tr(words: str) -> str:
    """Words of the field work, translated."""
    return QCoreApplication.translate("field", words)
