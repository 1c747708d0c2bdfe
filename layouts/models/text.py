"""Explanations and sources of Model Overview."""

from __future__ import annotations

PARAMETER_SOURCE = (
    "Gemma 3 Technical Report, arXiv:2503.19786v1, Table 1; Gemma 2 report, arXiv:2408.00118v3, Table 2; "
    "Gemma 1 report, arXiv:2403.08295v4, Table 2; announcement of Gemma 3 270M (August 2025). The reports print "
    "no totals: those in italics are sums of the printed columns."
)
ARCHITECTURE_SOURCE = (
    "configurations in google/gemma_pytorch, google-deepmind/gemma, google/gemma.cpp and transformers, compared "
    "with each other and with the reports (architecture.csv)."
)
KV_SOURCE = (
    "computed from the configurations above, bfloat16 cache, one sequence; GB are 10⁹ bytes. Engines may allocate more."
)
GENERATION_SOURCE = (
    "configurations as above; model cards of Gemma 1, 2, 3 and 3n, ai.google.dev and the articles named in "
    "models.csv for modalities, licence and dates."
)


PARAMETER_PROSE = r"""
#### How the counts add up

Every parameter is one learned number. The total of a model is the sum of three parts,

$$P_T = P_V + P_E + P_{NE},$$

where $P_V$ belongs to the vision encoder, $P_E = |V| \cdot d$ to the embedding (vocabulary size times
width; the output layer uses the same matrix) and $P_{NE}$ to the attention, feed-forward and norm weights
of the layers. Because all sizes of a generation share one large vocabulary, the embedding weighs most in
the small models. Reading a token looks up one of its rows; only the output layer multiplies with the whole
matrix. All Gemma 3 models that read images share one size of vision encoder.

The column "from configuration" counts the weights of the published layout. It differs from the printed sum
by up to a few million: counts are rounded, the reports of Gemma 1 and 2 print a slightly larger vocabulary,
and the printed embeddings of Gemma 3 4B, 12B and 27B exceed $|V| \cdot d$ by about the size of the image
projection, which the report does not explain.
"""

KV_PROSE = r"""
#### Why the context costs memory

To write the next token, each layer compares it with the keys of the tokens before and mixes their values.
Keys and values are kept, and this cache grows with the text. For $n$ tokens it takes

$$\mathrm{KV}(n) = \bigl(L_g \, n \, e_g + L_l \, \min(n, w)\, e_l\bigr)\, b \quad\text{bytes},
\qquad e = 2 \, h_{kv} \, d_h,$$

with $L_g$ global and $L_l$ local layers that own a cache, window $w$, $h_{kv}$ key-value heads of size
$d_h$ in a layer of that kind, and $b$ bytes per number (2 in bfloat16). Local layers stop growing at the
window, so from there on only the few global layers count: this is what makes long documents affordable in
Gemma 3. An engine that ignores the window pays for all layers at full length.
"""

GENERATION_PROSE = """
- **Gemma 1** starts with layers that all attend to the whole context. The 2B shares one key-value head among
  all query heads; the 7B gives each its own and has no window, so that in a long text a further token costs
  more cache than in any other model here.
- **Gemma 2** lets every second layer look at a window only, lets two query heads share one key-value head, and
  caps attention and output scores.
- **Gemma 3** has five local layers for each global one and a shorter window, so that the cache of a long
  context stays small. From 4B on it reads images and sixteen times the context of Gemma 2; queries and keys
  are normalised where Gemma 2 capped the scores.
- **Gemma 3n** is made for phones: its last layers reuse the cache of earlier ones, and rarely used matrices can
  stay off the accelerator.
- **Gemma 4** widens the heads of the global layers, lets its small models reuse caches as Gemma 3n does, uses
  keys as values in the global layers of the two large ones, adds a mixture of experts and changes the licence.
"""
