from . import test_clocks, test_flow
