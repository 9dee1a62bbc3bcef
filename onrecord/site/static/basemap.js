// The common part of all maps: Natural Earth under the markers, drawn only from files of this site (no tiles, no
// other host), the names on it, the initial view, and how it responds to mouse and keyboard.

import { Names } from "./names.js";

const BASE = new URL("basemap/", import.meta.url);
const ROOM = [[-80, -230], [86, 230]];

// Natural Earth's zoom levels assume fewer pixels than a screen has.
const EARLIER = 1;

export const FRAME = { padding: [40, 40], maxZoom: 8 };
export const POPUP = { maxWidth: 300, minWidth: 240, autoPanPaddingTopLeft: [56, 12], autoPanPaddingBottomRight: [12, 12] };

let shapes;
let names;

// Load Leaflet from its address; the base map is fetched meanwhile.
export async function leaflet(address) {
  [shapes, names] = ["shapes.json", "names.json"].map((file) => fetch(new URL(file, BASE)).then((response) => response.json()));
  await import(address);
  return window.L;
}

// Set the map's name, bounds, wheel, keyboard and focus at once; then draw the base map.
export async function furnish(L, map, name) {
  map.options.maxBounds = L.latLngBounds(ROOM);
  map.setMaxBounds(ROOM);
  const element = map.getContainer();
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", name);
  // The wheel scrolls the page until the map has the focus.
  map.scrollWheelZoom.disable();
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  element.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  map.on("popupopen", ({ popup }) => opened(popup));
  map.on("popupclose", ({ popup }) => popup._source?.getElement?.()?.focus({ preventScroll: true }));
  draw(L, map, await shapes);
  new Names(L, map, await names);
  map.whenReady(() => (element.dataset.ready = "yes"));
}

// The bounds of the four fifths of the points nearest to the median, and of any up to half as far again, so that a stray
// point far away does not shrink all others to dots.
export function crowd(L, map, points) {
  const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const places = points.map((point) => L.latLng(point));
  const centre = [middle(places.map(({ lat }) => lat)), middle(places.map(({ lng }) => lng))];
  const away = places.map((place) => map.distance(place, centre));
  const reach = 1.5 * [...away].sort((a, b) => a - b)[Math.ceil(places.length * 0.8) - 1];
  return L.latLngBounds(places.filter((_, index) => away[index] <= reach));
}

// The first three names of a group.
export function firstNames(names) {
  return names.slice(0, 3).join(", ") + (names.length > 3 ? " …" : "");
}

function opened(popup) {
  const element = popup.getElement();
  element.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Close");
  element.querySelector(".place-popup a")?.focus({ preventScroll: true });
}

function draw(L, map, data) {
  const pane = map.createPane("basemap");
  pane.style.zIndex = 150;
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");
  const renderer = L.svg({ pane: "basemap", padding: 0.4 });
  const layer = (make, lines, name) =>
    make(lines.map((line) => decoded(line, data.scale)), {
      renderer, pane: "basemap", className: `basemap-${name}`, interactive: false, smoothFactor: 0.7,
    });
  const byZoom = (make, groups, name) =>
    Object.entries(groups).map(([zoom, lines]) => [zoom - EARLIER, layer(make, lines, name)]);

  layer(L.polygon, data.land, "land").addTo(map);
  const detail = [...byZoom(L.polyline, data.rivers, "river"), ...byZoom(L.polygon, data.lakes, "lake")];
  const borders = [layer(L.polyline, data.borders, "border"), layer(L.polyline, data.disputed, "disputed")];

  const show = () => {
    for (const [zoom, group] of detail) {
      if (map.getZoom() >= zoom) group.addTo(map);
      else group.remove();
    }
    borders.forEach((border) => border.addTo(map).bringToFront());
    map.getContainer().dataset.zoom = map.getZoom();
  };
  map.whenReady(() => {
    show();
    map.on("zoomend", show);
  });
}

// The inverse of encoded() in tests/makers/basemap.py.
function decoded(numbers, scale) {
  const points = [];
  let x = 0;
  let y = 0;
  for (let index = 0; index < numbers.length; index += 2) {
    x += numbers[index];
    y += numbers[index + 1];
    points.push([y / scale, x / scale]);
  }
  return points;
}
