// The form of a draft: says truthfully whether the text is saved, waits for a save under way, follows the focus.
// Saving itself is htmx's (attributes of the form); without JavaScript the buttons save.
"use strict";

const form = document.getElementById("draft");
const isSavedAsTyped = form && form.hasAttribute("hx-post");
const status = document.getElementById("draft-saved");
let edits = 0; // counts what was typed; `saved` is how far the portal has it
let saved = 0;
let underWay = 0;
let leaving = false;
let waiting = null; // the button that was pressed while a save was under way

const isDirty = () => edits > saved;
const say = (sentence) => {
  const line = document.createElement("span");
  line.className = "saved saved--failed";
  line.textContent = sentence;
  status.replaceChildren(line);
};

if (isSavedAsTyped) {
  form.addEventListener("input", () => { edits += 1; });
  if (form.hasAttribute("data-kept")) edits = 1;

  form.addEventListener("htmx:beforeRequest", (event) => {
    if ((leaving || waiting) && event.detail.elt === form) { // the button that was pressed saves everything
      event.preventDefault();
      return;
    }
    underWay += 1;
    event.detail.xhr.edits = edits;
    const swapsForm = event.detail.target.id === "draft-body";
    if (swapsForm) event.detail.target.inert = true; // what is typed into rows that are about to be replaced would be lost
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!form.contains(event.detail.elt) && event.detail.elt !== form && event.detail.target.id !== "draft-body") return;
    underWay = Math.max(0, underWay - 1);
    document.getElementById("draft-body").inert = false;
    if (event.detail.successful && event.detail.xhr.getResponseHeader("X-Draft") === "saved") saved = event.detail.xhr.edits;
    if (!underWay && waiting) {
      const button = waiting;
      waiting = null;
      form.requestSubmit(button.isConnected ? button : undefined);
    }
  });
  const tryAgain = (sentence) => {
    say(sentence);
    window.setTimeout(() => { if (isDirty()) window.htmx.trigger(form, "save-now"); }, 10000);
  };
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, () => tryAgain(form.dataset.offline));
  }
  document.body.addEventListener("htmx:responseError", () => say(form.dataset.refused));

  form.addEventListener("submit", (event) => {
    if (underWay) {
      event.preventDefault();
      waiting = event.submitter;
      return;
    }
    leaving = true;
    window.setTimeout(() => { leaving = false; }, 20000); // the person stopped the page from going
  });

  // Leaving before the last words were sent: send them along; if that cannot be, ask.
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !isDirty()) return;
    const failed = status.querySelector(".saved--failed");
    const words = new URLSearchParams(new FormData(form));
    if (failed || underWay || words.toString().length > 60000) {
      event.preventDefault();
      return;
    }
    fetch(window.location.pathname, { method: "POST", body: words, keepalive: true, headers: { "HX-Request": "true", "HX-Trigger": form.id } });
  });
}

// Where saving is a decision (somebody else was quicker) or no longer possible, leaving loses the text: ask first.
if (form && !isSavedAsTyped) {
  let decided = false;
  const decide = () => { decided = true; };
  form.addEventListener("submit", decide);
  for (const link of form.querySelectorAll(".form-actions a")) link.addEventListener("click", decide);
  window.addEventListener("beforeunload", (event) => { if (!decided) event.preventDefault(); });
}

document.body.addEventListener("focusOn", (event) => {
  const place = document.getElementById(event.detail.value);
  if (!place) return;
  const card = place.closest("fieldset") || place;
  card.scrollIntoView({ block: "nearest" });
  place.focus();
});
