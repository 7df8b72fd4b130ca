"""What a text is about, as a vector: texts that mean the same lie near each other, whatever words they use.

The model comes with the `wordllama` package: nothing is ever loaded from the network, and no text leaves
this process. It knows English.
"""

from __future__ import annotations

import os
import re
import threading
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

DIMENSIONS = 256
MOST = 2_000  # characters of a text that are read; a need says what it is about in its beginning
KEPT = np.dtype("<f2")  # as it is kept: little-endian 16-bit floats

Matrix = np.ndarray[Any, np.dtype[np.float32]]

# Short forms of this trade, which the model does not know.
SPELLED_OUT = {
    "gpu": "graphics card accelerator", "gpus": "graphics cards accelerators", "sso": "single sign-on",
    "llm": "large language model", "llms": "large language models", "hpo": "hyperparameter search",
    "pii": "personal data", "gdpr": "personal data protection", "dwh": "data warehouse", "k8s": "kubernetes",
    "ci": "continuous integration", "slo": "service level objective", "oom": "out of memory",
    "ipynb": "notebook", "etl": "data preparation", "rbac": "access rights",
}  # fmt: skip

_loading = threading.Lock()


def vector_of(title: str, body: str = "") -> bytes:
    """The direction in which a text points, of length one; the title says as much as all the rest."""
    texts = [_read(text) for text in (title, body) if text.strip()]
    if not texts:
        return np.zeros(DIMENSIONS, KEPT).tobytes()
    with _loading:  # the tokenizer keeps state between calls
        found = np.asarray(_model().embed(texts), dtype=np.float32)
    return unit(unit(found).sum(axis=0)).astype(KEPT).tobytes()


def matrix_of(vectors: list[bytes]) -> Matrix:
    """Kept vectors as the rows of a matrix."""
    return np.frombuffer(b"".join(vectors), KEPT).reshape(-1, DIMENSIONS).astype(np.float32)


def nearness(matrix: Matrix, vector: bytes) -> Matrix:
    """How near each row is to a vector: 1 is the same, 0 has nothing in common."""
    near: Matrix = np.einsum(
        "ij,j->i", matrix, np.frombuffer(vector, KEPT).astype(np.float32)
    )  # one thread: no spin
    return near


def highest(values: Matrix, count: int) -> list[int]:
    """The places of the highest values, the highest first; among equals the first."""
    count = min(count, len(values))
    if not count:
        return []
    best = np.argpartition(-values, count - 1)[:count]
    return [int(place) for place in sorted(best, key=lambda place: (-values[place], place))]


def unit(rows: Any) -> Any:
    """Vectors of length one; one of length nothing stays as it is."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(length == 0, 1, length)


def spelled_out(text: str) -> str:
    """A text without the short forms of this trade."""
    return re.sub(r"\w+", lambda word: SPELLED_OUT.get(word[0].lower(), word[0]), text)


def _read(text: str) -> str:
    return spelled_out(text[:MOST].encode(errors="replace").decode())


@cache
def _model() -> Any:
    """The model, read from the installed package when it is first needed."""
    os.environ.setdefault(
        "TOKENIZERS_PARALLELISM", "false"
    )  # short texts; and no warning when a process forks
    from wordllama import WordLlama  # noqa: PLC0415 -- slow import

    package = find_spec("wordllama")
    folder = (package.submodule_search_locations or [""])[0] if package else ""
    return WordLlama.load(cache_dir=folder, dim=DIMENSIONS, disable_download=True)
