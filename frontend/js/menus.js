// SPDX-License-Identifier: AGPL-3.0-or-later
/** Fills a menu, when it is first opened, with the links of the page that it leads to anyway. */
export function menus(root) {
  for (const menu of root.querySelectorAll("details[data-menu]")) {
    menu.addEventListener("toggle", async () => {
      const from = menu.dataset.menu;
      if (!menu.open || !from) return;
      menu.dataset.menu = "";
      try {
        const answer = await fetch(from, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const lines = [...page.querySelectorAll("a[data-part]")].map((link) => {
          const line = document.createElement("li");
          line.className = "saved";
          link.removeAttribute("data-part");
          line.append(document.adoptNode(link));
          return line;
        });
        menu.querySelector("ul").prepend(...lines);
      } catch {
        menu.dataset.menu = from; // the next opening tries again
      }
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
}
