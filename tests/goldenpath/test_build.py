"""The engine makes exactly what `mkdocs build` makes, in one process or several, in parts or at once."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.goldenpath.engine import crew
from hub.goldenpath.engine.build import Built, build
from hub.goldenpath.engine.errors import BuildFailed

from . import trees

REFERENCE = "# Reference\n\n::: sample_app.models\n"
MODELS = '''"""Things of the sample."""


class Tool:
    """A tool people may use."""

    name = models.CharField(max_length=20, help_text="What people call it.")
'''
LINKED = "# Linked\n\nThe [tool][sample_app.models.Tool] of the reference.\n\n## Use\n"


def make(
    docs: Path, target: Path, earlier: Path | None = None, *, processes: int = 1, **more: object
) -> Built:
    return build(
        trees.SETTINGS,
        target,
        overrides=trees.settings(docs, **more),
        earlier=earlier,
        templates=docs.parent / "templates",
        processes=processes,
    )


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    trees.write_tree(tmp_path / "docs")
    return tmp_path / "docs"


def test_a_build_is_byte_identical_to_the_official_one(docs: Path, tmp_path: Path):
    trees.official_build(docs, tmp_path / "official")

    built = make(docs, tmp_path / "a")

    assert trees.differences(tmp_path / "official", tmp_path / "a/site") == []
    assert built.pages == 11


def test_a_build_in_several_processes_is_byte_identical(docs: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(crew, "PAGES_WORTH_A_PROCESS", 3)
    trees.put(docs, "services/item-1.md", LINKED)
    with_reference(docs)
    more = reference_settings(docs)
    make(docs, tmp_path / "one", **more)

    make(docs, tmp_path / "three", processes=3, **more)

    assert trees.differences(tmp_path / "one/site", tmp_path / "three/site") == []


def test_a_page_rendered_in_a_worker_that_begins_to_link_to_the_reference_finds_it(
    docs: Path, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(crew, "PAGES_WORTH_A_PROCESS", 1)
    with_reference(docs)
    more = reference_settings(docs)
    make(docs, tmp_path / "a", **more)
    for n in (1, 2):
        trees.put(docs, f"services/item-{n}.md", LINKED)

    make(docs, tmp_path / "b", tmp_path / "a", processes=2, **more)

    make(docs, tmp_path / "full", **more)
    assert trees.differences(tmp_path / "b/site", tmp_path / "full/site") == []


def test_the_hand_written_docs_build_on_their_own(tmp_path: Path):
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(tmp_path / "site"),
    ]

    done = subprocess.run(command, cwd=trees.REPOSITORY, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/404.html").is_file()


def test_a_changed_page_is_the_only_one_rendered(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")
    trees.put(docs, "services/item-3.md", trees.detail(3, 8, "Another body."))

    second = make(docs, tmp_path / "b", tmp_path / "a")

    make(docs, tmp_path / "full")
    assert second.rendered == 1
    assert trees.differences(tmp_path / "b/site", tmp_path / "full/site") == []


def test_nothing_is_written_when_nothing_changed_and_the_caller_wants_none(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")

    second = build(
        trees.SETTINGS,
        tmp_path / "b",
        overrides=trees.settings(docs),
        earlier=tmp_path / "a",
        unless_same=True,
    )

    assert (second.same, second.rendered, second.pages) == (True, 0, 11)
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("path", ["services/item-3.md", "guides/first.md", "img/mark.svg"])
def test_a_lost_or_changed_file_is_noticed_by_a_caller_that_wants_nothing_otherwise(
    docs: Path, tmp_path: Path, path: str
):
    make(docs, tmp_path / "a")
    (docs / path).write_text((docs / path).read_text() + "\n")

    second = build(
        trees.SETTINGS,
        tmp_path / "b",
        overrides=trees.settings(docs),
        earlier=tmp_path / "a",
        unless_same=True,
    )

    assert not second.same
    make(docs, tmp_path / "full")
    assert trees.differences(tmp_path / "b/site", tmp_path / "full/site") == []


def test_a_changed_title_in_the_navigation_reaches_every_page(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")
    trees.put(docs, "guides/first.md", "# Renamed\n\nText.\n")

    second = make(docs, tmp_path / "b", tmp_path / "a")

    make(docs, tmp_path / "full")
    assert second.rendered == second.pages
    assert trees.differences(tmp_path / "b/site", tmp_path / "full/site") == []


def test_a_changed_setting_renders_every_page(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")

    second = make(docs, tmp_path / "b", tmp_path / "a", site_name="Another name")

    assert second.rendered == second.pages


def test_a_changed_template_renders_every_page(docs: Path, tmp_path: Path):
    template = trees.put(tmp_path, "theme/partials/copyright.html", "<p>First</p>")
    theme = {"name": "material", "font": False, "custom_dir": str(tmp_path / "theme")}
    make(docs, tmp_path / "a", theme=theme)
    template.write_text("<p>Second</p>")

    make(docs, tmp_path / "b", tmp_path / "a", theme=theme)

    assert "<p>Second</p>" in (tmp_path / "b/site/services/item-3/index.html").read_text()


def test_a_damaged_manifest_leads_to_a_full_build(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")
    (tmp_path / "a/manifest.json").write_text("{")

    second = make(docs, tmp_path / "b", tmp_path / "a")

    assert second.rendered == second.pages


def test_a_deleted_page_that_others_link_to_fails_naming_them(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")
    (docs / "services/item-3.md").unlink()

    with pytest.raises(BuildFailed) as failure:
        make(docs, tmp_path / "b", tmp_path / "a")

    told = "\n".join(failure.value.messages)
    assert "services/item-2.md" in told
    assert "services/index.md" in told
    assert "item-3.md" in told
    assert len(failure.value.messages) == 2


def test_a_heading_gone_fails_naming_the_page_that_links_to_it(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")
    trees.put(docs, "services/item-3.md", "# Service 3\n\nNo section of that name.\n")

    with pytest.raises(BuildFailed) as failure:
        make(docs, tmp_path / "b", tmp_path / "a")

    (message,) = failure.value.messages
    assert message == "services/item-2.md: link 'item-3.md#use' leads to no heading of services/item-3.md"


def test_a_page_forgotten_in_the_navigation_fails(docs: Path, tmp_path: Path):
    trees.put(docs, "guides/second.md", "# Second\n")

    with pytest.raises(BuildFailed, match=r"guides/second\.md"):
        make(docs, tmp_path / "a")


def test_a_failure_in_a_worker_process_names_its_page(docs: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(crew, "PAGES_WORTH_A_PROCESS", 3)
    trees.put(docs, "services/item-3.md", "---\ntemplate: nowhere.html\n---\n# Service 3\n\n## Use\n")

    with pytest.raises(BuildFailed, match=r"services/item-3\.md.*nowhere\.html"):
        make(docs, tmp_path / "a", processes=2)


def test_text_that_is_not_utf8_fails_naming_its_page(docs: Path, tmp_path: Path):
    (docs / "services/item-3.md").write_bytes(b"# Caf\xe9\n")

    with pytest.raises(BuildFailed, match=r"services/item-3\.md"):
        make(docs, tmp_path / "a")


def test_two_files_for_one_address_fail_naming_both(docs: Path, tmp_path: Path):
    trees.put(docs, "services/item-3/index.md", "# Twice\n")

    with pytest.raises(BuildFailed, match=r"services/item-3/index\.md.*services/item-3\.md"):
        make(docs, tmp_path / "a", not_in_nav="/services/item-*")


def test_a_plugin_the_engine_does_not_know_is_refused(docs: Path, tmp_path: Path):
    hook = trees.put(tmp_path, "hook.py", "def on_page_markdown(markdown, **_):\n    return markdown\n")

    with pytest.raises(BuildFailed, match="not one the docs engine can build in parts"):
        make(docs, tmp_path / "a", hooks=[str(hook)])


def test_a_wrong_settings_file_fails_with_its_name(tmp_path: Path):
    config = trees.put(tmp_path, "mkdocs.yml", "site_name: x\ntheme: nosuch\n")

    with pytest.raises(BuildFailed, match=r"mkdocs\.yml"):
        build(config, tmp_path / "a")


# --- Reference pages ------------------------------------------------------------------------------


def with_reference(docs: Path) -> Path:
    trees.put(docs, "reference/tools.md", REFERENCE)
    return trees.put(docs.parent, "sample_app/models.py", MODELS)


def reference_settings(docs: Path) -> dict[str, object]:
    extension = trees.REPOSITORY / "hub/goldenpath/griffe_fields.py"
    options = {"extensions": [str(extension)], "show_root_heading": True}
    handlers = {"python": {"paths": [str(docs.parent)], "options": options}}
    return {"plugins": ["search", {"mkdocstrings": {"handlers": handlers}}]}


def test_a_reference_page_shows_the_help_texts_of_fields(docs: Path, tmp_path: Path):
    with_reference(docs)

    make(docs, tmp_path / "a", **reference_settings(docs))

    html = (tmp_path / "a/site/reference/tools/index.html").read_text()
    assert "What people call it." in html
    assert "A tool people may use." in html


def test_reference_pages_and_links_to_them_are_as_in_the_official_build(docs: Path, tmp_path: Path):
    with_reference(docs)
    trees.put(docs, "services/item-1.md", LINKED)
    more = reference_settings(docs)

    make(docs, tmp_path / "a", **more)

    trees.official_build(docs, tmp_path / "official", **more)
    assert trees.differences(tmp_path / "official", tmp_path / "a/site") == []
    html = (tmp_path / "a/site/services/item-1/index.html").read_text()
    assert 'href="../../reference/tools/#sample_app.models.Tool"' in html


def test_a_changed_source_renders_the_reference_and_links_to_it_only(docs: Path, tmp_path: Path):
    source = with_reference(docs)
    trees.put(docs, "services/item-1.md", LINKED)
    more = reference_settings(docs)
    make(docs, tmp_path / "a", **more)
    source.write_text(MODELS.replace("A tool people may use.", "Something else."))

    second = make(docs, tmp_path / "b", tmp_path / "a", **more)

    make(docs, tmp_path / "full", **more)
    assert second.rendered == 2
    assert trees.differences(tmp_path / "b/site", tmp_path / "full/site") == []


def test_a_page_that_begins_to_link_to_the_reference_finds_it(docs: Path, tmp_path: Path):
    with_reference(docs)
    more = reference_settings(docs)
    make(docs, tmp_path / "a", **more)
    trees.put(docs, "services/item-1.md", LINKED)

    make(docs, tmp_path / "b", tmp_path / "a", **more)

    make(docs, tmp_path / "full", **more)
    assert trees.differences(tmp_path / "b/site", tmp_path / "full/site") == []


def test_a_link_to_no_reference_entry_fails_naming_the_page(docs: Path, tmp_path: Path):
    trees.put(docs, "services/item-1.md", LINKED)

    with pytest.raises(BuildFailed, match=r"services/item-1\.md.*sample_app\.models\.Tool"):
        make(docs, tmp_path / "a")


# --- The theme ------------------------------------------------------------------------------------


def test_an_edit_of_a_file_the_theme_shares_with_the_app_reaches_every_page(docs: Path, tmp_path: Path):
    shared = trees.put(tmp_path, "app/tokens.css", ":root { --ink: black; }")
    theme = tmp_path / "theme/assets/hub"
    theme.mkdir(parents=True)
    (theme / "tokens.css").symlink_to(shared)
    more = {"theme": {"name": "material", "font": False, "custom_dir": str(tmp_path / "theme")}}
    make(docs, tmp_path / "a", **more)
    shared.write_text(":root { --ink: navy; }")

    second = make(docs, tmp_path / "b", tmp_path / "a", **more)

    assert (tmp_path / "b/site/assets/hub/tokens.css").read_text() == shared.read_text()
    assert not second.same
    assert second.rendered == second.pages


def test_a_site_without_a_search_of_its_own_renders_only_what_changed(docs: Path, tmp_path: Path):
    first = make(docs, tmp_path / "a")
    trees.put(docs, "services/item-3.md", trees.detail(3, 8, "Other body."))

    second = make(docs, tmp_path / "b", tmp_path / "a")

    assert not (tmp_path / "a/site/search").exists()
    assert (first.rendered, second.rendered) == (first.pages, 1)


# --- Any sequence of edits ------------------------------------------------------------------------

NUMBERS = st.integers(0, 5)
EDITS = st.one_of(
    st.tuples(st.just("body"), NUMBERS, st.text("ab <&*_`[]!|\n", max_size=20)),
    st.tuples(st.just("title"), NUMBERS, st.text("Tt ,<&", min_size=1, max_size=6)),
    st.tuples(st.just("add"), NUMBERS, st.just("")),
    st.tuples(st.just("delete"), NUMBERS, st.just("")),
    st.tuples(st.just("nav"), NUMBERS, st.sampled_from(["First", "Second"])),
    st.tuples(st.just("image"), NUMBERS, st.sampled_from(["<svg/>", "<svg></svg>"])),
    st.tuples(st.just("link"), NUMBERS, st.just("")),
)


def apply(docs: Path, edit: tuple[str, int, str]) -> None:
    kind, n, text = edit
    extra = docs / f"services/item-extra-{n}.md"
    match kind:
        case "body":
            trees.put(docs, f"services/item-{n}.md", trees.detail(n, 6, text))
        case "title":
            trees.put(docs, f"services/item-{n}.md", f"# {text}\n\n## Use\n\nText {text}\n")
        case "add":
            extra.write_text(f"# Extra {n}\n\n[one](item-{n}.md#use)\n", "utf-8")
        case "delete":
            extra.unlink(missing_ok=True)
        case "nav":
            trees.put(docs, "guides/first.md", f"# {text}\n\nText {n}\n")
        case "image":
            trees.put(docs, "img/mark.svg", text)
        case "link":
            target = f"item-extra-{n}.md" if extra.exists() else "index.md"
            trees.put(docs, "services/item-5.md", f"# Five\n\n[to]({target})\n\n## Use\n")


def outcome(docs: Path, target: Path, earlier: Path | None) -> list[str]:
    try:
        make(docs, target, earlier)
    except BuildFailed as failure:
        return sorted(failure.messages)
    return []


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=2, max_size=4))
def test_any_sequence_of_edits_in_parts_equals_a_full_build(tmp_path: Path, rounds):
    shutil.rmtree(tmp_path, ignore_errors=True)
    docs = tmp_path / "docs"
    trees.write_tree(docs, pages=6)
    earlier: Path | None = None
    for number, edits in enumerate(rounds):
        for edit in edits:
            apply(docs, edit)
        part, full = tmp_path / f"part{number}", tmp_path / f"full{number}"
        problems = outcome(docs, part, earlier)
        assert problems == outcome(docs, full, None)
        if not problems:
            assert trees.differences(part / "site", full / "site") == []
            earlier = part


def test_a_silenced_log_silences_no_warning(docs: Path, tmp_path: Path):
    make(docs, tmp_path / "a")
    (docs / "services/item-3.md").unlink()
    loggers = [logging.getLogger("mkdocs"), logging.getLogger("mkdocs.structure.pages")]
    for logger in loggers:
        logger.disabled = True
    try:
        with pytest.raises(BuildFailed):
            make(docs, tmp_path / "b")
    finally:
        for logger in loggers:
            logger.disabled = False
