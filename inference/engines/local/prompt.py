"""Turns messages into the token ids of Gemma 3's turns, with the pixels of their images."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import PIL
import torch
from PIL import Image as Picture

from inference.engines.errors import EngineError
from inference.engines.protocol import Image, Message, Part, Text

Keys = npt.NDArray[np.int64]

PAN_AND_SCAN: Final[dict[str, Any]] = {
    # the values of Gemma3Processor: checkpoints leave them empty
    "do_pan_and_scan": True,
    "pan_and_scan_min_crop_size": 256,
    "pan_and_scan_max_num_crops": 4,
    "pan_and_scan_min_ratio_to_activate": 1.2,
}
BEFORE_ORIGINAL: Final = "Here is the original image "
BEFORE_CROPS: Final = " and here are some crops to help you see better "
ANSWERS_KEPT: Final = 10_000


@dataclass(eq=False)
class Prompt:
    """A request as the model reads it."""

    keys: Keys
    """What tells two prompts apart: the token ids, but at image tokens a number made from the image itself."""
    ids: list[int]
    spans: list[tuple[int, int]]
    """First and past-the-last soft token of each image, crops counted as images."""
    pixels: torch.Tensor | None
    """Shape (images, 3, height, width), in the order of `spans`."""
    boundary: int
    """Tokens before the last part of the last message: what another question about the same document repeats."""

    @property
    def image_tokens(self) -> int:
        """Soft tokens, without the markers and line breaks around them."""
        return sum(end - start for start, end in self.spans)


@dataclass
class _Draft:
    """Collects tokens; text is held back until a control token ends its run, because pieces merge across parts."""

    builder: PromptBuilder
    ids: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    pixels: list[torch.Tensor] = field(default_factory=list)
    run: str = ""

    def control(self, token: int) -> None:
        self.flush()
        self.add([token])

    def flush(self) -> None:
        self.add(self.builder.encode(self.run))
        self.run = ""

    def add(self, tokens: list[int]) -> None:
        self.ids += tokens
        self.keys += tokens

    def so_far(self) -> list[int]:
        return self.ids + self.builder.encode(self.run)


class PromptBuilder:
    """Builds prompts for one checkpoint, and remembers the tokens of its answers.

    The ids equal those of the checkpoint's own chat template, with two differences. Text cannot contain control
    tokens: a document that spells "<end_of_turn>" stays text. And the answers of earlier turns come back as the tokens
    that the model wrote, not as its text tokenised anew, which often differs; else their cache could not be used again.
    """

    def __init__(self, tokenizer: Any, config: Any, image_processor: Any | None, model: str) -> None:
        self._tokenizer, self._image_processor, self._model = tokenizer, image_processor, model
        self._bos = int(tokenizer.bos_token_id)
        self._start_of_turn, self.end_of_turn = tokenizer.convert_tokens_to_ids(["<start_of_turn>", "<end_of_turn>"])
        self._soft_tokens = getattr(config, "mm_tokens_per_image", 0)
        self.image_ids = (
            [config.boi_token_index, config.eoi_token_index, config.image_token_index] if image_processor else []
        )
        self._answers: OrderedDict[bytes, list[int]] = OrderedDict()

    def encode(self, text: str) -> list[int]:
        """Token ids of plain text; what looks like a control token is spelled out."""
        return list(self._tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)) if text else []

    def remember_answer(self, prompt_keys: Keys, text: str, tokens: list[int]) -> None:
        """Keeps the tokens of an answer for the follow-ups to it."""
        self._answers[_digest(prompt_keys, text)] = tokens
        while len(self._answers) > ANSWERS_KEPT:
            self._answers.popitem(last=False)

    def build(self, messages: Sequence[Message], pan_and_scan: bool) -> Prompt:
        """Raises EngineError("images_unsupported" or "bad_image"), ValueError for roles that do not alternate."""
        turns = list(messages)
        system = turns.pop(0) if turns and turns[0].role == "system" else None
        if not turns or [turn.role for turn in turns] != ["user", "assistant"] * (len(turns) // 2) + ["user"]:
            raise ValueError("roles must alternate between user and assistant, and end with user")
        draft = _Draft(self)
        draft.add([self._bos])
        before_last: list[int] = []
        for turn in turns:
            draft.control(self._start_of_turn)
            if turn.role == "assistant":
                draft.run += "model\n"
                self._add_answer(draft, turn)
            else:
                draft.run += "user\n"
                if system is not None:
                    draft.run += "".join(part.text for part in system.parts if isinstance(part, Text)) + "\n\n"
                    system = None
                before_last = self._add_parts(draft, turn.parts, pan_and_scan)
            draft.control(self.end_of_turn)
            draft.run += "\n"
        draft.control(self._start_of_turn)
        draft.run += "model\n"
        draft.flush()
        return Prompt(
            keys=np.array(draft.keys, dtype=np.int64),
            ids=draft.ids,
            spans=draft.spans,
            pixels=torch.cat(draft.pixels) if draft.pixels else None,
            boundary=_common(before_last, draft.ids),
        )

    def _add_answer(self, draft: _Draft, turn: Message) -> None:
        draft.flush()
        text = "".join(part.text for part in turn.parts if isinstance(part, Text))
        kept = self._answers.get(_digest(np.array(draft.keys, dtype=np.int64), text))
        if kept is None:
            draft.run += text.strip()
        else:
            draft.add(kept)

    def _add_parts(self, draft: _Draft, parts: Sequence[Part], pan_and_scan: bool) -> list[int]:
        """Returns the ids as they were before the last part."""
        before_last: list[int] = []
        previous: Part | None = None
        for part in parts:
            before_last = draft.so_far()
            if isinstance(part, Image):
                self._add_image(draft, part, pan_and_scan)
            else:
                draft.run += ("\n\n" if isinstance(previous, Text) else "") + part.text.strip()
            previous = part
        return before_last

    def _add_image(self, draft: _Draft, image: Image, pan_and_scan: bool) -> None:
        if self._image_processor is None:
            raise EngineError("images_unsupported", model=self._model)
        try:
            with Picture.open(io.BytesIO(image.content)) as opened:
                picture = opened.convert("RGB")
        except (PIL.UnidentifiedImageError, OSError, Picture.DecompressionBombError) as error:
            raise EngineError("bad_image", reason=str(error)) from error
        options = PAN_AND_SCAN if pan_and_scan else {"do_pan_and_scan": False}
        processed = self._image_processor(images=[picture], return_tensors="pt", **options)
        pixels = processed["pixel_values"]
        crops = len(pixels) - 1
        if crops:
            draft.run += BEFORE_ORIGINAL
        for number in range(len(pixels)):
            if number:
                draft.run += BEFORE_CROPS if number == 1 else " "
            self._add_soft_tokens(draft, image.content, number)
        draft.pixels.append(pixels)

    def _add_soft_tokens(self, draft: _Draft, content: bytes, crop: int) -> None:
        begin, end, soft = self.image_ids
        draft.run += "\n\n"
        draft.control(begin)
        start = len(draft.ids)
        draft.ids += [soft] * self._soft_tokens
        # negative, so that no token id can equal it
        number = int.from_bytes(hashlib.sha256(content + bytes([crop])).digest()[:7], "big")
        draft.keys += [-1 - number] * self._soft_tokens
        draft.spans.append((start, len(draft.ids)))
        draft.control(end)
        draft.run += "\n\n"


def _common(first: list[int], second: list[int]) -> int:
    """How many tokens both begin with."""
    length = min(len(first), len(second))
    different = np.flatnonzero(np.array(first[:length]) != np.array(second[:length]))
    return int(different[0]) if len(different) else length


def _digest(keys: Keys, text: str) -> bytes:
    return hashlib.sha256(keys.tobytes() + text.strip().encode()).digest()
