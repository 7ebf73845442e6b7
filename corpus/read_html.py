"""A portal's page → the document's lines, and the metadata rows beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.front_matter import split_front_matter
from doichieu.text import clean, fold, one_line

_NOISE = "script,style,noscript,nav,form,iframe,svg,button,select,template"
_FRAME = "header,footer,aside"
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section",
    "article", "main", "blockquote", "br", "dt", "dd", "dl", "center", "pre", "body", "hr",
}  # fmt: skip
_ARTICLE_LINE = re.compile(r"^\s*Điều\s+\d+", re.MULTILINE)
_LABELS = {
    "so ky hieu": "number", "so hieu": "number", "so van ban": "number", "so/ky hieu": "number",
    "ngay ban hanh": "issued", "ngay ky": "issued", "ngay co hieu luc": "effective",
    "ngay hieu luc": "effective", "hieu luc tu": "effective", "ngay het hieu luc": "expires",
    "co quan ban hanh": "issuer", "noi ban hanh": "issuer", "trich yeu": "title",
    "trich yeu noi dung": "title", "loai van ban": "kind",
}  # fmt: skip
#: Deeper markup than this is no page a person made; reading it would exhaust the stack.
_DEEPEST = 400


def read_html(markup: str) -> tuple[str, dict[str, Any], str]:
    """The document's text, what the page says of it, and the page's own title."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(_NOISE):
        node.decompose()
    title = _title(tree)
    rows = _rows(tree)
    body = tree.body
    text = clean(_collapse("".join(_pieces(_container(body))))) if body else ""
    if not _ARTICLE_LINE.search(text):
        head, rest = split_front_matter(text)
        return rest, {**rows, **head}, title
    return text, rows, title


def _title(tree: LexborHTMLParser) -> str:
    for selector in ("h1", "title"):
        node = tree.css_first(selector)
        if node and (text := one_line(node.text())):
            return text
    return ""


def _rows(tree: LexborHTMLParser) -> dict[str, Any]:
    """Label and value in table rows or definition lists."""
    found: dict[str, Any] = {}
    for row in tree.css("tr"):
        cells = [one_line(cell.text()) for cell in row.css("td,th")]
        for label, value in pairwise(cells):
            _note(found, label, value)
    for term in tree.css("dt"):
        told = term.next
        while told is not None and told.tag != "dd":
            told = told.next
        if told is not None:
            _note(found, one_line(term.text()), one_line(told.text()))
    return found


def _note(found: dict[str, Any], label: str, value: str) -> None:
    key = _LABELS.get(fold(label).strip(" :"))
    if key and value and fold(value).strip(" :") not in _LABELS:
        found.setdefault(key, value)


def _container(body: LexborNode) -> LexborNode:
    """The smallest element that holds the document's Điều; else the page without its frame."""
    whole = len(_ARTICLE_LINE.findall(_collapse("".join(_pieces(body)))))
    here = body
    while whole:
        inner = [
            child
            for child in here.iter()
            if child.tag not in ("tr", "td")
            and len(_ARTICLE_LINE.findall(_collapse("".join(_pieces(child))))) >= whole
        ]
        if len(inner) != 1 or inner[0].tag in ("p", "table"):
            break
        here = inner[0]
    if not whole:
        for node in body.css(_FRAME):
            node.decompose()
        return body.css_first("main,article,#content,.content") or body
    return here


def _pieces(node: LexborNode, depth: int = 0) -> Iterator[str]:
    if node.tag == "-text":
        yield re.sub(r"\s+", " ", node.text_content or "")
        return
    if depth > _DEEPEST:
        return
    block = node.tag in _BLOCKS
    if block:
        yield "\n"
    for child in node.iter(include_text=True):
        yield from _pieces(child, depth + 1)
    if node.tag in ("td", "th"):
        yield " | " if _sits_in_long_row(node) else "\n"
    if block:
        yield "\n"


def _sits_in_long_row(cell: LexborNode) -> bool:
    """Rows of a data table stay one line; a table used for layout falls into lines."""
    row = cell.parent
    if row is None:
        return False
    cells = row.css("td,th")
    return len(cells) > 2 or (
        all(len(one.text()) < 60 for one in cells) and not row.css("p,div,br")
    )


def _collapse(text: str) -> str:
    lines = (re.sub(r"(\s*\|\s*)+$", "", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
