import { Component, markRaw, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { contains, readRings, writeRings } from "../map/geojson";
import { MapCanvas } from "../map/map_canvas";
import { gatherTowns } from "../map/towns";
import { addCorner, countCorners, moveCorner, MOST_CORNERS, removeCorner } from "./corners";
import * as drawing from "./drawing";
import { useNewOutline } from "./new_outline";

const MOST_TOWNS = 100;

/** The outline of a zone, drawn on a map: tap to set corners, drag to move them. */
export class ZoneOutline extends Component {
    static template = "crm_routes.ZoneOutline";
    static components = { MapCanvas };
    static props = { ...standardFieldProps, placeholder: { type: String, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.fresh = useNewOutline({
            record: () => this.props.record,
            read: () => this.text,
            write: (text) => this.save(text),
        });
        this.state = useState({
            customers: [],
            /** the outlines while a corner is under a finger */
            moving: null,
            selectedKey: null,
            fits: 0,
        });
        onWillStart(async () => {
            const customers = await this.orm.call("crm.zone", "get_map_customers", []);
            this.state.customers = markRaw(customers);
            this.towns = gatherTowns(customers).slice(0, MOST_TOWNS);
        });
    }

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get polygons() {
        return this.state.moving || this.fresh.others || readRings(this.text);
    }

    get isDrawing() {
        return Boolean(this.fresh.corners);
    }

    get isTooFine() {
        return countCorners(this.polygons) > MOST_CORNERS;
    }

    // -- the map ------------------------------------------------------------------------------

    get shapes() {
        const { customers, selectedKey } = this.state;
        const { polygons } = this;
        const open = this.fresh.corners;
        const handles = open
            ? drawing.drawNewCorners(open)
            : drawing.drawHandles(polygons, selectedKey);
        return {
            markers: [
                ...drawing.drawCustomers(
                    customers,
                    this.props.record.resId,
                    Boolean(polygons.length)
                ),
                ...(this.props.readonly ? [] : handles),
            ],
            areas: drawing.drawAreas(polygons, open),
            lines: drawing.drawLines(open),
        };
    }

    get fitKey() {
        return `${this.props.record.resId || 0} ${this.state.fits}`;
    }

    get label() {
        return _t("Map of the zone and of all customers");
    }

    get within() {
        const rings = this.isDrawing ? [...this.polygons, [this.fresh.corners]] : this.polygons;
        const { customers } = this.state;
        return customers.filter((each) => contains(rings, each.latitude, each.longitude)).length;
    }

    get advice() {
        if (this.props.readonly) {
            return "";
        }
        if (this.isTooFine) {
            return _t("This outline has too many corners to be changed here: change its text.");
        }
        if (this.isDrawing) {
            return this.fresh.isOutline
                ? _t("Set more corners, or close the outline. It is saved with the zone as it is.")
                : _t("Tap the map to set the corners one after the other, three at least.");
        }
        return this.polygons.length
            ? _t("Drag a corner to move it. Tap a corner to choose it, a plus to add one.")
            : _t("Tap “Draw” and then the map, corner by corner.");
    }

    // -- what a person does -------------------------------------------------------------------

    begin() {
        this.state.selectedKey = null;
        this.fresh.begin();
    }

    tap({ latitude, longitude }) {
        this.state.selectedKey = null;
        if (this.isDrawing) {
            return this.fresh.add([longitude, latitude]);
        }
    }

    choose(key) {
        const { kind, path } = drawing.readKey(key);
        if (kind === drawing.kinds.NEW && path[0] === 0 && this.fresh.isOutline) {
            return this.fresh.close();
        }
        if (kind === drawing.kinds.MIDDLE) {
            return this.write(addCorner(this.polygons, path, this.placeOf(key)));
        }
        if (kind === drawing.kinds.CORNER) {
            this.state.selectedKey = this.state.selectedKey === key ? null : key;
        }
    }

    placeOf(key) {
        const { latitude, longitude } = this.shapes.markers.find((each) => each.key === key);
        return [longitude, latitude];
    }

    drag(key, { latitude, longitude }) {
        const { kind, path } = drawing.readKey(key);
        if (kind === drawing.kinds.CORNER) {
            this.state.moving = moveCorner(this.polygons, path, [longitude, latitude]);
        }
    }

    async drop(key, place) {
        this.drag(key, place);
        await this.write(this.state.moving);
    }

    removeCorner() {
        const { path } = drawing.readKey(this.state.selectedKey);
        return this.write(removeCorner(this.polygons, path));
    }

    removeAll() {
        return this.write([]);
    }

    async write(polygons) {
        await this.save(writeRings(polygons));
        Object.assign(this.state, { moving: null, selectedKey: null });
    }

    async writeText(ev) {
        await this.save(ev.target.value.trim());
        this.state.fits++;
    }

    save(text) {
        return this.props.record.update({ [this.props.name]: text || false });
    }
}

registry.category("fields").add("crm_zone_outline", {
    component: ZoneOutline,
    displayName: _t("Outline on a map"),
    supportedTypes: ["text"],
    extractProps: ({ placeholder }) => ({ placeholder }),
});
