"""The closed sets of the nine stages: review, agreement, elements, construction, statistics, supervision."""

from __future__ import annotations

from fangzi_desktop.domain.terms import Term


class Evidence(Term):
    """A paper that closes a stage and is recorded nowhere else (mechanism §1.3)."""

    PROPOSAL = "proposal", "项目建议书（可研、商业计划书）"
    INVESTOR_PROFILE = "investor_profile", "投资主体情况与信用"
    PRODUCTION_PROOF = "production_proof", "投产凭证（首张发票、试生产记录）"
    SETTLEMENT = "settlement", "履约监管结论"


class LeadSource(Term):
    """Where a lead came from (mechanism §1.3)."""

    INVESTMENT_ATTRACTION = "investment_attraction", "招商"
    LOCAL_EXPANSION = "local_expansion", "本地增资"
    RENOVATION = "renovation", "技改"
    OTHER = "other", "其他"


class Intent(Term):
    """How serious an investor is."""

    FIRM = "firm", "明确"
    LIKELY = "likely", "较强"
    VAGUE = "vague", "一般"


class RemovalReason(Term):
    """Why a project was 剔除 (mechanism §1.4)."""

    NO_PROGRESS = "no_progress", "长期无进展"
    WITHDRAWN = "withdrawn", "企业放弃"
    POLICY = "policy", "政策变化"
    OTHER = "other", "其他"


class ReviewDecision(Term):
    """What a review meeting decides (mechanism §2.4)."""

    PASS = "pass", "通过"
    CONDITIONAL_PASS = "conditional_pass", "有条件通过"
    DEFER = "defer", "暂缓"
    RETURN = "return", "退回补充"
    VETO = "veto", "否决"

    @property
    def is_pass(self) -> bool:
        """Whether the project goes on."""
        return self.value in ("pass", "conditional_pass")


class OpinionKind(Term):
    """What a department says of a project (mechanism §2.4)."""

    AGREE = "agree", "同意"
    AGREE_IN_PRINCIPLE = "agree_in_principle", "原则同意"
    CONDITIONAL = "conditional", "有条件同意"
    DISAGREE = "disagree", "不同意"
    NOT_APPLICABLE = "not_applicable", "不涉及"


class Indicator(Term):
    """A figure that a project is judged by (mechanism §2.2)."""

    INVESTMENT_INTENSITY = "investment_intensity", "投资强度"
    TAX_PER_MU = "tax_per_mu", "亩均税收"
    OUTPUT_PER_MU = "output_per_mu", "亩均产值"
    ENERGY_PER_OUTPUT = "energy_per_output", "单位产值能耗"
    OUTPUT_PER_ENERGY = "output_per_energy", "单位能耗产出"
    EMISSION_OUTPUT = "emission_output", "单位排放增加值"
    RD_INTENSITY = "rd_intensity", "研发投入强度"
    LABOUR_PRODUCTIVITY = "labour_productivity", "全员劳动生产率"
    OUTPUT_PER_JOB = "output_per_job", "人均产值"
    FAR = "far", "容积率"
    BUILDING_COEFFICIENT = "building_coefficient", "建筑系数"
    GREEN_RATIO = "green_ratio", "绿地率"
    OFFICE_LAND = "office_land", "行政办公生活用地占比"


class Comparison(Term):
    """How a value is held against a threshold or a target."""

    AT_LEAST = "at_least", "≥"
    AT_MOST = "at_most", "≤"
    EQUAL = "equal", "="


class IndicatorVerdict(Term):
    """What an indicator says; thresholds advise, they never block (mechanism §12.15)."""

    MET = "met", "达到"
    BELOW = "below", "未达到"
    NOT_APPLICABLE = "not_applicable", "不适用"
    UNKNOWN = "unknown", "缺数据"
    NO_THRESHOLD = "no_threshold", "无门槛"


class AgreementKind(Term):
    """The papers signed with an investor (mechanism §5.1)."""

    FRAMEWORK = "framework", "战略合作框架协议"
    INVESTMENT = "investment", "投资协议"
    SUPERVISION = "supervision", "“标准地”履约监管协议"
    LAND = "land", "国有建设用地使用权出让合同"
    SUPPORT = "support", "扶持政策协议"


class FairReview(Term):
    """The outcome of a 公平竞争审查 (公平竞争审查条例, mechanism §5.3)."""

    PENDING = "pending", "未审查"
    PASSED = "passed", "通过"
    EXEMPT = "exempt", "适用例外规定"
    FAILED = "failed", "未通过"


class Side(Term):
    """Whose promise a commitment is."""

    GOVERNMENT = "government", "政府方"
    ENTERPRISE = "enterprise", "企业方"


class CommitmentMetric(Term):
    """What a commitment is about (mechanism §5.2)."""

    FIXED_INVESTMENT = "fixed_investment", "固定资产投资额"
    INVESTMENT_INTENSITY = "investment_intensity", "固定资产投资强度"
    FAR = "far", "容积率"
    TAX_PER_MU = "tax_per_mu", "年亩均税收"
    OUTPUT_PER_ENERGY = "output_per_energy", "单位能耗增加值"
    EMISSION_OUTPUT = "emission_output", "单位排放增加值"
    RD_INTENSITY = "rd_intensity", "研发投入强度"
    START = "start", "动工期限"
    COMPLETION = "completion", "竣工期限"
    PRODUCTION = "production", "投产期限"
    FULL_CAPACITY = "full_capacity", "达产期限"
    OUTPUT = "output", "达产年产值"
    SALES = "sales", "达产年销售收入"
    TAX = "tax", "达产年税收"
    LOCALITY = "locality", "注册地、纳税地、统计地"
    NO_TRANSFER = "no_transfer", "不擅自转让、改变用途"
    SCALE_ENTRY = "scale_entry", "升规时限"
    PERFORMANCE_BOND = "performance_bond", "履约保证金"
    CLEARED_LAND = "cleared_land", "净地交付"
    UTILITIES = "utilities", "三通一平、七通一平"
    ASSISTED_SERVICE = "assisted_service", "手续帮办代办"
    ELEMENTS = "elements", "要素保障"
    SUPPORT = "support", "扶持资金"
    OTHER = "other", "其他"


class CommitmentResult(Term):
    """What became of a commitment (mechanism §5.2)."""

    MET = "met", "达标"
    PARTIAL = "partial", "部分达标"
    UNMET = "unmet", "未达标"
    WAIVED = "waived", "豁免"


class LadderLevel(Term):
    """The ladder of what follows a broken commitment, in its order (mechanism §5.3)."""

    REMINDER = "reminder", "提醒"
    INTERVIEW = "interview", "约谈"
    DEMAND = "demand", "催告"
    DECISION = "decision", "书面履约决定"
    CLAWBACK = "clawback", "追缴"
    RESCISSION = "rescission", "解除协议"


class Element(Term):
    """What a project needs to be supplied with (mechanism §4)."""

    LAND = "land", "用地"
    ENERGY_QUOTA = "energy_quota", "能耗"
    EMISSION_QUOTA = "emission_quota", "排放"
    WATER = "water", "用水"
    POWER = "power", "用电"
    GAS = "gas", "用气"
    HEAT = "heat", "用热"
    FINANCE = "finance", "融资"
    LABOUR = "labour", "用工"
    SITE = "site", "道路场地"
    TALENT = "talent", "技术人才数据"


class ElementStatus(Term):
    """How far a demand has been supplied; worked out from its figures but for the last (mechanism §4)."""

    NOT_RAISED = "not_raised", "未提出"
    RAISED = "raised", "已提出"
    COMMITTED = "committed", "已承诺"
    PARTIAL = "partial", "部分到位"
    DELIVERED = "delivered", "已到位"
    UNAVAILABLE = "unavailable", "无法保障"


class NodeKind(Term):
    """The nodes of building, in their usual order (mechanism §1.3 S5)."""

    ENTRY = "entry", "进场"
    FOUNDATION = "foundation", "基础"
    STRUCTURE = "structure", "主体施工"
    TOPPED_OUT = "topped_out", "主体封顶"
    EQUIPMENT = "equipment", "设备进场"
    INSTALLATION = "installation", "设备安装调试"
    MAIN_COMPLETE = "main_complete", "主体竣工"


class LightDimension(Term):
    """What a project's light looks at; the worst one counts (mechanism §9.4)."""

    START = "start", "开工"
    PROGRESS = "progress", "投资进度"
    FUNDS = "funds", "政府资金"
    STATS_ENTRY = "stats_entry", "投资纳统"
    CLOCKS = "clocks", "时限"


class StatsKind(Term):
    """The two entries into statistics."""

    INVEST = "invest", "投资纳统"
    SCALE = "scale", "升规纳统"


class Sector(Term):
    """The groups of 四上 units, each with its own threshold (mechanism §6.3)."""

    INDUSTRY = "industry", "工业"
    CONSTRUCTION = "construction", "有资质的建筑业"
    WHOLESALE = "wholesale", "批发业"
    RETAIL = "retail", "零售业"
    CATERING = "catering", "住宿和餐饮业"
    REAL_ESTATE = "real_estate", "房地产开发经营业"
    SERVICES_A = "services_a", "交通、信息、水利环境、卫生服务业"
    SERVICES_B = "services_b", "租赁商务、科研技术、教育、物业服务业"
    SERVICES_C = "services_c", "居民服务、文化体育娱乐、社会工作服务业"
    INVESTMENT_UNIT = "investment_unit", "投资单位"


class StatsMaterial(Term):
    """The papers for an entry into statistics (mechanism §6.2, §6.4)."""

    CONTENT_LIST = "content_list", "建设内容清单（土地、造价、建筑面积、工程、设备）"
    APPROVAL_PAPER = "approval_paper", "审批、核准或备案文件"
    CONTRACT = "contract", "施工合同"
    PHOTOS = "photos", "现场照片（项目名称、地点、开工时间、拍摄时间、核实人）"
    LICENCE = "licence", "营业执照"
    EXPLANATION = "explanation", "5000万元以上项目情况说明"
    FEASIBILITY = "feasibility", "可行性研究报告"
    PURCHASE_CONTRACT = "purchase_contract", "设备购置合同"
    PAYMENT_VOUCHER = "payment_voucher", "付款凭证"
    EQUIPMENT_PHOTOS = "equipment_photos", "到货设备照片"
    UNIT_FORM = "unit_form", "单位基本情况表"
    PROFIT_SHEET = "profit_sheet", "最近月份利润表"
    VAT_RETURN = "vat_return", "增值税纳税申报表及附表（盖章）"
    ENTRANCE_PHOTO = "entrance_photo", "单位大门及门牌照片"
    SITE_PHOTO = "site_photo", "生产场所和设备照片"


class ReportedMetric(Term):
    """A figure that the enterprise itself has reported, noted as it stands."""

    INVESTMENT = "investment", "统计入库投资（企业填报）"
    REVENUE = "revenue", "营业收入（企业填报）"
    OUTPUT = "output", "工业总产值（企业填报）"
    EMPLOYEES = "employees", "从业人数（企业填报）"


class ReportedUnit(Term):
    """The unit in which the enterprise reported a figure; forms differ, so it is never converted."""

    WAN_YUAN = "wan_yuan", "万元"
    THOUSAND_YUAN = "thousand_yuan", "千元"
    YUAN = "yuan", "元"
    PERSON = "person", "人"


class InvestLevel(Term):
    """From which planned total investment something applies to a project's entry (mechanism §6.1)."""

    ENTRY = "entry", "入库起点"
    DIRECT_FORM = "direct_form", "206-1表（法人单位联网直报）"
    PROVINCE = "province", "省级审核"
    NATION = "nation", "国家级审核"


class StatsState(Term):
    """Where an entry into statistics stands; worked out from its records."""

    BELOW = "below", "未达起点"
    NOT_STARTED = "not_started", "待开工"
    NOT_PRODUCING = "not_producing", "待投产"
    PREPARING = "preparing", "材料准备"
    READY = "ready", "可申报"
    FILED = "filed", "已申报"
    RETURNED = "returned", "退回"
    ENTERED = "entered", "已入库"


class WindowKind(Term):
    """A filing window: of 四上 units (mechanism §6.4), or of investment projects (§6.2)."""

    ANNUAL_FIRST = "annual_first", "年度第一批"
    ANNUAL_SECOND = "annual_second", "年度第二批"
    FEBRUARY = "february", "2月批次"
    MONTHLY = "monthly", "月度升规"
    INVEST = "invest", "投资入库"


class ProblemStep(Term):
    """A step in the life of a problem (mechanism §9.3)."""

    ASSIGNED = "assigned", "交办"
    TAKEN_IN_HAND = "taken_in_hand", "办理"
    CLAIMED = "claimed", "办结申请"
    RETURNED = "returned", "退回重办"
    CLOSED = "closed", "销号"
    LISTED = "listed", "挂牌督办"
    UNLISTED = "unlisted", "解除挂牌"


class NoticeKind(Term):
    """A paper that demands an overdue matter: the first one reminds, the second one is listed supervision."""

    REMINDER = "reminder", "提醒函"
    SUPERVISION = "supervision", "督办单"


class Role(Term):
    """Who is told of an alert; the ladder goes upwards as the days overdue grow."""

    OFFICER = "officer", "服务专员"
    CHIEF = "chief", "科长"
    LEADER = "leader", "分管领导"


class Level(Term):
    """How loudly an alert calls: a notice is only listed, the others are told by the desktop as well."""

    NOTICE = "notice", "提示"
    CALL = "call", "提醒"
    URGENT = "urgent", "紧急"
