"""What a score's hover says of how it was measured."""

from __future__ import annotations

from layouts import theme


def sentence(text: object) -> str:
    """A text with a capital and a full stop; nothing where the text is missing or empty."""
    said = "" if theme.is_missing(text) else str(text).strip().rstrip(".")
    return f"{said[0].upper()}{said[1:]}." if said else ""


def exact(score: float) -> str:
    """All the decimals that a score has, at least one."""
    return f"{score:,.{max(1, len(str(score).partition('.')[2]))}f}"


def conditions(shots: object, metric: object) -> str:
    """Shots and metric, and that they are not stated where they are not. The Gemma 1 and 2 reports print both as one
    ("5-shot", "7-shot, maj@1")."""
    shots_said, metric_said = sentence(shots), sentence(metric)
    if not shots_said and "-shot" in metric_said:
        return f"Shots and metric as printed: {metric}."
    return f"{shots_said or 'Shots not stated.'} {f'Metric: {metric}.' if metric_said else 'Metric not stated.'}"
