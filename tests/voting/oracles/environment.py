"""Other people's counting programs, in an environment apart: made by `make oracles`, asked over a pipe.

pref_voting (MIT) computes Schulze and Ranked Pairs, pyrankvote (MIT) transferable votes, starvote (MIT) STAR, and
pabutools (GPLv3, so it stays on its side of the pipe) fills budgets.
They come without what they import and never use here: 350 MB of solvers and plots, and a GPL file reader.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.environments import Environment

ORACLES = Environment("oracles", "pref_voting, pyrankvote, starvote and pabutools")
ASKED = Path(__file__).with_name("answer.py")
missing = ORACLES.missing


def ask(questions: list[dict]) -> list[dict]:
    """The answers of the other programs, one per question, from one run."""
    command = [ORACLES.python, str(ASKED)]
    done = subprocess.run(
        command, input=json.dumps(questions), capture_output=True, text=True, check=False, timeout=600
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    ORACLES.install()
