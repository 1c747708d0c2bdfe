"""Gemma 3 in this process, on PyTorch and transformers."""

import os

# On a CPU, PyTorch and oneDNN keep a compiled product for each shape that comes by, 1024 each, and every length of a
# prompt is a new shape: 0.8 GB after some hundred requests in bf16. They read this when they first multiply.
for _name in ("LRU_CACHE_CAPACITY", "ONEDNN_PRIMITIVE_CACHE_CAPACITY"):
    os.environ.setdefault(_name, "128")
