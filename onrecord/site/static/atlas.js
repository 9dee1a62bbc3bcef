// The map page's map: the places of the list beside it, drawn from the data in the page. Without it the list
// says the same. Nothing is built from HTML: what a popup shows is a copy of the list's own elements.

import { grouped, zoomAlone } from "./groups.js";
import { draw, furnish, load } from "./map.js";
import { Names } from "./names.js";

const data = document.getElementById("atlas-places");
const container = document.getElementById("atlas");
const POPUP = { maxWidth: 320, minWidth: 220, maxHeight: 300 };
const CREDITS = [
  ["Natural Earth", "https://www.naturalearthdata.com/"],
  ["GeoNames", "https://www.geonames.org/"],
];
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

if (data && container) start(JSON.parse(data.textContent));

async function start(places) {
  const shapes = load("shapes.json");
  const names = load("names.json");
  const leaflet = document.querySelector('link[href*="datasette-leaflet"]').href.replace(/\.css$/, ".js");
  await import(leaflet);
  const { L } = window;
  const map = L.map(container, { maxZoom: 12, minZoom: 1 });
  map.attributionControl.setPrefix("").addAttribution("Natural Earth · GeoNames");
  credit(map.attributionControl.getContainer());
  furnish(L, map, "Map of the places in the list");
  frame(L, map, places);
  const markers = new Markers(L, map, places);
  offer(L, map, places, markers);
  draw(L, map, await shapes);
  new Names(L, map, await names);
  container.dataset.ready = "yes";
}

function credit(element) {
  const links = CREDITS.flatMap(([name, href], index) => {
    const link = document.createElement("a");
    Object.assign(link, { href, textContent: name });
    return index ? [" · ", link] : [link];
  });
  element.replaceChildren(...links);
}

// One marker for each group of places, made anew whenever the zoom changes; the focus stays with its place.
class Markers {
  constructor(L, map, places) {
    Object.assign(this, { L, map, places, layer: L.layerGroup().addTo(map), wanted: null });
    this.make();
    map.on("zoomend", () => this.make());
  }

  make() {
    const focused = this.wanted ?? container.querySelector(".leaflet-marker-icon:focus")?.dataset.places.split(" ")[0];
    this.wanted = null;
    this.layer.clearLayers();
    this.elements = new Map();
    for (const group of grouped(this.map, this.places, this.map.getZoom())) {
      const element = this.add(group);
      for (const { id } of group.places) this.elements.set(id, element);
    }
    if (focused) this.elements.get(focused)?.focus({ preventScroll: true });
  }

  add(group) {
    const { L, map } = this;
    const alone = group.places.length === 1;
    const size = 2 * group.half;
    const icon = L.divIcon({
      className: "atlas-marker", html: dot(group), iconSize: [size, size], popupAnchor: [0, -group.radius / 2],
    });
    const point = map.unproject([group.x, group.y], map.getZoom());
    const marker = L.marker(point, { icon, title: alone ? group.places[0].name : "", riseOnHover: true });
    if (alone) marker.bindPopup(() => told(group.places), POPUP);
    else marker.on("click", () => this.part(group)).on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && this.part(group));
    marker.addTo(this.layer);
    const element = marker.getElement();
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", named(group.places));
    element.dataset.places = group.places.map(({ id }) => id).join(" ");
    return element;
  }

  // Nearer, until the places stand apart; those that never do are told together.
  part(group) {
    const { L, map } = this;
    const [{ id }] = group.places;
    const bounds = L.latLngBounds(group.places.map(({ point }) => point));
    const nearer = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds.pad(0.3))));
    if (nearer <= map.getZoom()) {
      this.tell(group.places);
      return;
    }
    this.wanted = id;
    map.setView(bounds.getCenter(), nearer, { animate: !STILL.matches });
  }

  tell(places) {
    this.L.popup(POPUP).setLatLng(places[0].point).setContent(told(places)).openOn(this.map);
  }
}

function dot({ places, radius }) {
  const element = document.createElement("span");
  element.className = places.length === 1 ? `atlas-dot precision-${places[0].precision}` : "atlas-dot atlas-group";
  Object.assign(element.style, { height: `${2 * radius}px`, width: `${2 * radius}px` });
  if (places.length > 1) element.textContent = places.length;
  return element;
}

function named(places) {
  if (places.length === 1) return `${places[0].name}, ${places[0].claims} ${places[0].claims === 1 ? "claim" : "claims"}`;
  const some = places.slice(0, 3).map(({ name }) => name).join(", ");
  return `${places.length} places close together: ${some}${places.length > 3 ? " …" : ""}`;
}

function told(places) {
  const element = document.createElement("div");
  element.className = "place-popup";
  for (const { id } of places) {
    for (const child of document.getElementById(`place-${id}`).children) {
      if (child.localName !== "button") element.append(child.cloneNode(true));
    }
  }
  return element;
}

// Most of the places: a stray one far away does not make dots of all others.
function frame(L, map, places) {
  const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const centre = [middle(places.map(({ point }) => point[0])), middle(places.map(({ point }) => point[1]))];
  const away = places.map(({ point }) => map.options.crs.distance(L.latLng(point), L.latLng(centre)));
  const reach = 1.5 * [...away].sort((a, b) => a - b)[Math.ceil(places.length * 0.8) - 1];
  const near = places.filter((_, index) => away[index] <= reach);
  map.fitBounds(L.latLngBounds((near.length ? near : places).map(({ point }) => point)), { padding: [40, 40], maxZoom: 8 });
}

// Each place of the list leads to its place on the map.
function offer(L, map, places, markers) {
  for (const place of places) {
    const item = document.getElementById(`place-${place.id}`);
    item.querySelector(".show-on-map").addEventListener("click", () => {
      const zoom = zoomAlone(map, places, place.id, Math.max(map.getZoom(), 7), map.getMaxZoom());
      map.setView(place.point, zoom ?? map.getMaxZoom(), { animate: !STILL.matches });
      markers.tell([place]);
      container.scrollIntoView({ block: "nearest" });
    });
    item.addEventListener("mouseenter", () => markers.elements.get(place.id)?.classList.add("is-named"));
    item.addEventListener("mouseleave", () => markers.elements.get(place.id)?.classList.remove("is-named"));
  }
}
