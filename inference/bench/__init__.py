"""Measures speed and memory of Gemma 3 on this machine with random weights of the real shapes."""
