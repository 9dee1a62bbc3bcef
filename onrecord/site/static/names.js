// Names of countries, rivers and towns on the base map: as many as fit, the most important first.

import { create } from "./elements.js";

const MOST = 90;

// Pixels: height of a line, and width of a letter, by kind.
const SIZES = { country: [18, 8.4], river: [14, 6], town: [15, 6.2] };

// Where a name may go instead, in pixels below its point, or above.
const MOVES = { country: [0, 20, -20, 40, -40], river: [0, 14, -14], town: [0] };

export class Names {
  constructor(L, map, names) {
    this.L = L;
    this.map = map;
    this.names = names;
    this.pane = map.createPane("names");
    this.pane.style.zIndex = 350;
    this.pane.style.pointerEvents = "none";
    this.pane.setAttribute("aria-hidden", "true");
    map.on("zoomstart", () => this.pane.replaceChildren());
    map.on("moveend", () => this.draw());
    map.on("layeradd layerremove", ({ layer }) => layer instanceof L.Marker && this.drawSoon());
    map.whenReady(() => this.draw());
  }

  // Many markers come and go at once.
  drawSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  draw() {
    const bounds = this.map.getBounds().pad(0.2);
    const zoom = this.map.getZoom() + 0.8;
    const taken = this.markers();
    const written = new Set();
    const spans = [];
    for (const [kind, text, x, y, from, to] of this.names) {
      if (from > zoom || spans.length >= MOST) break;
      if (zoom > to + 1 || !bounds.contains([y, x])) continue;
      if (kind === "river" && written.has(text)) continue;
      const point = this.map.latLngToLayerPoint([y, x]);
      const free = MOVES[kind]
        .map((move) => point.add([0, move]))
        .find((place) => !taken.some((other) => overlap(around(kind, text, place), other)));
      if (!free) continue;
      taken.push(around(kind, text, free));
      written.add(text);
      spans.push(this.span(kind, text, free));
    }
    this.pane.replaceChildren(...spans);
  }

  markers() {
    const boxes = [];
    this.map.eachLayer((layer) => {
      if (!(layer instanceof this.L.Marker)) return;
      const { x, y } = this.map.latLngToLayerPoint(layer.getLatLng());
      const half = layer.getChildCount ? 20 : (layer.options.icon.options.iconSize?.[0] ?? 18) / 2;
      boxes.push({ left: x - half, right: x + half, top: y - half, bottom: y + half });
    });
    return boxes;
  }

  span(kind, text, point) {
    const span = create("span", `basemap-name basemap-${kind}`, text);
    this.L.DomUtil.setPosition(span, point);
    return span;
  }
}

// Towns are named beside their point, countries and rivers on it.
function around(kind, text, { x, y }) {
  const [height, letter] = SIZES[kind];
  const width = text.length * letter + 8;
  const left = kind === "town" ? x - 4 : x - width / 2;
  return { left, right: left + width + 8, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
