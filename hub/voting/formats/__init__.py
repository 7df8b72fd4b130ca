"""Reads the ballot files of other people's elections: Kubernetes, Debian, BLT, PrefLib and Tideman's HIL.

Pure: bytes in, an Election or one BadFile with a line and a plain sentence out. `docs/reference/counting.md`
describes each format.
"""

from hub.voting.formats.election import BadFile, Election
from hub.voting.formats.reading import parse, read

__all__ = ["BadFile", "Election", "parse", "read"]
