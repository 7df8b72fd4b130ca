"""The data folder, the signing key and the queue's folders."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub import embedded
from hub.embedded import folders


def test_the_key_is_made_once_and_kept_to_its_owner(tmp_path):
    key = embedded.secret_key(tmp_path / "new" / "var")
    file = tmp_path / "new" / "var" / "secret-key"
    assert len(key) >= 50
    assert embedded.secret_key(tmp_path / "new" / "var") == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["secret-key"]


def test_twenty_that_ask_at_once_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(20) as crowd:
        assert len(set(crowd.map(embedded.secret_key, [tmp_path] * 20))) == 1


def test_a_key_that_others_can_read_is_closed_again(tmp_path):
    key = embedded.secret_key(tmp_path)
    (tmp_path / "secret-key").chmod(0o644)
    assert embedded.secret_key(tmp_path) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_an_empty_key_is_refused_in_one_line(tmp_path):
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(embedded.EmbeddedError, match="too short"):
        embedded.secret_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.EmbeddedError, match="cannot be made: Not a directory"):
        embedded.secret_key(tmp_path / "file" / "var")


def test_the_queue_is_closed_to_others(tmp_path):
    options = embedded.queue_options(tmp_path)
    for name in ("data_folder_in", "data_folder_out", "control_folder"):
        assert Path(str(options[name])).stat().st_mode & 0o777 == 0o700


def test_data_lies_beside_the_code(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert embedded.default_var(tmp_path) == tmp_path / "var"


@pytest.mark.skipif(os.geteuid() != 0, reason="root: started as an ordinary user")
def test_as_root_below_a_closed_home_data_lies_in_the_state_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "STATE", tmp_path / "state")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    elsewhere = embedded.default_var(home / "hub")
    assert elsewhere.parent == tmp_path / "state"
    assert embedded.default_var(home / "other") != elsewhere
    assert embedded.default_var(home / "hub", embedded=False) == home / "hub" / "var"
    assert home.stat().st_mode & 0o777 == 0o700
