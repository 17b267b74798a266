// Everything here only helps: each page works without it. One small module per behaviour.
import { startActs } from "./acts.js";
import { startDialogs } from "./dialogs.js";
import { startFiles } from "./files.js";
import { startForms } from "./forms.js";
import { startPage } from "./page.js";
import { startPreferences } from "./preferences.js";
import { startProcedures } from "./procedures.js";

const parts = [startPage, startPreferences, startForms, startFiles, startDialogs, startActs, startProcedures];

/** Wakes the behaviours inside a piece of page; called again for what HTMX brings. */
function wake(root) {
  for (const start of parts) start(root);
}

wake(document);
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) wake(event.detail.elt);
});
