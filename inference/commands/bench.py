"""Measures speed and memory with random weights of the real shapes."""

import argparse
from pathlib import Path

from inference.bench.plan import FORMATS, MODELS, MODES, cases
from inference.bench.results import FILE

HELP = "measure speed and memory of Gemma 3 here, with random weights of the real shapes; appends to a CSV file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Sizes, formats, ways to run, and how long it may take."""
    parser.add_argument("--sizes", nargs="+", choices=MODELS, default=["1b", "4b"])
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=["bf16"])
    parser.add_argument("--modes", nargs="+", choices=MODES, default=["eager"])
    parser.add_argument("--batches", nargs="+", type=int, default=[1, 16], help="sequences (or images) at a time")
    parser.add_argument("--contexts", nargs="+", type=int, default=[1024, 8192], help="tokens of the prompt")
    parser.add_argument("--new-tokens", type=int, default=64, help="tokens to decode")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda", "mps"], default="auto")
    parser.add_argument("--minutes", type=float, default=7.5, help="no case is begun after so long")
    parser.add_argument("--file", type=Path, default=FILE, help="CSV file; cases that it holds are not measured again")


def run(args: argparse.Namespace) -> int:
    """Measures. Returns 0, also when cases are left for another run."""
    from inference.bench.run import run as measure_all

    plan = list(cases(args.sizes, args.formats, args.modes, args.batches, args.contexts))
    left = measure_all(plan, device=args.device, new_tokens=args.new_tokens, minutes=args.minutes, file=args.file)
    print(f"{left} cases left: run the same command again." if left else f"All cases are in {args.file}.")
    return 0
