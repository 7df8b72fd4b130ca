"""Recorded talks as pyvideo keeps them: a folder per event, a JSON file per talk."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify

from hub.core import limits
from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.rows import Batch
from hub.exchange.source import File, place_of, strangers

FORM = "talks"
DAY = 12 * 60 * 60
LANGUAGES = {
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ita": "it", "por": "pt",
    "jpn": "ja", "pol": "pl", "rus": "ru", "zho": "zh", "chi": "zh", "nld": "nl", "dut": "nl", "cat": "ca",
    "kor": "ko", "ces": "cs",
}  # fmt: skip
FIELDS = frozenset({
    "title", "description", "summary", "abstract", "recorded", "duration", "language", "speakers", "tags",
    "videos", "related_urls", "copyright_text", "thumbnail_url", "slug", "id", "category", "quality_notes",
    "alias", "title2",
})  # fmt: skip
DETAILS = ("quality_notes", "title2", "thumbnail_url", "alias")


def recognised(content: Any) -> bool:
    """Whether a file is one talk."""
    return isinstance(content, Mapping) and "title" in content and isinstance(content.get("videos"), list)


def is_event(name: str, content: Any) -> bool:
    """Whether a file describes an event."""
    return PurePath(name).name == "category.json" and isinstance(content, Mapping) and "title" in content


def read(files: list[File], batch: Batch) -> None:
    """All talks of a tree, with the events they were given at."""
    events = {
        str(PurePath(file.name).parent): file.content for file in files if is_event(file.name, file.content)
    }
    for file in files:
        if not is_event(file.name, file.content):
            folder = PurePath(file.name).parent
            event = folder.parent if folder.name == "videos" else folder
            _talk(batch, file, event.name, str(events.get(str(event), {}).get("title") or event.name))


def _talk(batch: Batch, file: File, event: str, title: str) -> None:
    node = file.content
    strangers(FORM, file.name, node, FIELDS, batch.report)
    slug = slug_of(event, PurePath(file.name).stem)
    told = {
        "slug": slug, "title": node.get("title"), "event": title, "licence": node.get("copyright_text"),
        "description": node.get("description") or node.get("summary") or node.get("abstract"),
        "speakers": node.get("speakers"), "tags": node.get("tags"),
        "language": _language(node.get("language")),
        "details": {key: node[key] for key in DETAILS if node.get(key)},
        "recorded_on": node.get("recorded"), "seconds": _seconds(batch, file, slug),
        **_addresses(batch, file, slug),
    }  # fmt: skip
    told = {name: value for name, value in told.items() if value not in (None, "") or name == "title"}
    keys = {
        "licence": "copyright_text",
        "recorded_on": "recorded",
        "seconds": "duration",
        "details": "thumbnail_url",
        "video_url": "videos",
        "links": "related_urls",
    }
    batch.add("recording", file.name, node, told, keys=keys)


def slug_of(event: str, stem: str) -> str:
    """Event and file name; a long one is cut and closed with a digest, so that it stays its own."""
    slug = slugify(f"{event}-{stem}")
    if len(slug) <= limits.SLUG:
        return slug
    return f"{slug[: limits.SLUG - 9].rstrip('-')}-{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def _language(raw: Any) -> Any:
    return LANGUAGES.get(raw, raw) if isinstance(raw, str) else raw


def _seconds(batch: Batch, file: File, slug: str) -> Any:
    """The length; nothing that no talk can have (some sources count minutes, some sixtieths)."""
    raw = file.content.get("duration")
    if isinstance(raw, int) and not isinstance(raw, bool) and not 60 <= raw <= DAY:
        if raw:
            batch.report.refuse(
                place_of(file.name, file.content, "duration"),
                f"recording {slug}: a talk of {raw} seconds is hard to believe; its length is left out",
            )
        return None
    return raw


def _addresses(batch: Batch, file: File, slug: str) -> dict[str, Any]:
    """The video people watch, and the other addresses."""
    videos = [video for video in file.content["videos"] if isinstance(video, dict) and video.get("url")]
    videos.sort(key=lambda video: video.get("type") != "youtube")
    links: list[Any] = [
        {"label": f"Video ({video.get('type') or 'other'})", "url": video["url"]} for video in videos[1:]
    ]
    related = file.content.get("related_urls")
    links += [link for link in related if link] if isinstance(related, list) else []
    good = [link for link in links if _is_web(link)]
    for link in links:
        if link not in good:
            batch.report.refuse(
                place_of(file.name, file.content, "related_urls"),
                f"recording {slug}: link {values.short(_url(link))} is not a web address",
            )
    return {"video_url": videos[0]["url"] if videos else None, "links": [_clean(link) for link in good]}


def _url(link: Any) -> Any:
    return link.get("url") if isinstance(link, dict) else link


def _is_web(link: Any) -> bool:
    try:
        return bool(values.web_address(_url(link)))
    except values.Unfit:
        return False


def _clean(link: Any) -> dict[str, str]:
    """A link as the hub keeps it."""
    url = values.web_address(_url(link))
    label = link.get("label") if isinstance(link, dict) else None
    return {"label": str(label or url), "url": url}
