// In place of the inline scripts of Datasette's pages: read one setting, and close a menu on a click elsewhere.

const setting = document.querySelector('meta[name="datasette-allow-facet"]');
if (setting) window.DATASETTE_ALLOW_FACET = setting.content === "true";

document.body.addEventListener("click", ({ target }) => {
  const within = target.closest("details");
  for (const menu of document.querySelectorAll("details.nav-menu[open], details.actions-menu-links[open]")) {
    if (menu !== within) menu.open = false;
  }
});

// The menus of a table's columns work only with the mouse: give them a name, keyboard access and a way back.
const menu = [...document.querySelectorAll("body > .dropdown-menu")].pop();
let opener = null;

for (const icon of document.querySelectorAll("svg.dropdown-menu-icon")) {
  icon.setAttribute("role", "button");
  icon.setAttribute("tabindex", "0");
  icon.setAttribute("aria-label", `Actions for ${icon.closest("th").querySelector("a").textContent.trim()}`);
  icon.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    opener = icon;
    icon.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    [...menu.querySelectorAll("a")].find((link) => link.checkVisibility())?.focus();
  });
}

menu?.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  menu.style.display = "none";
  opener?.focus();
});
