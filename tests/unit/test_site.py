"""The documentation site shows every page once and fetches nothing from elsewhere."""

import importlib

import pytest


@pytest.fixture
def site(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "builders"))
    return importlib.import_module("site_navigation")


def pages(entry):
    if isinstance(entry, str):
        return [entry]
    inner = entry.values() if isinstance(entry, dict) else entry
    return [page for one in inner for page in pages(one)]


def test_every_page_has_one_place(site, root):
    docs = root / "docs"
    names = [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    shown = pages(site.navigation(names))
    assert sorted(shown) == sorted(names)
    assert shown[0] == "index.md"
    assert "More" not in [title for section in site.navigation(names) for title in section], "give it a section"


def test_a_page_nobody_thought_of_is_shown_all_the_same(site):
    assert {"More": ["deep/new.md"]} in site.navigation(["index.md", "rules/index.md", "deep/new.md"])


def test_the_three_kinds_of_users_have_their_tutorials(site, root):
    tutorials = next(section["Tutorials"] for section in site.navigation(
        [path.name for path in (root / "docs").glob("*.md")]
    ) if "Tutorials" in section)  # fmt: skip
    assert tutorials == ["guide.md", "tutorial-planner.md", "tutorial-ci.md", "tutorial-reviewer.md"]


@pytest.mark.parametrize(
    ("text", "fetches"),
    [
        ('<script src="https://unpkg.com/x"></script>', True),
        ("<script defer src='//cdn.example/x.js'></script>", True),
        ('<link rel="stylesheet" href="https://fonts.example/css">', True),
        ('<link href="https://fonts.example" rel="preconnect">', True),
        ("@import url('https://fonts.example/x.css')", True),
        ("a { background: url(//example.org/x.png) }", True),
        ('<img src="http://example.org/x.png">', True),
        ('<script src="assets/x.js"></script><link rel="stylesheet" href="assets/x.css">', False),
        ('<a href="https://example.org">a link is followed by a person</a>', False),
        ('<link rel="canonical" href="https://example.org/">', False),
        ("a { background: url(data:image/png;base64,xx) }", False),
    ],
)
def test_what_would_be_fetched(site, text, fetches):
    assert bool(site.fetched_from_elsewhere(text)) is fetches


def test_a_site_that_would_fetch_fails_the_build(site, tmp_path):
    (tmp_path / "ok.html").write_text('<a href="https://example.org">x</a>')
    site.on_post_build({"site_dir": str(tmp_path)})
    (tmp_path / "bad.html").write_text('<script src="https://example.org/x.js">')
    with pytest.raises(RuntimeError, match=r"bad\.html: <script src"):
        site.on_post_build({"site_dir": str(tmp_path)})
