// The maps of datasette-cluster-map on Datasette's pages. Its script builds markers and popups from strings of HTML; here
// they are rebuilt from text, so that nothing in a document can become markup or a script.

import { FRAME, POPUP, crowd, firstNames, furnish, leaflet } from "./basemap.js";
import { create } from "./elements.js";

const WORLD = [[-58, -179], [78, 179]];

if (window.datasette?.leaflet) {
  leaflet(window.datasette.leaflet.JAVASCRIPT_URL).then((L) => {
    dressMarkers(L);
    L.Map.addInitHook(function () {
      prepare(L, this);
    });
  });
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

// A single marker is shown with its surroundings, and a map without markers shows the world; if a few lie far
// from all others, only the others are shown, with a button for the rest.
function startWhole(L, map) {
  const fit = map.fitBounds;
  map.fitBounds = function (bounds, options) {
    const given = L.latLngBounds(bounds);
    const all = given.isValid() ? given : L.latLngBounds(WORLD);
    if (this._loaded || all !== given) return fit.call(map, all, { padding: FRAME.padding, ...options });
    const places = positions(L, map);
    const most = crowd(L, map, places);
    const closer = map.getBoundsZoom(most) >= map.getBoundsZoom(all) + 2;
    if (closer) restButton(L, map, all, places.filter((place) => !most.contains(place)).length);
    return fit.call(map, closer ? most : all, FRAME);
  };
}

function positions(L, map) {
  const places = [];
  map.eachLayer((layer) => {
    if (layer instanceof L.MarkerClusterGroup) places.push(...layer.getLayers().map((one) => one.getLatLng()));
  });
  return places;
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
  return `${marker.getChildCount()} close together: ${firstNames(titles)}`;
}

// Turn datasette-cluster-map's HTML, parsed where nothing loads or runs, into elements with its text and at
// most one link.
function rebuilt(html) {
  const given = new DOMParser().parseFromString(html, "text/html");
  const element = create("div", "place-popup");
  const rows = given.querySelector("dl");
  if (rows) {
    const list = element.appendChild(create("dl", "place-row"));
    rows.querySelectorAll("dt, dd").forEach((row) => {
      list.appendChild(create(row.localName, "", row.textContent));
    });
    return { title: titleOf(rows), element };
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

function titleOf(rows) {
  const terms = [...rows.querySelectorAll("dt")];
  const term = terms.find((dt) => /^(name|title|statement)$/.test(dt.textContent)) ?? terms[0];
  return term?.nextElementSibling?.textContent ?? "";
}

function checked(href) {
  if (!href || !URL.canParse(href, location.href)) return null;
  const url = new URL(href, location.href);
  return ["http:", "https:"].includes(url.protocol) ? url : null;
}
