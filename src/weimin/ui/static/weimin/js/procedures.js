// Brings the token of a long procedure into the middle of its frame.

export function startProcedures(root) {
  for (const frame of root.querySelectorAll(".procedure-figure.wide")) {
    const token = frame.querySelector(".now");
    if (!token) continue;
    const [outer, inner] = [frame.getBoundingClientRect(), token.getBoundingClientRect()];
    frame.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    frame.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
  }
}
