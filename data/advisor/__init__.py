"""The deployment advisor's model of memory, speed and cost: pure functions, vectorised over configurations.

Everything here is arithmetic on `data/reference/`: no I/O but reading those tables. Sizes are bytes, times seconds,
rates tokens per second; GB is 10^9 bytes and GiB 2^30.
"""
