"""Benchmarks: each prints a table of ours beside a peer on the same data; --help explains it."""
