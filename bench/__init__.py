"""Benchmarks: pages of the portal beside bare views that do what such a page cannot do without (`./run bench`)."""
