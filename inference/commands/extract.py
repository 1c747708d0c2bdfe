"""Fills a JSON schema from images or text."""

import argparse
import json
import sys
from pathlib import Path

IMAGES = (".png", ".jpg", ".jpeg", ".webp")
HELP = "fill a JSON schema from images or text files with the configured model; prints JSON"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The schema and what to read."""
    parser.add_argument("schema", type=Path, help="file with a JSON schema; bound its strings and arrays")
    parser.add_argument("files", type=Path, nargs="+", help="PNG, JPEG or WEBP images, or UTF-8 text")
    parser.add_argument("--instruction", default="Extract what the schema asks for.")
    parser.add_argument("--max-tokens", type=int, default=2048)
    parser.add_argument("--pan-and-scan", action="store_true", help="look at parts of the images as well")


def run(args: argparse.Namespace) -> int:
    """Prints the object to standard output, and where the model was least certain to standard error."""
    from data.settings import Settings
    from inference.engines import open_engine
    from inference.engines.extraction import extract
    from inference.engines.protocol import Image, Message, Options, Part, Text

    schema = json.loads(args.schema.read_text())
    parts: list[Part] = [
        Image(path.read_bytes()) if path.suffix.lower() in IMAGES else Text(path.read_text()) for path in args.files
    ]
    message = Message.of("user", *parts, f"{args.instruction}\n{json.dumps(schema)}")
    engine = open_engine(Settings())
    try:
        found = extract(engine, [message], schema, Options(max_tokens=args.max_tokens, pan_and_scan=args.pan_and_scan))
    finally:
        engine.close()
    print(json.dumps(found.value, ensure_ascii=False, indent=2))
    for pointer, probability in sorted(found.confidence.items(), key=lambda item: item[1])[:5]:
        print(f"{probability:6.1%}  {pointer}", file=sys.stderr)
    return 0
