"""Split a header of a note or of the discussion whose cells run together, by the words that head their columns.

The words are those of the disclosure rules for notes and periodic reports (编报规则第15号; 内容与格式准则第2号、第3号).
A header they do not make up whole may hold one stretch of other words in a place: one cell, where the rows below say
that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from converter.read.header_words import BLANKS, COLUMN_WORDS, FIRST_PATTERNS, HeaderWord

# Words of the statutory tables of notes; one name of a column after the other.
_WORDS = """
账面余额 账面价值 账面原值 坏账准备 减值准备 跌价准备 存货跌价准备 存货跌价准备/合同履约成本减值准备
存货跌价准备或合同履约成本减值准备 合同履约成本减值准备 累计折旧 累计摊销 公允价值 公允价值变动 期末公允价值
期末账面余额 期初账面余额 期末账面价值 期初账面价值 期末余额 期初余额 年末余额 年初余额 上年年末余额 期末数 期初数
期末 期初 本期发生额 上期发生额 本期发生金额 本期金额 上期金额 本期数 上期数 本期 上期 上年度 本年 上年 金额 比例
比例(%) 比重 占比 占比(%) 计提比例 计提比例(%) 预期信用损失率 预期信用损失率(%) 计提 计提金额 计提理由 计提依据
收回或转回 转回 转销 核销 转销或核销 转销/核销 转回或转销 转回或核销 其他 其他变动 其他增加 其他减少 合计 小计 总计
数量 单价 收入 成本 毛利率 毛利率(%) 本期变动金额 本期变动 本期增减变动 本期增减变动金额 本期增加 本期增加金额
本期减少 本期减少金额 本期计提 本期转回 本期核销 本期转销 本期摊销 本期摊销金额 其他减少金额 本期其他减少金额
本期购买金额 本期出售金额 本次变动增减(+、-) 本次变动增减(+、一) 本次变动增减 发行新股 送股 公积金转股 应收账款
应收票据 其他应收款 合同资产 预付款项 应收账款余额 其他应收款余额 款项的性质 款项性质 账龄 期末账龄 性质 形成原因
受限原因 受限类型 受限情况 原因 说明 备注 未及时结算原因 未偿还或结转的原因 未结算原因 未结转原因 逾期原因 变动原因
列报项目 计入当期损益的金额 与资产相关/与收益相关 与资产/收益相关 本期新增补助金额 本期计入营业外收入金额
本期计入其他收益金额 本期冲减成本费用金额 计入当期非经常性损益的金额 补助项目 种类 政府补助项目名称
预计收取的时间、金额及依据 坏账准备期末余额 坏账准备余额 减值准备期末余额 减值准备期初余额 本期计提减值准备
占应收账款期末余额合计数的比例 占应收账款期末余额合计数的比例(%) 占其他应收款期末余额合计数的比例
占其他应收款期末余额合计数的比例(%) 占预付款项期末余额合计数的比例 占预付款项期末余额合计数的比例(%)
占应收账款和合同资产期末余额合计数的比例 占应收账款和合同资产期末余额合计数的比例(%) 应收账款期末余额 合同资产期末余额
应收账款和合同资产期末余额 应收账款坏账准备和合同资产减值准备期末余额 核销金额 转回或收回金额 收回或转回金额 收回方式
履行的核销程序 核销原因 应收账款性质 其他应收款性质 款项是否由关联交易产生 是否由关联交易产生 第一阶段 第二阶段
第三阶段 未来12个月预期信用损失 整个存续期预期信用损失(未发生信用减值) 整个存续期预期信用损失(已发生信用减值)
整个存续期预期信用损失 累计公允价值变动 累计在其他综合收益中确认的减值准备 应计利息 票面利率 票面利率(%) 实际利率
到期日 面值 逾期本金 本期确认的股利收入 累计利得 累计损失 其他综合收益转入留存收益的金额
其他综合收益转入留存收益的原因 指定为以公允价值计量且其变动计入其他综合收益的原因 本期计入其他综合收益的利得
本期计入其他综合收益的损失 追加投资 减少投资 权益法下确认的投资损益 其他综合收益调整 其他权益变动
宣告发放现金股利或利润 计提减值准备 期末终止确认金额 期末未终止确认金额 期末已质押金额 期末转应收账款金额 房屋及建筑物
房屋、建筑物 房屋建筑物 机器设备 运输工具 运输设备 电子设备 办公设备 办公设备及其他 电子设备及其他 其他设备 通用设备
专用设备 固定资产装修 土地使用权 专利权 非专利技术 专利技术 软件 软件使用权 商标权 特许权 特许经营权 著作权 土地资产
在建工程 土地 办公及电子设备 仪器设备 生产设备 办公家具 未办妥产权证书的原因 未办妥产权证书原因 预算数
本期转入固定资产金额 工程累计投入占预算比例 工程累计投入占预算比例(%) 工程进度 利息资本化累计金额
其中:本期利息资本化金额 本期利息资本化率 本期利息资本化率(%) 资金来源 内部开发支出 确认为无形资产 转入当期损益
企业合并形成的 处置 购置 可抵扣暂时性差异 应纳税暂时性差异 递延所得税资产 递延所得税负债
递延所得税资产和负债期末互抵金额 递延所得税资产和负债期初互抵金额 抵销后递延所得税资产或负债期末余额
抵销后递延所得税资产或负债期初余额 年份 债券名称 发行日期 债券期限 发行金额 本期发行 按面值计提利息 溢折价摊销
本期偿还 是否违约 借款期限 借款利率 担保方式 本期所得税前发生额 减:前期计入其他综合收益当期转入损益
减:前期计入其他综合收益当期转入留存收益 减:所得税费用 税后归属于母公司 税后归属于少数股东 期末外币余额 折算汇率
期末折算人民币余额 期末折算人民币余额(元) 外币余额 人民币余额 记账本位币 境外主要经营地 被购买方名称 购买日
购买日的确定依据 股权取得时点 股权取得成本 股权取得比例(%) 股权取得方式 购买日至期末被购买方的收入
购买日至期末被购买方的净利润 股权处置价款 股权处置比例(%) 股权处置方式 丧失控制权的时点 丧失控制权时点的确定依据
处置价款与处置投资对应的合并财务报表层面享有该子公司净资产份额的差额 丧失控制权之日剩余股权的比例(%)
丧失控制权之日剩余股权的账面价值 丧失控制权之日剩余股权的公允价值 按照公允价值重新计量剩余股权产生的利得或损失
丧失控制权之日剩余股权公允价值的确定方法及主要假设 与原子公司股权投资相关的其他综合收益转入投资损益的金额
与原子公司股权投资相关的其他综合收益转入投资损益或留存收益的金额 主要经营地 注册地 业务性质 注册资本 持股比例
持股比例(%) 取得方式 直接 间接 表决权比例 表决权比例(%) 少数股东持股比例 少数股东持股比例(%) 本期归属于少数股东的损益
本期向少数股东宣告分派的股利 期末少数股东权益余额 流动资产 非流动资产 资产合计 流动负债 非流动负债 负债合计 营业收入
营业成本 净利润 综合收益总额 经营活动现金流量 对合营企业或联营企业投资的会计处理方法 第一层次公允价值计量
第二层次公允价值计量 第三层次公允价值计量 即时偿还 1年以内 1-2年 1至2年 2-3年 2至3年 3-4年 4-5年 1-5年 2-5年 3-5年
3年以上 5年以上 1年以上 1个月以内 1-3个月 3个月-1年 3个月至1年 未折现合同金额合计 未折现合同现金流量合计 账面价值合计
母公司对本企业的持股比例(%) 母公司对本企业的表决权比例(%) 与本企业关系 其他关联方与本企业关系 与本企业的关系
与本公司关系 关联关系 与本企业关系金额 关联方 关联交易内容 关联交易类型 关联交易定价方式 获批的交易额度
是否超过交易额度 担保金额 担保起始日 担保到期日 担保是否已经履行完毕 租赁资产种类 本期确认的租赁收入
上期确认的租赁收入 拆借金额 起始日 分部间抵销 对合并净利润的影响数 加权平均净资产收益率 加权平均净资产收益率(%)
每股收益 基本每股收益 稀释每股收益 基本每股收益(元/股) 稀释每股收益(元/股) 每股收益(元/股) 同比增减 同比增减(%)
变动比例 变动比例(%) 情况说明 占利润总额比例 形成原因说明 是否具有可持续性 占总资产比例 占总资产比例(%) 比重增减
重大变动说明 占总资产的比例(%) 本期期末数 本期期末数占总资产的比例(%) 上期期末数 上年期末数
上年期末数占总资产的比例(%) 上期期末数占总资产的比例(%) 本期期末金额较上期期末变动比例(%)
本期期末金额较上年期末变动比例(%) 对当期利润的影响金额 当期变动 营业利润 主要业务 总资产 净资产 公司类型
计入权益的累计公允价值变动 本期公允价值变动损益 投资成本 税率 计税依据 所得税税率 所得税税率(%) 残值率 残值率(%)
年折旧率 年折旧率(%) 折旧方法 折旧年限(年) 折旧年限 序号 客户名称 销售额 销售额(元) 占年度销售总额比例
占年度销售总额比例(%) 附注(如适用) 附注 变化幅度(%) 变动幅度 变动幅度(%) 变化比例(%) 数量(人) 人数 报告期投资额(元)
上年同期投资额(元) 担保方与上市公司的关系 被担保方 被担保方与上市公司的关系 担保发生日期(协议签署日) 担保类型
担保逾期金额 反担保情况 是否存在反担保 是否关联方担保 担保物(如有) 营业收入比上年同期增减 营业成本比上年同期增减
毛利率比上年同期增减 营业收入比上年增减(%) 营业成本比上年增减(%) 毛利率比上年增减(%) 占营业成本比重 占营业收入比重
本报告期 上年同期 采购额(元) 采购额 占年度采购总额比例 占年度采购总额比例(%) 研发资本化金额 相关项目的基本情况
实施进度 余额 2022年初 研发投入金额 研发投入费用化金额 研发投入资本化金额 研发投入占营业收入比例(%)
本期金额较上年同期变动比例(%) 项目 供应商名称 生产量 销售量 库存量 生产量比上年增减(%) 销售量比上年增减(%)
库存量比上年增减(%) 上年同期金额 本期占总成本比例(%) 上年同期占总成本比例(%) 本期金额较上年同期变动比例 比上年同期增减
成本构成项目 奖励性质 会计核算科目 计入其他收益的金额 担保是否逾期 产品名称 产品类型 金额(元) 起息日 是否已赎回 受托方
数额 上年同期数 变动原因说明 预计总投资规模 本期投入金额 累计投入金额 最高担保额度 受限资产 初始投资成本
本期公允价值变动 期末账面值 本期购入 本期出售 折现率区间 期末余额/本期发生额 期初余额/上期发生额 购买日公允价值
购买日账面价值 本期转回或核销 期末金额 期初金额 是否审计 公司名称 本期期末余额 利率区间 投资比例 期末数量 持股数量
研发投入占净资产比例(%) 研发投入资本化比重(%) 募集资金来源 募集资金总额 募集资金净额 扣除发行费用后募集资金净额
募集资金承诺投资总额 项目募集资金承诺投资总额 调整后募集资金承诺投资总额 调整后募集资金投资总额 调整后投资总额
超募资金总额 截至报告期末累计投入募集资金总额 截至报告期末累计投入进度(%) 截至报告期末超募资金累计投入总额
截至报告期末募集资金累计投入进度(%) 截至报告期末超募资金累计投入进度(%) 本年度投入金额 本年度投入金额占比(%)
本年投入金额 变更用途的募集资金总额 招股书或募集说明书中募集资金承诺投资总额 募集资金到位时间 募集资金计划投资总额
是否涉及变更投向 是否使用超募资金 项目性质 是否为招股书或者募集说明书中的承诺投资项目 项目达到预定可使用状态日期
是否已结项 投入进度是否符合计划的进度 投入进度未达计划的具体原因 本年实现的效益 本项目已实现的效益或者研发成果
项目可行性是否发生重大变化 项目可行性是否发生重大变化,如是,请说明具体情况 节余的金额及形成原因 节余金额 节余的金额
主营业务 子公司类型 级次
"""
# Words that may head the rows of a table, beside those of the statements.
_FIRSTS = """
负债项目 报告期利润 行业分类 成本构成 分行业 分产品 分地区 产品分类 主要产品 成本构成项目 研发项目 供应商名称 单位名称
组合名称 其他关联方名称 关联方名称 关联方 补充资料 产生公允价值变动收益的来源 子公司名称 合营企业或联营企业名称
合营或联营企业名称 被投资单位名称或形成商誉的事项 被投资单位 投资项目 被担保方 担保方 借款类别 单位 出租方名称
承租方名称 补助项目 资产类别 产生其他收益的来源 资产处置收益的来源 税种 税项 项目名称 母公司名称 被购买方名称 债权项目
会计科目 科目 工程名称 年份 序号 种类 客户名称 受影响的报表项目 境外经营实体名称 组合 股东名称 学历构成 年龄区间
年龄结构区间 受托方 非经常性损益项目 纳税主体名称 金融资产项目 商誉所在资产组 募集资金来源
"""
# A column's number or formula, printed behind the words that head it: (1), (3)=(2)/(1).
_FORMULA = re.compile(r"\(\d\)(?:=\(\d\)(?:[-+*/×÷]\(\d\))+)?")
_TEXT_COLUMN = re.compile(
    r"(?:原因|理由|依据|方式|方法|性质|类型|时点|[日期]|日期|地|关系|内容|说明|备注|情况|名称|账龄|关联方|及依据|主要假设|程序|来源|期限|主体|币种"
    r"|补助项目|列报项目|与收益相关|收益相关|主[要营]业务|成果|重大变化|担保方|^种类|资产种类|级次|税率|记账本位币|是否.*|年限.*|^附注.*)$|是否|^附注"
)
_NO_TEXT_COLUMN = re.compile(r"(?:未来|存续)期|到?期末?$|^[本上]期$|^期[末初]$")
_DATE_COLUMN = re.compile(r"\D*(?:日期?|时间|时点)(?:\(\D*\))?")
_PROSE_COLUMN = re.compile(r"^是否|是否符合|原因$")  # whatever else its words name
_RATIO_COLUMN = re.compile(r"[%率]|进度|比[例重]|^占比|^直接$|^间接$|年限")
_LINE_ITEM = re.compile("资产|负债|坏账准备|减值准备")  # may as well begin the label of a row
_ALONE = re.compile(
    "金额|[本上]期发生额|[本上]期金额|[期年][末初]余额"
)  # heads the one column of a table without a first cell
_HINT = re.compile("余额|发生额|金额|比例|本期|期末|期初|所得税|公允价值|预期信用损失|募集资金")
_LEAST_HINTS = 3
_LONGEST = 500
_AMOUNT = re.compile(r"\d,|,\d")
_SHORTEST_STRETCH = 2
_LONGEST_STRETCH = 20
_STRETCH = re.compile(r"[^\d,.:;。、]+")
_MOST_WORDS = 30


def _index(words: str) -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = {}
    for word in dict.fromkeys(words.split()):
        heads.setdefault(word[0], []).append(word)
    return {head: tuple(sorted(group, key=len, reverse=True)) for head, group in heads.items()}


_BY_HEAD = _index(_WORDS)
_FIRST_BY_HEAD = _index(_FIRSTS)
_PERIODS = tuple(re.compile(word) for word in COLUMN_WORDS[:-1])


_HEADS = (
    frozenset(_BY_HEAD)
    | frozenset(_FIRST_BY_HEAD)
    | frozenset("0123456789[(第一二三四本上期年同增变归集银母公项资负报科类账种名主非坏款单被子纳借债投股客产税业合财")
)


@dataclass(frozen=True, slots=True)
class _Cover:
    """Hold words that make up a text so far, and how many of them are known by no list."""

    words: tuple[HeaderWord, ...]
    unknown: int


@lru_cache(maxsize=1024)
def split_note_header(line: str, *, below: bool = False) -> Mapping[int, tuple[HeaderWord, ...]]:
    """Return the ways to split a header line, by their number of columns; none where it is no header of a note.

    A way takes the fewest words that many columns allow. ``below`` says that the line before was a header's: no first
    cell is needed then, and only known words count. The kinds of the words are first, amount, ratio and text.
    """
    if len(line) > _LONGEST:
        return {}
    kept = [at for at, char in enumerate(line) if char not in BLANKS]
    text = "".join(line[at] for at in kept)
    if not text or "。" in text or _AMOUNT.search(text):
        return {}
    if not below and _ALONE.fullmatch(text):
        return {1: (HeaderWord(kept[0], kept[-1] + 1, "amount"),)}
    starts = () if below else tuple(_first_ends(text))
    covers: dict[int, _Cover] = {}
    for start in starts:
        _merge(covers, _cover(text, start, stretches=True), HeaderWord(0, start, "first"))
    if below or not covers:
        _merge(covers, _cover(text, 0, stretches=False), None)
    least = min((cover.unknown for cover in covers.values()), default=0)
    return {
        count: tuple(HeaderWord(kept[word.start], kept[word.end - 1] + 1, word.kind) for word in cover.words)
        for count, cover in covers.items()
        if count > 1 or (starts and least == 0 and not _LINE_ITEM.match(text))
    }


@lru_cache(maxsize=4096)
def may_be_note_header(line: str) -> bool:
    """Tell whether a line that is longer than labels are, or has colons, is a header of a note all the same."""
    if len(line) > _LONGEST or "。" in line or len(_HINT.findall(line)) < _LEAST_HINTS:
        return False
    return any(
        is_known(line, words) for below in (False, True) for words in split_note_header(line, below=below).values()
    )


def is_known(line: str, words: tuple[HeaderWord, ...]) -> bool:
    """Tell whether every word of a split header is one of the lists', none a stretch of other words."""
    for word in words:
        text = "".join(char for char in line[word.start : word.end] if char not in BLANKS)
        if word.kind != "first" and len(text) not in (end for end in _word_ends(text, 0)):
            return False
    return True


def _merge(covers: dict[int, _Cover], found: dict[int, _Cover], first: HeaderWord | None) -> None:
    for count, cover in found.items():
        known = covers.get(count)
        if known is None or cover.unknown < known.unknown:
            covers[count] = _Cover((first, *cover.words) if first else cover.words, cover.unknown)


def _first_ends(text: str) -> list[int]:
    """Return where a first cell that begins a header may end, longest first."""
    ends = {match.end() for pattern in FIRST_PATTERNS if (match := pattern.match(text))}
    ends |= {len(word) for word in _FIRST_BY_HEAD.get(text[0], ()) if text.startswith(word)}
    return sorted(ends, reverse=True)


def _cover(text: str, start: int, *, stretches: bool) -> dict[int, _Cover]:
    """Return, by number of words, the ways to make up a text from ``start`` on with the fewest unknown stretches."""
    best: list[dict[int, _Cover]] = [{} for _ in range(len(text) + 1)]
    best[start] = {0: _Cover((), 0)}
    for at in range(start, len(text)):
        if not best[at]:
            continue
        ends = [(end, 0) for end in _word_ends(text, at)]
        if stretches:
            ends.extend((end, 1) for end in _stretch_ends(text, at))
        for count, before in best[at].items():
            if count >= _MOST_WORDS:
                continue
            for end, unknown in ends:
                if unknown and before.unknown:
                    continue
                cost = before.unknown + unknown
                known = best[end].get(count + 1)
                if known is None or known.unknown > cost:
                    word = HeaderWord(at, end, tell_kind(text[at:end]))
                    best[end][count + 1] = _Cover((*before.words, word), cost)
    return best[len(text)]


def _word_ends(text: str, at: int) -> list[int]:
    ends = [at + len(word) for word in _BY_HEAD.get(text[at], ()) if text.startswith(word, at)]
    ends += [match.end() for end in ends if (match := _FORMULA.match(text, end))]
    for pattern in _PERIODS:
        match = pattern.match(text, at)
        if match and match.end() > at and match.end() not in ends:
            ends.append(match.end())
    return ends


def _stretch_ends(text: str, at: int) -> list[int]:
    match = _STRETCH.match(text, at)
    if match is None:
        return []
    return list(range(at + _SHORTEST_STRETCH, min(match.end(), at + _LONGEST_STRETCH) + 1))


def may_begin_word(char: str) -> bool:
    """Tell whether a word that heads a column, or the labels, may begin with a character; quick."""
    return char in _HEADS


@lru_cache(maxsize=8192)
def is_first_word(text: str) -> bool:
    """Tell whether a text is one that heads the labels of rows."""
    return bool(text) and len(text) in _first_ends(text)


@lru_cache(maxsize=8192)
def is_header_word(text: str) -> bool:
    """Tell whether a text is one that heads a column of a note."""
    return bool(text) and len(text) in _word_ends(text, 0)


def is_date_column(word: str) -> bool:
    """Tell a word that heads a column of dates; a date itself heads amounts."""
    return _DATE_COLUMN.fullmatch(word) is not None


def tell_kind(word: str) -> str:
    """Return what a column prints by the word that heads it: amount, ratio or text."""
    if _PROSE_COLUMN.search(word) or is_date_column(word):
        return "text"
    if _RATIO_COLUMN.search(word):
        return "ratio"
    if _TEXT_COLUMN.search(word) and not _NO_TEXT_COLUMN.search(word) and not re.search(r"\d", word):
        return "text"
    return "amount"
