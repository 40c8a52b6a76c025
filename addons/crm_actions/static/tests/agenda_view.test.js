import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, mockDate, test } from "@odoo/hoot";
import { advanceTime, click, queryOne } from "@odoo/hoot-dom";
import { browser } from "@web/core/browser/browser";
import { clickDate } from "@web/../tests/views/calendar/calendar_test_helpers";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
    preloadBundle,
} from "@web/../tests/web_test_helpers";

class CrmAction extends models.Model {
    _name = "crm.action";

    name = fields.Char();
    start = fields.Datetime();
    stop = fields.Datetime();
    state = fields.Selection({ selection: [["planned", "Planned"], ["done", "Done"]] });

    _records = [
        { id: 1, name: "Bar La Tina", start: "2026-10-15 09:00:00", stop: "2026-10-15 09:30:00", state: "done" },
        { id: 2, name: "Hotel Ría Mansa", start: "2026-10-15 11:00:00", stop: "2026-10-15 11:30:00", state: "planned" },
    ];
    _views = { form: `<form><field name="name"/></form>` };
}

defineMailModels();
defineModels([CrmAction]);
preloadBundle("web.fullcalendar_lib");

const ARCH = `
    <calendar js_class="crm_agenda" date_start="start" date_stop="stop" mode="week" scales="day,week,month">
        <field name="state"/>
    </calendar>`;

async function mountAgenda(arch = ARCH) {
    mockDate("2026-10-15 12:00:00", 0);
    onRpc("crm.action", "has_access", () => true);
    await mountView({ type: "calendar", resModel: "crm.action", arch });
}

test.tags("desktop");
test("opens on the week at a desk, and shows what is done by a class of its own", async () => {
    await mountAgenda();
    expect(".o_crm_agenda .fc-timeGridWeek-view").toHaveCount(1);
    expect(".fc-event[data-event-id='1']").toHaveClass("o_crm_state_done");
    expect(".fc-event[data-event-id='2']").toHaveClass("o_crm_state_planned");
});

test.tags("desktop");
test("what the small form has made shows at once", async () => {
    CrmAction._views["form,7"] = `<form><field name="name"/></form>`;
    const quick = 'quick_create="1" quick_create_view_id="7" mode="month"';
    await mountAgenda(ARCH.replace('mode="week"', quick));
    expect(".fc-event").toHaveCount(2);
    await clickDate("2026-10-16");
    await contains(".modal .o_field_widget[name=name] input").edit("Bar La Marea");
    await contains(".modal .o_form_button_save").click();
    expect(".fc-event").toHaveCount(3);
});

test.tags("mobile");
test("opens on the day on a phone until another scale is chosen", async () => {
    await mountAgenda();
    expect(".o_crm_agenda .fc-timeGridDay-view").toHaveCount(1);
});

test.tags("mobile");
test("remembers the scale that was chosen on the phone", async () => {
    patchWithCleanup(browser.localStorage, {
        getItem: (key) => (key.startsWith("scaleOf") ? "month" : null),
    });
    await mountAgenda();
    expect(".o_crm_agenda .fc-dayGridMonth-view").toHaveCount(1);
});

test.tags("mobile");
test("one tap opens the visit on a phone", async () => {
    mockService("action", {
        doAction: (action) => expect.step(`${action.res_model} ${action.res_id}`),
    });
    await mountAgenda();
    await click(queryOne(".fc-event[data-event-id='2']"));
    await advanceTime(300);
    expect.verifySteps(["crm.action 2"]);
});
