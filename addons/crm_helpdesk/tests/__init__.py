from . import test_clocks, test_flow, test_setup
