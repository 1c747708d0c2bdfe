"""The cache as each engine allocates it."""

import numpy as np
import pytest

from data.advisor import buffers, caches
from data.advisor.shapes import shapes

MIB = 2**20


def layout(size: str) -> caches.Layout:
    return caches.Layout.of(shapes()[f"Gemma 3 {size}"])


def test_llama_cpp_keeps_window_and_micro_batch_for_local_layers() -> None:
    held = caches.llama_cpp(layout("27B"), 131_072)
    assert (float(held.global_) / MIB, float(held.local) / MIB) == (10_240, 624)


def test_sequences_have_streams_of_their_own_and_short_contexts_clip_the_window() -> None:
    one, four = caches.llama_cpp(layout("4B"), 8192), caches.llama_cpp(layout("4B"), 8192, sequences=4)
    assert float(four.total) == 4 * float(one.total)
    short = caches.llama_cpp(layout("4B"), 512)
    assert float(short.local) == 29 * 512 * 4096


def test_vllm_pads_the_last_group_of_local_layers() -> None:
    """27B: 52 local layers take 60 places of 10; 12B: 40 layers fill 5 groups of 8."""
    block = caches.vllm(layout("27B"), 16, in_flight=0)
    assert float(block.local) == 60 * 32 * 8192  # one block of 16 tokens and one more
    assert float(caches.vllm(layout("12B"), 16, in_flight=0).local) == 40 * 32 * 8192
    assert float(caches.vllm(layout("27B"), 131_072, in_flight=2048).total) / MIB == pytest.approx(11_690, rel=0.01)


def test_without_window_support_every_layer_keeps_everything() -> None:
    assert float(caches.full_length(layout("27B"), 131_072).total) / MIB == 63_488


@pytest.mark.parametrize(("size", "gigabytes"), [("1B", 0.146), ("4B", 0.793), ("12B", 2.483), ("27B", 3.121)])
def test_transformers_allocates_what_was_measured(size: str, gigabytes: float) -> None:
    assert float(caches.transformers(layout(size), 32_768).total) / 1e9 == pytest.approx(gigabytes, abs=0.001)


def test_quantised_caches_count_their_scales() -> None:
    assert caches.bytes_per_element("q8_0") == 34 / 32
    assert caches.bytes_per_element("q4_0") == 18 / 32
    assert caches.bytes_per_element("fp8") == 1


def test_arrays_give_what_single_calls_give() -> None:
    sizes, contexts = list(shapes().values()), [4096, 8192, 16_384, 32_768, 32_768]
    for engine in (caches.llama_cpp, caches.vllm, caches.transformers, caches.mlx, caches.full_length):
        together = engine(caches.Layout.of(sizes), np.array(contexts)).total
        alone = [float(engine(caches.Layout.of(shape), n).total) for shape, n in zip(sizes, contexts, strict=True)]
        assert together.tolist() == alone


def test_compute_buffers_equal_the_logs() -> None:
    assert buffers.llama_cpp_compute(shapes()["Gemma 3 12B"], 512) / MIB == pytest.approx(519.6, rel=0.001)
    assert buffers.llama_cpp_compute(shapes()["Gemma 3 27B"], 512) / MIB == pytest.approx(522.62, rel=0.001)
    on_host = buffers.llama_cpp_compute_logits_on_host(shapes()["Gemma 3 4B"], 512, 131_072, 1536)
    assert on_host / MIB == pytest.approx(203, rel=0.01)


def test_an_image_without_flash_attention_needs_a_gibibyte() -> None:
    assert buffers.image_compute(shapes()["Gemma 3 4B"], flash_attention=False) == 2**30
    assert buffers.image_compute(shapes()["Gemma 3 1B"], flash_attention=False) == 0
