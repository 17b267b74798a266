// A card reader types the number and Enter: Enter in the number goes on to the name instead of sending the page.
const number = document.querySelector('form.dense [name="number"]');
number?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const name = number.form.elements.namedItem("name");
  if (!name || name.value) return;
  event.preventDefault();
  name.focus();
});
if (number && !number.value && !document.querySelector("[data-focus]")) number.focus();

// Enter in the search searches; anywhere else in the form it goes on.
const search = document.querySelector('form.dense [name="q"]');
search?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  search.form.querySelector('[name="search"]').click();
});

// Only what belongs to the chosen channel is shown; without this module everything is.
const ways = document.querySelector(".ways");
const choose = () => {
  const chosen = ways.querySelector('[name="channel"]:checked')?.value;
  for (const part of ways.querySelectorAll("[data-for]")) part.hidden = part.dataset.for !== chosen;
};
if (ways?.querySelector('[name="channel"]')) {
  ways.addEventListener("change", choose);
  choose();
}

// What was just taken in is printed at once; back or reload prints nothing a second time.
const address = new URL(location.href);
if (address.searchParams.has("new")) {
  address.searchParams.delete("new");
  history.replaceState(null, "", address);
  window.print();
}
