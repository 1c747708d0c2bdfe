"""What can be chosen on Performance Benchmarks: views, tables, groups of tables, models."""

from __future__ import annotations

from collections.abc import Mapping

VIEWS: Mapping[str, str] = {
    "arena": "Arena",
    "zero-shot": "Zero-shot",
    "abilities": "Abilities radar",
    "pretrained": "Pre-trained tables",
    "tuned": "Instruction-tuned tables",
    "long": "Long context",
    "versus": "Head to head",
    "pareto": "Quality against memory",
    "cost": "Quality against cost",
    "generations": "Gemma 1 and 2",
    "own": "Own evaluations",
}
PRETRAINED: Mapping[str, str] = {
    "7": "Table 7: image resolution",
    "8": "Table 8: pan and scan (P&S)",
    "9": "Table 9: factuality and common sense",
    "10": "Table 10: STEM and code",
    "11": "Table 11: vision",
    "12": "Table 12: vision after fine-tuning",
    "13": "Table 13: languages",
    "14": "Table 14: Indic languages",
    "model_card": "Model card: Gemma 3 270M",
}
TUNED: Mapping[str, str] = {
    "16": "Table 16: vision, with P&S",
    "17": "Table 17: video",
    "18": "Table 18: text",
    "model_card": "Model card: Gemma 3 270M",
}
GENERATIONS: Mapping[str, str] = {
    "1 benchmark": "Gemma 1, Table 6: benchmarks",
    "1 benchmark_hf_h6": "Gemma 1, Table 7: leaderboard",
    "1 safety Table 8": "Gemma 1, Table 8: safety, version 1.1",
    "1 safety Table 10": "Gemma 1, Table 10: safety, version 1.0",
    "1 human_preference Table 5": "Gemma 1, Table 5: human preference, version 1.1",
    "1 human_preference Table 9": "Gemma 1, Table 9: human preference, version 1.0",
    "1 memory_weights": "Gemma 1: memory of the weights",
    "2 benchmark": "Gemma 2, Table 13: benchmarks",
    "2 benchmark_hf": "Gemma 2, Table 12: leaderboard",
    "2 benchmark_pt_vs_it": "Gemma 2, Table 17: before and after tuning",
    "2 safety": "Gemma 2, Table 18: safety",
    "2 arena_elo": "Gemma 2, Table 14: Arena, mid-2024",
    "2 human_preference": "Gemma 2, Table 15: human preference",
    "2 human_multi_turn": "Gemma 2, Table 16: conversations",
    "2 memory_weights": "Gemma 2: memory of the weights",
}
LONG: Mapping[str, str] = {
    "ruler": "RULER",
    "mrcr": "MRCR",
    "figure-7": "Figure 7: before and after RoPE rescaling",
}
AMONG: Mapping[str, str] = {
    "zero-shot": "Zero-shot, Table 6",
    "tuned": "Instruction-tuned, Table 18",
    "vision": "Instruction-tuned vision and video, Tables 16 and 17",
    "pretrained": "Pre-trained, Tables 9, 10, 11 and 13",
}
# Two tables never meet in one comparison unless they share no benchmark: LiveCodeBench and HiddenMath differ between
# Tables 6 and 18, and Table 12 repeats the benchmarks of Table 11 after fine-tuning.
AMONG_TABLES: Mapping[str, tuple[str, ...]] = {
    "zero-shot": ("6",),
    "tuned": ("18",),
    "vision": ("16", "17"),
    "pretrained": ("9", "10", "11", "13"),
}
QUALITY_TABLES = ("6", "9", "10", "11", "13", "14", "16", "17", "18")
MOST_COMPARED = 4

ABILITY_MODELS = ["Gemma 2 27B", "Gemma 3 27B"]
VERSUS_MODELS = ["Gemma 2 27B", "Gemma 3 27B"]
MODELS = [
    *["Gemma 3 270M", "Gemma 3 1B", "Gemma 3 4B", "Gemma 3 12B", "Gemma 3 27B"],
    *["Gemma 2 2B", "Gemma 2 9B", "Gemma 2 27B"],
    *["Gemini 1.5 Flash", "Gemini 1.5 Pro", "Gemini 2.0 Flash", "Gemini 2.0 Pro"],
    *["PaliGemma 2 2B", "PaliGemma 2 9B", "PaliGemma 2 27B"],
]
