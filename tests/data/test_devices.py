"""A name in free text finds its device, and only that one."""

import re

import pytest

from data.reference_tables import load


def matching(name: str) -> list[str]:
    devices = load("devices")
    return [row["device"] for row in devices.to_dict("records") if re.search(str(row["match"]), name, re.IGNORECASE)]


@pytest.mark.parametrize(
    ("name", "device"),
    [
        ("NVIDIA GTX 1050 Ti 4 GB (112 GB/s)", "GeForce GTX 1050 Ti"),
        ("NVIDIA GeForce GTX 1060 6GB", "GeForce GTX 1060"),
        ("GTX1080Ti", "GeForce GTX 1080 Ti"),
        ("GeForce GTX 1080", "GeForce GTX 1080"),
        ("RTX 2060 SUPER 8GB", "GeForce RTX 2060 SUPER"),
        ("RTX 2080 Ti (22 GB mod)", "GeForce RTX 2080 Ti"),
        ("RTX 3050 6GB", "GeForce RTX 3050 6 GB"),
        ("NVIDIA GeForce RTX 3050", "GeForce RTX 3050"),
        ("NVIDIA GeForce RTX 3050 Ti Laptop GPU", "GeForce RTX 3050 Ti Laptop"),
        ("NVIDIA RTX 3060 12 GB (360 GB/s)", "GeForce RTX 3060"),
        ("RTX 3060 (8 GB)", "GeForce RTX 3060 8 GB"),
        ("RTX 3060 Ti", "GeForce RTX 3060 Ti"),
        ("rtx3060ti", "GeForce RTX 3060 Ti"),
        ("NVIDIA RTX 3080 12 GB", "GeForce RTX 3080 12 GB"),
        ("RTX 3080 10GB", "GeForce RTX 3080"),
        ("2x RTX 3090", "GeForce RTX 3090"),
        ("RTX 3090 Ti", "GeForce RTX 3090 Ti"),
        ("NVIDIA GeForce RTX 4060 Laptop GPU", "GeForce RTX 4060 Laptop"),
        ("RTX 4060 Ti 16GB", "GeForce RTX 4060 Ti"),
        ("RTX 4070", "GeForce RTX 4070"),
        ("RTX 4070 SUPER", "GeForce RTX 4070 SUPER"),
        ("RTX 4070 Ti", "GeForce RTX 4070 Ti"),
        ("RTX 4070 Ti Super 16 GB", "GeForce RTX 4070 Ti SUPER"),
        ("NVIDIA RTX 4080", "GeForce RTX 4080"),
        ("RTX 4080 SUPER", "GeForce RTX 4080 SUPER"),
        ("NVIDIA RTX 4080 laptop 12 GB (432 GB/s)", "GeForce RTX 4080 Laptop"),
        ("RTX 4090 (mobile)", "GeForce RTX 4090 Laptop"),
        ("NVIDIA RTX 5080", "GeForce RTX 5080"),
        ("NVIDIA GeForce RTX 5070 Laptop GPU", "GeForce RTX 5070 Laptop"),
        ("Tesla P40 24GB", "Tesla P40"),
        ("Tesla V100-SXM2-32GB", "Tesla V100"),
        ("NVIDIA RTX A6000", "RTX A6000"),
        ("NVIDIA RTX 6000 Ada Generation", "RTX 6000 Ada"),
        ("RTX 4000 SFF Ada", "RTX 4000 SFF Ada"),
        ("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "RTX PRO 6000 Blackwell"),
        ("NVIDIA RTX PRO 6000 Blackwell Max-Q", "RTX PRO 6000 Blackwell Max-Q"),
        ("NVIDIA DGX Spark GB10 (273 GB/s)", "DGX Spark (GB10)"),
        ("Jetson Nano (Tegra X1)", "Jetson Nano"),
        ("Jetson Orin Nano 8GB", "Jetson Orin Nano 8 GB"),
        ("Jetson AGX Orin 64GB", "Jetson AGX Orin"),
        ("AMD RX 570", "Radeon RX 570"),
        ("AMD Radeon RX 6800 XT", "Radeon RX 6800 XT"),
        ("Radeon RX 6800", "Radeon RX 6800"),
        ("RX 7900 XT", "Radeon RX 7900 XT"),
        ("RX 7900 XTX", "Radeon RX 7900 XTX"),
        ("RX 9070XT", "Radeon RX 9070 XT"),
        ("AMD MI50 (two cards listed; 1024 GB/s each)", "Instinct MI50"),
        ("AMD Radeon AI PRO R9700", "Radeon AI PRO R9700"),
        ("AMD Strix Halo 128 GB (Radeon 8060S, 256 GB/s)", "Strix Halo (Radeon 8060S)"),
        ("AMD Ryzen AI MAX+ 395", "Strix Halo (Radeon 8060S)"),
        ("HP Z2 G1a (Strix Halo)", "Strix Halo (Radeon 8060S)"),
        ("Intel(R) Arc(TM) B580 Graphics", "Arc B580"),
        ("Intel Arc Pro B70", "Arc Pro B70"),
        ("Apple M3", "Apple M3"),
        ("Apple M3 Max", "Apple M3 Max"),
        ("MacBook Pro M3 Max 30-core GPU", "Apple M3 Max (30-core GPU)"),
        ("Apple M3 Ultra 60-core GPU 256 GB (819 GB/s)", "Apple M3 Ultra"),
        ("Mac mini M4 Pro", "Apple M4 Pro"),
        ("Apple M5 Max", "Apple M5 Max"),
    ],
)
def test_a_name_finds_one_device(name: str, device: str) -> None:
    assert matching(name) == [device]


def test_two_cards_find_two_devices() -> None:
    found = matching("NVIDIA RTX 5070 Ti + RTX 5060 Ti")
    assert sorted(found) == ["GeForce RTX 5060 Ti", "GeForce RTX 5070 Ti"]


def test_every_device_finds_itself_and_no_other() -> None:
    for device in load("devices")["device"]:
        assert matching(device) == [device]


def test_the_gpus_of_the_hardware_table_are_not_repeated() -> None:
    for gpu in load("hardware")["gpu"]:
        assert matching(gpu) == []


@pytest.mark.parametrize("name", ["CPU, 6 threads (model not stated)", "Intel i7-4790K CPU only", "Apple silicon"])
def test_what_is_no_listed_device_finds_nothing(name: str) -> None:
    assert matching(name) == []


def test_every_price_is_for_a_gpu_of_the_hardware_table() -> None:
    assert set(load("gpu_prices")["gpu"]) <= set(load("hardware")["gpu"])
