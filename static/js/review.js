// The reviewing desk by keyboard and by pins. Without this: the same links, buttons and selects.
"use strict";

const paper = document.querySelector("[data-pins]");
const returning = document.querySelector("[data-return]");

// --- pins: a button at each place of the paper puts that place into a reason ---

const rowsOf = () => [...returning.querySelectorAll("select[name$='-place']")];
const codeOf = (place) => returning.querySelector(`[name="${place.name.replace(/-place$/, "-code")}"]`);
const knows = (select, value) => [...select.options].some((option) => option.value === value);

function pin(place) {
  returning.open = true;
  const rows = rowsOf();
  const row = rows.find((select) => !select.value && !codeOf(select).value) || rows[rows.length - 1];
  row.value = place;
  codeOf(row).focus();
}

function addPins() {
  const first = rowsOf()[0];
  paper.querySelectorAll("[id]").forEach((part) => { // a part of the paper bears its place as its id
    if (!knows(first, part.id)) return;
    const button = document.createElement("button");
    const name = (part.querySelector("h2, h3, h4") || part).textContent.trim().replace(/\s+/g, " ").slice(0, 80);
    button.type = "button";
    button.className = "pin no-print";
    button.title = paper.dataset.pins;
    button.setAttribute("aria-label", `${paper.dataset.pins}: ${name}`);
    button.addEventListener("click", () => pin(part.id));
    const holder = part.cells?.[0] ?? part.querySelector(":scope > dt") ?? part; // rows hold cells alone, terms their dt
    holder.prepend(button);
  });
}

if (paper && returning) addPins();

// --- keys: j next, k before, a to the button that accepts, r to the reasons ---

function act(key) {
  if (key === "j" || key === "k") {
    const link = document.querySelector(`.review__nav a[rel=${key === "j" ? "next" : "prev"}]`);
    if (link) link.click();
  } else if (key === "a") {
    document.querySelector("[data-key=a]")?.focus();
  } else if (key === "r" && returning) {
    returning.open = true;
    returning.querySelector("select")?.focus();
  }
}

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (writing || event.ctrlKey || event.altKey || event.metaKey || !"jkar".includes(event.key)) return;
  event.preventDefault();
  act(event.key);
});
