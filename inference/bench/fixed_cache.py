"""A KV cache of fixed size and place, so that a decoding step can be recorded once as a CUDA graph and replayed.

transformers' `StaticCache` counts tokens of sliding layers in Python, which a recorded graph does not see, and moves
the whole window at each step. Here one tensor holds the position, and a sliding layer is a ring: keys carry their
position since before they were stored, so their order does not matter to attention.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers import Cache, DynamicCache
from transformers.cache_utils import CacheLayerMixin


class FixedLayer(CacheLayerMixin):
    """Keys and values of one layer, shape (1, heads, slots, head size)."""

    def __init__(self, keys: torch.Tensor, values: torch.Tensor, slot: torch.Tensor, sliding: bool) -> None:
        super().__init__()
        self.keys, self.values, self._slot = keys, values, slot
        self.is_sliding = sliding
        self.is_initialized = True

    def lazy_initialization(self, key_states: torch.Tensor, value_states: torch.Tensor) -> None:
        """Nothing to do: it was made full."""

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Stores one token in its slot, in place."""
        assert self.keys is not None
        assert self.values is not None
        self.keys.index_copy_(2, self._slot, key_states)
        self.values.index_copy_(2, self._slot, value_states)
        return self.keys, self.values

    def get_mask_sizes(self, query_length: int) -> tuple[int, int]:
        """All slots; the caller brings the mask."""
        assert self.keys is not None
        return self.keys.shape[-2], 0

    def get_seq_length(self) -> int:
        """Not known to Python; the caller brings positions."""
        return 0

    def get_max_length(self) -> int:
        """Slots."""
        assert self.keys is not None
        return self.keys.shape[-2]


class FixedDecoder:
    """Decodes one sequence after its prompt, a step at a time, in tensors that never move."""

    def __init__(self, model: Any, prompt: DynamicCache, first_token: torch.Tensor, new_tokens: int) -> None:
        """Takes over a computed prompt; room for `new_tokens` more. `first_token` has shape (1, 1)."""
        text = model.config.get_text_config()
        device, length = model.device, prompt.get_seq_length()
        self._model = model
        self.token = first_token.clone()
        self.position = torch.tensor([length], device=device)
        sizes = {"full_attention": length + new_tokens, "sliding_attention": text.sliding_window}
        self._slots = {kind: self.position % size for kind, size in sizes.items()}
        self._places = {kind: torch.arange(size, device=device) for kind, size in sizes.items()}
        layers: list[Any] = []
        for kind, old in zip(text.layer_types, list[Any](prompt.layers), strict=True):
            keys, values = (self._fixed(tensor, sizes[kind], length) for tensor in (old.keys, old.values))
            layers.append(FixedLayer(keys, values, self._slots[kind], kind == "sliding_attention"))
        self._cache = Cache(layers=layers)

    @staticmethod
    def _fixed(tensor: torch.Tensor, slots: int, length: int) -> torch.Tensor:
        """A tensor's tokens, the last of which has position `length` - 1, in their slots."""
        kept = min(tensor.shape[-2], slots)
        new = tensor.new_zeros(*tensor.shape[:2], slots, tensor.shape[-1])
        places = torch.arange(length - kept, length, device=tensor.device) % slots
        return new.index_copy_(2, places, tensor[:, :, tensor.shape[-2] - kept :])

    def step(self) -> None:
        """Reads `token`, writes the next one into it, and moves on."""
        masks = {kind: (places <= self.position)[None, None, None] for kind, places in self._places.items()}
        logits = self._model(
            input_ids=self.token,
            attention_mask=masks,
            position_ids=self.position[None],
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        ).logits
        self.token.copy_(logits[:, -1:].argmax(-1))
        self.position.add_(1)
        for kind, places in self._places.items():
            self._slots[kind].copy_(self.position % places.shape[0])
