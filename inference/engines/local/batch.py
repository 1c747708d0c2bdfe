"""The requests that are being decoded together: one step of the model gives each of them a token."""

from __future__ import annotations

from typing import Any

import torch
from transformers import DynamicCache

from inference.engines.local import kv
from inference.engines.local.request import Request
from inference.engines.protocol import Reason

Ended = tuple[Request, Reason | Exception]


class Batch:
    """Rows join and leave between steps; each gets the tokens that it would get alone."""

    def __init__(self, model: Any, stop_ids: frozenset[int], suppressed: list[int]) -> None:
        self._model, self._stop_ids = model, stop_ids
        self._suppressed = torch.tensor(suppressed, dtype=torch.long, device=model.device)
        self.requests: list[Request] = []
        self._lengths: list[int] = []
        self._cache: DynamicCache | None = None

    def join(self, request: Request, cache: DynamicCache) -> None:
        """Adds a request whose prompt has been computed and whose first token has been chosen."""
        self._cache = (
            cache if self._cache is None else kv.join(self._model.config, self._cache, max(self._lengths), cache)
        )
        self.requests.append(request)
        self._lengths.append(cache.get_seq_length())

    def leave(self, request: Request) -> DynamicCache:
        """Takes a request out. Returns its cache, which holds all its tokens but the last."""
        assert self._cache is not None  # it holds a row
        row = self.requests.index(request)
        config, cache = self._model.config, self._cache
        own = cache if len(self.requests) == 1 else kv.select(config, cache, [row], self._lengths[row])
        del self.requests[row], self._lengths[row]
        others = [number for number in range(len(self.requests) + 1) if number != row]
        self._cache = kv.select(config, cache, others, max(self._lengths)) if others else None
        return own

    def clear(self) -> list[Request]:
        """Takes all requests out without their caches."""
        requests, self.requests, self._lengths, self._cache = self.requests, [], [], None
        return requests

    def step(self) -> list[Ended]:
        """One token for each row. Returns those that ended, with the reason or the error."""
        device = self._model.device
        longest = max(self._lengths)
        inputs: dict[str, Any] = {"input_ids": torch.tensor([[one.pending] for one in self.requests], device=device)}
        if min(self._lengths) < longest:
            lengths = torch.tensor(self._lengths, device=device)[:, None]
            places = torch.arange(longest + 1, device=device)[None]
            inputs["attention_mask"] = (places >= longest - lengths).long()
            inputs["position_ids"] = lengths
        logits = self._model(**inputs, past_key_values=self._cache, use_cache=True, logits_to_keep=1).logits[:, -1]
        self._lengths = [length + 1 for length in self._lengths]
        return self.choose(self.requests, logits)

    def choose(self, requests: list[Request], logits: torch.Tensor) -> list[Ended]:
        """The next token of each request from logits of shape (requests, vocabulary).

        An answer holds no images, so their tokens are never chosen. Log-probabilities are those of the model itself.
        """
        scores = logits.float()
        total = scores.logsumexp(-1)
        scores[:, self._suppressed] = -torch.inf
        ended: list[Ended] = []
        chosen: list[torch.Tensor] = []
        for row, request in enumerate(requests):
            own = scores[row : row + 1]
            if request.grammar is not None:
                own.masked_fill_(request.grammar.forbidden().to(own.device)[None], -torch.inf)
            chosen.append(request.chooser.choose(own))
        tokens = torch.cat(chosen)
        logprobs = logits.gather(1, tokens[:, None])[:, 0].float() - total
        for request, token, logprob in zip(requests, tokens.tolist(), logprobs.tolist(), strict=True):
            try:
                reason: Reason | Exception | None = request.accept(token, logprob, self._stop_ids)
            except Exception as error:
                reason = error
            if reason is not None:
                ended.append((request, reason))
        return ended
