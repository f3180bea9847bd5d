// SPDX-License-Identifier: AGPL-3.0-or-later
/** Renews the part of a page that follows a long job, in place. Without script the page reloads itself. */
export function follow(root) {
  const part = root.querySelector("[data-follow]");
  if (!part) return;
  // The page's own reloading stands inside <noscript>, so the two never race.
  const again = async () => {
    try {
      const answer = await fetch(part.dataset.follow, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-follow]");
      if (!answer.ok || answer.redirected || !fresh) return location.reload();
      part.replaceChildren(...fresh.childNodes);
    } catch {
      // The network may come back; the next turn tries again.
    }
    setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
}
