from . import test_clocks, test_flow, test_portal, test_portal_write
