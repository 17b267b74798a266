// Theme and type size at once, without loading the page again; the server reads the same cookies.
const YEAR = 365 * 24 * 3600;

export function startPreferences(root) {
  for (const link of root.querySelectorAll("a[data-set]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      choose(link.dataset.set, link.dataset.value);
      if (link.dataset.other) flip(link);
    });
  }
}

function choose(name, value) {
  document.documentElement.dataset[name] = value;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `weimin_${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  for (const option of document.querySelectorAll(`.switches a[data-set="${name}"]`)) {
    if (option.dataset.value === value) option.setAttribute("aria-current", "true");
    else option.removeAttribute("aria-current");
  }
}

/** The one link in the header says what it would do next. */
function flip(link) {
  const words = link.textContent;
  link.textContent = link.dataset.other;
  link.dataset.other = words;
  link.dataset.value = link.dataset.value === "large" ? "normal" : "large";
}
