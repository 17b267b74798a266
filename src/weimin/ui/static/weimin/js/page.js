// Messages that can be put away, the error summary's focus, printing with everything unfolded.

export function startPage(root) {
  for (const button of root.querySelectorAll("[data-dismiss]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.closest(".flash").remove();
      document.getElementById("main")?.focus();
    });
  }
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  const summary = root.querySelector("[data-focus]");
  if (summary && !summary.closest("[data-exhibit]")) summary.focus();
  if (root === document) unfoldForPrint();
}

function unfoldForPrint() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
}
