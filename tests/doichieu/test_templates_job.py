"""From the crawl to the database and back, and before a person's eyes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crawler.findings import Learned
from crawler.registry import write_source
from crawler.template import Template
from doichieu.cli import build
from doichieu.errors import WrongUse
from doichieu.jobs.crawl import Wanted, crawl_sources
from doichieu.jobs.desk import open_desk
from doichieu.jobs.sources import show_source
from doichieu.jobs.templates import keep_template, known_templates
from doichieu.records import CrawlReport
from doichieu.settings import Settings
from samples.world import World
from storage import templates

TEMPLATE = Template(
    container="div.noi-dung", main=frozenset({""}), rules={"p/plain": True, "p .chu-thich/plain": False},
    repeated=frozenset({"ab"}), elsewhere=12, pages=4, agreement=0.98, learned_at=date(2026, 11, 20),
)  # fmt: skip


def test_a_crawl_stores_what_it_learned_and_the_next_one_reads_by_it(
    tmp_path: Path, world: World
) -> None:
    source = next(one for one in world.sources() if one.id == "bao-lam-giang")
    settings = Settings(data_dir=tmp_path / "data")
    write_source(source, folder=settings.sources_dir)
    with open_desk(settings) as desk:
        desk.registry()
        assert known_templates(desk, [source]) == {}
        list(crawl_sources(desk, [source], wanted=Wanted(limit=4)))
        template = known_templates(desk, [source])[source.id]
        assert (template.version, template.pages) == (1, 4)
    with open_desk(settings) as desk:
        reports = [one for one in crawl_sources(desk, [source]) if isinstance(one, CrawlReport)]
        stats = dict(reports[0].stats)
        assert stats["template"] == reports[0].articles >= 8
        assert not {"template_fallback", "template_learned", "template_relearned"} & set(stats)
    shown = show_source(source.id, settings=settings)
    assert shown["template"]["container"] == template.container
    assert "p/plain" in shown["template"]["takes"]


def test_an_address_that_is_no_source_of_ours_keeps_no_template(tmp_path: Path) -> None:
    with open_desk(Settings(data_dir=tmp_path)) as desk:
        desk.registry()
        keep_template(desk, Learned(source_id="la.example", template=TEMPLATE))
        with desk.database.session() as session:
            assert templates.history(session, "la.example") == []


def test_show_tells_the_template_and_older_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    settings = Settings(data_dir=tmp_path)
    with open_desk(settings) as desk:
        name = next(iter(desk.registry().sources))
        keep_template(desk, Learned(source_id=name, template=TEMPLATE))
    monkeypatch.setenv("DOICHIEU_DATA_DIR", str(tmp_path))
    said = CliRunner().invoke(build(), ["sources", "show", name, "--json"])
    assert said.exit_code == 0
    shown = json.loads(said.stdout)
    assert shown["id"] == name
    assert shown["template"] == {
        "version": 1, "learned_at": "2026-11-20", "pages": 4, "agreement": 0.98, "container": "div.noi-dung",
        "takes": ["p/plain"], "leaves": ["p .chu-thich/plain"], "repeated_lines": 1, "older": [],
    }  # fmt: skip
    words = CliRunner().invoke(build(), ["sources", "show", name]).stdout
    assert "div.noi-dung" in words
    with pytest.raises(WrongUse, match="khong-co"):
        show_source("khong-co", settings=settings)
