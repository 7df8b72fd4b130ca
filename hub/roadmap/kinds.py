"""Templates of needs, as data: for each kind, what it is for and the words to begin with. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """How a need of one kind is best told."""

    kind: str
    hint: str
    skeleton: str


TEMPLATES = (
    Template(
        "missing",
        "A service of the platform cannot do something you need.",
        "**What I want to do:**\n\n**What stops me today:**\n\n**How often, and what it costs us:**\n",
    ),
    Template(
        "tool",
        "The platform should offer something it does not have yet.",
        "**The task it is for:**\n\n**What we looked at, and why this one:**\n\n"
        "**Who would use it from the first day:**\n\n"
        "**How we would know that it was worth it:**\n",
    ),
    Template(
        "pain",
        "It works, but slowly, unreliably or with too much manual work.",
        "**What happens:**\n\n**How often, and how much time it takes:**\n\n**How it should be instead:**\n",
    ),
    Template(
        "access",
        "You may not, or not enough: rights, quota, machines, data.",
        "**What we need access to, or more of:**\n\n**What for, and how much:**\n\n**Since when, and until when:**\n",
    ),
    Template(
        "docs",
        "You did not find out how, or others keep asking you.",
        "**What I tried to find out:**\n\n**Where I looked:**\n\n**What would have helped:**\n",
    ),
)
OF_KIND = {template.kind: template for template in TEMPLATES}


QUESTIONS = re.compile(
    "|".join(re.escape(line) for t in TEMPLATES for line in t.skeleton.split("\n") if line)
)


def own_words(need: str) -> str:
    """What somebody wrote, without the questions of the templates: those say nothing about the need."""
    return QUESTIONS.sub(" ", need)


def skeleton_of(kind: str) -> str:
    """The words to begin with; none for a kind that does not exist."""
    template = OF_KIND.get(kind)
    return template.skeleton if template else ""
