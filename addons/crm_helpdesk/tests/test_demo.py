from odoo.tests import BaseCase, tagged

from ..demo_past_stories import get_stories
from ..demo_stories import OPEN


@tagged("-at_install", "post_install")
class TestDemo(BaseCase):
    """The stories of the demo company, told by working hours before now."""

    def test_there_are_sixty(self):
        self.assertEqual(len(get_stories()) + len(OPEN), 60)

    def test_each_is_told_in_order(self):
        for story in (*get_stories(), *OPEN):
            with self.subTest(story=story.subject, ago=story.ago):
                moments = [story.ago, *(ago for ago, _what, _detail in story.steps)]
                self.assertEqual(moments, sorted(moments, reverse=True))
                self.assertGreater(moments[-1], 0)
