from . import test_discount_chain
