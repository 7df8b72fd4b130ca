"""Voting for programs: the same verbs as the pages, and not one fact more than they show."""

from hub.voting.api.decisions import DecisionViewSet

__all__ = ["DecisionViewSet"]
