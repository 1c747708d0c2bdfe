"""Weights tensor by tensor against published counts and file sizes."""

import pytest

from data.advisor import gguf
from data.advisor.shapes import shapes
from data.advisor.weights import formats, weights


@pytest.mark.parametrize(
    ("model", "parameters"),
    [("Gemma 3 1B", 999_885_952), ("Gemma 3 4B", 4_300_079_472), ("Gemma 3 12B", 12_187_325_040),
     ("Gemma 3 27B", 27_432_406_640)],
)  # fmt: skip
def test_the_tensors_add_up_to_the_published_parameter_counts(model: str, parameters: int) -> None:
    assert shapes()[model].parameters == parameters


def test_the_vision_tower_has_its_published_size_and_text_models_have_none() -> None:
    for model, shape in shapes().items():
        tower = sum(tensor.elements for tensor in shape.vision_tensors() if not tensor.role.startswith("projector"))
        assert tower == (0 if model in ("Gemma 3 270M", "Gemma 3 1B") else 416_866_032)


def test_rows_that_blocks_of_256_do_not_divide_fall_back() -> None:
    """1B has rows of 1,152: K-quants become blocks of 32, except where a row is 6,912 or 1,024 long."""
    shape = shapes()["Gemma 3 1B"]
    kinds = {
        tensor.role: gguf.tensor_type(shape, tensor, "Q4_K_S", embedding=None, imatrix=False)
        for tensor in shape.text_tensors()
        if tensor.layer in (-1, 10)
    }
    assert kinds["attn_q"] == kinds["ffn_up"] == "Q5_0"
    assert kinds["ffn_down"] == kinds["attn_output"] == "Q4_K"
    assert kinds["embedding"] == "Q8_0"
    assert kinds["norm"] == "F32"


def test_a_mixture_gives_more_bits_to_the_first_the_last_and_every_third_layer() -> None:
    shape = shapes()["Gemma 3 27B"]
    down = [
        gguf.tensor_type(shape, tensor, "Q4_K_M", embedding=None, imatrix=False)
        for tensor in shape.text_tensors()
        if tensor.role == "ffn_down"
    ]
    assert down[:7] == ["Q6_K"] * 7  # 62 // 8
    assert down[54:] == ["Q6_K"] * 8  # 7 * 62 // 8
    assert [layer for layer in range(7, 54) if down[layer] == "Q6_K"] == list(range(9, 54, 3))


def test_every_mixture_has_a_size_for_every_model_and_more_bits_weigh_more() -> None:
    for shape in shapes().values():
        sizes = {mixture: gguf.text_bytes(shape, mixture).tensors for mixture in gguf.BASE_TYPES}
        assert sizes["Q2_K"] < sizes["Q3_K_M"] < sizes["Q4_K_M"] < sizes["Q5_K_M"] < sizes["Q6_K"] <= sizes["Q8_0"]
        assert sizes["Q8_0"] < sizes["F16"] == sizes["BF16"] < sizes["F32"]


def test_measured_sizes_of_the_1b_in_8_and_4_bits() -> None:
    """Tensor storage after loading with torchao and bitsandbytes on a 1B-shaped model: 1.304 and 0.964 GB."""
    shape = shapes()["Gemma 3 1B"]
    assert weights(shape, "int8").total / 1e9 == pytest.approx(1.304, abs=0.003)
    assert weights(shape, "nf4").total / 1e9 == pytest.approx(0.964, abs=0.003)


def test_a_checkpoint_in_bfloat16_is_two_bytes_a_parameter() -> None:
    for shape in shapes().values():
        assert weights(shape, "bf16", "vllm").total == 2 * shape.parameters


def test_the_publishers_file_is_larger_than_nominal_because_of_its_embedding() -> None:
    shape = shapes()["Gemma 3 27B"]
    plain, published = weights(shape, "q4_0", "llama.cpp"), weights(shape, "q4_0_qat", "llama.cpp")
    assert plain.text / 1e9 == pytest.approx(15.56, abs=0.01)
    assert published.text / 1e9 == pytest.approx(17.2, abs=0.05)
    assert published.linear == plain.linear
    assert published.embedding == 2 * shape.vocabulary * shape.hidden


def test_every_format_names_its_source() -> None:
    assert all(form.source and form.meaning and form.engines for form in formats().values())
