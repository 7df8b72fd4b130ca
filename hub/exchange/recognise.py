"""Find out what one is given: by content, not by name; what nobody understands is listed, not refused."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from hub.exchange import marked
from hub.exchange.formats import community, groups, keps, landscape, schedules, talks
from hub.exchange.report import Place, Remark, Report
from hub.exchange.source import File, Source

YAML = {".yml", ".yaml"}
JSON = {".json"}


def find(paths: Iterable[Path], report: Report) -> list[Source]:
    """The sources in files and folders, in the order in which they refer to each other."""
    own = Source(community.FORM, "", community.read)
    roots: list[str] = []
    found: dict[str, list[Source]] = {
        form: [] for form in ("groups", "landscape", "keps", "talks", "schedules")
    }
    for path in paths:
        if not path.exists():
            report.refuse(Place(str(path)), "there is no such file or folder")
            continue
        trees = {
            "keps": Source(keps.FORM, str(path), keps.read),
            "talks": Source(talks.FORM, str(path), talks.read),
        }
        for file in _files(path, report, own, roots):
            _sort(file, found, trees, report)
        for form, tree in trees.items():
            if tree.files:
                tree.label = _common(tree)
                found[form].append(tree)
    own.label = ", ".join(dict.fromkeys(roots))
    own.files = list({Path(file.name).resolve(): file for file in reversed(own.files)}.values())[::-1]
    ours = [own] if roots else []
    return [
        *found["groups"],
        *found["landscape"],
        *ours,
        *found["keps"],
        *found["talks"],
        *found["schedules"],
    ]


def _sort(file: File, found: dict[str, list[Source]], trees: dict[str, Source], report: Report) -> None:
    """Put one file where it belongs."""
    content = file.content
    if keps.recognised(content):
        trees["keps"].files.append(file)
    elif landscape.recognised(content):
        found["landscape"].append(Source(landscape.FORM, file.name, landscape.read, [file]))
    elif groups.recognised(content):
        found["groups"].append(Source(groups.FORM, file.name, groups.read, [file]))
    elif schedules.recognised(content):
        found["schedules"].append(Source(schedules.FORM, file.name, schedules.read, [file]))
    elif talks.recognised(content) or talks.is_event(file.name, content):
        trees["talks"].files.append(file)
    else:
        report.ignored.append(Remark(Place(file.name), "nothing the hub knows"))


def _files(path: Path, report: Report, own: Source, roots: list[str]) -> Iterator[File]:
    """The files that can be read, community folders set aside."""
    if path.is_file():
        if any((folder / community.MARKER).is_file() for folder in list(path.resolve().parents)[:3]):
            roots.append(str(path))
            own.files.append(File(str(path), None))
        else:
            yield from _readable([path], report)
        return
    for folder, folders, names in os.walk(path):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if community.MARKER in names or community.RECORDING in names:
            root = here if community.MARKER in names else here.parent
            roots.append(str(root))
            also = community.further_folders(here / community.MARKER) if root == here else []
            own.files += [File(str(file), None) for place in (here, *also) for file in _below(place)]
            folders.clear()
            continue
        yield from _readable([here / name for name in sorted(names) if not name.startswith(".")], report)


def _below(root: Path) -> list[Path]:
    found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(
        path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts)
    )


def _readable(paths: list[Path], report: Report) -> Iterator[File]:
    """Files of a kind that may be known, read."""
    for path in paths:
        if path.suffix.lower() not in YAML | JSON or path.is_symlink() or not path.is_file():
            report.ignored.append(Remark(Place(str(path)), "nothing the hub knows"))
            continue
        try:
            text = marked.text_of(path)
            content = marked.read_json(text) if path.suffix.lower() in JSON else marked.read_yaml(text)
        except marked.Unreadable as error:
            report.refuse(Place(str(path), error.line), error.reason)
            continue
        yield File(str(path), content)


def _common(tree: Source) -> str:
    """The folder all files of a tree lie in."""
    return os.path.commonpath([str(Path(file.name).parent) for file in tree.files])
