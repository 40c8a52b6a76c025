import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { LIGHTS } from "@crm_helpdesk/clocks/clock_math";

/** How a request stands: colour, shape and word. */
export class LightField extends Component {
    static template = "crm_helpdesk.LightField";
    static props = { ...standardFieldProps };

    get light() {
        return LIGHTS[this.props.record.data[this.props.name]];
    }

    get label() {
        const { record, name } = this.props;
        const { selection } = record.fields[name];
        return selection.find(([value]) => value === record.data[name])[1];
    }
}

registry.category("fields").add("crm_helpdesk_light", {
    component: LightField,
    displayName: "Light",
    supportedTypes: ["selection"],
});
