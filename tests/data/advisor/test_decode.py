"""The decode law and the devices it speaks of."""

import pytest

from data.advisor import calibration, speed
from data.advisor.artefacts import Unknown, describe, shape_of
from data.advisor.decode import Law, Point, fit, without
from data.advisor.devices import find
from data.advisor.published import Measurement, parse
from data.advisor.shapes import shapes

START = {
    "model": "gemma-3-12b-it",
    "format": "GGUF Q4_K_M",
    "quantity": "decode_throughput",
    "value": "76",
    "unit": "tok/s",
    "hardware": "NVIDIA RTX 3080 12 GB (912 GB/s)",
    "context": "grade=B; ctx=2048",
    "source": "made for this test",
}


def row(**cells: str) -> Measurement:
    return parse([START | cells])[0]


def test_the_fit_finds_the_constants_of_exact_points() -> None:
    truth = Law(0.8, {"cuda": 5e-5, "other": 9e-5}, 1e-3, {"cuda": (300, 1000), "other": (200, 800)})
    points = [
        Point(f"device {speed_}", backend, size, speed_, layers,
              float(truth.seconds(size, speed_, layers, backend)))
        for backend, speeds in (("cuda", (300.0, 600.0, 1000.0)), ("other", (200.0, 800.0)))
        for speed_ in speeds
        for size, layers in ((8e8, 26), (2.5e9, 34), (7e9, 48), (1.6e10, 62))
    ]  # fmt: skip
    found = fit(points)
    assert found.efficiency == pytest.approx(0.8, rel=1e-6)
    assert found.seconds_per_layer == pytest.approx({"cuda": 5e-5, "other": 9e-5}, rel=1e-6)
    assert found.seconds_per_token == pytest.approx(1e-3, rel=1e-6)
    assert found.bandwidth_range == truth.bandwidth_range


def test_a_device_never_helps_to_judge_itself() -> None:
    points = calibration.points(calibration.measurements())
    for device in {point.device for point in points}:
        assert all(point.device != device for point in without(points, device))
        assert calibration.law(leave_out=device) != calibration.law()


def test_a_backend_without_a_measurement_is_an_error() -> None:
    with pytest.raises(ValueError, match="other"):
        fit([Point("a", "cuda", 1e9, 500, 26, 0.01)])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"hardware": "NVIDIA GTX 1050 Ti 4 GB (112 GB/s)"}, "older"),
        ({"hardware": "Some accelerator of next year"}, "not known"),
        ({"hardware": ""}, "no hardware"),
        ({"format": "GGUF UD-Q2_K_XL"}, "tensor by tensor"),
        ({"format": "EXL3 3.5bpw"}, "no rule"),
        ({"model": "llama-3-8b"}, "not a Gemma 3 model"),
        ({"context": "grade=A; seqs=8"}, "several sequences"),
        ({"context": "grade=A; ngl=20"}, "on the CPU"),
        ({"model": "gemma-3-27b-it"}, "on the CPU"),
        ({"value": "10546"}, "impossible"),
    ],
)
def test_what_the_law_does_not_cover_is_declined_with_the_reason(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(Unknown, match=reason):
        calibration.point_of(row(**cells))


def test_two_cards_take_turns() -> None:
    name, device = calibration.device_of(row(hardware="NVIDIA RTX 5070 Ti + RTX 5060 Ti"))
    assert " + " in name
    assert device.bandwidth_gb_s == pytest.approx(2 / (1 / 896 + 1 / 448))


def test_a_bandwidth_in_the_words_of_the_source_goes_before_the_table() -> None:
    (device,) = find("NVIDIA RTX 4080 laptop 12 GB (500 GB/s)")
    assert device.bandwidth_gb_s == 500
    assert find("NVIDIA L4")[0].bandwidth_gb_s == 300


def test_formats_are_read_from_the_words_of_their_sources() -> None:
    shape = shape_of("google_gemma-3-12b-it")
    publisher = describe(shape, "GGUF Q4_0 (Google QAT; F16 embedding)")
    assert publisher.tensors - describe(shape, "GGUF Q4_0").tensors == pytest.approx(
        shape.vocabulary * shape.hidden * (2 - 210 / 256)
    )
    assert describe(shape, "GGUF Q6_K_L").tensors > describe(shape, "GGUF Q6_K").tensors
    assert "assumed" in describe(shape, "4-bit (GGUF Q4)").note
    assert describe(shape, "GGUF mmproj F16").text == 0


def test_operations_of_an_image_equal_those_of_850_text_tokens_on_the_4b() -> None:
    four = shapes()["Gemma 3 4B"]
    assert speed.image_flop(four) / 1e12 == pytest.approx(5.46, abs=0.005)
    assert speed.image_flop(four) / (2 * four.linear_parameters) == pytest.approx(850, abs=2)


def test_attention_grows_with_the_square_only_in_global_layers() -> None:
    shape = shapes()["Gemma 3 4B"]
    linear = 2 * shape.linear_parameters
    width = 4 * shape.query_heads * shape.head_dim
    beyond = float(speed.prefill_flop(shape, 2048)) - 2048 * linear
    assert beyond == width * (5 * 2048**2 / 2 + 29 * (2048 * 1024 - 1024**2 / 2))
