// The map of the map page: the places of the list beside it, drawn from the data in the page. The list works
// without it. No text becomes HTML: popups show copies of the list's own elements.

import { FRAME, POPUP, crowd, firstNames, furnish, leaflet } from "./basemap.js";
import { create } from "./elements.js";
import { grouped, zoomAlone } from "./groups.js";

const data = document.getElementById("atlas-places");
const container = document.getElementById("atlas");
const CREDITS =
  '<a href="https://www.naturalearthdata.com/">Natural Earth</a> · <a href="https://www.geonames.org/">GeoNames</a>';
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

if (data && container) start(JSON.parse(data.textContent));

async function start(places) {
  const L = await leaflet(document.querySelector('link[href*="datasette-leaflet"]').href.replace(/\.css$/, ".js"));
  const map = L.map(container, { maxZoom: 12, minZoom: 1 });
  // Below the map, where no place can lie under it.
  container.after(map.attributionControl.setPrefix("").addAttribution(CREDITS).getContainer());
  furnish(L, map, "Map of the places in the list");
  map.fitBounds(crowd(L, map, places.map(({ point }) => point)), FRAME);
  offer(map, places, new Markers(L, map, places));
}

// One marker for each group of places, rebuilt whenever the zoom changes; the focus stays with its place.
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
    if (alone) marker.bindPopup(() => describe(group.places), POPUP);
    else marker.on("click", () => this.part(group)).on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && this.part(group));
    marker.addTo(this.layer);
    const element = marker.getElement();
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", label(group.places));
    element.dataset.places = group.places.map(({ id }) => id).join(" ");
    return element;
  }

  // Zoom in until the places are apart; those that never are get one popup.
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
    this.L.popup(POPUP).setLatLng(places[0].point).setContent(describe(places)).openOn(this.map);
  }
}

function dot({ places, radius }) {
  const alone = places.length === 1;
  const element = create("span", `atlas-dot ${alone ? `precision-${places[0].precision}` : "atlas-group"}`, alone ? "" : places.length);
  Object.assign(element.style, { height: `${2 * radius}px`, width: `${2 * radius}px` });
  return element;
}

function label(places) {
  if (places.length === 1) return `${places[0].name}, ${places[0].claims} ${places[0].claims === 1 ? "claim" : "claims"}`;
  return `${places.length} places close together: ${firstNames(places.map(({ name }) => name))}`;
}

function describe(places) {
  const element = create("div", "place-popup");
  for (const { id } of places) {
    for (const child of document.getElementById(`place-${id}`).children) {
      if (child.localName !== "button") element.append(child.cloneNode(true));
    }
  }
  return element;
}

// Each entry of the list shows its place on the map.
function offer(map, places, markers) {
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
