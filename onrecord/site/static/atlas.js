// The map page's map: the places of the list beside it, drawn from the data in the page. Without it the list
// says the same. Nothing is built from HTML: what a popup shows is a copy of the list's own elements.

import { draw, furnish, load } from "./map.js";
import { Names } from "./names.js";

const data = document.getElementById("atlas-places");
const container = document.getElementById("atlas");
const CREDITS = [
  ["Natural Earth", "https://www.naturalearthdata.com/"],
  ["GeoNames", "https://www.geonames.org/"],
];

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
  const markers = new Map(places.map((place) => [place.id, marker(L, map, place)]));
  listen(map, markers);
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

// Larger circles lie under smaller ones, so that each can be reached.
function marker(L, map, place) {
  const icon = L.divIcon({
    className: `place-marker precision-${place.precision}`,
    iconSize: [2 * place.size, 2 * place.size],
    popupAnchor: [0, -place.size / 2],
  });
  const name = `${place.name}, ${place.claims} ${place.claims === 1 ? "claim" : "claims"}`;
  const made = L.marker(place.point, { icon, title: place.name, zIndexOffset: 1000 - 40 * place.size, riseOnHover: true });
  made.bindPopup(() => told(place.id), { maxWidth: 320, minWidth: 220, maxHeight: 300 });
  made.addTo(map);
  const element = made.getElement();
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", name);
  return made;
}

function told(id) {
  const element = document.createElement("div");
  element.className = "place-popup";
  for (const child of document.getElementById(`place-${id}`).children) {
    if (child.localName !== "button") element.append(child.cloneNode(true));
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

function listen(map, markers) {
  for (const [id, made] of markers) {
    const item = document.getElementById(`place-${id}`);
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "show-on-map", textContent: "Show on the map" });
    button.setAttribute("aria-label", `Show on the map: ${made.options.title}`);
    button.addEventListener("click", () => {
      map.setView(made.getLatLng(), Math.max(map.getZoom(), 7), { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
      made.openPopup();
      container.scrollIntoView({ block: "nearest" });
    });
    item.append(button);
    item.addEventListener("mouseenter", () => made.getElement()?.classList.add("is-named"));
    item.addEventListener("mouseleave", () => made.getElement()?.classList.remove("is-named"));
  }
}
