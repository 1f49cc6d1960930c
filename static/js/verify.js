// Compares a file with the check sums on the page, here in the browser: the file goes nowhere.
"use strict";

const check = document.querySelector("[data-verify]");
if (check && window.crypto && window.crypto.subtle) {
  const input = check.querySelector("input[type=file]");
  const answer = check.querySelector("[data-verify-answer]");
  const known = new Map([...document.querySelectorAll("[data-sha256]")].map((row) => [row.dataset.sha256, row.dataset.name]));
  check.hidden = false;

  const tell = (kind, words) => {
    answer.className = `notice notice--${kind}`;
    answer.querySelector("[data-verify-words]").textContent = words;
    answer.hidden = false;
  };
  const compare = async (file) => {
    const digest = await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const name = known.get(hex);
    if (name) tell("success", check.dataset.genuine.replace("{name}", name));
    else tell("error", check.dataset.unknown);
  };
  input.addEventListener("change", () => { if (input.files.length) compare(input.files[0]); });
  for (const kind of ["dragover", "dragenter"]) {
    check.addEventListener(kind, (event) => { event.preventDefault(); check.classList.add("is-over"); });
  }
  check.addEventListener("dragleave", () => check.classList.remove("is-over"));
  check.addEventListener("drop", (event) => {
    event.preventDefault();
    check.classList.remove("is-over");
    if (event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
  });
}
