"""How people are shown: a name and initials, never a bare id."""

import re


def display_name(person: object) -> str:
    """The full name of a person, else the name they sign in with; plain text stands for itself."""
    if isinstance(person, str):
        return person.strip()
    full_name = getattr(person, "get_full_name", None)
    name = full_name() if callable(full_name) else getattr(person, "name", "")
    if name and name.strip():
        return str(name).strip()
    username = getattr(person, "get_username", None)
    return str(username() if callable(username) else person)


def initials(name: str) -> str:
    """One or two letters that stand for a name: first and last word."""
    words = re.findall(r"[^\W\d_]+|\d+", name.split("@", maxsplit=1)[0])
    if not words:
        return "?"
    first, last = words[0], words[-1] if len(words) > 1 else ""
    return (first[0] + last[:1]).upper()
