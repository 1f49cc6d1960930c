// Choosing an activity of the plan writes its title, as long as nothing else stands there. Without this the portal does it.
"use strict";

const planned = document.querySelector("select[name=plan_activity]");
const title = document.querySelector("input[name=title]");
if (planned && title) {
  let written = "";
  planned.addEventListener("change", () => {
    if (title.value.trim() && title.value !== written) return;
    written = planned.value ? planned.selectedOptions[0].textContent.trim() : "";
    title.value = written;
  });
}
