"""Meetings as calendars read them (RFC 5545): what is in a feed, and its text."""
