"""A part of a page's tree → its blocks of text, each with the path of signatures that leads to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from doichieu.text import one_line

#: Elements whose words belong to the line around them.
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "-text", "br", "img",
})  # fmt: skip
#: Elements that hold no words of an article, whatever the site; None is a document's type or an instruction.
SILENT = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea", "object", "video",
    "audio", "canvas", "input", "form", "nav", "head", "link", "meta", "-comment", None,
})  # fmt: skip
#: Attributes by which sites name their parts, beside class and id.
NAMING = ("itemprop", "role", "data-testid", "data-role", "data-component", "data-type", "data-name")  # fmt: skip
#: Share of a block's letters inside links, or in bold or slanted type, from which it is of another kind.
MOSTLY = 0.8
#: Only paragraphs are told apart by their type; a heading or a list item is bold on one page and not on the next.
TYPED = frozenset({"p", "div"})
#: What is shown to screen readers alone: "(opens in a new tab)".
_HIDDEN = re.compile(
    r"\bvisually-?hidden\b|\bsr-only\b|\bscreen-reader|display:\s*none|clip:\s*rect|visibility:\s*hidden", re.IGNORECASE
)  # fmt: skip
#: What separates the parts of a signature, and signatures in a path.
_JOINTS = re.compile(r"[ /]")
_DIGITS = re.compile(r"\d+")

Path = tuple[str, ...]
#: How the elements below a path are called that lead to the paragraphs: names that all pages' share.
Names = Mapping[Path, tuple[str, ...]]
#: Whether a part of the page, named by its path, may hold anything wanted.
Enter = Callable[[Path], bool]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text that no other block lies in."""

    path: Path  #: signatures from the container to the block's element ("~": loose text), and its kind
    tag: str
    lines: tuple[str, ...]  #: more than one where the page breaks it
    linked: float  #: share of its letters inside links
    above: tuple[LexborNode, ...]  #: the elements it lies in, the outermost first

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)

    @property
    def parent(self) -> Path:
        """Path of the element that holds it among others."""
        return self.path[:-2]

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list, or a paragraph of one."""
        return self.tag == "li" or (self.path[-3:-2] != () and self.path[-3].startswith("li"))

    @property
    def is_link(self) -> bool:
        """Whether it is nothing but a link."""
        return self.path[-1] == "link"


def blocks(
    node: LexborNode, *, names: Names | None = None, enter: Enter = lambda _: True
) -> Iterator[Block]:
    """The blocks below `node`, in the page's order; parts that `enter` refuses are passed over."""
    return _inside(node, (), (node,), names or {}, enter)


def signature(node: LexborNode) -> str:
    """An element's tag with its id, classes and naming attributes; numbers in these count nothing."""
    tag = node.tag or ""
    attributes = node.attributes
    if not attributes:
        return tag
    parts = ["#" + name.strip()] if (name := attributes.get("id")) else []
    parts += ["." + one for one in sorted((attributes.get("class") or "").split())]
    parts += [f"[{key}={said}]" for key in NAMING if (said := attributes.get(key))]
    return " ".join([tag, *(_DIGITS.sub("0", _JOINTS.sub("_", part)) for part in parts)])


def _named(said: str, known: tuple[str, ...]) -> str:
    """The known name whose parts this signature has, or the signature itself."""
    if known:
        parts = set(said.split(" "))
        for name in known:
            if said.split(" ", 1)[0] == name.split(" ", 1)[0] and parts.issuperset(name.split(" ")):
                return name
    return said


def _inside(
    node: LexborNode, path: Path, above: tuple[LexborNode, ...], names: Names, enter: Enter
) -> Iterator[Block]:
    loose: list[LexborNode] = []
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag is None or tag in SILENT:
            continue
        if tag in INLINE and not _holds_blocks(child):
            loose.append(child)
            continue
        yield from _joined(loose, (*path, "~"), node.tag or "", above)
        loose = []
        here = (*path, _named(signature(child), names.get(path, ())))
        if not enter(here):
            continue
        if tag == "tr" and not any(map(_holds_blocks, child.iter())):  # else it lays out the page
            yield from _row(child, here, above)
        elif _holds_blocks(child):
            yield from _inside(child, here, (*above, child), names, enter)
        else:
            yield from _joined(list(child.iter(include_text=True)), here, tag, above)
    yield from _joined(loose, (*path, "~"), node.tag or "", above)


def _row(node: LexborNode, path: Path, above: tuple[LexborNode, ...]) -> Iterator[Block]:
    """A table's row as one line, a bar around every cell, as the careful reading writes it."""
    cells = [child for child in node.iter() if child.tag in ("td", "th")]
    texts = [one_line(_words(cell).replace("\n", " ")) for cell in cells]
    letters = sum(map(len, texts))
    if letters:
        linked = _share(cells, "a", letters)
        kind = "link" if linked >= MOSTLY else "plain"
        yield Block((*path, kind), "tr", (f"| {' | '.join(texts)} |",), linked, above)


def _holds_blocks(node: LexborNode) -> bool:
    return any(
        child.tag not in SILENT and (child.tag not in INLINE or _holds_blocks(child))
        for child in node.iter()
    )


def _joined(
    nodes: list[LexborNode], path: Path, tag: str, above: tuple[LexborNode, ...]
) -> Iterator[Block]:
    """Neighbouring pieces of one line as a block, unless they are empty."""
    if not nodes:
        return
    lines = tuple(filter(None, map(one_line, "".join(map(_words, nodes)).split("\n"))))
    letters = sum(map(len, lines))
    if letters:
        linked = _share(nodes, "a", letters)
        kind = _kind(nodes, linked, letters, tag)
        yield Block((*path, kind), tag, lines, linked, above)


def _words(node: LexborNode) -> str:
    """An inline piece's text; only its own breaks are line ends."""
    if node.tag == "br":
        return "\n"
    if node.tag == "-text":
        return (node.text_content or "").replace("\n", " ")
    if node.tag in SILENT or _is_hidden(node):
        return ""
    return "".join(map(_words, node.iter(include_text=True)))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    said = f"{attributes.get('class') or ''} {attributes.get('style') or ''}"
    return "hidden" in attributes or bool(_HIDDEN.search(said))


def _share(nodes: list[LexborNode], tags: str, letters: int) -> float:
    wanted = tags.split(",")
    found = 0
    for node in nodes:
        if node.tag in wanted:
            found += len(one_line(_words(node)))
        elif node.tag not in ("-text", "br") and node.child is not None:
            found += sum(len(one_line(_words(one))) for one in node.css(tags))
    return min(1.0, found / letters)


def _kind(nodes: list[LexborNode], linked: float, letters: int, tag: str) -> str:
    if linked >= MOSTLY:
        return "link"
    if tag not in TYPED or all(node.tag == "-text" for node in nodes):
        return "plain"
    if _share(nodes, "b,strong", letters) >= MOSTLY:
        return "bold"
    return "slanted" if _share(nodes, "i,em", letters) >= MOSTLY else "plain"
