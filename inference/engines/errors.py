"""The errors of the engines: one class, with a code for programs and a sentence for people."""

from __future__ import annotations

from typing import Final

MESSAGES: Final[dict[str, str]] = {
    "not_configured": "Gemma 3 is not configured. Set GEMMA_MODEL to a folder with a checkpoint or to its name on the "
    "Hugging Face hub (for example google/gemma-3-12b-it), or to endpoint:<model> together with GEMMA_ENDPOINT.",
    "weights_missing": "The weights of {model} are not here and could not be fetched: {reason}. "
    "Set GEMMA_MODEL to a folder that holds config.json and *.safetensors, or let this machine reach the hub.",
    "weights_gated": "The weights of {model} are gated. Accept Google's terms at https://huggingface.co/{model}, "
    "make an access token there, and set HF_TOKEN to it.",
    "wrong_architecture": "{model} is of type {found}, which is not Gemma 3. Set GEMMA_MODEL to a Gemma 3 checkpoint.",
    "out_of_memory": "{model} in {weight_format} needs about {needed_gb:.1f} GB on {device} "
    "({weights_gb:.1f} GB weights, {kv_gb:.1f} GB KV caches of up to {context_tokens} tokens, rest work space), "
    "and {free_gb:.1f} GB are free. Use a smaller model, another GEMMA_FORMAT or a smaller GEMMA_CONTEXT.",
    "request_out_of_memory": "This request of {tokens} tokens did not fit into the memory of {device} "
    "({free_gb:.1f} GB free). The model is still loaded: ask again with less text or fewer images.",
    "format_unsupported": "The format {weight_format} cannot run on {device}: {reason}. Set GEMMA_FORMAT to {instead}.",
    "device_missing": "GEMMA_DEVICE is {device}, but this machine has none. Set it to auto, or to one of: {available}.",
    "images_unsupported": "{model} reads text only. Ask without images, or use Gemma 3 4B, 12B or 27B.",
    "bad_image": "One of the images cannot be read: {reason}. Send it as PNG, JPEG or WEBP.",
    "context_too_long": "The request has {tokens} tokens ({image_tokens} of them for images) and asks for up to "
    "{max_tokens} more; the context window is {context_tokens}. Send fewer pages or a shorter text.",
    "bad_schema": "This schema cannot be followed: {reason}.",
    "output_cut": "The answer did not end within {max_tokens} tokens, so it is not complete. "
    "Ask for less at once, or allow more tokens.",
    "invalid_output": "The model's answer does not follow the schema, and neither does its one repair: {reason}",
    "cancelled": "The request was cancelled.",
    "closed": "The engine is closed.",
    "endpoint_unreachable": "{url} does not answer: {reason}. Check that the server runs there, that GEMMA_ENDPOINT is "
    "its address up to and including /v1, and that this machine may connect to it.",
    "endpoint_silent": "{url} said nothing for {seconds:g} seconds and was given up. "
    "Look into the server's log; a slow server needs a larger GEMMA_ENDPOINT_SECONDS.",
    "endpoint_key": "{url} refuses the API key (HTTP {status}). Set GEMMA_ENDPOINT_KEY to a key that it knows.",
    "endpoint_model": "{url} does not serve {model}: {reason}. "
    "Set GEMMA_MODEL to endpoint:<name> with a name that it serves.",
    "endpoint_busy": "{url} has too many requests (HTTP 429). Ask again later, or set a smaller GEMMA_CONCURRENCY.",
    "endpoint_refused": "{url} refused the request (HTTP {status}): {reason}",
    "endpoint_failed": "{url} failed while it answered: {reason}. Look into the server's log.",
    "failed": "The engine stopped on an error of ours: {reason}. It is in the worker's log.",
}


class EngineError(Exception):
    """A request or a set-up that an engine cannot carry out, for a reason its owner can act on.

    `code` is one of the keys of `MESSAGES`; `details` are the numbers behind it; `message` is what the person reads.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        self.message = MESSAGES[code].format(**details)
        super().__init__(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        # Exception pickles its arguments, which are the message here; the code has to survive as well.
        return _rebuild, (self.code, self.details)


def _rebuild(code: str, details: dict[str, object]) -> EngineError:
    return EngineError(code, **details)
