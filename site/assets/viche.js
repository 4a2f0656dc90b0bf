// What a keyboard needs besides what works without a script.
"use strict";

// The switches of drawer and menus are checkboxes: Enter works them like Space, Escape closes all.
document.addEventListener("keydown", (event) => {
  const drawer = document.getElementById("__drawer");
  const at = document.activeElement;
  if (event.key === "Escape" && drawer.checked) {
    drawer.click();
    drawer.focus();
  } else if (event.key === "Enter" && at.matches("input.md-toggle")) {
    event.preventDefault();
    at.click();
  }
});

// A table that is wider than the window can be scrolled with the keyboard, and says what it is.
function reachTables() {
  let heading = null;
  for (const each of document.querySelectorAll(".md-content :is(h1, h2, h3, .md-typeset__scrollwrap)")) {
    if (!each.matches(".md-typeset__scrollwrap")) {
      heading = each;
    } else if (each.scrollWidth > each.clientWidth) {
      each.tabIndex = 0;
      each.setAttribute("role", "group");
      if (heading) each.setAttribute("aria-label", heading.firstChild.textContent);
    } else {
      each.removeAttribute("tabindex");
      each.removeAttribute("role");
      each.removeAttribute("aria-label");
    }
  }
}
addEventListener("load", reachTables);
addEventListener("resize", reachTables);
