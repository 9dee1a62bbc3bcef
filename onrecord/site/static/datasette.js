// What Datasette's pages do in inline scripts: read one setting, and close a menu when something else is clicked.

const setting = document.querySelector('meta[name="datasette-allow-facet"]');
if (setting) window.DATASETTE_ALLOW_FACET = setting.content === "true";

document.body.addEventListener("click", ({ target }) => {
  const within = target.closest("details");
  for (const menu of document.querySelectorAll("details.nav-menu[open], details.actions-menu-links[open]")) {
    if (menu !== within) menu.open = false;
  }
});
