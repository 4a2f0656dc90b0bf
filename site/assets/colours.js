// The reader's choice of colours, before anything is drawn. It is all that a browser keeps of a
// visit, under one key for every page and language; who never chose has the system's colours.
"use strict";
(() => {
  const page = document.documentElement;
  try {
    const chosen = localStorage.getItem("viche.colours");
    if (chosen === "light" || chosen === "dark") page.dataset.colours = chosen;
  } catch {
    // Some browsers keep nothing for pages from a folder, or for anyone.
  }
})();
