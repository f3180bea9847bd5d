// SPDX-License-Identifier: AGPL-3.0-or-later
/** A second click within two seconds does not send a form twice. The server holds its own guard too. */
export function sendOnce(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    const now = Date.now();
    if (form.method !== "post") return;
    if (now - Number(form.dataset.sent || 0) < 2000) event.preventDefault();
    else form.dataset.sent = String(now);
  });
}
