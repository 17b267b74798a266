// What makes the desk quicker: phrases at the cursor, text kept while it is written, all rows ticked at once.
// Everything here can also be done without it.
const PAUSE = 1500;

for (const list of document.querySelectorAll("[data-phrases]")) {
  const form = list.closest("form");
  let place = form.querySelector("textarea");
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea")) place = event.target;
  });
  list.addEventListener("click", (event) => {
    const phrase = event.target.closest("[data-insert]");
    if (!phrase || !place) return;
    place.setRangeText(phrase.textContent, place.selectionStart, place.selectionEnd, "end");
    place.dispatchEvent(new Event("input", { bubbles: true }));
    place.focus();
  });
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  const told = form.querySelector("[data-kept]");
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    told.hidden = true;
    waiting = setTimeout(() => keep(form, told), PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

async function keep(form, told) {
  const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) }).catch(() => null);
  told.hidden = !answer?.ok;
}

for (const all of document.querySelectorAll("[data-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("table").querySelectorAll("[name=task]")) box.checked = all.checked;
  });
}
