"""Explanations and sources of Quantization Strategies."""

from __future__ import annotations

from layouts.figures.memory import TABLE_3

TABLE_3_SOURCE = f"{TABLE_3}. Savings and the cache (difference of two printed columns) are derived."
CACHE_SOURCE = "computed from the published configurations (architecture.csv); one sequence; GB are 10⁹ bytes."
GAP_SOURCE = f"{TABLE_3}, +KV minus weights; formulas computed from the published configurations (kv_cache_check.csv)."
DOCS_SOURCE = "ai.google.dev, Gemma overview page, inference memory table (2025), as printed."
FITS_SOURCE = (
    f"weights from {TABLE_3}; cache computed as above; card memory from the vendors' data sheets (hardware.csv)."
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

One simple rule follows the printed column across all four sizes: **six times the window-aware bfloat16
cache**, twelve bytes per element. The report gives no reason, so this is an observation. Six sequences in
bfloat16, or twelve in 8 bit, would have that size. The same report's Figures 5 and 6 agree with the
window-aware formula at one byte per element. For one chat, plan with the window-aware value; an engine that
ignores the window, or fills it in one go, needs the value without window.
"""

DOCS_PROSE = """
The publisher's documentation site has a table of its own. Its bfloat16 values lie below two bytes per
parameter, so they cannot be the size of those weights in GB; the other columns are close to Table 3 but not
equal. Both are shown, none is corrected.
"""

FITS_PROSE = """
**Estimate.** *Need = weights printed in Table 3 + window-aware bfloat16 cache at the chosen context*,
compared with the card's memory as the vendor prints it. "Tight" means that less than a tenth of the card is
left.

Not included: activations, the engine's own buffers and its context on the card, padding of the cache, the
peak while a long prompt is read, several users at once, the vision encoder where Table 3 leaves it out
(bfloat16), and what else uses the card. T4 cards have no bfloat16 units; whether an engine runs a format on
a card is not judged here.
"""
