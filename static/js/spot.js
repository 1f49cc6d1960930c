// Inspectors on the spot: whatever is answered is kept on this phone until the portal has it, and sent again by itself.
// Each answer is a save of its own with a name of its own: sent twice it counts once; two inspectors never overrun each
// other, the second one is shown both answers. Without this script the page's one button saves.
"use strict";

const spotPage = document.querySelector("[data-spot]");
const STORE = `spot/${spotPage.dataset.person}/${spotPage.dataset.visit}/`;
const RETRY = 8000; // milliseconds between attempts while the line is down
const PATIENCE = 20000; // how long one attempt may take

// --- what is kept on the phone

const kept = new Map(); // where the browser keeps nothing for us, the page itself does
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(STORE + name)) || kept.get(name) || null;
  } catch { return kept.get(name) || null; }
};
const write = (name, item) => {
  kept.set(name, item);
  try { localStorage.setItem(STORE + name, JSON.stringify(item)); } catch { /* full or forbidden: the page has it */ }
};
const forget = (name) => {
  kept.delete(name);
  try { localStorage.removeItem(STORE + name); } catch { /* nothing was kept there */ }
};
const names = () => {
  const found = new Set(kept.keys());
  try {
    for (let place = 0; place < localStorage.length; place += 1) {
      const name = localStorage.key(place);
      if (name.startsWith(STORE)) found.add(name.slice(STORE.length));
    }
  } catch { /* see above */ }
  return [...found].sort();
};
const newName = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

// --- the answers of the page

const cards = new Map([...spotPage.querySelectorAll("[data-answer]")].map((card) => [`a${card.dataset.answer}`, card]));
const PARTS = ["verdict", "assessed", "complied", "note"];
const controls = (card, part) => [...card.querySelectorAll(`[name$="-${part}"]`)];
const valueOf = (card, part) => {
  const found = controls(card, part);
  if (part !== "verdict") return found.length ? found[0].value.trim() : "";
  const chosen = found.find((box) => box.checked);
  return chosen ? chosen.value : "";
};
const fieldsOf = (card) => Object.fromEntries(PARTS.map((part) => [part, valueOf(card, part)]));
const fill = (card, fields) => {
  for (const part of PARTS) {
    for (const control of controls(card, part)) {
      if (part === "verdict") control.checked = control.value === fields.verdict;
      else control.value = fields[part];
    }
  }
};
const isAnswered = (card) => {
  const said = fieldsOf(card);
  return Boolean(said.verdict || (said.assessed && said.complied));
};

// --- telling how things stand

const statusLine = document.getElementById("spot-status");
const answeredLine = document.getElementById("spot-answered");
let isOffline = false;
let isSignedOut = false;

const say = (card, text, kind) => {
  const line = card.querySelector("[data-told]");
  line.textContent = text;
  line.className = `spot-told${kind ? ` is-${kind}` : ""}`;
};
const tell = () => {
  const words = spotPage.dataset;
  const items = names().map(read).filter(Boolean);
  const waiting = items.filter((item) => item.state === "waiting").length;
  const open = items.filter((item) => item.state !== "waiting").length;
  let text = words.allSent;
  if (waiting) text = (isOffline ? words.offline : words.sending).replace("{n}", waiting);
  if (isSignedOut) text = words.signedOut;
  if (open) text += ` ${words.open.replace("{n}", open)}`;
  statusLine.textContent = text;
  statusLine.dataset.waiting = waiting;
  statusLine.dataset.open = open;
  statusLine.classList.toggle("is-late", Boolean(waiting && isOffline) || isSignedOut || Boolean(open));
  document.getElementById("spot-sign-in").hidden = !isSignedOut;
  const done = [...cards.values()].filter(isAnswered).length;
  answeredLine.textContent = `${done}/${cards.size}`;
};

const drawConflict = (name, item) => {
  const card = cards.get(name);
  const panel = card.querySelector("[data-conflict]");
  panel.hidden = !item || item.state !== "conflict";
  if (panel.hidden) return;
  const { theirs } = item;
  panel.querySelector("[data-theirs]").textContent = panel.dataset.words
    .replace("{who}", theirs.by).replace("{at}", theirs.at).replace("{what}", [theirs.words, theirs.note].filter(Boolean).join(" · "));
};

// --- sending

async function post(address, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  try {
    const token = document.querySelector("meta[name='csrf-token']").content;
    const headers = { "X-CSRFToken": token, "X-Spot": "1" };
    const response = await fetch(address, { method: "POST", body, headers, redirect: "manual", signal: giveUp.signal });
    const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (!isOurs && (response.type === "opaqueredirect" || response.status === 403)) return { state: "signed-out" };
    if (!isOurs) return { state: "failed" };
    return await response.json();
  } catch {
    return { state: "offline" };
  } finally {
    clearTimeout(timer);
  }
}

const stand = (card, told) => { // what the next save is based on
  card.dataset.version = told.version;
  for (const [part, value] of [["version", told.version], ["was", told.was]]) controls(card, part)[0].value = value;
};

async function sendAnswer(name, item) {
  const card = cards.get(name);
  const body = new URLSearchParams({ [`${name}-save`]: item.save, [`${name}-version`]: item.base, [`${name}-was`]: "" });
  for (const part of PARTS) body.set(`${name}-${part}`, item.fields[part]);
  const told = await post(card.dataset.url, body);
  const now = read(name);
  const isSame = now && now.save === item.save;
  if (told.state === "saved") {
    stand(card, told);
    if (isSame) {
      forget(name);
      if (PARTS.some((part) => String(told[part]) !== item.fields[part])) fill(card, told); // changed by somebody since
      say(card, spotPage.dataset.sent.replace("{at}", told.at).replace("{who}", told.by), "accepted");
    } else if (now) {
      write(name, { ...now, base: told.version }); // answered anew while this was under way
    }
  } else if (told.state === "conflict") {
    write(name, { ...(now || item), state: "conflict", theirs: told });
    drawConflict(name, read(name));
    say(card, "", "");
  } else if (["wrong", "refused"].includes(told.state) && isSame) {
    write(name, { ...item, state: told.state, text: told.text });
    say(card, told.text, "overdue");
  }
  return told.state;
}

const senders = [[/^a\d+$/, sendAnswer]]; // findings and the rest add theirs
let isSending = false;
let timer = 0;

async function flush() {
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  let again = true;
  while (again) {
    again = false;
    for (const name of names()) {
      const item = read(name);
      const sender = senders.find(([pattern]) => pattern.test(name));
      if (!item || item.state !== "waiting" || !sender) continue;
      const state = await sender[1](name, item);
      isSignedOut = state === "signed-out";
      isOffline = ["offline", "failed"].includes(state);
      if (isOffline || isSignedOut) { again = false; break; }
      again = true;
    }
    tell();
    if (isOffline || isSignedOut) break;
  }
  isSending = false;
  if (names().some((name) => (read(name) || {}).state === "waiting")) timer = setTimeout(flush, RETRY);
}

const take = (name, card) => { // an answer was given or changed
  const before = read(name);
  if (before && before.state === "conflict") return write(name, { ...before, fields: fieldsOf(card) });
  write(name, { save: newName(), base: Number(card.dataset.version), fields: fieldsOf(card), state: "waiting" });
  say(card, spotPage.dataset.kept, "");
  tell();
  return flush();
};

for (const [name, card] of cards) {
  let pause = 0;
  card.addEventListener("change", (event) => {
    if (!event.target.name || !event.target.name.startsWith(`${name}-`)) return;
    clearTimeout(pause);
    take(name, card);
  });
  card.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input[type=text]")) return;
    const item = read(name) || { base: Number(card.dataset.version) };
    if (item.state !== "conflict") write(name, { ...item, save: newName(), fields: fieldsOf(card), state: "waiting" });
    clearTimeout(pause);
    pause = setTimeout(() => take(name, card), 1200);
  });
  card.querySelector("[data-keep]").addEventListener("click", () => {
    const item = read(name);
    write(name, { save: newName(), base: item.theirs.version, fields: fieldsOf(card), state: "waiting" });
    drawConflict(name, null);
    flush();
  });
  card.querySelector("[data-take]").addEventListener("click", () => {
    const { theirs } = read(name);
    fill(card, theirs);
    stand(card, theirs);
    forget(name);
    drawConflict(name, null);
    tell();
  });
}

// --- what an earlier visit to this page could not send

for (const name of names()) {
  const item = read(name);
  const card = cards.get(name);
  if (!item || !card) continue;
  fill(card, item.fields);
  drawConflict(name, item);
  if (item.text) say(card, item.text, "overdue");
}
spotPage.addEventListener("submit", (event) => {
  if (event.target.id !== "spot-form") return;
  event.preventDefault(); // the one button of those without script; here it sends what waits
  flush();
});
window.addEventListener("online", flush);
window.addEventListener("load", () => { tell(); flush(); });
