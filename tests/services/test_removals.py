from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.projects import note_progress
from fangzi_desktop.services.removals import removal_limits, removal_proposals, set_removal_limit
from tests.builders import a_project
from tests.conftest import OpenWorkspace


def test_a_project_silent_for_longer_than_the_limit_is_proposed(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2022, 7, 1))
    silent = first.do(a_project, "沉寂项目", Stage.FORMATION, service_officer="专员乙").value
    moving = first.do(a_project, "推进项目", Stage.FORMATION).value
    first.close()
    later = open_folder(date(2023, 2, 1))
    later.do(note_progress, moving, "协议文本已定")
    (proposal,) = later.read(removal_proposals)
    assert (proposal.id, proposal.since, proposal.limit_months) == (silent, date(2022, 7, 1), 6)
    assert (proposal.calendar_days, proposal.service_officer) == (215, "专员乙")


def test_the_limit_is_the_teams_own_from_a_day_on_and_can_be_undone(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2022, 7, 1))
    first.do(a_project, "沉寂项目", Stage.FORMATION)
    first.close()
    later = open_folder(date(2023, 2, 1))
    later.do(set_removal_limit, 12, date(2023, 1, 1), "区专班会议纪要〔2023〕1号")
    assert later.read(removal_proposals) == ()
    newest = later.read(removal_limits)[0]
    assert (newest.months, newest.source) == (12, "区专班会议纪要〔2023〕1号")
    later.do(set_removal_limit, 9, date(2023, 1, 1))
    assert [one.months for one in later.read(removal_limits)][:1] == [9]
    later.undo()
    later.undo()
    assert len(later.read(removal_proposals)) == 1


def test_a_limit_without_sense_is_refused(open_folder: OpenWorkspace) -> None:
    with pytest.raises(UserError, match=r"removal\.months"):
        open_folder().do(set_removal_limit, 0, date(2023, 1, 1))
