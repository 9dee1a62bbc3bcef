// Layers over the text of a reading page. The text itself comes from the server and is never changed: each
// block is cut where spans begin and end, every piece knows all spans that cover it, and switching a layer
// only changes a class of the page. Blocks are cut as they come near the window, so that a long document
// opens as fast as a short one.

import { create } from "./elements.js";

const LAYERS = ["claims", "quotes", "attributions", "people", "places", "times", "citations", "issues"];
const TABLES = {
  claims: "claims", quotes: "quotes", attributions: "attributions", people: "actor_mentions",
  places: "location_mentions", times: "time_mentions", citations: "citations", issues: "text_issues",
};
const SWITCHES = [...LAYERS, "lines"];
const LANES = 3;
const APART = 4; // characters: as wide as a number of three digits
const FIRST_PART = 30000; // characters whose layers are asked for first, in a long document
const PART = 150000; // and then, repeatedly
const NO_ANSWER = "The server does not respond. Reload the page.";
const ASTRAL = /[\ud800-\udbff]/;

const reader = document.querySelector(".reader");
const text = reader.querySelector(".read-text");
const tools = reader.querySelector(".read-tools");
const panel = reader.querySelector(".panel");
const panelBody = panel.querySelector(".panel-body");
const status = reader.querySelector("[role=status]");
const find = reader.querySelector(".find");
const finds = reader.querySelector(".finds");

const blocks = [...text.querySelectorAll(".words")].map((element) => ({
  element, start: Number(element.dataset.start), end: Number(element.dataset.end), items: [],
  near: false, // to be drawn as soon as its layers are known
  drawn: false, // with all its layers
}));
const blockOf = new Map(blocks.map((block) => [block.element, block]));
const covering = new WeakMap();
const work = { segments: 0, steps: 0 };
const length = Number(reader.dataset.length);
const isLong = reader.classList.contains("long");

const byRow = new Map();
const counts = Object.fromEntries(LAYERS.map((layer) => [layer, 0]));
const lanes = { claims: [], attributions: [] };
let known = 0; // spans that start before this character are known
let finish;
const loaded = new Promise((resolve) => { finish = resolve; });
let chosen = null; // { row, start, end, one, title }
let overlay = [];
let asked = 0;
let looked = 0;

// ── where things are ──────────────────────────────────────────────────────────────────────────────────

// Part by part, in the order of the text: numbers and heights continue from the previous part.
function take(data) {
  for (const layer of LAYERS) {
    for (const [start, end, id, review, role] of data.layers[layer]) {
      const item = { layer, start, end, id, review, role, row: `${TABLES[layer]}/${id}`, number: ++counts[layer], lane: 0 };
      if (lanes[layer]) item.lane = lane(lanes[layer], item);
      if (!byRow.has(item.row)) byRow.set(item.row, item);
      place(item);
    }
  }
}

// Overlapping spans get lines at different heights; when those run out, they share a thick one.
function lane(free, item) {
  work.steps += 1;
  let found = free.findIndex((end) => end <= item.start);
  if (found < 0) found = Math.min(free.length, LANES);
  free[found] = Math.max(free[found] ?? 0, item.end);
  return found;
}

function place(item) {
  for (const block of within(item)) {
    work.steps += 1;
    block.items.push(item);
  }
}

// The blocks that a span overlaps.
function* within({ start, end }) {
  for (let index = blockAt(start); index < blocks.length && blocks[index].start < end; index += 1) yield blocks[index];
}

function blockAt(offset) {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blocks[middle].start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

// ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────

function draw(block) {
  const { element, start, end } = block;
  const words = element.textContent;
  // Offsets count code points; JavaScript counts UTF-16 units.
  const points = ASTRAL.test(words) ? [...words] : null;
  if ((points ?? words).length !== end - start) return; // never mark the wrong words
  const slice = (from, to) => (points ? points.slice(from - start, to - start).join("") : words.slice(from - start, to - start));
  const here = block.items.concat(overlay.filter((mark) => mark.start < end && mark.end > start));
  here.sort((a, b) => a.start - b.start);
  const edges = new Set([start, end]);
  for (const item of here) {
    if (item.start > start) edges.add(item.start);
    if (item.end < end) edges.add(item.end);
  }
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.row : null;
  const pieces = [];
  let active = [];
  let next = 0;
  let from = start;
  let numbers = { at: -Infinity };
  for (const to of [...edges].sort((a, b) => a - b).slice(1)) {
    active = active.filter((item) => item.end > from);
    while (next < here.length && here[next].start <= from) active.push(here[next++]);
    work.segments += 1;
    work.steps += active.length;
    const made = piece(slice(from, to), active, from);
    const begun = active.filter((item) => item.layer === "claims" && item.start === from);
    if (begun.length) numbers = number(made, from, numbers, begun.map((item) => marker(item, slice(from, Math.min(item.end, end)))));
    pieces.push(made);
    from = to;
  }
  element.replaceChildren(...pieces);
  block.near = true;
  block.drawn = end <= known;
  if (focused) element.querySelector(`[data-row="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function piece(words, active, from) {
  if (!active.length) return words;
  const element = document.createElement("span");
  element.className = ["s", ...new Set(active.map(className))].join(" ");
  element.textContent = words;
  for (const { role, start, layer } of active) {
    if (!layer && start === from && role !== "passage") element.dataset.role = role;
  }
  covering.set(element, active.filter((item) => item.layer));
  return element;
}

function className({ layer, review, role, lane }) {
  if (!layer) return `chosen-${role}`;
  const doubt = review === "proposed" ? "-proposed" : review === "rejected" ? "-rejected" : "";
  if (layer === "claims") return `claims-${lane}${doubt}`;
  if (layer === "attributions") return `attributions-${Math.min(lane, 1)}-${role}`;
  return layer;
}

// Numbers come after the words they belong to, so that both start on the same line; those too close together are joined.
function number(element, at, last, markers) {
  if (at - last.at < APART) {
    last.element.append(...markers);
    return last;
  }
  const numbers = create("span", "numbers");
  numbers.append(...markers);
  element.classList.add("numbered");
  element.append(numbers);
  return { at, element: numbers };
}

function marker(item, words) {
  const link = document.createElement("a");
  link.className = "marker";
  link.href = address(item.row, item.start, item.end);
  link.tabIndex = -1;
  link.dataset.row = item.row;
  link.dataset.number = item.number;
  link.setAttribute("aria-label", `Claim ${item.number}: ${words.replace(/\s+/g, " ").slice(0, 80)}`);
  if (chosen?.row === item.row) link.setAttribute("aria-current", "true");
  return link;
}

function drawAll() {
  blocks.filter((block) => !block.drawn).forEach(draw);
}

function drawNear() {
  blocks.filter((block) => block.near && !block.drawn && block.end <= known).forEach(draw);
}

function watch() {
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      for (const words of target.querySelectorAll(".words")) blockOf.get(words).near = true;
    }
    drawNear();
  }, { rootMargin: "100% 0px" });
  text.querySelectorAll(".stretch").forEach((stretch) => near.observe(stretch));
  window.addEventListener("beforeprint", drawAll);
}

// Load the next part of a long document, or all of a short one; return whether the server responded.
async function load() {
  const to = !isLong ? length : known ? known + PART : FIRST_PART;
  const { data } = await ask(isLong ? `${reader.dataset.layers}?from=${known}&to=${to}` : reader.dataset.layers);
  if (!data) {
    status.textContent = NO_ANSWER;
    return false;
  }
  take(data);
  known = Math.min(to, length);
  if (isLong) drawNear();
  else drawAll();
  return true;
}

// ── layers ──────────────────────────────────────────────────────────────────────────────────────────────

// The server has switched on the layers in the address; a browser may restore another state of the boxes.
function startLayers() {
  for (const box of tools.querySelectorAll("[name=layer]")) box.checked = reader.classList.contains(`on-${box.value}`);
}

function openSwitches() {
  const button = tools.elements.switches;
  button.setAttribute("aria-expanded", button.getAttribute("aria-expanded") === "false");
}

function visible() {
  return SWITCHES.filter((layer) => reader.classList.contains(`on-${layer}`));
}

function switchLayer({ target }) {
  if (target.name !== "layer") return;
  reader.classList.toggle(`on-${target.value}`, target.checked);
  remember();
}

// The address always opens the page as it looks now.
function remember() {
  const hash = chosen ? `#char=${chosen.start},${chosen.end}` : "";
  history.replaceState(null, "", query(chosen?.row ?? null) + hash);
}

function query(row) {
  const on = visible();
  const parts = [];
  if (row) parts.push(`row=${encodeURIComponent(row).replaceAll("%2F", "/")}`);
  if (on.join() !== reader.dataset.atFirst) parts.push(`layers=${on.join(",")}`);
  return location.pathname + (parts.length ? `?${parts.join("&")}` : "");
}

function address(row, start, end) {
  return `${query(row)}#char=${start},${end}`;
}

// ── choosing ────────────────────────────────────────────────────────────────────────────────────────────

// The response's status, 0 if the server can't be reached, and its data if the status is good.
async function ask(address) {
  try {
    const response = await fetch(address);
    return { code: response.status, data: response.ok ? await response.json() : null };
  } catch {
    return { code: 0, data: null };
  }
}

async function choose(question, { scroll = true, focus = false } = {}) {
  const turn = ++asked;
  const { code, data: about } = await ask(`${reader.dataset.panel}?${new URLSearchParams(question)}`);
  if (turn !== asked) return;
  if (!about) {
    status.textContent = code === 404 ? "This is not in the document." : NO_ANSWER;
    return;
  }
  show(about);
  if (scroll) bring(about.start, about.end);
  if (focus === "panel") panelBody.querySelector("h2").focus({ preventScroll: true });
  if (focus === "text") focusText(about.row);
}

function show(about) {
  const before = overlay;
  chosen = { row: about.row, start: about.start, end: about.end, one: about.one, title: about.title };
  overlay = [{ start: about.start, end: about.end, role: "passage" }, ...about.words];
  redraw(before.concat(overlay));
  reader.classList.add("choosing");
  fill(about);
  panel.hidden = false;
  say();
  if (about.layer) tools.elements.step.value = about.layer;
  if (about.layer) switchOn(about.layer);
  remember();
}

// The total is known once all layers are.
function say() {
  const item = byRow.get(chosen.row);
  const which = item && known === length ? ` ${item.number} of ${counts[item.layer]}` : "";
  status.textContent = `${chosen.one}${which}: ${chosen.title}`;
}

function switchOn(layer) {
  const box = tools.querySelector(`[value="${layer}"]`);
  box.checked = true;
  reader.classList.add(`on-${layer}`);
}

function close() {
  const row = chosen?.row;
  const before = overlay;
  asked += 1;
  chosen = null;
  overlay = [];
  redraw(before);
  reader.classList.remove("choosing");
  panel.hidden = true;
  status.textContent = "";
  remember();
  focusText(row);
}

function redraw(marks) {
  new Set(marks.flatMap((mark) => [...within(mark)])).forEach(draw);
}

function focusText(row) {
  const link = row && text.querySelector(`.marker[data-row="${CSS.escape(row)}"]`);
  (link && link.checkVisibility() ? link : text).focus({ preventScroll: true });
}

function bring(start, end) {
  const block = blocks[blockAt(start)];
  if (!block.drawn) draw(block);
  const see = () => (block.element.querySelector(".chosen-passage") ?? block.element).scrollIntoView({ block: "center" });
  see();
  // Blocks that were skipped until now take their real height only when they come near.
  if (isLong) requestAnimationFrame(() => requestAnimationFrame(see));
}

async function step(by) {
  await loaded;
  const layer = tools.elements.step.value;
  const list = [...byRow.values()].filter((item) => item.layer === layer);
  if (!list.length) {
    status.textContent = "There are none in this document.";
    return;
  }
  let index = list.findIndex(({ row }) => row === chosen?.row);
  if (index >= 0) index += by;
  else index = nearest(list, by);
  if (index < 0 || index >= list.length) {
    status.textContent = by > 0 ? "That was the last one." : "That was the first one.";
    return;
  }
  choose({ row: list[index].row }, { focus: reader.contains(document.activeElement) && !tools.contains(document.activeElement) ? "text" : false });
}

// From what is chosen, or from the first line in the window.
function nearest(list, by) {
  let from = chosen?.start;
  if (from === undefined) {
    const seen = blocks.find(({ element }) => element.getBoundingClientRect().bottom > tools.getBoundingClientRect().bottom);
    from = seen?.start ?? 0;
  }
  const after = list.findIndex(({ start }) => start >= from);
  if (by > 0) return after < 0 ? list.length : after;
  return (after < 0 ? list.length : after) - 1;
}

// ── the panel, built from text alone ────────────────────────────────────────────────────────────────────

function fill(about) {
  const kind = create("p", "panel-kind", about.one);
  if (about.badge) kind.append(" ", create("span", `badge badge-${about.status}`, about.badge));
  const title = create("h2", "panel-title");
  title.tabIndex = -1;
  title.append(about.href ? anchor(about.href, about.title) : about.title);
  const parts = [kind, title, list("panel-words", about.words.map(({ role, text: words }) => [role, words, null, `role role-${role}`]))];
  parts.push(list("panel-facts", about.facts.map(({ label, text: words, href }) => [label, words, href, ""])));
  if (about.href) {
    const more = create("p", "panel-row");
    more.append(anchor(about.href, `Everything about this ${about.one.toLowerCase()}`));
    parts.push(more);
  }
  if (about.here.length) parts.push(create("h3", "", "Also at these words"), beside(about.here));
  panelBody.replaceChildren(...parts);
  panel.scrollTop = 0;
}

function beside(here) {
  const element = create("ul", "panel-here");
  for (const { kind, title, href, row } of here) {
    const link = anchor(href, "");
    link.dataset.row = row;
    link.append(create("span", "panel-here-kind", kind), " ", create("span", "", title));
    element.appendChild(create("li")).append(link);
  }
  return element;
}

function list(name, entries) {
  const element = create("dl", name);
  for (const [term, words, href, className] of entries) {
    const entry = element.appendChild(create("div"));
    entry.append(create("dt", className, term));
    const value = entry.appendChild(create("dd"));
    value.append(href ? anchor(href, words) : words);
  }
  return element;
}

function anchor(href, words) {
  const element = create("a", "", words);
  element.href = href; // made by the server: always a path of this site
  return element;
}

// ── finding ─────────────────────────────────────────────────────────────────────────────────────────────

async function look(event) {
  event.preventDefault();
  const turn = ++looked;
  const words = find.elements._search.value.trim();
  if (!words) {
    finds.replaceChildren();
    return;
  }
  const { data } = await ask(`${reader.dataset.find}?${new URLSearchParams({ q: words })}`);
  if (turn !== looked) return;
  const { hits, more } = data ?? { hits: [] };
  const count = more ? `The first ${hits.length} claims` : hits.length === 1 ? "1 claim" : `${hits.length || "No"} claims`;
  const list = create("ol");
  for (const { title, who, href, row } of hits) {
    const entry = list.appendChild(create("li"));
    const link = entry.appendChild(anchor(href, title));
    link.dataset.row = row;
    entry.append(create("span", "", who ?? "Somebody unnamed"));
  }
  finds.replaceChildren(create("p", "", `${count} with these words`), ...(hits.length ? [list] : []));
  status.textContent = `${count} with these words`;
}

// ── input ───────────────────────────────────────────────────────────────────────────────────────────────

function clicked(event) {
  const link = event.target.closest("[data-row]");
  if (link && link !== reader) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const byKey = event.detail === 0;
    choose({ row: link.dataset.row }, { scroll: !text.contains(link) || link.closest(".margin"), focus: byKey ? "panel" : false });
    return;
  }
  if (!getSelection().isCollapsed) return;
  const on = new Set(visible());
  const found = (covering.get(event.target.closest(".s")) ?? []).filter(({ layer }) => on.has(layer));
  if (!found.length) return;
  const shortest = found.reduce((best, item) => (item.end - item.start < best.end - best.start ? item : best));
  choose({ row: shortest.row }, { scroll: false });
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && chosen) {
    close();
    return;
  }
  if (!text.contains(event.target) && !panel.contains(event.target)) return;
  const by = { n: 1, ArrowRight: 1, p: -1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  step(by);
}

function addressed() {
  const range = hashed();
  const row = new URLSearchParams(location.search).get("row") ?? reader.dataset.row;
  if (row && (!range || !chosen)) return choose({ row });
  const span = new URLSearchParams(location.search).get("span");
  if (span) return choose({ span });
  return range && choose({ char: range.join() });
}

// The range of characters at the end of the address, if there is one.
function hashed() {
  return /char=(\d+),(\d+)/.exec(location.hash)?.slice(1).map(Number);
}

async function start() {
  startLayers();
  tools.addEventListener("change", switchLayer);
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.elements.switches.addEventListener("click", openSwitches);
  find.addEventListener("submit", look);
  tools.elements.previous.addEventListener("click", () => step(-1));
  tools.elements.next.addEventListener("click", () => step(1));
  reader.addEventListener("click", clicked);
  reader.querySelector(".panel-close").addEventListener("click", close);
  document.addEventListener("keydown", pressed);
  if (isLong) watch();
  if (!(await load())) return;
  // The server has drawn the selection in the address, which stays visible until it is redrawn.
  await addressed();
  while (known < length) if (!(await load())) return;
  if (isLong && chosen) say();
  finish();
  window.addEventListener("hashchange", () => {
    const range = hashed();
    if (range && (range[0] !== chosen?.start || range[1] !== chosen?.end)) choose({ char: range.join() });
  });
  reader.dataset.ready = "true";
  reader.addEventListener("onrecord:count", () => Object.assign(reader.dataset, work));
}

start();
