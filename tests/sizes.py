"""The windows that pages are looked at in, width by height: an old PC's, a phone's."""

import pytest

DESK, PHONE = (1366, 768), (390, 844)
# Sweeps over many pages: the phone has less room and is looked at each time, the desk with --full.
SWEPT = [pytest.param(DESK, id="desk", marks=pytest.mark.slow), pytest.param(PHONE, id="phone")]
