import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, queryAllTexts, test } from "@odoo/hoot";
import { defineModels, fields, models, mountView, patchWithCleanup } from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";

class Route extends models.Model {
    _name = "crm.route";
    departure = fields.Datetime();
    _records = [
        { id: 1, departure: "2026-11-30 07:09:00" },
        { id: 2, departure: false },
    ];
}

defineMailModels();
defineModels([Route]);

test("an hour stands alone, in the format of the language, on the clock of the person", async () => {
    patchWithCleanup(user, { tz: "Europe/Madrid" });
    const arch = `<list><field name="departure" widget="crm_hour"/></list>`;
    await mountView({ type: "list", resModel: "crm.route", arch });
    expect(queryAllTexts(".o_data_cell")).toEqual(["08:09", ""]);
});
