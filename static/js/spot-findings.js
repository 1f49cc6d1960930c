// Findings on the spot: text is kept on the phone like an answer, photos in the browser's own store, both sent later.
"use strict";

const dialog = document.getElementById("finding-dialog");
const findingForm = document.getElementById("finding-form");
const pictures = new Map(); // photo → file, where the browser has no store for us

const shelf = () => new Promise((done, fail) => {
  const ask = indexedDB.open("spot", 1);
  ask.onupgradeneeded = () => ask.result.createObjectStore("photos");
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => fail(ask.error);
});
const onShelf = async (mode, act) => {
  const store = await shelf();
  return new Promise((done, fail) => {
    const asked = act(store.transaction("photos", mode).objectStore("photos"));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  }).finally(() => store.close());
};
const putPhoto = async (name, file) => {
  pictures.set(name, file);
  await onShelf("readwrite", (photos) => photos.put(file, name)).catch(() => {});
};
const getPhoto = async (name) => pictures.get(name) || onShelf("readonly", (photos) => photos.get(name)).catch(() => null);
const dropPhoto = async (name) => {
  pictures.delete(name);
  await onShelf("readwrite", (photos) => photos.delete(name)).catch(() => {});
};

const drawFinding = (name, item) => {
  const list = spotPage.querySelector(`[data-findings="${item.clause}"]`);
  let line = document.getElementById(`local-${name}`);
  if (!line) {
    line = document.createElement("li");
    line.id = `local-${name}`;
    list.append(line);
  }
  const photos = item.photos.length ? ` · ${spotPage.dataset.photos.replace("{n}", item.photos.length)}` : "";
  const word = item.state === "sent" ? spotPage.dataset.findingSent : item.state === "waiting" ? spotPage.dataset.findingKept : "";
  line.textContent = `${item.severityWords}: ${item.text}${photos} · ${item.told || word}`;
};

async function sendFinding(name, item) {
  const body = new FormData();
  body.set("id", name.slice(1));
  for (const part of ["clause", "text", "severity"]) body.set(part, item[part]);
  for (const photo of item.photos) {
    const file = await getPhoto(photo.id);
    if (!file) continue;
    body.append("photos", file, photo.name);
    body.append("photo_id", photo.id);
  }
  const told = await post(spotPage.dataset.findingUrl, body);
  if (told.state === "saved") {
    forget(name);
    for (const photo of item.photos) await dropPhoto(photo.id);
    drawFinding(name, { ...item, state: "sent", told: told.text });
  } else if (["wrong", "refused"].includes(told.state)) {
    write(name, { ...item, state: told.state, told: told.text });
    drawFinding(name, read(name));
  }
  return told.state;
}
senders.push([/^f[0-9a-f-]{36}$/, sendFinding]);

for (const link of spotPage.querySelectorAll("[data-new-finding]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    findingForm.reset();
    findingForm.elements.clause.value = link.dataset.newFinding;
    findingForm.querySelector("[data-upload-status]").textContent = "";
    dialog.showModal();
  });
}
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
findingForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = findingForm.elements;
  if (!fields.text.value.trim()) {
    findingForm.querySelector("[data-upload-status]").textContent = spotPage.dataset.findingEmpty;
    fields.text.focus();
    return;
  }
  const name = `f${newName()}`;
  const severity = [...fields.severity].find((box) => box.checked);
  const photos = [...fields.photos.files].map((file) => ({ id: newName(), name: file.name, file }));
  for (const photo of photos) await putPhoto(photo.id, photo.file);
  write(name, {
    state: "waiting",
    clause: fields.clause.value,
    text: fields.text.value.trim(),
    severity: severity.value,
    severityWords: severity.closest("label").textContent.trim(),
    photos: photos.map((photo) => ({ id: photo.id, name: photo.name })),
  });
  drawFinding(name, read(name));
  dialog.close();
  tell();
  flush();
});

// --- who was there

const metWith = document.querySelector("[data-met]");
async function sendMet(name, item) {
  const told = await post(metWith.dataset.met, new URLSearchParams({ met_with: item.value }));
  const now = read(name);
  if (told.state === "saved" && now && now.value === item.value) forget(name);
  if (told.state === "refused") write(name, { ...item, state: "refused" });
  return told.state;
}
senders.push([/^met$/, sendMet]);
metWith.addEventListener("change", () => {
  write("met", { state: "waiting", value: metWith.value.trim() });
  tell();
  flush();
});

for (const name of names()) {
  const item = read(name);
  if (item && name === "met") metWith.value = item.value;
  if (item && name.startsWith("f")) drawFinding(name, item);
}
