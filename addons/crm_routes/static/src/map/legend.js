import { Component } from "@odoo/owl";

/** What the points of a map mean: each by its shape and by a word. */
export class MapLegend extends Component {
    static template = "crm_routes.MapLegend";
    static props = {
        /** `{ key, className, icon, badge, text, dot, label }` */
        items: Array,
    };
}
