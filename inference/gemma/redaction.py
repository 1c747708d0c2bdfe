"""Hides personal data from a model behind an endpoint, and puts it back into what the model says.

The model gets the pages with a placeholder such as [IBAN_A] in place of each piece, and pictures with the words blacked
out. What it answers is looked for on these pages; a placeholder keeps the place of the words that it stands for.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from inference.engines.protocol import Description
from inference.gemma.personal import KINDS, Kind, Span, find, in_text
from inference.gemma.results import ModelAnswer, ModelReading
from inference.gemma.values import letters
from inference.geometry import union
from inference.keyinfo.rows import Run, Sheet, sheets
from inference.schema import Box, Line, PageResult, Word

Choice = Literal["remote", "always", "never"]

NOTE: Final = "Hidden from {device}: {what}. It was sent pages with placeholders and black boxes in their place."
NOTHING: Final = "no personal data was found to hide"
_ORDER: Final = list(KINDS)
_PLACEHOLDER: Final = re.compile(rf"\[?\b((?:{'|'.join(KINDS).upper()})_[A-Z]+)\b\]?", re.IGNORECASE)


def hides(engine: str, device: str, choice: Choice) -> bool:
    """Whether personal data is hidden from this engine: by default from an endpoint on another machine."""
    if engine != "endpoint" or choice == "never":
        return False
    return choice == "always" or not _is_here(device)


def _is_here(place: str) -> bool:
    """Whether host and port name this machine. A name that has to be looked up does not: it may change."""
    host = place.rpartition("@")[2]
    host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Redaction:
    """What is hidden of one document. The same document gives the same placeholders, so a follow-up repeats them."""

    def __init__(self, original: Sequence[Sheet]) -> None:
        self._placeholders: dict[tuple[Kind, str], str] = {}
        self._printed: dict[str, str] = {}
        self._names: re.Pattern[str] | None = None
        self.boxes: dict[int, list[Box]] = {}
        """Of the hidden words, by page."""
        self._hidden: Counter[Kind] = Counter()
        found = list(find(original))
        self._know_names(one.run.text[one.start : one.end] for one in found if one.kind == "name")
        spans: dict[tuple[int, int], list[Span]] = {}
        rows = [row for sheet in original for row in sheet.rows]
        places = {id(word): (row, at) for row in rows for word, at in zip(row.words, _starts(row), strict=True)}
        for one in found:
            row, at = places[id(one.run.words[0])]
            spans.setdefault((row.page, row.index), []).append((one.kind, at + one.start, at + one.end))
        changed: dict[int, Word | None] = {}
        for row in rows:
            own = merged([*spans.get((row.page, row.index), ()), *self._named(row.text)])
            self._change(row, own, changed)
        self.sheets = sheets([_with(sheet.page, changed) for sheet in original])
        """The pages with placeholders."""

    def hide(self, text: str) -> str:
        """A text with placeholders, those of the pages where it repeats them."""
        return self._replaced(text, merged([*in_text(text), *self._named(text)]))

    def show(self, text: str) -> str:
        """A text with what its placeholders stand for; a placeholder that the model made up stays."""
        return _PLACEHOLDER.sub(lambda match: self._printed.get(match[1].upper(), match[0]), text)

    def show_all(self, value: Any) -> Any:
        """The same for every text in lists and objects."""
        if isinstance(value, str):
            return self.show(value)
        if isinstance(value, dict):
            return {key: self.show_all(item) for key, item in value.items()}
        return [self.show_all(item) for item in value] if isinstance(value, list | tuple) else value

    def note(self, about: Description) -> str:
        """What was hidden, in words."""
        counts = ", ".join(f"{self._hidden[kind]} {KINDS[kind]}" for kind in _ORDER if self._hidden[kind])
        return NOTE.format(device=about.device, what=counts) if counts else f"Sent to {about.device}: {NOTHING}."

    def reading(self, reading: ModelReading, about: Description) -> ModelReading:
        """A reading of the pages with placeholders, as one of the pages themselves, with a note."""
        fields = [
            field.model_copy(
                update={
                    "printed": self.show(field.printed),
                    # normalised as the rules do it
                    "value": field.value and _compact(field.value, self.show(field.value)),
                }
            )
            for field in reading.fields
        ]
        return reading.model_copy(update={"fields": tuple(fields), "notes": (*reading.notes, self.note(about))})

    def answer(self, answer: ModelAnswer, about: Description) -> ModelAnswer:
        """The same of an answer; its `text` stays as the model gave it, for the follow-up."""
        citations = [one.model_copy(update={"quote": self.show(one.quote)}) for one in answer.citations]
        return answer.model_copy(
            update={
                "answer": self.show(answer.answer),
                "citations": tuple(citations),
                "notes": (*answer.notes, self.note(about)),
            }
        )

    def _change(self, row: Run, spans: Sequence[Span], changed: dict[int, Word | None]) -> None:
        """Notes what becomes of the row's words: a word with placeholders, nothing (None), or no entry."""
        starts = _starts(row)
        groups: list[tuple[list[int], list[Span]]] = []
        for span in spans:
            _, start, end = span
            touched = [i for i, at in enumerate(starts) if at < end and at + len(row.words[i].text) > start]
            if groups and touched and touched[0] == groups[-1][0][-1]:
                groups[-1] = ([*groups[-1][0], *touched[1:]], [*groups[-1][1], span])
            elif touched:
                groups.append((touched, [span]))
        for touched, inside in groups:
            words = [row.words[i] for i in touched]
            first, behind = starts[touched[0]], starts[touched[-1]] + len(words[-1].text)
            moved = [(kind, start - first, end - first) for kind, start, end in inside]
            text = self._replaced(row.text[first:behind], moved).replace(" ", "\N{NO-BREAK SPACE}")
            self._hidden.update(kind for kind, _, _ in inside)
            changed.update({id(word): None for word in words})
            changed[id(words[0])] = words[0].model_copy(
                update={"text": text, "box": union([word.box for word in words])}
            )
            self.boxes.setdefault(row.page, []).extend(word.box for word in words)

    def _replaced(self, text: str, spans: Sequence[Span]) -> str:
        pieces, at = [], 0
        for kind, start, end in spans:
            pieces += [text[at:start], self._placeholder(kind, text[start:end])]
            at = end
        return "".join([*pieces, text[at:]])

    def _placeholder(self, kind: Kind, printed: str) -> str:
        key = kind, letters(printed)
        if key not in self._placeholders:
            number = sum(known == kind for known, _ in self._placeholders)
            name = f"{kind.upper()}_{_numeral(number)}"
            self._placeholders[key] = f"[{name}]"
            self._printed[name] = printed
        return self._placeholders[key]

    def _know_names(self, names: Iterable[str]) -> None:
        """A full name that was found behind a label is hidden wherever it stands."""
        full = sorted({name for name in names if " " in name}, key=len, reverse=True)
        if full:
            self._names = re.compile(
                r"(?<!\w)(?:" + "|".join(r"\s+".join(map(re.escape, name.split())) for name in full) + r")(?!\w)",
                re.IGNORECASE,
            )

    def _named(self, text: str) -> list[Span]:
        return [("name", *match.span()) for match in self._names.finditer(text)] if self._names else []


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order and apart: those that overlap become one, of the kind that stands first in `KINDS`."""
    apart: list[Span] = []
    for kind, start, end in sorted(spans, key=lambda span: span[1:]):
        if apart and start < apart[-1][2]:
            before, first, last = apart[-1]
            apart[-1] = min(kind, before, key=_ORDER.index), first, max(end, last)
        else:
            apart.append((kind, start, end))
    return apart


def _starts(row: Run) -> list[int]:
    """Where each word begins in the text of its row."""
    starts, at = [], 0
    for word in row.words:
        starts.append(at)
        at += len(word.text) + 1
    return starts


def _with(page: PageResult, changed: dict[int, Word | None]) -> PageResult:
    lines: list[Line] = []
    for line in page.lines:
        words = tuple(word for old in line.words if (word := changed.get(id(old), old)) is not None)
        if words:
            text = line.text if words == line.words else " ".join(word.text for word in words)
            lines.append(line.model_copy(update={"words": words, "text": text}))
    # cells repeat what the lines say, and the model is not given them
    return page.model_copy(update={"lines": tuple(lines)})


def _compact(hidden: str, shown: str) -> str:
    return shown.replace(" ", "") if "IBAN_" in hidden.upper() and shown != hidden else shown


def _numeral(number: int) -> str:
    """A, B, ..., Z, AA, AB, ...: letters, because figures would be taken for amounts."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
