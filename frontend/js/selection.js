// SPDX-License-Identifier: AGPL-3.0-or-later
/** "All on this page" in a table, and the number chosen beside the bulk actions. */
export function selection(root) {
  for (const form of root.querySelectorAll("[data-select]")) {
    const boxes = () => [...document.querySelectorAll(`input[type=checkbox][form="${form.id}"]:not([data-all])`)];
    const all = document.querySelector(`[data-all][form="${form.id}"]`);
    const number = form.querySelector("[data-chosen]");
    const show = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      if (number) number.textContent = String(chosen);
      if (all) {
        all.checked = chosen > 0 && chosen === boxes().length;
        all.indeterminate = chosen > 0 && !all.checked;
      }
    };
    document.addEventListener("change", (event) => {
      if (event.target === all) for (const box of boxes()) box.checked = all.checked;
      if (event.target.form === form) show();
    });
    if (all) all.hidden = false;
    show();
  }
}
