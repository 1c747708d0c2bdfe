"""Writes the options of llama-server and of `vllm serve` from their source trees, one per line.

    python tests/data/advisor/engine_help/extract.py llama.cpp <source tree> <commit>
    python tests/data/advisor/engine_help/extract.py vllm <source tree> <version>

A line holds the spellings, the placeholder of the value (empty for a switch) and the allowed values, separated by tabs.
The help of transformers is the output of `transformers serve --help`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent


def llama_server(tree: Path) -> Iterator[tuple[list[str], str, list[str]]]:
    """Every `add_opt(common_arg(...))` of common/arg.cpp that llama-server takes."""
    source = re.sub(r"^\s*//.*$", "", (tree / "common/arg.cpp").read_text(encoding="utf-8"), flags=re.M)
    listed = re.search(r"kv_cache_types = \{(.*?)\}", source, re.S)
    types = [name.lower() for name in re.findall(r"GGML_TYPE_(\w+)", listed.group(1))] if listed else []
    for option in re.split(r"add_opt\(common_arg\(", source)[1:]:
        examples = re.search(r"\.set_examples\(\{(.*?)\}", option, re.S)
        excludes = re.search(r"\.set_excludes\(\{(.*?)\}", option, re.S)
        if examples and not re.search(r"LLAMA_EXAMPLE_(SERVER|COMMON)\b", examples.group(1)):
            continue
        if excludes and "LLAMA_EXAMPLE_SERVER" in excludes.group(1):
            continue
        head = re.match(r"\s*((?:\{[^{}]*\}\s*,\s*)+)(?:\"((?:[^\"\\]|\\.)*)\"\s*,(?!\s*\[))?", option)
        if head is None:
            continue
        hint = head.group(2) or ""
        allowed = types if "get_all_kv_cache_types" in option else []
        if re.fullmatch(r"[\[{][\w|,-]+[\]}]", hint):
            allowed = re.split(r"[|,]", hint[1:-1])
        yield re.findall(r'"(-[^"]+)"', head.group(1)), hint, allowed


def vllm_serve(tree: Path) -> Iterator[tuple[list[str], str, list[str]]]:
    """Every `add_argument` of EngineArgs; types and allowed values from the configuration classes."""
    annotations: dict[tuple[str, str], str] = {}
    literals: dict[str, list[str]] = {}
    for file in sorted((tree / "vllm/config").glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                        annotations[node.name, field.target.id] = ast.unparse(field.annotation)
            elif isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal["):
                literals[ast.unparse(node.targets[0])] = re.findall(r"'([^']+)'", ast.unparse(node.value))
    source = ast.parse((tree / "vllm/engine/arg_utils.py").read_text(encoding="utf-8"))
    classes: dict[str, str] = {}
    for item in ast.walk(source):
        if isinstance(item, ast.Assign) and ast.unparse(item.value).startswith("get_kwargs("):
            classes[ast.unparse(item.targets[0])] = ast.unparse(item.value)[len("get_kwargs(") : -1]
    for call in ast.walk(source):
        if not (
            isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument"
        ):
            continue
        spellings = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        kind = "VALUE"
        for keyword in call.keywords:
            if keyword.arg is None and isinstance(keyword.value, ast.Subscript):
                key = ast.literal_eval(keyword.value.slice)
                kind = annotations.get((classes.get(ast.unparse(keyword.value.value), ""), key), "VALUE")
            elif keyword.arg == "action" and ast.unparse(keyword.value) in (
                "'store_true'",
                "argparse.BooleanOptionalAction",
            ):
                kind = "bool"
        if not all(spelling.startswith("-") for spelling in spellings):
            continue
        switch = kind in ("bool", "bool | None")
        if switch:
            spellings += ["--no-" + spelling[2:] for spelling in spellings if spelling.startswith("--")]
        allowed = [value for name, values in literals.items() if name in re.findall(r"\w+", kind) for value in values]
        yield spellings, "" if switch else kind, allowed


def main(engine: str, tree: Path, version: str) -> None:
    options = list(llama_server(tree) if engine == "llama.cpp" else vllm_serve(tree))
    origin = "common/arg.cpp" if engine == "llama.cpp" else "vllm/engine/arg_utils.py and vllm/config/*.py"
    name = "llama-server" if engine == "llama.cpp" else "vllm-serve"
    lines = [
        f"# {engine} {version}: options read from {origin} by extract.py",
        "# spellings, placeholder of the value, allowed values; separated by tabs",
        *("\t".join([", ".join(spellings), hint, "|".join(allowed)]) for spellings, hint, allowed in options),
    ]
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
