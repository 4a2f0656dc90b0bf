// The page of lost addresses names everything from the root of its host. In a folder on a disk there
// is no such root, and whoever opens the page there has it in its place: its addresses made relative.
"use strict";
const root = document.currentScript.dataset.root;
if (location.protocol === "file:") {
  for (const name of ["href", "src"]) {
    for (const each of document.querySelectorAll(`body [${name}^="${root}"]`)) {
      const path = each.getAttribute(name).slice(root.length);
      each.setAttribute(name, path === "" || path.endsWith("/") ? `${path}index.html` : path);
    }
  }
}
