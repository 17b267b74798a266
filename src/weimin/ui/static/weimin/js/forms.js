// One submit is one submit; what is typed is kept as it is given; long answers count down.
const REST = 1200; // ms without a key before an answer is kept

export function startForms(root) {
  for (const form of within(root, "form")) form.addEventListener("submit", once);
  for (const form of within(root, "form[data-autosave]")) autosave(form);
  for (const area of root.querySelectorAll("textarea[data-count]")) countDown(area);
}

function within(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  return root instanceof Element && root.matches(selector) ? [root, ...found] : found;
}

function once(event) {
  const form = event.currentTarget;
  if (form.matches("[hx-post], [data-hx-post]")) return;
  if (form.method === "get" || form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-busy", "true");
}

// A page taken back from the browser's memory must be usable again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll('.button[aria-busy="true"]')) button.removeAttribute("aria-busy");
});

/** Sends the form to data-autosave when typing rests; .saved says how it went, in the form's own words. */
function autosave(form) {
  const status = document.querySelector(".saved");
  let timer;
  const say = (state) => {
    if (!status) return;
    status.dataset.state = state;
    const clock = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    status.textContent = (form.dataset[state] ?? "").replace("{time}", clock);
  };
  const keep = async () => {
    say("saving");
    const answers = new FormData(form);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    try {
      const reply = await fetch(form.dataset.autosave, {
        method: "POST",
        body: answers,
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(10000),
      });
      say(reply.ok ? "saved" : "failed");
    } catch {
      say("failed");
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, REST);
  });
}

function countDown(area) {
  const note = document.getElementById(area.dataset.count);
  if (!note) return;
  const show = () => {
    note.textContent = `${[...area.value].length} / ${area.maxLength}`;
  };
  area.addEventListener("input", show);
}
