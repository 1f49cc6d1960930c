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

// A photo of a phone is larger than the portal keeps it: made small before it is sent, it takes a tenth of the time, and
// where it was taken never leaves the phone. What cannot be made small is sent as it is; the portal draws it anew anyway.
const LONGEST = 2000;

async function small(file) {
  const bitmap = await createImageBitmap(file);
  const scale = LONGEST / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1 && /^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * Math.min(scale, 1));
  canvas.height = Math.round(bitmap.height * Math.min(scale, 1));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.9); });
  return blob ? new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" }) : file;
}

async function shrink(field) {
  const chosen = [...field.files];
  delete field.dataset.small;
  const kept = new DataTransfer();
  for (const file of chosen) kept.items.add(await small(file).catch(() => file)); // one after the other: phones have little memory
  if (chosen.length !== field.files.length || chosen.some((file, place) => file !== field.files[place])) return; // chosen anew meanwhile
  field.files = kept.files;
  field.dataset.small = "";
}

for (const field of document.querySelectorAll("input[type=file][accept^='image/']")) {
  field.addEventListener("change", () => { shrink(field); });
}
