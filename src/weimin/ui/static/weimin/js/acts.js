// Keys 1–9 for the acts that the law allows now, j and k through the list, / to the search.
// A number arms an act; the same number again or Enter does it, so that no slip of a finger decides a case.
// Single keys can be turned off (WCAG 2.1.4); the choice stays on this machine.
const STORE = "weimin-keys";
let started = false;

const enabled = () => localStorage.getItem(STORE) !== "off";

export function startActs(root) {
  for (const note of root.querySelectorAll("[data-keys-note]")) offer(note);
  if (started) return;
  started = true;
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusout", () => disarm());
}

function offer(note) {
  const toggle = note.querySelector("[data-keys-toggle]");
  const show = () => {
    toggle.textContent = enabled() ? toggle.dataset.on : toggle.dataset.off;
  };
  note.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    localStorage.setItem(STORE, enabled() ? "off" : "on");
    show();
  });
}

function onKey(event) {
  if (!enabled() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog")) return;
  if (/^[1-9]$/.test(event.key)) arm(event);
  else if (event.key === "j" || event.key === "k") walk(event);
  else if (event.key === "/") search(event);
}

function arm(event) {
  const act = document.querySelector(`[data-acts] [data-key="${event.key}"]`);
  if (!act) return;
  event.preventDefault();
  if (act.classList.contains("armed")) {
    act.click();
    return;
  }
  act.focus();
  act.classList.add("armed");
}

function disarm() {
  for (const act of document.querySelectorAll("[data-acts] .armed")) act.classList.remove("armed");
}

function walk(event) {
  const rows = [...document.querySelectorAll("[data-tasks] a")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row === document.activeElement);
  const start = here >= 0 ? here : rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = start + (event.key === "j" ? 1 : -1);
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
}

function search(event) {
  const box = document.querySelector(".search input");
  if (!box) return;
  event.preventDefault();
  box.focus();
}
