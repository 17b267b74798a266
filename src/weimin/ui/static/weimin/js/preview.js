// Under `weimin preview`: shows the page anew when the city's files have changed, unless something was typed into it.
const banner = document.querySelector("[data-preview]");

/** Whether the person has put something into a form that a reload would lose. */
function written() {
  return [...document.querySelectorAll("input, textarea")].some((field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : field.type !== "hidden" && field.value !== field.defaultValue,
  );
}

async function look() {
  try {
    const answer = await fetch("/preview/state", { cache: "no-store" });
    if (!answer.ok) return;
    const { turn } = await answer.json();
    if (String(turn) === banner.dataset.preview) return;
    if (written()) banner.querySelector(".reload").hidden = false;
    else location.reload();
  } catch {
    // The preview was closed, or is not answering yet.
  }
}

if (banner) setInterval(look, 1000);
