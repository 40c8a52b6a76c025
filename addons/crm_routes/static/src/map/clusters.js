import { leaflet } from "./leaflet";

const RADIUS = 44;
const SIZE = 40;
const SINGLE_FROM_ZOOM = 16;

/**
 * A layer that draws points which lie close together as one, with their number.
 *
 * @param {(specs: MapMarker[]) => string} classOf the looks of such a heap
 * @param {(count: number) => string} titleOf what it is, in words
 */
export function makeClusters(classOf, titleOf) {
    return leaflet().markerClusterGroup({
        maxClusterRadius: RADIUS,
        showCoverageOnHover: false,
        disableClusteringAtZoom: SINGLE_FROM_ZOOM,
        spiderfyOnMaxZoom: false,
        animate: false,
        iconCreateFunction: (cluster) => {
            const specs = cluster.getAllChildMarkers().map((marker) => marker.options.crmSpec);
            return leaflet().divIcon({
                className: `o_crm_map_marker o_crm_map_heap ${classOf(specs)}`,
                html: drawHeap(specs.length, titleOf(specs.length)),
                iconSize: [SIZE, SIZE],
            });
        },
    });
}

function drawHeap(count, title) {
    const heap = document.createElement("span");
    heap.className = "o_crm_map_pin";
    heap.title = title;
    const shown = document.createElement("span");
    shown.setAttribute("aria-hidden", "true");
    shown.textContent = count;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = title;
    heap.append(shown, said);
    return heap;
}
