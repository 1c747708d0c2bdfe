"""Who may import whom (docs/architecture.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

MAY_IMPORT = {
    "data": set(),
    "inference": {"data"},
    "layouts": {"data"},
    "callbacks": {"data", "inference", "layouts"},
    "app": {"data", "inference", "layouts", "callbacks"},
}
HEAVY = {"torch", "transformers", "pymupdf", "fitz", "cv2", "rapidocr", "onnxruntime"}


def imported(path: Path) -> Iterator[str]:
    """Top-level packages that a module imports when it runs; imports for the type checker alone do not count."""

    def visit(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            return
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
        for child in ast.iter_child_nodes(node):
            yield from visit(child)

    return visit(ast.parse(path.read_text()))


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    others = set(MAY_IMPORT) - {room} - MAY_IMPORT[room]
    for path in (PROJECT / room).rglob("*.py"):
        assert not others & set(imported(path)), path


@pytest.mark.parametrize("room", ["layouts", "callbacks", "app"])
def test_the_web_tier_names_no_heavy_library(room: str) -> None:
    for path in (PROJECT / room).rglob("*.py"):
        assert not HEAVY & set(imported(path)), path


def test_layouts_open_no_files_and_no_connections() -> None:
    for path in (PROJECT / "layouts").rglob("*.py"):
        assert not {"pathlib", "io", "os", "sqlalchemy", "redis", "requests", "urllib"} & set(imported(path)), path
