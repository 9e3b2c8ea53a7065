"""What is known of invented projects beyond their ledger line: profile, papers, visits, a way back."""

from __future__ import annotations

import random
from datetime import date, timedelta

from fangzi_desktop.domain.profiles import credit_code_check
from fangzi_desktop.domain.stage_terms import Evidence, Intent, LeadSource, Sector
from fangzi_desktop.domain.terms import Milestone, Stage, StageStatus
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.services.demo_visits import fill_visits
from fangzi_desktop.services.profiles import profile_row
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import EvidenceRow, ProfileRow, SendBackRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_INDUSTRIES = {
    "元宇宙": "C3969",
    "装备制造": "C3444",
    "新材料": "C3985",
    "新能源汽车电子": "C3670",
    "新型储能": "C3849",
    "生物医药": "C2770",
    "食品加工": "C1432",
    "创意文旅": "R9053",
}
_SITES = ("工业片区东侧地块", "物流园南侧地块", "产业园二期地块", "老厂区改造地块")
_SENT_BACK = (
    "投资主体变更，需重新论证投资能力",
    "选址调整，用地面积和亩均效益须重新测算",
    "产品方案变化，能耗和排放须重新核算",
)
_SENT_BACK_SHARE = 0.12


def fill_profile(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Write down what an officer would know of an invented project by today."""
    known = profile_row(work, row.id)
    _lead(work, chance, row, life, known)
    _company(chance, row, life, known)
    _papers(work, chance, row, life)
    _visits(work, chance, row, life)
    _way_back(work, chance, row, life)


def _lead(work: Work, chance: random.Random, row: ProjectRow, life: Life, known: ProfileRow) -> None:
    known.source = chance.choices(
        (LeadSource.INVESTMENT_ATTRACTION, LeadSource.LOCAL_EXPANSION, LeadSource.RENOVATION), (70, 20, 10)
    )[0]
    known.intent = Intent.FIRM if life.stage is not Stage.PLANNING else chance.choice(list(Intent))
    known.first_contact_on = life.created_on - timedelta(days=chance.randint(3, 40))
    known.project_type = "技改" if known.source is LeadSource.RENOVATION else chance.choice(("新建", "扩建"))
    known.industry_code = _INDUSTRIES.get(row.industry_track, "")
    known.sector = Sector.INDUSTRY if known.industry_code.startswith("C") else None
    known.site_intention = f"{row.responsible_unit}{chance.choice(_SITES)}"


def _company(chance: random.Random, row: ProjectRow, life: Life, known: ProfileRow) -> None:
    passed = life.days.get(Milestone.REVIEW_PASSED)
    established = life.days.get(Milestone.ESTABLISHED)
    if passed is None or established is None:
        return
    known.developer = f"{row.investor}项目公司"
    body = "91370704MA" + "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
    known.credit_code = body + credit_code_check(body)
    known.licence_on = passed + (established - passed) * chance.randint(2, 8) // 10
    known.platform_code = (
        f"{established:%y%m}-370704-04-{chance.choice(('01', '02'))}-{chance.randint(100_000, 999_999)}"
    )
    production = life.days.get(Milestone.PRODUCTION)
    if production is not None:
        # Full capacity is usually promised a year after production, and supervised three years more.
        known.supervised_until = production + timedelta(days=4 * 365)


def _papers(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    began = life.stages.get(Stage.REVIEW)
    submitted = began.started_on if began is not None else None
    for kind in (Evidence.PROPOSAL, Evidence.INVESTOR_PROFILE):
        if submitted is not None:
            _paper(work, row, kind, submitted - timedelta(days=chance.randint(0, 3)), life.created_on)
        elif kind is Evidence.PROPOSAL and chance.random() < 0.3:
            _paper(work, row, kind, work.today - timedelta(days=chance.randint(0, 5)), life.created_on)
    production = life.days.get(Milestone.PRODUCTION)
    if production is not None:
        proven = min(work.today, production + timedelta(days=chance.randint(3, 25)))
        _paper(work, row, Evidence.PRODUCTION_PROOF, proven, life.created_on)


def _paper(work: Work, row: ProjectRow, kind: Evidence, on: date, first: date) -> None:
    work.add(
        EvidenceRow(
            id=natural_id("evidence", row.id, kind),
            project_id=row.id,
            kind=kind,
            received_on=max(on, first),
            document_no=f"示例材料{row.project_no[-4:]}-{list(Evidence).index(kind) + 1}",
        )
    )


def _visits(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    span = max(1, (work.today - life.created_on).days)
    days = {life.created_on + timedelta(days=chance.randint(0, span)) for _ in range(4)}
    fill_visits(work, row, life, sorted(days))


def _way_back(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Some projects in procedures once came back from formation to the review."""
    review = life.stages.get(Stage.REVIEW)
    is_past = review is not None and review.status is StageStatus.DONE
    if review is None or review.started_on is None or not is_past:
        return
    if chance.random() >= _SENT_BACK_SHARE:
        return
    work.add(
        SendBackRow(
            id=work.new_id(),
            project_id=row.id,
            moved_on=review.started_on,
            from_stage=Stage.FORMATION,
            to_stage=Stage.REVIEW,
            reason=chance.choice(_SENT_BACK),
            document_no=f"示例函〔{review.started_on.year}〕{row.project_no[-4:]}号",
        )
    )
