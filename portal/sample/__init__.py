"""The sample: one closed year with fixed dates, one running year dated around the day of loading.

Deterministic: the same rows on every machine, drawn with seeded random numbers. No person in it is real.
"""
