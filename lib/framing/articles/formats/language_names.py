"""The names of languages in the languages that databases speak to their users, as two letters."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["stated_language"]

# Of each language: what it is called in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian,
# Japanese and Chinese, after the names of Unicode's CLDR. 文 and 語, which mean "language", are left off.
_NAMES = """
ar arabic arabisch arabe árabe arabo арабский アラビア 阿拉伯
bg bulgarian bulgarisch bulgare búlgaro bulgaro bulgaars болгарский ブルガリア 保加利亚 保加利亞
bn bangla bengalisch bengali bengalí bengalese bengaals бенгальский ベンガル 孟加拉
ca catalan katalanisch catalán catalano catalão catalaans каталанский カタロニア 加泰罗尼亚 加泰蘭
cs czech tschechisch tchèque checo ceco tcheco tsjechisch чешский チェコ 捷克
da danish dänisch danois danés danese dinamarquês deens датский デンマーク 丹麦 丹麥
de german deutsch allemand alemán tedesco alemão duits немецкий ドイツ 德
el greek griechisch grec griego greco grego grieks греческий ギリシャ 希腊 希臘
en english englisch anglais inglés inglese inglês engels английский 英
es spanish spanisch espagnol español spagnolo espanhol spaans испанский スペイン 西班牙 castellano castilian
et estonian estnisch estonien estonio estone estoniano estisch эстонский エストニア 爱沙尼亚 愛沙尼亞
fa persian persisch persan persa persiano perzisch персидский ペルシア 波斯 farsi
fi finnish finnisch finnois finés finlandese finlandês fins финский フィンランド 芬兰 芬蘭
fr french französisch français francés francese francês frans французский フランス 法
he hebrew hebräisch hébreu hebreo ebraico hebraico hebreeuws иврит ヘブライ 希伯来 希伯來
hi hindi híndi хинди ヒンディー 印地
hr croatian kroatisch croate croata croato хорватский クロアチア 克罗地亚 克羅埃西亞
hu hungarian ungarisch hongrois húngaro ungherese hongaars венгерский ハンガリー 匈牙利
id indonesian indonesisch indonésien indonesio indonesiano indonésio индонезийский インドネシア 印度尼西亚 印尼
is icelandic isländisch islandais islandés islandese islandês ijslands исландский アイスランド 冰岛 冰島
it italian italienisch italien italiano italiaans итальянский イタリア 意大利 義大利 意
ja japanese japanisch japonais japonés giapponese japonês japans японский 日本 日
ko korean koreanisch coréen coreano koreaans корейский 韓国 韩 韓
lt lithuanian litauisch lituanien lituano litouws литовский リトアニア 立陶宛
lv latvian lettisch letton letón lettone letão lets латышский ラトビア 拉脱维亚 拉脫維亞
ms malay malaiisch malais malayo malese malaio maleis малайский マレー 马来 馬來 bahasa-malaysia
nl dutch niederländisch néerlandais neerlandés olandese holandês nederlands нидерландский オランダ 荷兰 荷蘭
no norwegian norwegisch norvégien noruego norvegese norueguês noors норвежский ノルウェー 挪威 bokmal
pl polish polnisch polonais polaco polacco polonês pools польский ポーランド 波兰 波蘭
pt portuguese portugiesisch portugais portugués portoghese português portugees португальский ポルトガル 葡萄牙
ro romanian rumänisch roumain rumano rumeno romeno roemeens румынский ルーマニア 罗马尼亚 羅馬尼亞
ru russian russisch russe ruso russo русский ロシア 俄 俄罗斯
sk slovak slowakisch slovaque eslovaco slovacco slowaaks словацкий スロバキア 斯洛伐克
sl slovenian slowenisch slovène esloveno sloveno sloveens словенский スロベニア 斯洛文尼亚 斯洛維尼亞
sr serbian serbisch serbe serbio serbo sérvio servisch сербский セルビア 塞尔维亚 塞爾維亞
sv swedish schwedisch suédois sueco svedese zweeds шведский スウェーデン 瑞典
th thai thailändisch thaï tailandés thailandese tailandês тайский タイ 泰
tl tagalog tagalo тагалог タガログ 他加禄 塔加路族
tr turkish türkisch turc turco turks турецкий トルコ 土耳其
uk ukrainian ukrainisch ukrainien ucraniano ucraino oekraïens украинский ウクライナ 乌克兰 烏克蘭
ur urdu ourdou урду ウルドゥー 乌尔都 烏都
vi vietnamese vietnamesisch vietnamien vietnamita vietnamees вьетнамский ベトナム 越南
zh chinese chinesisch chinois chino cinese chinês chinees китайский 中国 中 漢 汉 华 mandarin
"""
_LANGUAGE = re.compile(r"(?<=.)[文语語]$")


def stated_language(text: str) -> str:
    """Return the language that a database names, as two letters; "" for what names none.

    >>> [stated_language(each) for each in ("English", "Français", "中文(繁體)", "ロシア語", "Chinese - Simplified")]
    ['en', 'fr', 'zh', 'ru', 'zh']
    >>> stated_language("Page 3")
    ''
    """
    words = _folded(re.split(r"[(（\[,;/]| - ", text.strip(), maxsplit=1)[0]).split()
    if not 1 <= len(words) <= 2:
        return ""
    names = ("-".join(words), words[0], words[-1])
    return next((code for name in names if (code := _codes().get(_LANGUAGE.sub("", name)))), "")


@functools.cache
def _codes() -> dict[str, str]:
    lines = [line.split() for line in _NAMES.strip().splitlines()]
    return {_folded(name): line[0] for line in lines for name in line[1:]}


def _folded(text: str) -> str:
    """Fold case and leave accents off."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each)).strip()
