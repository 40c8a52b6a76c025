import { onWillStart, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { readRings } from "./geojson";

/** The outlines of the zones, to be seen behind points: `areas` of a map. */
export function useZoneAreas() {
    const orm = useService("orm");
    const zones = useState({ areas: [] });
    onWillStart(async () => {
        const found = await orm.searchRead(
            "crm.zone",
            [["outline", "!=", false]],
            ["name", "outline"]
        );
        zones.areas = found
            .map(({ name, outline }) => ({
                rings: readRings(outline).map((polygon) => polygon.map(toPlaces)),
                className: "o_crm_zone_behind",
                title: name,
                aside: true,
            }))
            .filter(({ rings }) => rings.length);
    });
    return zones;
}

function toPlaces(ring) {
    return ring.map(([longitude, latitude]) => [latitude, longitude]);
}
