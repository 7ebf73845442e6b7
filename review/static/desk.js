// The keyboard of the desk. Every key has a button or a link on the page that does the same.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll(".queue .row")];
  let at = -1;

  const move = (step) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("here");
    at = Math.min(rows.length - 1, Math.max(0, at + step));
    rows[at].classList.add("here");
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };

  // Rows are marked by their boxes; with Shift, from the last one touched to this one.
  const boxes = [...document.querySelectorAll(".mark input")];
  const bulk = document.getElementById("bulk");
  let touched = -1;
  const marked = () => boxes.filter((box) => box.checked).length;

  const show = () => {
    if (!bulk) return;
    const count = marked();
    bulk.hidden = !count;
    bulk.classList.toggle("on", count > 0);
    document.getElementById("marked").textContent = count ? `(${count})` : "";
  };

  const mark = (box, { to = !box.checked, range = false } = {}) => {
    const here = boxes.indexOf(box);
    const from = range && touched >= 0 ? touched : here;
    for (const one of boxes.slice(Math.min(from, here), Math.max(from, here) + 1)) one.checked = to;
    touched = here;
    show();
  };

  const markHere = (range) => {
    if (at < 0) move(1);
    const box = rows[at]?.querySelector(".mark input");
    if (box) mark(box, range ? { to: true, range } : {});
  };

  for (const box of boxes) box.addEventListener("click", (event) => mark(box, { to: box.checked, range: event.shiftKey }));
  // Enter there would press a button of the form.
  for (const field of [...boxes, ...document.querySelectorAll("#bulk input")]) field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  addEventListener("pageshow", show);
  show();

  const take = () => {
    if (press("#take")) return;
    if (!marked() && at >= 0) markHere();
    if (marked()) press("#take-marked");
  };

  const unmark = () => { for (const box of boxes) box.checked = false; touched = -1; show(); };

  const press = (selector) => {
    const button = document.querySelector(selector);
    if (button) button.click();
    return Boolean(button);
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    u: () => press("#undo button") || press(".done button"),
    a: take,
    x: () => markHere(false),
    X: () => markHere(true),
    Escape: unmark,
    n: () => press("#next"),
    g: () => press("#home") || (location.href = "/"),
    "/": () => document.getElementById("q")?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  // Copying is told to the log first: what leaves the desk is always a line of it.
  const note = document.getElementById("note");
  const copy = document.getElementById("copy");
  if (note && copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async (event) => {
      event.preventDefault();
      const told = document.getElementById("copied");
      const body = new URLSearchParams(new FormData(note));
      body.set("form", "copy");
      try {
        const answer = await fetch(note.action, { method: "POST", body });
        if (!answer.ok) throw new Error(answer.status);
        await navigator.clipboard.writeText(note.elements.text.value);
        told.textContent = told.dataset.said;
      } catch { told.textContent = told.dataset.failed; }
    });
  }

  // On a narrow screen the rows come first; filters in use stay in sight.
  const filters = document.querySelector("details.narrow");
  if (filters && !("used" in filters.dataset) && matchMedia("(max-width: 40rem)").matches) filters.open = false;

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (/^[1-5]$/.test(event.key)) {
      if (event.repeat) return; // a key held down must not rule on the next story unread
      if (marked() ? press(`#bulk .buttons button:nth-child(${event.key})`) : press(`#decide .buttons button:nth-child(${event.key})`)) event.preventDefault();
      else if (at >= 0) rows[at].querySelector("a").click();
      return;
    }
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
