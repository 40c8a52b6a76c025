import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { calendarView } from "@web/views/calendar/calendar_view";

export class AgendaController extends CalendarController {
    /** Core shows what the small form has made only after the next reload. */
    getQuickCreateFormViewProps(record) {
        return {
            ...super.getQuickCreateFormViewProps(record),
            title: _t("New action"),
            onRecordSaved: () => this.model.load(),
        };
    }
}

export class AgendaModel extends CalendarModel {
    /** Seven columns do not fit a phone: it opens on the day until the rep chooses otherwise. */
    getLocalStorageScale() {
        if (this.env.isSmall && !browser.localStorage.getItem(this.storageKey)) {
            return "day";
        }
        return super.getLocalStorageScale();
    }
}

export class AgendaCommonRenderer extends CalendarCommonRenderer {
    /** The state shows by icon, not by shade alone. */
    eventClassNames({ event }) {
        const classNames = super.eventClassNames(...arguments);
        const record = this.props.model.records[event.id];
        if (record) {
            classNames.push(`o_crm_state_${record.rawRecord.state}`);
        }
        return classNames;
    }

    /** On a phone one tap opens the visit; a summary in between would be a tap more. */
    onClick(info) {
        if (this.env.isSmall) {
            this.props.editRecord(this.props.model.records[info.event.id]);
        } else {
            super.onClick(info);
        }
    }
}

export class AgendaRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: AgendaCommonRenderer,
        week: AgendaCommonRenderer,
        month: AgendaCommonRenderer,
    };
}

registry.category("views").add("crm_agenda", {
    ...calendarView,
    Controller: AgendaController,
    Model: AgendaModel,
    Renderer: AgendaRenderer,
    props: (props, view) => ({
        ...calendarView.props(props, view),
        className: `${props.className || ""} o_crm_agenda`,
    }),
});
