// A control with data-dialog asks on the page itself; without this module its own page or form asks.

export function startDialogs(root) {
  for (const control of root.querySelectorAll("[data-dialog]")) {
    const dialog = document.getElementById(control.dataset.dialog);
    if (!dialog?.showModal) continue;
    control.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  }
  for (const dialog of root.querySelectorAll("dialog:not(.dialog-sample)")) {
    dialog.addEventListener("click", (event) => {
      const closes = event.target === dialog || event.target.closest("[data-close]");
      if (!closes) return;
      event.preventDefault();
      dialog.close();
    });
  }
}
