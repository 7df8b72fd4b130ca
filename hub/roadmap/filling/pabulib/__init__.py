"""Reads and writes the .pb files of Pabulib: rounds can be checked elsewhere, and elections from elsewhere here."""

from hub.roadmap.filling.pabulib.reading import Election, parse, read
from hub.roadmap.filling.pabulib.rows import BadFile
from hub.roadmap.filling.pabulib.writing import to_pabulib

__all__ = ["BadFile", "Election", "parse", "read", "to_pabulib"]
