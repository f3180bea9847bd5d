// SPDX-License-Identifier: AGPL-3.0-or-later
/** "All on this page" in a table, the number chosen beside the bulk actions, and a bar that waits for the first choice. */
export function selection(root) {
  for (const form of root.querySelectorAll("[data-select]")) {
    const boxes = [...form.elements].filter((box) => box.type === "checkbox" && !("all" in box.dataset));
    const all = [...form.elements].find((box) => "all" in box.dataset);
    const number = form.querySelector("[data-chosen]");
    const bar = form.querySelector("[data-waits]");
    let last = null;
    const show = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      if (number) number.textContent = String(chosen);
      if (bar) bar.hidden = !chosen;
      if (all) {
        all.checked = chosen > 0 && chosen === boxes.length;
        all.indeterminate = chosen > 0 && !all.checked;
      }
    };
    // With the shift key all boxes from the last one pressed to this one become as this one is.
    document.addEventListener("click", (event) => {
      const at = boxes.indexOf(event.target);
      if (at < 0) return;
      const from = event.shiftKey && last !== null ? last : at;
      for (const box of boxes.slice(Math.min(from, at), Math.max(from, at) + 1)) box.checked = event.target.checked;
      last = at;
      show();
    });
    document.addEventListener("change", (event) => {
      if (event.target === all) for (const box of boxes) box.checked = all.checked;
      if (event.target.form === form) show();
    });
    if (all) all.hidden = false;
    addEventListener("pageshow", show); // coming back, the browser ticks again what was ticked
    show();
  }
}
