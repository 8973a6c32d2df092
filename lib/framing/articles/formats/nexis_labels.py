"""The words of Nexis' layouts, in the languages of its interface: labels of fields, headings, ends, counts.

Nexis translates its labels with the interface and its dates with the article, so the two need not agree.
"""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = [
    "HEAD_FIELDS",
    "TAIL_FIELDS",
    "counted",
    "document_mark",
    "fold",
    "heading",
    "is_end",
    "is_page_line",
    "is_rights",
    "label",
    "request",
    "squeeze",
]

# What a field is called here, and what Nexis calls it; accents, case and hyphens do not matter.
_LABELS = """
headline: headline|title|titre|titulaire|schlagzeile|überschrift|titel|kop|titular|título|titolo|manchete|заголовок|标题|標題|見出し|제목
author: byline|by-line|author|authors|auteur|auteurs|autor|autoren|verfasser|autore|autores|von|door|автор|авторы|作者|著者|署名|저자
section: section|rubrik|ressort|rubrique|sección|sezione|rubrica|seção|secção|rubriek|sectie|katern|раздел|рубрика|版块|版面|栏目|欄目|セクション|섹션
length: length|länge|laenge|longueur|longitud|extensión|lunghezza|comprimento|extensão|tamanho|lengte|længde|längd|длина|объем|长度|長度|篇幅|長さ|길이
dateline: dateline|datumszeile|ortszeile|ortsmarke|lieu|datación|data y lugar|fecha y lugar|luogo e data|local e data|plaats en datum|plaats|место|发稿地|電頭|电头|日付欄
highlight: highlight|highlights|insert|encart|points forts|vorspann|zusammenfassung|aspectos destacados|destacado|punti salienti|destaque|samenvatting|аннотация|重点|重點|摘要|ハイライト
series: series|serie|série|serien|серия|系列
body: body|text|textkörper|haupttext|texte|corps|cuerpo|corpo|testo|tekst|текст|正文|本文|본문
loaded: load-date|load date|update|ladedatum|datum des ladens|aktualisierung|date-chargement|date de chargement|mise à jour|fecha de carga|fecha-de-carga|data di caricamento|data-caricamento|data de carregamento|data-carregamento|laaddatum|datum geladen|дата загрузки|加载日期|載入日期|载入日期|上载日期|ロード日|読み込み日|로드 날짜
language: language|sprache|langue|idioma|lengua|lingua|língua|taal|språk|sprog|язык|语言|語言|言語|언어
type: publication-type|publication type|type|pub-type|type-publication|type de publication|publikationstyp|publikationsart|art der publikation|art der veröffentlichung|tipo de publicación|tipo-de-publicación|tipo di pubblicazione|tipo de publicação|type publicatie|publicatietype|soort publicatie|тип публикации|тип издания|出版物类型|出版類型|出版物類型|刊物类型|出版物の種類
code: journal-code|journal code|pub-code|code-revue|code de la revue|zeitungs-code|zeitungscode|publikationscode|zeitschriften-code|código de revista|codice rivista|código do jornal|tijdschriftcode|код журнала|期刊代码|雑誌コード
document: document-type|document type|dokumententyp|dokumenttyp|type de document|tipo de documento|tipo di documento|documenttype|тип документа|文档类型
subjects: subject|subjects|sujet|sujets|thema|themen|schlagwort|schlagwörter|stichwort|tema|temas|asunto|materia|soggetto|argomento|assunto|onderwerp|тема|темы|主题|主題|件名|주제
companies: company|companies|société|societe|entreprise|unternehmen|firmen|empresa|empresas|compañía|società|azienda|bedrijf|компания|компании|公司|会社
organizations: organization|organisation|organizations|organisations|organización|organizzazione|organização|organisatie|организация|组织|組織
persons: person|persons|people|personne|personnes|personen|persona|personas|persone|pessoa|pessoas|persoon|персона|лица|人物|人名
places: geographic|geographical|geographie|geografie|geo-localization|localisation-geo|localisation géographique|géographique|geografisch|region|geográfico|geográfica|geografico|geografica|географический|география|地理|地区|地域
industries: industry|industries|branche|branchen|industrie|secteur|secteur-activite|activity-sector|secteur d'activité|industria|sector|settore|setor|indústria|sectoren|отрасль|行业|行業|産業|業界
tickers: ticker|tickers|stock-symbol|symbole-boursier|börsenkürzel|symbol|símbolo|simbolo|股票代码|ティッカー
captions: graphic|graphics|grafik|graphik|bild|abbildung|graphique|illustration|illustrations|gráfico|gráficos|gráfica|grafico|grafici|imagem|afbeelding|grafiek|изображение|графика|图形|圖形|图片|グラフィック|그래픽
notes: notes|note|anmerkung|anmerkungen|hinweis|remarques|notas|nota|opmerking|примечания|备注|注释|注記
correction: correction|korrektur|berichtigung|corrección|correzione|correção|correctie|исправление|更正|訂正
corrected: correction-date|correction date|korrekturdatum|date de correction|fecha de corrección|data di correzione|data da correção|correctiedatum|дата исправления
url: url|web-address|internetadresse|adresse web
edition: edition|ausgabe|édition|edición|edizione|edição|editie|издание|版次|版
page: page|seite|página|pagina|страница|页|ページ
distribution: distribution|vertrieb|diffusion|distribución|distribuzione|distribuição|distributie
accession: acc-no|accession|accession-no|accession-number|document-id
issn: issn
isbn: isbn
country: country|land|pays|país|paese|страна|国家|國家|国
state: state|bundesland|état|estado|stato
city: city|stadt|ville|ciudad|città|cidade|stad|город|城市
family: classification|klassifizierung|klassifikation|clasificación|classificazione|classificação|classificatie|классификация|分类|分類|분류
name: name
memo: memo
contact: contact|kontakt|contacto|contatto|contato
volume: volume|band|volumen
issue: issue|heft|numéro|número|numero
day: day
credit: credit
bibliography: bibliographie|bibliography
"""  # noqa: E501

# Fields that stand before the text, and fields that stand behind it.
HEAD_FIELDS = frozenset(
    "headline author section length dateline highlight series body url edition page distribution credit volume issue "
    "day name issn accession contact".split()
)
TAIL_FIELDS = frozenset(
    "loaded language type code document subjects companies organizations persons places industries tickers captions "
    "notes correction corrected url distribution accession issn isbn country state city name memo contact series "
    "family bibliography volume issue credit edition".split()
)

_LABEL = re.compile(r"\s*([^\W\d_][^:：\n]{0,40}?)\s?[:：]\s*(.*)", re.S)
_END = re.compile(
    r"end of (?:the )?document|ende des dokuments|dokumentende|fin du document|fin del documento|fine del documento"
    r"|fim do documento|einde van (?:het )?document|einde document|slutet av dokumentet|slut på dokument"
    r"|конец документа|文档(?:结束|结尾|末尾)|文件(?:结束|結束|結尾)|文書の終わり|ドキュメントの終わり|문서의? 끝",
    re.I,
)
_OF = r"(?:of|von|de|di|van|do|sur|af|av|из|/)"
_DOCUMENTS = r"(?:do[ck]ument\w*|докумен\w*)"
_MARK = re.compile(
    rf"(?:[\w -]{{0,20}}- )?(?:{_DOCUMENTS}\s+)?(?:n[°ºo]\.? )?(\d[\d,.]*)\s+{_OF}\s+(\d[\d,.]*)(?:\s+{_DOCUMENTS})?"
    r"|第?\s?(\d+)\s?(?:个|個|份|篇)?\s?(?:文档|文件|文書)?[，,/]?\s?共\s?(\d+)\s?(?:个|個|份|篇)?\s?(?:文档|文件|文書)?",
    re.I,
)
_PAGE = re.compile(
    r"(?:page|seite|página|pagina|страница|стр\.|sida|side|页|ページ)\s*\d*\s*"
    r"(?:(?:of|von|de|di|van|sur|из|av|af|/)\s*\d*)?|第\s?\d*\s?[页頁](?:[，,/\s]*共\s?\d*\s?[页頁])?",
    re.I,
)
_COUNT = re.compile(r"([^\W\d_][\w ]{2,20}?)\s?[(（]\s?(\d[\d.,]*)\s?[)）]")
_RIGHTS = re.compile(
    r"[\s\W]*(?:copyright|©|\(c\)\s|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|(?:todos los )?derechos reservados|tutti i diritti|todos os direitos|alle rechten voorbehouden"
    r"|все права защищены|авторск\w+ прав\w+|版权所有|版權所有|著作権|urheberrecht)",
    re.I,
)
# What the lines of a request are called, above the first article.
_REQUESTS = """
items: download request|print request|email request|downloadanforderung|download-anforderung|druckanforderung|demande de téléchargement|demande d'impression|solicitud de descarga|richiesta di download|pedido de download|downloadverzoek|downloadaanvraag|запрос на загрузку|下载请求|下載要求
when: time of request|date and time|zeit der anforderung|zeitpunkt der anforderung|datum und uhrzeit|datum und zeit|heure de la demande|date et heure|hora de la solicitud|fecha y hora|data e ora|data e hora|tijdstip van aanvraag|tijdstip van verzoek|datum en tijd|дата и время|время запроса|日期和时间|日期與時間|日時|날짜 및 시간
query: terms|search terms|suchbegriffe|suchbegriff|begriffe|termes|termes de recherche|termes de la recherche|términos|términos de búsqueda|termini|termini di ricerca|termos|termos de pesquisa|termos de busca|zoektermen|zoekwoorden|условия поиска|поисковые термины|搜索词|搜索条件|檢索詞|检索词|検索語|検索用語|검색어
range: timeline|zeitachse|zeitraum|zeitleiste|chronologie|période|cronología|periodo|período|linea temporale|linha do tempo|tijdlijn|tijdsbalk|хронология|时间线|时间轴|時間軸|タイムライン|date|datum|fecha|data
job: job number|auftragsnummer|jobnummer|numéro de tâche|numéro du travail|número de trabajo|numero lavoro|taaknummer
"""  # noqa: E501


def squeeze(text: str) -> str:
    """Put a text on one line, with single spaces."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Fold case and leave accents, hyphens and full stops off.

    >>> fold("PUBLICATION-TYPE"), fold("Länge")
    ('publication type', 'lange')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return squeeze(re.sub(r"[-_.·]", " ", plain))


@functools.cache
def _table(text: str) -> dict[str, str]:
    rows = [line.split(": ", 1) for line in text.strip().splitlines()]
    return {fold(word): name for name, words in rows for word in words.split("|")}


def label(text: str, *, capitals: bool) -> tuple[str, str] | None:
    r"""Part a line into the name of its field and its value; None when it begins with no known label.

    Parameters
    ----------
    text : str
    capitals : bool
        Whether a label must stand in capitals, as in the older layouts; scripts without case are not concerned.

    Examples
    --------
    >>> label("LÄNGE: 355 Wörter", capitals=True), label("Load-Date:\xa0May 3, 2002", capitals=False)
    (('length', '355 Wörter'), ('loaded', 'May 3, 2002'))
    >>> label("Length: a moon's diameter", capitals=True), label("MOSCOW: A probe", capitals=True)
    (None, None)
    """
    found = _LABEL.match(text)
    if found is None or (capitals and found[1].upper() != found[1]):
        return None
    name = _table(_LABELS).get(fold(found[1]))
    return (name, found[2].strip()) if name else None


def heading(text: str) -> str:
    """Return the field that a line is the heading of ("Body", "Graphic", "Classification"); "" for any other line."""
    line = squeeze(text)
    return _table(_LABELS).get(fold(line.rstrip(":：")), "") if len(line) <= 30 else ""


def request(text: str) -> tuple[str, str] | None:
    """Part a line above the first article into what it says and its value: items, when, query, range, job.

    >>> request("Time Of Request: Friday, March 20, 2018"), request("Send To: a library")
    (('when', 'Friday, March 20, 2018'), None)
    """
    found = _LABEL.match(text)
    name = _table(_REQUESTS).get(fold(found[1])) if found else None
    return (name, found[2].strip()) if found and name else None


def is_end(text: str) -> bool:
    """Whether a line says, in any language of the interface, that a document ends here."""
    line = squeeze(text)
    return len(line) <= 40 and _END.fullmatch(line.strip(" -–—.*")) is not None


def document_mark(text: str) -> tuple[int, int] | None:
    """Return n and m of a line that says "n of m DOCUMENTS", in any language of the interface.

    >>> [document_mark(each) for each in ("  3 of 1,010 DOCUMENTS", "Dokument 3 von 10", "第 3 个，共 10 个文档")]
    [(3, 1010), (3, 10), (3, 10)]
    >>> document_mark("Page 3 of 10"), document_mark("3 of 10 probes"), document_mark("3 of 10")
    (None, None, None)
    """
    line = squeeze(text)
    if len(line) > 60 or not any(each.isdigit() for each in line):
        return None
    found = _MARK.fullmatch(line.strip("-=* "))
    if found is None or not re.search(rf"{_DOCUMENTS}|文", line, re.I):
        return None
    first, second = (int(re.sub(r"\D", "", each)) for each in found.groups() if each)
    return first, second


def is_page_line(text: str) -> bool:
    """Whether a line is a page's number: "Page 3 of 7".

    >>> is_page_line("Page 3 of 7"), is_page_line("Seite 3 von 7"), is_page_line("Page one of the treaty")
    (True, True, False)
    """
    line = squeeze(text)
    return len(line) <= 30 and any(each.isdigit() for each in line) and _PAGE.fullmatch(line) is not None


def counted(text: str) -> int | None:
    """Return the count of a line such as "Documents (50)": one or two words, and a number in parentheses."""
    found = _COUNT.fullmatch(squeeze(text))
    if found is None or not re.match(r"do[ck]|док|文|문", fold(found[1])):
        return None
    return int(re.sub(r"\D", "", found[2]))


def is_rights(text: str) -> bool:
    """Whether a paragraph is a notice of copyright."""
    return _RIGHTS.match(text) is not None
