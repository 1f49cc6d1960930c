// The matrix by keyboard: one stop for Tab, arrow keys from cell to cell; clusters fold. Without this, all is links.
"use strict";

const cellsOf = (table) => [...table.querySelectorAll("tbody td.cell a, tbody th[scope=row] a")];
const isSeen = (row) => !row.hidden && row.offsetParent !== null;

function neighbour(link, key) {
  const cell = link.closest("th, td");
  const row = cell.parentElement;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const step = key === "ArrowLeft" ? "previousElementSibling" : "nextElementSibling";
    for (let other = cell[step]; other; other = other[step]) {
      const found = other.querySelector("a");
      if (found) return found;
    }
    return null;
  }
  const rows = [...row.closest("table").tBodies].flatMap((body) => [...body.rows]);
  const step = key === "ArrowUp" ? -1 : 1;
  for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
    const found = isSeen(rows[at]) && !rows[at].matches(".matrix__cluster") && rows[at].cells[cell.cellIndex].querySelector("a");
    if (found) return found;
  }
  return null;
}

function edge(link, key) {
  const links = [...link.closest("tr").querySelectorAll("a")];
  return key === "Home" ? links[0] : links[links.length - 1];
}

function walk(table) {
  const cells = cellsOf(table);
  if (!cells.length) return;
  let current = cells[0];
  cells.forEach((link) => { link.tabIndex = link === current ? 0 : -1; });
  const take = (link) => {
    current.tabIndex = -1;
    current = link;
    current.tabIndex = 0;
  };
  table.addEventListener("focusin", (event) => { if (cells.includes(event.target)) take(event.target); });
  table.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !cells.includes(event.target)) return;
    const found = event.key.startsWith("Arrow") ? neighbour(event.target, event.key)
      : event.key === "Home" || event.key === "End" ? edge(event.target, event.key) : null;
    if (!found) return;
    event.preventDefault();
    take(found);
    found.focus();
    found.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function fold(body) {
  const head = body.querySelector(".matrix__cluster th");
  const rows = [...body.rows].slice(1);
  const name = head.querySelector("a").textContent;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "matrix__fold";
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-label", name);
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    rows.forEach((row) => { row.hidden = !open; });
  });
  head.prepend(button);
}

document.querySelectorAll("table[data-matrix]").forEach((table) => {
  walk(table);
  [...table.tBodies].forEach(fold);
});
document.querySelectorAll("[data-matrix-help]").forEach((help) => { help.hidden = false; });
