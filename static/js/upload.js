// While files are on their way: says so, and a second press does not send them twice.
"use strict";

const upload = document.querySelector("form[data-uploading]");
if (upload) {
  upload.addEventListener("submit", (event) => {
    if (upload.dataset.sent) {
      event.preventDefault();
      return;
    }
    upload.dataset.sent = "1";
    if ([...upload.querySelectorAll("input[type=file]")].some((field) => field.files.length)) {
      upload.querySelector("[data-upload-status]").textContent = upload.dataset.uploading;
    }
  });
  window.addEventListener("pageshow", () => { delete upload.dataset.sent; });
}
