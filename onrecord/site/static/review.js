// Keys for the review room. Every key presses a button of the page or opens one of its forms, which work by themselves.

const said = document.getElementById("said");
let busy = false;

// Whoever dictates, or types by accident, can turn the keys off; this browser remembers it.
const KEYS = "onrecord-review-keys";

function keysAreOn() {
  return localStorage.getItem(KEYS) !== "off";
}

function showKeys() {
  document.getElementById("keys-on").checked = keysAreOn();
}

function room() {
  return document.getElementById("room");
}

// Take what the server answers as the new content: the next claim, or why the form could not be taken.
async function submit(form, button) {
  if (busy) return;
  busy = true;
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-In-Place": "1" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("room");
    if (!next) throw new Error("This is no longer the review that you opened: reload the page.");
    history.replaceState(null, "", next.dataset.address);
    room().replaceWith(document.adoptNode(next));
    showKeys();
    const field = document.querySelector("#room details[open] :is(textarea, input:not([type=hidden]))");
    (field ?? document.getElementById("statement")).focus();
    if (matchMedia("(max-width: 36rem)").matches) room().scrollIntoView();
    else scrollTo(0, 0);
    said.textContent = `${next.dataset.said} ${document.getElementById("statement").textContent}`;
  } catch (error) {
    said.textContent = error instanceof TypeError ? "The review has stopped: start it again. Nothing decided is lost." : error.message;
    said.classList.remove("unseen");
  } finally {
    busy = false;
  }
}

function toggle(details, open = !details.open) {
  details.open = open;
  const field = details.querySelector("textarea, input:not([type=hidden])");
  (open && field ? field : details.querySelector("summary")).focus();
}

document.addEventListener("change", ({ target }) => {
  if (target.id === "keys-on") localStorage.setItem(KEYS, target.checked ? "on" : "off");
});

document.addEventListener("submit", (event) => {
  if (!room().contains(event.target)) return;
  event.preventDefault();
  submit(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const open = target.closest?.("#room details[open]");
  if (key === "Escape" && open) toggle(open, false);
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) target.form.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keysAreOn()) return;
  if (target.closest?.("input:not([type=checkbox]), textarea, select")) return;
  const wanted = room().querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("summary")) toggle(wanted.parentElement);
  else if (!busy) wanted.click();
});

showKeys();
