"""A page and a teacher's reading of it → a vote on every block of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.body import body_lines
from crawler.template_blocks import Block
from crawler.template_read import squash
from doichieu.text import one_line

#: Letters from which a block inside a longer line of the teacher's is no chance.
LEAST_RUN = 25
#: Share of a broken block's letters in lines of the teacher's from which the teacher has it.
MOST_OF_IT = 0.6


@dataclass(slots=True)
class Lesson:
    """A page with the teacher's reading of it."""

    tree: LexborHTMLParser
    lines: frozenset[str]  #: squashed
    whole: str

    @property
    def body(self) -> LexborNode:
        """What the page shows; the parser makes one for every page."""
        body = self.tree.body
        assert body is not None
        return body

    @classmethod
    def of(cls, markup: str, lines: Iterable[str] | None = None) -> Lesson:
        """Read by the teacher, unless its reading is at hand."""
        said = [squash(one_line(line)) for line in (taught(markup) if lines is None else lines)]
        return cls(LexborHTMLParser(markup), frozenset(filter(None, said)), "\0".join(said))

    def keeps(self, block: Block) -> bool:
        """Whether the teacher has this block in its reading, whole or for the most part."""
        same = squash(block.text)
        if block.tag == "h1":
            return False
        if same in self.lines or (len(same) >= LEAST_RUN and same in self.whole):
            return True
        parts = [squash(line) for line in block.lines]
        return 0 < sum(len(part) for part in parts if part in self.lines) >= MOST_OF_IT * len(same)


@dataclass(slots=True)
class Votes:
    """Letters kept and dropped, of one kind or part."""

    kept: int = 0
    dropped: int = 0

    @property
    def share(self) -> float:
        """Share of the letters that are kept."""
        return self.kept / (self.kept + self.dropped or 1)

    def add(self, kept: bool, weight: int) -> None:
        """One more block."""
        self.kept += weight * kept
        self.dropped += weight * (not kept)


def taught(markup: str) -> list[str]:
    """What the careful reading, without a template, says of a page: the teacher."""
    return body_lines(LexborHTMLParser(markup))
