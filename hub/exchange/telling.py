"""An import report as people read it: what went in, then what did not, with file and line."""

from __future__ import annotations

from collections.abc import Iterable

from hub.exchange.report import OUTCOMES, Remark, Report

FIRST = 10
FEW = 3


def lines(report: Report, *, everything: bool = False) -> list[str]:
    """The report, line by line; problems last."""
    told = [*_sources(report), ""]
    told += _remarks("Ignored", report.ignored, everything=everything)
    told += _unknown(report)
    told += _remarks("Read as it was meant", report.notes, everything=everything)
    told += _contradictions(report, everything=everything)
    told += _remarks("Refused", report.refused, everything=True)
    counts = ", ".join(f"{report.total(what):,} {what}" for what in OUTCOMES)
    what = "Would be: " if report.dry_run else ""
    told.append(f"{what}{counts}; {len(report.refused):,} refused. {report.seconds:.1f} s")
    if not report.ok:
        told.append("Nothing was imported.")
    return told


def _sources(report: Report) -> list[str]:
    told: list[str] = []
    kinds = [kind for source in report.sources for kind in source.counts]
    width = max((len(kind) for kind in kinds), default=0) + 2
    for source in report.sources:
        files = f"{source.files:,} file{'s' if source.files != 1 else ''}"
        told.append(
            f"{source.label} ({source.form}, {files}, {source.seconds:.1f} s)"
            + (": failed" if source.failed else "")
        )
        for kind, counter in source.counts.items():
            numbers = "  ".join(f"{counter[what]:>7,} {what}" for what in OUTCOMES)
            told.append(f"  {kind.replace('_', ' '):<{width}}{numbers}")
    return told


def _unknown(report: Report) -> list[str]:
    rows = sorted(report.unknown.items())
    told = [f"  {place}: {name} ({form}, {count} times)" for (form, name), (count, place) in rows]
    return [f"Fields the hub has no place for: {len(rows)}", *told, ""] if rows else []


def _contradictions(report: Report, *, everything: bool) -> list[str]:
    told = []
    for found in report.contradictions:
        shown = found.items if everything else found.items[:FEW]
        more = (
            f" … and {len(found.items) - len(shown):,} more (--all shows them)"
            if len(shown) < len(found.items)
            else ""
        )
        told.append(f"  {len(found.items):,} x {found.sentence} {', '.join(shown)}{more}")
    return ["Items that contradict themselves (they went in as they are)", *told, ""] if told else []


def _remarks(title: str, remarks: Iterable[Remark], *, everything: bool) -> list[str]:
    rows = sorted(remarks, key=lambda remark: (remark.place, remark.reason))
    shown = rows if everything else rows[:FIRST]
    told = [f"  {remark.place}: {remark.reason}" for remark in shown]
    if len(rows) > len(shown):
        told.append(f"  … and {len(rows) - len(shown):,} more (--all shows them)")
    return [f"{title}: {len(rows):,}", *told, ""] if rows else []
