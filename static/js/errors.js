// The error summary takes the focus; its links go to the field and put the cursor there.
"use strict";

const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    (document.querySelector(`label[for='${CSS.escape(target.id)}']`) || target).scrollIntoView({ block: "start" });
    (field || target).focus({ preventScroll: true });
  });
}
