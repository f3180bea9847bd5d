// SPDX-License-Identifier: AGPL-3.0-or-later
/** Says how much room is left in a text field once three quarters of it are used. The words come from the page. */
export function count(root) {
  for (const field of root.querySelectorAll("textarea[maxlength][data-left]")) {
    const note = document.createElement("p");
    note.className = "govuk-hint";
    note.setAttribute("aria-live", "polite");
    field.after(note);
    const show = () => {
      const left = field.maxLength - field.value.length;
      note.textContent = left < field.maxLength / 4 ? `${field.dataset.left} ${left}` : "";
    };
    field.addEventListener("input", show);
    show();
  }
}
