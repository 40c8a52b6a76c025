from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import common_pdf
from .common import NEAR, ActionCase
from .common_pdf import PdfMixin


@tagged("-at_install", "post_install")
class TestPdfDaySheet(PdfMixin, ActionCase):
    def _sheet(self, user=None, **values):
        return (
            self.env["crm.day.sheet.wizard"]
            .with_user(user or self.nora)
            .create({"date": date(2026, 10, 15), **values})
        )

    def _plan_many(self, count, **values):
        partners = self.env["res.partner"].create(
            [
                {"name": f"Customer {n:03}", "street": f"Street {n}", "phone": f"+34 600 {n:03}"}
                for n in range(count)
            ]
        )
        return self.env["crm.action"].create(
            [
                {
                    "type_id": self.visit_type.id,
                    "user_id": self.nora.id,
                    "partner_id": partner.id,
                    "start": datetime(2026, 10, 15, 6) + timedelta(minutes=5 * n),
                    "summary": f"Objective {n:03}",
                    **values,
                }
                for n, partner in enumerate(partners)
            ]
        )

    def test_an_empty_day_says_so_and_leaves_room(self):
        sheet = self._sheet()
        [page] = self._pages(sheet, user=self.nora)
        self.assertIn("Nothing is planned.", page)
        self.assertIn("Nora", page)
        self.assertIn("Thursday, October 15, 2026", page)

    def test_an_action_with_all_that_a_rep_needs(self):
        self.customer.phone = "+34 985 860 111"
        self._plan(summary="Close the order")
        [page] = self._pages(self._sheet(), user=self.nora)
        for words in (
            "11:00",
            "11:30",
            "Hotel Ría Mansa",
            "C/ del Muelle 8",
            "Ribadesella",
            "+34 985 860 111",
            "Visit",
            "Close the order",
        ):
            self.assertIn(words, page)

    def test_sixty_actions_go_over_pages_under_a_repeated_head(self):
        self._plan_many(60)
        pages = self._pages(self._sheet(), user=self.nora)
        self.assertGreater(len(pages), 4)
        for number, page in enumerate(pages, 1):
            self.assertIn("Objective", page.replace("Objective 0", ""))
            self.assertIn(f"Page {number} of {len(pages)}", page)
        text = "".join(pages)
        self.assertEqual(sum(f"Customer {n:03}" in text for n in range(60)), 60)

    def test_a_week_begins_where_the_readers_weeks_begin(self):
        for day in (10, 11, 12, 15, 18, 19):
            self._plan(start=datetime(2026, 10, day, 9), summary=f"On day {day}")
        sheet = self._sheet(period="week")
        self.env["res.lang"]._lang_get("en_US").week_start = "1"
        text = "".join(self._pages(sheet, user=self.nora))
        shown = [day for day in (10, 11, 12, 15, 18, 19) if f"On day {day}" in text]
        self.assertEqual(shown, [12, 15, 18])
        self.assertIn("Week sheet", text)
        self.assertIn("Monday, October 12, 2026", text)

    def test_days_are_those_of_the_readers_clock(self):
        self._plan(start=datetime(2026, 10, 15, 22, 30), summary="After midnight in Madrid")
        self._plan(start=datetime(2026, 10, 14, 22, 30), summary="The night before")
        [page] = self._pages(self._sheet(), user=self.nora)
        self.assertNotIn("After midnight", page)
        self.assertIn("The night before", page)

    def test_all_day_actions_come_first_and_cancelled_ones_do_not_come(self):
        self._plan(summary="With an hour")
        self._plan(allday=True, summary="Some time that day")
        self._plan(start=datetime(2026, 10, 15, 12), summary="Called off").cancel("Closed")
        [page] = self._pages(self._sheet(), user=self.nora)
        self.assertLess(page.index("Some time that day"), page.index("With an hour"))
        self.assertIn("All day", page)
        self.assertNotIn("Called off", page)

    def test_selected_actions_by_day_and_rep(self):
        mine = self._plan(self.nora, summary="Mine")
        his = self._plan(self.nils, summary="His")
        later = self._plan(self.nora, start=datetime(2026, 10, 20, 9), summary="Later")
        action = (mine | his | later).with_user(self.lea).action_print_day_sheet()
        self.assertEqual(action["type"], "ir.actions.act_url")
        sheet = self.env["crm.day.sheet.wizard"].search([], order="id desc", limit=1)
        self.assertEqual(action["url"], f"/crm/pdf/crm.day.sheet.wizard/{sheet.id}?document=day")
        text = "".join(self._pages(sheet, user=self.lea))
        for words in ("Mine", "His", "Later", "October 15, 2026 · Nils", "October 20, 2026 · Nora"):
            self.assertIn(words, text)

    def test_the_sheet_of_an_action_is_that_of_its_rep_and_day(self):
        action = self._plan(summary="This one")
        self._plan(start=datetime(2026, 10, 15, 11), summary="The next one")
        self._plan(start=datetime(2026, 10, 16, 11), summary="Tomorrow")
        [page] = self._pages(action, "day", self.nora)
        self.assertIn("This one", page)
        self.assertIn("The next one", page)
        self.assertNotIn("Tomorrow", page)

    def test_a_rep_prints_his_own_and_a_leader_the_teams(self):
        for user, rep in (
            (self.nora, self.nora),
            (self.lea, self.nora),
            (self.lea, self.lea),
            (self.max, self.sara),
        ):
            self.assertTrue(self._sheet(user, user_id=rep.id).action_print())
        for user, rep in ((self.nora, self.nils), (self.lea, self.sara), (self.nora, self.lea)):
            with self.assertRaisesRegex(UserError, rep.name):
                self._sheet(user, user_id=rep.id).action_print()

    def test_what_a_colleague_plans_is_on_no_sheet_of_mine(self):
        secret = self._plan(self.nils, summary="Secret")
        [page] = self._pages(self._sheet(user_id=self.nils.id), user=self.nora)
        self.assertNotIn("Secret", page)
        sheet = self._sheet()
        sheet.sudo().action_ids = secret
        [page] = self._pages(sheet, user=self.nora)
        self.assertNotIn("Secret", page)

    def test_an_opportunity_without_contact_has_name_and_address(self):
        lead = self._opportunity(
            partner_id=False, partner_name="Bar Nuevo", street="C/ Mayor 3", city="Llanes"
        )
        self._plan(partner_id=False, opportunity_id=lead.id)
        [page] = self._pages(self._sheet(), user=self.nora)
        self.assertIn("Bar Nuevo", page)
        self.assertIn("C/ Mayor 3", page)

    def test_as_many_queries_for_ten_as_for_a_hundred(self):
        def count(number):
            self._plan_many(number)
            sheet = self._sheet()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._render(sheet, user=self.nora)
            return self.env.cr.sql_log_count - before

        count(3)  # warms the caches of the registry
        self.assertEqual(count(10), count(90))


@tagged("-at_install", "post_install")
class TestPdfVisitReport(PdfMixin, ActionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._plan(summary="Autumn menu")
        cls.visit.check_in(cls._fix(NEAR, 10))

    def _close(self, note="<p>They tasted the <b>Cabrales</b>.</p>", photos=(), **values):
        attachments = (
            self.env["ir.attachment"]
            .with_user(self.nora)
            .create([{"name": "photo.jpg", "raw": raw} for raw in photos])
        )
        self.visit.close(
            {
                "outcome_id": self.order.id,
                "note": note,
                "photo_ids": attachments.ids,
                **values,
            }
        )
        return self.visit

    def test_the_report_tells_the_visit(self):
        self._close(
            next={
                "type_id": self.call_type.id,
                "start": "2027-01-15 09:00:00",
                "summary": "Ask how it went",
            }
        )
        text = "".join(self._pages(self.visit, user=self.nora))
        for words in (
            "Visit report",
            "Autumn menu",
            "Hotel Ría Mansa",
            "Verified",
            self.order.name,
            "They tasted the Cabrales.",
            "Next step",
            "Ask how it went",
            "For the customer",
            "Nora",
        ):
            self.assertIn(words, text)

    def test_no_coordinates_and_no_distance(self):
        self._close()
        text = "".join(self._pages(self.visit, user=self.max))
        for figure in ("41.38", "2.16", "100.4", "2.17"):
            self.assertNotIn(figure, text)

    def test_the_button_opens_it(self):
        action = self._close().action_print_report()
        self.assertEqual(action["url"], f"/crm/pdf/crm.action/{self.visit.id}?document=report")

    def test_photos_are_upright_and_small(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        self._close(
            photos=[
                common_pdf.picture(3000, 1500, exif=exif),
                common_pdf.picture(900, 600),
                b"no picture",
            ]
        )
        content = self._render(self.visit, user=self.nora)
        self.assertEqual(sorted(common_pdf.pictures(content)), [(640, 1280), (900, 600)])
        self.assertIn("This picture cannot be shown.", "".join(common_pdf.pages(content)))
        self.assertLess(len(content), 300_000)

    def test_a_step_of_a_colleague_is_his_to_tell(self):
        self._close(next={"type_id": self.call_type.id, "start": "2027-01-15 09:00:00"})
        self.visit.next_id.sudo().write({"user_id": self.nils.id, "summary": "Between us"})
        text = "".join(self._pages(self.visit, user=self.nora))
        self.assertNotIn("Between us", text)
        self.assertNotIn("Next step", text)

    def test_html_in_a_note_is_text(self):
        self._close()
        self.visit.sudo().note = (
            "<p>&lt;img src='file:///etc/passwd'/&gt; <b>bold</b></p>"
            "<img src='file:///etc/passwd'><script>alert(1)</script>"
        )
        content = self._render(self.visit, user=self.nora)
        text = "".join(common_pdf.pages(content))
        self.assertIn("<img src='file:///etc/passwd'/>", text)
        self.assertNotIn("alert(1)", text)
        self.assertFalse(common_pdf.pictures(content))

    def test_nothing_noted_is_said(self):
        self._close(note=False)
        self.assertIn("Nothing was noted.", "".join(self._pages(self.visit)))

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(
            st.one_of(
                st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=200),
                st.sampled_from(
                    ["x" * 2000, "שלום " * 50, "مرحبا " * 50, "👩‍👩‍👧‍👦🇪🇸" * 40, "\x1b\x07"]
                ),
            ),
            min_size=3,
            max_size=3,
        )
    )
    def test_no_text_breaks_it(self, texts):
        name, summary, note = texts
        self.customer.write({"name": name or "x", "street": summary, "city": note[:50]})
        visit = self.visit.sudo()
        visit.write({"summary": summary, "note": f"<p>{note}</p><ul><li>{name}</li></ul>"})
        for code in ("report", "day"):
            self.assertTrue(self._pages(visit, code))
