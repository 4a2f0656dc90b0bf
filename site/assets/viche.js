// What the pages gain by a script; without it they lose nothing else.
"use strict";

// Colours: the button leads to the other ones. A choice that the system shares need not be kept.
const page = document.documentElement;
const darkSystem = matchMedia("(prefers-color-scheme: dark)");
const coloursButton = document.querySelector(".colours");
const coloursShown = () => page.dataset.colours || (darkSystem.matches ? "dark" : "light");

function nameColoursButton() {
  const shown = coloursShown();
  coloursButton.dataset.shown = shown;
  coloursButton.title = shown === "dark" ? coloursButton.dataset.light : coloursButton.dataset.dark;
  coloursButton.setAttribute("aria-label", coloursButton.title);
}

coloursButton.hidden = false;
nameColoursButton();
// Before iOS 14 only a page's elements could be listened to in this way.
if (darkSystem.addEventListener) darkSystem.addEventListener("change", nameColoursButton);
else darkSystem.addListener(nameColoursButton);
coloursButton.addEventListener("click", () => {
  const wanted = coloursShown() === "dark" ? "light" : "dark";
  const isSystem = wanted === (darkSystem.matches ? "dark" : "light");
  if (isSystem) delete page.dataset.colours;
  else page.dataset.colours = wanted;
  try {
    if (isSystem) localStorage.removeItem("viche.colours");
    else localStorage.setItem("viche.colours", wanted);
  } catch {
    // Then the choice holds for this page.
  }
  nameColoursButton();
});

// The menu: Escape closes it, and so does a step out of it.
const menu = document.querySelector(".menu");
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const leaving of ["focusin", "pointerdown"]) {
  document.addEventListener(leaving, (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}
menu.addEventListener("click", (event) => {
  if (event.target.closest("a")) menu.open = false;
});

// A table that is wider than the window can be scrolled with the keyboard, and says what it is.
function reachTables() {
  let heading = null;
  for (const each of document.querySelectorAll("main h1, main h2, main h3, main .table")) {
    if (!each.matches(".table")) {
      heading = each;
    } else if (each.scrollWidth > each.clientWidth) {
      each.tabIndex = 0;
      each.setAttribute("role", "group");
      if (heading) each.setAttribute("aria-label", heading.firstChild.textContent);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) each.removeAttribute(name);
    }
  }
}
addEventListener("load", reachTables);
addEventListener("resize", reachTables);

// Paper shows what is folded on the screen.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});
