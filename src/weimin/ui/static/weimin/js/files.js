// What was chosen is shown at once, with a small picture; a form marked data-upload shows how far it has come.

export function startFiles(root) {
  for (const input of root.querySelectorAll("input[type=file][data-files]")) preview(input);
  for (const form of root.querySelectorAll("form[data-upload]")) form.addEventListener("submit", send);
}

function preview(input) {
  const list = document.getElementById(input.dataset.files);
  const drop = input.closest(".drop");
  input.addEventListener("change", () => {
    for (const old of list.querySelectorAll("[data-chosen]")) old.remove();
    for (const file of input.files) list.append(row(file));
    list.hidden = list.children.length === 0;
  });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
}

function row(file) {
  const item = document.createElement("li");
  item.dataset.chosen = "1";
  if (/^image\/(png|jpeg|webp)$/.test(file.type)) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    item.append(picture);
  }
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "small muted";
  size.textContent = readable(file.size);
  item.append(name, size);
  return item;
}

function readable(bytes) {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 1 ? `${Number(megabytes.toFixed(1))} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

/** Sends the form itself, so that its progress can be drawn; the answer is opened as if the browser had sent it. */
function send(event) {
  const form = event.currentTarget;
  if (![...form.querySelectorAll("input[type=file]")].some((input) => input.files.length)) return;
  event.preventDefault();
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  form.querySelector(".drop").after(bar);
  const answers = new FormData(form, event.submitter);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (step) => {
    if (step.lengthComputable) bar.value = (step.loaded / step.total) * 100;
  });
  request.addEventListener("load", () => open(request, form));
  request.addEventListener("error", () => form.submit());
  request.send(answers);
}

function open(request, form) {
  if (request.responseURL && request.responseURL !== form.action) {
    location.assign(request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.getElementById("main");
  if (!main) {
    location.reload();
    return;
  }
  document.title = page.title;
  document.getElementById("main").replaceWith(main);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: main } }));
}
