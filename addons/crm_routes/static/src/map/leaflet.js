/** Leaflet, which the addon of the library puts on the page as a global. */
export function leaflet() {
    return window.L;
}
