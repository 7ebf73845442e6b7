"""schemathesis asks the API everything its description allows, and more, over HTTP, with a token that may do all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doichieu.rights import SCOPES
from storage import api_tokens, users

#: Seconds of asking: enough for every way in, few enough for every day; `make` may be patient, a person is not.
SECONDS = 60
EXAMPLES = 10
#: Litestar answers OPTIONS with the methods of one handler, where two share a path.
#: Wrong tokens, which it also tries, close the door to its address; that they do has tests of its own.
LEFT_OUT = "allow_header_conformance,ignored_auth"


@pytest.mark.slow
def test_schemathesis_finds_nothing(site: Any, tmp_path: Path) -> None:
    site.add_document()
    site.add_flag()
    site.add_flag(path="/hai")
    with site.database.session() as session:
        user = users.create(session, "máy", role="admin")
        secret = api_tokens.make(session, user, name="thử", scopes=map(str, SCOPES), days=1, by="x")[1]  # fmt: skip
    site.app.state.pace._most = 1_000_000
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "run", f"{site.address}/schema/openapi.json",
            "-H", f"Authorization: Bearer {secret}", "--phases", "examples,coverage,fuzzing",
            "--max-time", str(SECONDS), "-n", str(EXAMPLES), "--seed", "1", "--no-shrink",
            "--continue-on-failure", "--exclude-checks", LEFT_OUT, "--request-timeout", "30",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    asked = int(re.search(r"(\d+) generated", done.stdout)[1])
    assert asked > 200
