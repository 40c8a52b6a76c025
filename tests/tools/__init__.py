"""Tests of tools/: what it decides, on data of their own."""
