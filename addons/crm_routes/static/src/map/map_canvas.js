import { Component, onMounted, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { hasTouch } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { makeClusters } from "./clusters";
import { leaflet } from "./leaflet";
import { isOtherKind, makeMarker, toPlace, updateMarker } from "./markers";
import { layTiles } from "./tiles";
import { pointUnderThumb } from "./thumb";
import { thinOut, writeTowns } from "./towns";

const CLOSEST = 15;
const EVERYWHERE = { center: [40, -3.5], zoom: 5 };
const MARGIN = [24, 32];

/**
 * A map: points, lines and areas over pictures of a tile server, or over nothing where there is
 * none. It draws what it is given and tells what a person does; it knows nothing of routes.
 */
export class MapCanvas extends Component {
    static template = "crm_routes.MapCanvas";
    static props = {
        /** what the map shows, for those who do not see it */
        label: String,
        markers: { type: Array, optional: true },
        lines: { type: Array, optional: true },
        areas: { type: Array, optional: true },
        /** names to be written where no pictures have them, see `gatherTowns` */
        towns: { type: Array, optional: true },
        /** all of it comes into sight whenever this changes */
        fitKey: { type: [String, Number], optional: true },
        /** the marker to be in sight */
        focusKey: { type: [String, Number, { value: null }], optional: true },
        /** draw markers that lie close together as one: `{ classOf, titleOf }` */
        clusters: { type: Object, optional: true },
        /** whether the wheel of a mouse zooms; on a page that scrolls it should not */
        wheel: { type: Boolean, optional: true },
        onMarker: { type: Function, optional: true },
        onTap: { type: Function, optional: true },
        onMarkerDrag: { type: Function, optional: true },
        onMarkerDrop: { type: Function, optional: true },
    };
    static defaultProps = { markers: [], lines: [], areas: [], towns: [], wheel: true };

    setup() {
        this.mapRef = useRef("map");
        this.state = useState({ tiles: "waiting" });
        this.known = new Map();
        onMounted(() => this.open());
        onWillUnmount(() => this.close());
        useEffect(
            () => this.draw(),
            () => [this.props.markers, this.props.lines, this.props.areas]
        );
        useEffect(
            () => this.fit(),
            () => [this.props.fitKey]
        );
        useEffect(
            () => this.name(),
            () => [this.props.towns, this.props.markers, this.state.tiles, this.props.fitKey]
        );
        useEffect(
            () => this.focus(),
            () => [this.props.focusKey]
        );
    }

    get note() {
        const notes = {
            none: _t("No map server: points and roads alone."),
            lost: _t("The map server cannot be reached: points and roads alone."),
        };
        return notes[this.state.tiles] || "";
    }

    open() {
        const L = leaflet();
        this.map = L.map(this.mapRef.el, {
            ...EVERYWHERE,
            zoomControl: false,
            attributionControl: false,
            scrollWheelZoom: this.props.wheel,
            // two taps are two corners
            doubleClickZoom: !this.props.onTap,
            maxZoom: CLOSEST + 4,
        });
        const [zoomInTitle, zoomOutTitle] = [_t("Zoom in"), _t("Zoom out")];
        L.control.zoom({ position: "topright", zoomInTitle, zoomOutTitle }).addTo(this.map);
        L.control.scale({ position: "bottomright", imperial: false }).addTo(this.map);
        // before the tiles: it takes their owner's name away again when they go
        L.control.attribution({ position: "bottomright", prefix: false }).addTo(this.map);
        this.forgetTiles = layTiles(this.map, (tiles) => (this.state.tiles = tiles));
        this.shapes = L.featureGroup().addTo(this.map);
        this.points = this.makePoints().addTo(this.map);
        this.names = L.layerGroup().addTo(this.map);
        this.map.on("zoomend", () => thinOut(this.names, this.mapRef.el));
        this.map.on("click", ({ latlng, originalEvent }) => this.tap(latlng, originalEvent));
        this.observer = new ResizeObserver(() => this.resize());
        this.observer.observe(this.mapRef.el);
    }

    tap(place, event) {
        if (this.props.onTap) {
            // beside a corner one may want another one
            this.props.onTap(fromPlace(place));
        } else if (hasTouch()) {
            pointUnderThumb(this.mapRef.el, event)?.click();
        }
    }

    resize() {
        const wasHidden = !this.map.getSize().x;
        this.map.invalidateSize({ animate: false });
        if (wasHidden && this.map.getSize().x) {
            this.fit();
        }
    }

    makePoints() {
        const { clusters } = this.props;
        return clusters ? makeClusters(clusters.classOf, clusters.titleOf) : leaflet().featureGroup();
    }

    close() {
        this.observer.disconnect();
        this.forgetTiles();
        this.map.remove();
    }

    // -- drawing ------------------------------------------------------------------------------

    draw() {
        this.drawShapes();
        if (this.props.clusters) {
            this.drawAnew();
        } else {
            this.drawChanges();
        }
    }

    drawShapes() {
        const L = leaflet();
        this.shapes.clearLayers();
        for (const { rings, className, title } of this.props.areas) {
            const area = L.polygon(rings, { className: `o_crm_map_area ${className}` });
            if (title) {
                area.bindTooltip(escaped(title), { sticky: true });
            }
            this.shapes.addLayer(area);
        }
        for (const { points, className } of this.props.lines) {
            const options = { className: `o_crm_map_line ${className}`, interactive: false };
            this.shapes.addLayer(L.polyline(points, options));
        }
    }

    drawAnew() {
        this.points.clearLayers();
        this.points.addLayers(this.props.markers.map((spec) => this.make(spec)));
    }

    drawChanges() {
        const wanted = new Set(this.props.markers.map(({ key }) => key));
        for (const [key, marker] of this.known) {
            if (!wanted.has(key)) {
                this.forget(key, marker);
            }
        }
        for (const spec of this.props.markers) {
            const marker = this.known.get(spec.key);
            if (marker && !isOtherKind(marker, spec)) {
                updateMarker(marker, spec);
                continue;
            }
            if (marker) {
                this.forget(spec.key, marker);
            }
            this.known.set(spec.key, this.make(spec).addTo(this.points));
        }
    }

    forget(key, marker) {
        this.points.removeLayer(marker);
        this.known.delete(key);
    }

    make(spec) {
        return makeMarker(spec, {
            click: (key) => this.props.onMarker?.(key),
            drag: (key, latlng) => this.props.onMarkerDrag?.(key, fromPlace(latlng)),
            drop: (key, latlng) => this.props.onMarkerDrop?.(key, fromPlace(latlng)),
        });
    }

    name() {
        writeTowns(this.names, this.note ? this.props.towns : []);
        thinOut(this.names, this.mapRef.el);
    }

    // -- what is in sight ---------------------------------------------------------------------

    fit() {
        const { markers, lines, areas } = this.props;
        const isMeant = ({ aside }) => !aside;
        const bounds = this.boundsOf(markers.filter(isMeant));
        lines.forEach(({ points }) => bounds.extend(points));
        areas.filter(isMeant).forEach(({ rings }) => bounds.extend(rings.flat(2)));
        if (!bounds.isValid()) {
            bounds.extend(this.boundsOf(this.props.markers));
        }
        if (bounds.isValid()) {
            const options = { padding: MARGIN, maxZoom: CLOSEST, animate: false };
            this.map.fitBounds(bounds, options);
        }
    }

    boundsOf(markers) {
        return leaflet().latLngBounds(markers.map(toPlace));
    }

    focus() {
        const spec = this.props.markers.find(({ key }) => key === this.props.focusKey);
        if (spec && !this.map.getBounds().pad(-0.1).contains(toPlace(spec))) {
            this.map.panTo(toPlace(spec), { animate: false });
        }
    }
}

function fromPlace({ lat, lng }) {
    return { latitude: lat, longitude: lng };
}

function escaped(text) {
    const element = document.createElement("span");
    element.textContent = text;
    return element;
}
