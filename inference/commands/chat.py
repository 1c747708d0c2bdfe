"""A conversation in the shell."""

import argparse
import sys
from pathlib import Path

HELP = "ask the configured model; with no question, talk until an empty line"


def arguments(parser: argparse.ArgumentParser) -> None:
    """A question, images, and how to answer."""
    parser.add_argument("question", nargs="*")
    parser.add_argument("--image", type=Path, action="append", default=[], help="PNG, JPEG or WEBP; may be repeated")
    parser.add_argument("--max-tokens", type=int, default=512)
    parser.add_argument("--temperature", type=float, default=0.0)
    parser.add_argument("--pan-and-scan", action="store_true", help="look at parts of the images as well")


def run(args: argparse.Namespace) -> int:
    """Streams answers to standard output and what they took to standard error."""
    from data.settings import Settings
    from inference.engines import open_engine
    from inference.engines.protocol import Delta, Finished, Image, Message, Options, Part

    options = Options(max_tokens=args.max_tokens, temperature=args.temperature, pan_and_scan=args.pan_and_scan)
    parts: list[Part | str] = [Image(path.read_bytes()) for path in args.image]
    once = " ".join(args.question)
    messages: list[Message] = []
    engine = open_engine(Settings())
    try:
        while question := once or input("> ").strip():
            messages.append(Message.of("user", *parts, question))
            parts, answer = [], ""
            for event in engine.chat(messages, options):
                if isinstance(event, Delta):
                    answer += event.text
                    print(event.text, end="", flush=True)
                elif isinstance(event, Finished):
                    usage = event.usage
                    print(flush=True)
                    print(
                        f"[{event.reason}: {usage.prompt_tokens} prompt tokens, {usage.cached_tokens} of them cached, "
                        f"{usage.output_tokens} answered, first after {usage.first_token_seconds or 0:.2f} s]",
                        file=sys.stderr,
                    )
            messages.append(Message.of("assistant", answer))
            if once:
                break
    except EOFError:
        print()
    finally:
        engine.close()
    return 0
