"""Put an evaluation to the vote: what was compared becomes a draft, with what was found beside each option."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from hub.accounts.models import User
from hub.core import limits
from hub.sigs.models import Evaluation, Finding
from hub.sigs.models import Option as Compared
from hub.voting.actions.drafting import draft_decision
from hub.voting.models import Decision

STATUS_QUO = "Stay as it is"
MARKS = re.compile(r"([\\`*_\[\]])|^([-+#>])|^(\d+)(?=\.)")  # what Markdown would read as more than words
MOST = 12  # findings of an option that its voters read on the ballot's page; the evaluation has them all
UNSETTLED = (Decision.State.DRAFT, Decision.State.OPEN)


@transaction.atomic
def draft_from_evaluation(evaluation: Evaluation, *, by: User) -> Decision:
    """A draft with the evaluation's question and options, and what speaks for and against each.

    "Stay as it is" is among them even where the evaluation did not compare it. While a draft or a vote of the
    evaluation is under way, it is that one: two people who put it to the vote put it once.
    """
    evaluation = Evaluation.objects.select_for_update(of=("self",), no_key=True).get(pk=evaluation.pk)
    if under_way := evaluation.decisions.filter(state__in=UNSETTLED).first():
        return under_way
    return draft_decision(
        group=evaluation.group,
        by=by,
        question=evaluation.question,
        context=_context(evaluation),
        options=_options(evaluation),
        evaluation=evaluation,
    )


def _context(evaluation: Evaluation) -> str:
    source = f"What was compared and found: [the evaluation]({evaluation.get_absolute_url()})."
    whole = f"{evaluation.context}\n\n{source}".strip()
    return whole if len(whole) <= limits.TEXT else source


def _options(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The options in their order; the status quo is carried over, or added as the last."""
    rows = list(evaluation.options.prefetch_related("findings"))
    stays = next((row for row in rows if row.status_quo), None)
    stays = stays or next((row for row in rows if row.name.casefold() == STATUS_QUO.casefold()), None)
    options = [{"name": row.name, "text": _text(row), "status_quo": row == stays} for row in rows]
    if stays is None:
        options.append({"name": STATUS_QUO, "text": "", "status_quo": True})
    return options


def _text(option: Compared) -> str:
    """What an option is, and what was found, as Markdown."""
    findings = list(option.findings.all())
    about = [_plain(option.summary)] if option.summary else []
    if option.url:
        about.append(f"<{option.url}>")
    shown = findings[:MOST]
    parts = [" ".join(about), _listed("For", shown, "pro"), _listed("Against", shown, "con")]
    if len(findings) > MOST:
        parts.append(f"{len(findings) - MOST} more in the evaluation.")
    return "\n\n".join(part for part in parts if part)


def _listed(title: str, findings: list[Finding], leaning: str) -> str:
    lines = [_line(finding) for finding in findings if finding.leaning == leaning]
    return f"**{title}**\n\n" + "\n".join(lines) if lines else ""


def _line(finding: Finding) -> str:
    seen = f" ([see](<{finding.evidence_url}>))" if finding.evidence_url else ""
    return f"- {_plain(finding.text)}{seen}"


def _plain(words: str) -> str:
    """Words that Markdown shows as they are."""
    escaped = MARKS.sub(lambda mark: f"{mark[3]}\\" if mark[3] else f"\\{mark[0]}", words)
    return escaped.replace("<", "&lt;")
