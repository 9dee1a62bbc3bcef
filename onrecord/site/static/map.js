// The base map under datasette-cluster-map's markers, drawn from files of this site alone: no tiles, no
// other host. The map's script builds markers and popups from strings of HTML; here they are built anew
// from text, so that nothing a document says can become markup or a script.

import { Names } from "./names.js";

const BASE = new URL("basemap/", import.meta.url);
const START_ZOOM = 8;
const POPUP = { maxWidth: 300, minWidth: 240, autoPanPaddingTopLeft: [56, 12], autoPanPaddingBottomRight: [12, 12] };
const WORLD = [[-58, -179], [78, 179]];
const ROOM = [[-80, -230], [86, 230]];

// Natural Earth's zoom levels are for a map of fewer pixels than a screen has.
const EARLIER = 1;

if (window.datasette?.leaflet) {
  const shapes = load("shapes.json");
  const names = load("names.json");
  import(window.datasette.leaflet.JAVASCRIPT_URL).then(() => {
    const L = window.L;
    dressMarkers(L);
    L.Map.addInitHook(function () {
      prepare(L, this);
      shapes.then((data) => draw(L, this, data)).then(() => names).then((data) => new Names(L, this, data))
        .then(() => this.whenReady(() => (this.getContainer().dataset.ready = "yes")));
    });
  });
}

export function load(file) {
  return fetch(new URL(file, BASE)).then((response) => response.json());
}

// Runs while the map is being made, before it takes its layers: the tile layer is never added.
function prepare(L, map) {
  const options = window.DATASETTE_CLUSTER_MAP_TILE_LAYER_OPTIONS ?? {};
  map.options.layers = [];
  map.options.minZoom = 1;
  map.options.maxZoom = options.maxZoom ?? 12;
  map.attributionControl.addAttribution(options.attribution ?? "");
  furnish(L, map, `Map: ${document.querySelector("h1")?.textContent.trim() ?? "places"}`);
  startWhole(L, map);
}

// A name for the map, its bounds, and manners: the wheel, the keyboard, and where the focus goes.
export function furnish(L, map, name) {
  map.options.maxBounds = L.latLngBounds(ROOM);
  map.setMaxBounds(ROOM);
  const element = map.getContainer();
  element.setAttribute("role", "region");
  element.setAttribute("aria-label", name);
  // The wheel scrolls the page until somebody works with the map.
  map.scrollWheelZoom.disable();
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  element.addEventListener("keydown", ({ key }) => key === "Escape" && map.closePopup());
  map.on("popupopen", ({ popup }) => opened(popup));
  map.on("popupclose", ({ popup }) => popup._source?.getElement?.()?.focus({ preventScroll: true }));
}

// One marker alone is shown with its surroundings, and no marker at all as the world; where a few lie far
// from all others, the others are shown, with a button for the rest.
function startWhole(L, map) {
  const fit = map.fitBounds;
  const frame = { padding: [36, 36] };
  map.fitBounds = function (bounds, options) {
    const all = L.latLngBounds(bounds);
    if (this._loaded) return fit.call(map, all.isValid() ? all : WORLD, { ...frame, ...options });
    if (!all.isValid()) return fit.call(map, WORLD, frame);
    const places = positions(L, map);
    const most = L.latLngBounds(crowd(map, places));
    const closer = map.getBoundsZoom(most) >= map.getBoundsZoom(all) + 2;
    if (closer) restButton(L, map, all, places.filter((place) => !most.contains(place)).length);
    return fit.call(map, closer ? most : all, { maxZoom: START_ZOOM, ...frame });
  };
}

function positions(L, map) {
  const places = [];
  map.eachLayer((layer) => {
    if (layer instanceof L.MarkerClusterGroup) places.push(...layer.getLayers().map((one) => one.getLatLng()));
  });
  return places;
}

// Four fifths of the places, those nearest to the middle one, and whatever lies half as far again.
function crowd(map, places) {
  const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const centre = [middle(places.map(({ lat }) => lat)), middle(places.map(({ lng }) => lng))];
  const away = places.map((place) => map.distance(place, centre));
  const reach = 1.5 * [...away].sort((a, b) => a - b)[Math.ceil(places.length * 0.8) - 1];
  return places.filter((_, index) => away[index] <= reach);
}

function restButton(L, map, bounds, count) {
  const Rest = L.Control.extend({
    onAdd() {
      const button = create("button", "map-rest", `${count} more elsewhere: show all`);
      button.type = "button";
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => {
        map.fitBounds(bounds);
        this.remove();
        map.getContainer().focus();
      });
      return button;
    },
  });
  new Rest({ position: "bottomleft" }).addTo(map);
}

function opened(popup) {
  const element = popup.getElement();
  element.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", "Close");
  element.querySelector(".place-popup a")?.focus({ preventScroll: true });
}

export function draw(L, map, data) {
  const pane = map.createPane("basemap");
  pane.style.zIndex = 150;
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");
  const renderer = L.svg({ pane: "basemap", padding: 0.4 });
  const layer = (make, lines, name) =>
    make(lines.map((line) => decoded(line, data.scale)), {
      renderer, pane: "basemap", className: `basemap-${name}`, interactive: false, smoothFactor: 0.7,
    });
  const polygon = (lines, name) => layer(L.polygon, lines, name);
  const polyline = (lines, name) => layer(L.polyline, lines, name);

  polygon(data.land, "land").addTo(map);
  const detail = [];
  for (const [zoom, lines] of Object.entries(data.rivers)) {
    detail.push([zoom - EARLIER, polyline(lines, "river")]);
  }
  for (const [zoom, lines] of Object.entries(data.lakes)) {
    detail.push([zoom - EARLIER, polygon(lines, "lake")]);
  }
  const borders = [polyline(data.borders, "border"), polyline(data.disputed, "disputed")];

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

// The inverse of onrecord.site.basemap.encoded().
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

function dressMarkers(L) {
  const { bindPopup, _initIcon } = L.Marker.prototype;
  L.Marker.mergeOptions({
    icon: L.divIcon({ className: "place-marker", iconSize: [18, 18], popupAnchor: [0, -6] }),
    riseOnHover: true,
  });
  L.Marker.include({
    bindPopup(content, options) {
      if (typeof content !== "string") return bindPopup.call(this, content, options);
      const { title, element } = rebuilt(content);
      this.options.title = title;
      return bindPopup.call(this, element, { ...POPUP, ...options });
    },
    _initIcon() {
      _initIcon.call(this);
      this._icon.setAttribute("role", "button");
      this._icon.setAttribute("aria-label", label(this));
    },
  });
}

function label(marker) {
  if (!marker.getChildCount) return marker.options.title ?? "A place";
  const titles = marker.getAllChildMarkers().map((child) => child.options.title).filter(Boolean);
  const some = titles.slice(0, 3).join(", ");
  return `${marker.getChildCount()} close together: ${some}${titles.length > 3 ? " …" : ""}`;
}

// From the HTML that datasette-cluster-map has made, parsed where nothing loads or runs, to elements that
// hold its text and at most one link.
function rebuilt(html) {
  const given = new DOMParser().parseFromString(html, "text/html");
  const element = create("div", "place-popup");
  const rows = given.querySelector("dl");
  if (rows) {
    const list = element.appendChild(create("dl", "place-row"));
    rows.querySelectorAll("dt, dd").forEach((row) => {
      list.appendChild(create(row.localName, "", row.textContent));
    });
    return { title: named(rows), element };
  }
  const title = given.querySelector("strong")?.textContent ?? "";
  const link = checked(given.querySelector("a")?.getAttribute("href"));
  const heading = element.appendChild(create("p", "place-title"));
  if (link) {
    const anchor = heading.appendChild(create("a", "", title || link.host));
    anchor.href = link.href;
    anchor.rel = "noopener noreferrer nofollow";
  } else {
    heading.textContent = title;
  }
  const description = [...given.querySelectorAll("p")].find((p) => !p.querySelector("strong"));
  if (description) element.appendChild(create("p", "place-text", description.textContent));
  return { title, element };
}

function named(rows) {
  const terms = [...rows.querySelectorAll("dt")];
  const term = terms.find((dt) => /^(name|title|statement)$/.test(dt.textContent)) ?? terms[0];
  return term?.nextElementSibling?.textContent ?? "";
}

function checked(href) {
  if (!href || !URL.canParse(href, location.href)) return null;
  const url = new URL(href, location.href);
  return ["http:", "https:"].includes(url.protocol) ? url : null;
}

function create(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
