"""The reader of YAML that knows its lines and cannot be hurt."""

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hub.exchange import marked
from hub.exchange.marked import Mapping, Unreadable, read_json, read_yaml, text_of

plain = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=30)
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain.filter(bool), inner, max_size=4),
    max_leaves=20,
)


def test_reader_knows_the_line_of_every_key() -> None:
    node = read_yaml("a: 1\nb:\n  - x: 1\n    y: 2\n  - z: 3\n")
    assert node.line_of("b") == 2
    assert [item.line for item in node["b"]] == [3, 5]
    assert node["b"][0].line_of("y") == 4
    assert node.line_of("absent") == 1


def test_reader_leaves_versions_times_and_dates_as_they_are_written() -> None:
    assert dict(read_yaml("a: 1.30\nb: 9:00\nc: 2026-01-02\nd: no\ne: 010\nf: 7\ng: true\nh: ~\ni: '7'")) == {
        "a": "1.30", "b": "9:00", "c": "2026-01-02", "d": "no", "e": "010", "f": 7, "g": True, "h": None, "i": "7",
    }  # fmt: skip


@given(trees)
def test_reader_reads_back_what_yaml_writes(tree: object) -> None:
    assert read_yaml(yaml.safe_dump(tree, allow_unicode=True)) == tree


@given(st.text(max_size=200))
def test_reader_reads_or_refuses_whatever_it_is_given(text: str) -> None:
    try:
        read_yaml(text)
    except Unreadable as error:
        assert error.reason  # noqa: PT017 -- both are right


@given(st.text(max_size=200))
def test_reader_of_json_reads_or_refuses_whatever_it_is_given(text: str) -> None:
    try:
        read_json(text)
    except Unreadable as error:
        assert error.reason  # noqa: PT017 -- both are right


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "has the key 'a' twice (first on line 1)"),
        ("a: [1\nb: 2\n", 2, "is not YAML"),
        ("a: 1\nb: \x00\n", 2, "has a control character"),
        ("a: 1\n---\nb: 2\n", 2, "has more than one YAML document"),
        ("a: &x [*x]\n", 1, "uses *x inside or before &x"),
        ("? [a]\n: b\n", 1, "has a key that is not a word"),
        ("[" * 100_000, 1, "is nested deeper than 40 levels"),
        ("- " * 50_000 + "a", 1, "is nested deeper than 40 levels"),
    ],
)
def test_reader_refuses_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_yaml(text)
    assert refusal.value.line == line
    assert reason in refusal.value.reason


def test_reader_refuses_a_bomb_of_aliases_before_it_grows() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(Unreadable, match="has more than 1,000,000 values"):
        read_yaml("a0: &a0 [x]\n" + "\n".join(rows))


def test_reader_takes_a_small_alias() -> None:
    assert read_yaml("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}


def test_text_of_refuses_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(b"a: 1\nb: \xff\xfe\n")
    with pytest.raises(Unreadable, match="is not UTF-8 text") as refusal:
        text_of(tmp_path / "x.yml")
    assert refusal.value.line == 2


def test_text_of_refuses_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "FILE_BYTES", 1024 * 1024)
    (tmp_path / "x.yml").write_bytes(b"a" * (1024 * 1024 + 1))
    with pytest.raises(Unreadable, match="is larger than 1 MB"):
        text_of(tmp_path / "x.yml")


def test_json_object_finds_the_line_of_a_key() -> None:
    node = read_json(json.dumps({"a": 1, "b": {"c": 2}}, indent=1))
    assert isinstance(node, Mapping)
    assert (node.line_of("a"), node.line_of("c")) == (2, 4)
