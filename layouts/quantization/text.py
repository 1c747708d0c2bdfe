"""Explanations and sources of Quantization Strategies."""

from __future__ import annotations

from layouts.figures.memory import TABLE_3

TABLE_3_SOURCE = f"{TABLE_3}. Savings and the cache (difference of two printed columns) are derived."
CACHE_SOURCE = "computed from the published configurations (architecture.csv); one sequence; GB are 10⁹ bytes."
GAP_SOURCE = f"{TABLE_3}, +KV minus weights; formulas computed from the published configurations (kv_cache_check.csv)."
DOCS_SOURCE = "ai.google.dev, Gemma overview page, inference memory table (2025), as printed."
ENGINE_SOURCE = (
    "the engines' own code: transformers 5.23.0, llama.cpp commit 0c1e57098, vLLM 0.33.0 (engine_constants.csv); "
    "llama.cpp's equals every published allocation to the byte (public_measurements.csv)."
)
FILE_SOURCE = (
    "llama.cpp's quantiser and the checkpoint formats, tensor by tensor (weight_formats.csv, number_types.csv, "
    "architecture.csv); published sizes from public_measurements.csv, each source on hover."
)
PUBLISHED_SOURCE = "public_measurements.csv, every published file and tensor size."
PERPLEXITY_SOURCE = "public_measurements.csv, as the named pages print it."
FITS_SOURCE = (
    "weights tensor by tensor and cache as above; buffers and overhead from engine_constants.csv; card memory from the "
    "vendors' data sheets (hardware.csv)."
)


FORMAT_PROSE = r"""
#### What the formats do

A model of $P$ parameters at $b$ bits each takes about $P \cdot b / 8$ bytes. Quantization stores fewer
bits: a group of weights shares a scale $s$, and each weight is kept as a small whole number $q$ with $w
\approx s \cdot q$.

- **bfloat16** spends 16 bits on each weight. It is the raw checkpoint and the yardstick here.
- **SFP8**, switched 8-bit floating point, keeps three bits of mantissa for larger and two for smaller
  values: half the memory, no shared scale.
- **Int4, blocks of 32** has a scale for every 32 weights. With a 16-bit scale that is $4 + 16/32 = 4.5$
  bits per weight.
- **Int4, per channel** has one scale per output channel, which costs next to nothing but must suit the
  whole channel.

Fewer bits make the model smaller and, where reading weights is the bottleneck, faster; the price is a
rounding error in every weight. The table is about memory alone. Its bfloat16 column is the nominal size
times two bytes and leaves the vision encoder out; its SFP8 column includes it. Files of a given engine
differ, because embeddings are often kept at more bits.
"""

GAP_PROSE = """
Table 3 prints weights once alone and once with a KV cache at 32,768 tokens, which its caption calls 8-bit.
The difference is the same in all four format columns. It is larger than any 8-bit cache of one sequence:
counting every layer at full length gives less than half of it, and counting only the window of the local
layers about a twelfth.

One simple rule follows the printed column across all four sizes: **six times the window-aware 16-bit
cache**, twelve bytes per element. The report gives no reason, so this is an observation. Six sequences in
16 bits, or twelve in 8 bits, would have that size. The same report's Figures 5 and 6 agree with the
window-aware formula at one byte per element.
"""

ENGINE_PROSE = """
Gemma 3 has five local layers for each global one. A local layer looks back over a short window, so an engine
need not keep more than that. How much it does keep differs: a micro-batch or the tokens in flight come on top,
and memory is handed out in blocks. An engine that does not know the window keeps everything.
"""

FILE_PROSE = """
A format's name promises bits per weight, but blocks of weights share scales, some layers get more bits, and
embedding, norms and the vision tower often stay at 16 bits. So a file is larger than bits times parameters.
The chart shows the largest chosen model, the table all of them; "validated" marks a format whose computed
size was held against a published one.
"""

PERPLEXITY_PROSE = """
Perplexity says how well a model predicts a text; lower is better. It depends on the text and on how it is cut,
so **only rows of the same source may be compared**, never two sources or two models. The publisher's QAT files
come from a model that was trained on for its 4 bits: their distance from other files is not the effect of the
format alone. A small difference in perplexity says little about a task of your own.
"""

DOCS_PROSE = """
The publisher's documentation site has a table of its own. Its bfloat16 values lie below two bytes per
parameter, so they cannot be the size of those weights in GB; the other columns are close to Table 3 but not
equal. Both are shown, none is corrected.
"""

FITS_PROSE = """
**Estimate** for one card, one user and one image being read: *weights + vision tower + cache + activations +
image + overhead*, as the chosen engine allocates them at the chosen context and cache type, compared with the
card's memory as the vendor prints it (vLLM takes 92 % of it). "Tight" means that less than a tenth of the card
is left. Not included: several users at once, and what else uses the card.
"""
