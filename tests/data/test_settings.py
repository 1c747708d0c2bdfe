"""Settings: documented, and refused with the name of the variable when they cannot be used."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from data.settings import PROJECT, Settings


def test_every_setting_is_documented_with_its_default_and_no_other() -> None:
    text = (PROJECT / "docs" / "settings.md").read_text()
    documented = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", text, re.MULTILINE))
    assert set(documented) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default is None:
            assert documented[name.upper()] == "none"
        elif not isinstance(field.default, Path):
            assert documented[name.upper()] == f"`{field.default}`"


def test_wrong_value_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(ValidationError, match="port"):
        Settings()


def test_defaults_are_embedded_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GEMMAVISION_HOME", str(tmp_path))
    settings = Settings()
    assert settings.records_url == f"sqlite:///{tmp_path}/records.sqlite"
    assert settings.files_url == f"file://{tmp_path}/files"
