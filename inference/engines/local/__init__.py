"""Gemma 3 in this process, on PyTorch and transformers."""
