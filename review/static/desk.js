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

  const press = (selector) => {
    const button = document.querySelector(selector);
    if (button) button.click();
    return Boolean(button);
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    u: () => press("#undo button") || press(".done button"),
    a: () => press("#take"),
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
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (/^[1-5]$/.test(event.key)) {
      if (event.repeat) return; // a key held down must not rule on the next story unread
      if (press(`#decide .buttons button:nth-child(${event.key})`)) event.preventDefault();
      else if (at >= 0) rows[at].querySelector("a").click();
      return;
    }
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
