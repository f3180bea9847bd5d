// SPDX-License-Identifier: AGPL-3.0-or-later
/**
 * A card of the board may be dragged where its menu leads: dropped on a column, it opens the page that the menu's link
 * for that stage opens. Nothing is moved here; the page asks for what the step needs.
 */
export function board(root) {
  const place = root.querySelector("[data-board]");
  if (!place) return;
  const note = root.querySelector("[data-drag]");
  if (note) note.hidden = false;
  const columns = [...place.querySelectorAll("[data-stage]")];
  let card = null;
  const link = (column) =>
    [...card.querySelectorAll("a[href*='to=']")].find(
      (one) => new URL(one.href).searchParams.get("to") === column.dataset.stage,
    );
  const rest = () => {
    card?.classList.remove("is-held");
    card = null;
    for (const column of columns) column.classList.remove("takes", "takes-now");
  };
  for (const one of place.querySelectorAll(".board__card")) {
    if (!one.querySelector("a[href*='to=']")) continue;
    one.draggable = true;
    for (const inside of one.querySelectorAll("a")) inside.draggable = false;
  }
  place.addEventListener("dragstart", (event) => {
    card = event.target.closest(".board__card");
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // some browsers drag nothing that holds nothing
    card.classList.add("is-held");
    for (const column of columns) column.classList.toggle("takes", Boolean(link(column)));
  });
  place.addEventListener("dragover", (event) => {
    const over = card && event.target.closest("[data-stage]");
    for (const column of columns) column.classList.toggle("takes-now", column === over && Boolean(link(column)));
    if (over && link(over)) event.preventDefault();
  });
  place.addEventListener("drop", (event) => {
    const over = card && event.target.closest("[data-stage]");
    const to = over && link(over);
    if (!to) return;
    event.preventDefault();
    location.assign(to.href);
  });
  place.addEventListener("dragend", rest);
}
