// Evidence: files go in pieces, each with its own bar. A line that drops costs the last piece; the same file chosen again,
// also after the page was loaded anew, goes on where it stopped. Without this the form sends the files by itself.
"use strict";

const FIRST_PIECE = 256 * 1024, LEAST_PIECE = 64 * 1024;
const PIECE_TIMEOUT = 60000, LONGEST_PAUSE = 30000;
const QUICK = 2000, SLOW = 8000; // milliseconds for a piece: then the next one is twice or half as large

const pause = (milliseconds) => new Promise((done) => {
  const timer = window.setTimeout(done, milliseconds);
  window.addEventListener("online", () => { window.clearTimeout(timer); done(); }, { once: true });
});
const token = () => document.querySelector("meta[name='csrf-token']").content;
const megabytes = (bytes) => (bytes / 2 ** 20).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

class Ended extends Error {} // the session is over: trying again by itself is of no use
class Refused extends Error {}

async function ask(url, options) {
  const limit = new AbortController();
  const timer = window.setTimeout(() => limit.abort(), PIECE_TIMEOUT);
  try {
    return await fetch(url, { ...options, signal: limit.signal, redirect: "manual", headers: { "X-CSRFToken": token(), "HX-Request": "true", ...options.headers } });
  } finally {
    window.clearTimeout(timer);
  }
}

// What tells a file from another of the same name and size: its content where the browser can reckon it, else its age.
async function markOf(file) {
  if (!window.crypto.subtle) return { mark: `t${file.lastModified}`, sha256: "" };
  const digest = new Uint8Array(await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { mark: sha256, sha256 };
}

class Sending {
  constructor(file, queue) {
    [this.file, this.queue, this.words] = [file, queue, queue.words];
    this.row = document.createElement("li");
    this.row.className = "queue__file";
    const name = document.createElement("span");
    name.className = "queue__name";
    name.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.max = file.size || 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", file.name);
    this.state = document.createElement("span");
    this.state.className = "queue__state";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "btn btn-link btn-sm";
    this.button.addEventListener("click", () => this.press());
    this.row.append(name, this.bar, this.state, this.button);
    this.say("waiting");
  }

  // state: waiting, sending, down, checking, taken; stopped, ended, refused need the person
  say(state, sentence = "") {
    this.now = state;
    this.row.dataset.state = state;
    const word = this.words[`words${state[0].toUpperCase()}${state.slice(1)}`];
    const far = `${megabytes(this.bar.value)} ${this.words.wordsOf} ${megabytes(this.file.size)} MB`;
    const line = { sending: `${word} · ${far}`, down: `${far} · ${word}`, refused: `${word}: ${sentence}` }[state] || word;
    this.state.textContent = line;
    this.button.hidden = ["checking", "taken"].includes(state);
    const isWaiting = ["stopped", "ended"].includes(state);
    this.button.textContent = isWaiting ? this.words.wordsGoOn : this.words.wordsGiveUp;
    const who = document.createElement("span");
    who.className = "visually-hidden";
    who.textContent = ` ${this.file.name}`;
    this.button.append(who);
    if (["down", "stopped", "ended", "refused"].includes(state)) this.queue.announce(`${this.file.name}: ${line}`);
  }

  press() {
    if (["stopped", "ended"].includes(this.now)) {
      this.say("waiting");
      this.queue.run();
      return;
    }
    this.isGivenUp = true;
    this.row.remove();
    this.queue.forget(this);
    if (this.url) ask(`${this.url}give-up/`, { method: "POST" }).catch(() => {});
  }

  async send() {
    try {
      await this.patiently(() => this.begin());
      while (this.bar.value < this.file.size && !this.isGivenUp) await this.patiently(() => this.piece());
      return !this.isGivenUp;
    } catch (error) {
      if (error instanceof Ended) this.say("ended");
      else if (error instanceof Refused) this.say("refused", error.message);
      else throw error;
      return false;
    }
  }

  // Try until it is done or the person gives up: 1, 2, 4 … 30 seconds apart, at once when the line comes back.
  async patiently(step) {
    for (let wait = 1000; !this.isGivenUp; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      try {
        return await step();
      } catch (error) {
        if (error instanceof Ended || error instanceof Refused) throw error;
        this.say("down");
        await pause(wait);
      }
    }
    return null;
  }

  async begin() {
    const about = { name: this.file.name, size: this.file.size, page: this.queue.form.getAttribute("action"), ...await markOf(this.file) };
    const answer = await this.answered(await ask(this.queue.begin, { method: "POST", body: JSON.stringify(about), headers: { "Content-Type": "application/json" } }));
    this.key = answer.id;
    this.url = `${this.queue.begin}${[answer.id.slice(0, 8), answer.id.slice(8, 12), answer.id.slice(12, 16), answer.id.slice(16, 20), answer.id.slice(20)].join("-")}/`;
    this.most = answer.piece;
    this.length = Math.min(FIRST_PIECE, this.most);
    this.bar.value = answer.offset;
    this.say("sending");
  }

  async piece() {
    const start = this.bar.value, began = performance.now();
    const body = this.file.slice(start, start + this.length);
    const answer = await this.answered(await ask(this.url, { method: "PATCH", body, headers: { "Upload-Offset": String(start), "Content-Type": "application/offset+octet-stream" } }));
    this.bar.value = answer.offset;
    const took = performance.now() - began;
    if (took < QUICK) this.length = Math.min(this.length * 2, this.most);
    if (took > SLOW) this.length = Math.max(this.length / 2, LEAST_PIECE);
    this.say("sending");
  }

  // 2xx: what was said; 409: the portal knows better how far it is; what cannot be helped by trying again is thrown on.
  async answered(response) {
    if (response.status === 401 || response.status === 403 || response.type === "opaqueredirect") throw new Ended();
    if (response.ok || response.status === 409) return response.json();
    if (response.status === 404) { // it lay about for too long and was thrown away
      await this.begin();
      return { offset: this.bar.value };
    }
    if ([413, 422, 429, 507].includes(response.status)) throw new Refused((await response.json()).sentence);
    throw new Error(`status ${response.status}`);
  }
}

class Queue {
  constructor(form) {
    this.form = form;
    this.list = form.querySelector("[data-queue]");
    this.status = form.querySelector("[data-upload-status]");
    this.said = form.querySelector("[data-upload-said]");
    this.field = form.querySelector("input[type=file]");
    this.words = form.querySelector("[data-words]").dataset;
    this.begin = form.dataset.upload;
    this.all = [];
    form.querySelector("[data-send]").hidden = true;
    this.field.addEventListener("change", () => this.add([...this.field.files]));
    for (const leaving of [form, document.getElementById("draft")]) {
      if (leaving) leaving.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    }
    if (this.field.files.length) this.add([...this.field.files]); // chosen on a slow line, before this was there
  }

  get open() { return this.all.filter((sending) => ["waiting", "sending", "down", "checking"].includes(sending.now)); }

  announce(sentence) { this.said.textContent = sentence; }

  forget(sending) {
    this.all = this.all.filter((other) => other !== sending);
    this.goOn();
  }

  add(files) {
    this.field.value = "";
    for (const file of files) {
      const sending = new Sending(file, this);
      this.all.push(sending);
      this.list.append(sending.row);
      for (const line of this.form.querySelectorAll("[data-unfinished]")) if (line.dataset.unfinished === file.name) line.remove();
      if (!this.isTaken(file)) sending.say("refused", this.words.wordsKind);
    }
    this.run();
  }

  isTaken(file) {
    const endings = this.field.accept.split(",");
    return endings.some((ending) => file.name.toLowerCase().endsWith(ending));
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    for (let next = this.next(); next; next = this.next()) {
      if (await next.send()) await this.hand(next);
    }
    this.isRunning = false;
    this.goOn();
  }

  next() { return this.all.find((sending) => sending.now === "waiting"); }

  // The file has come whole: ask the portal to look into it and let it stand here.
  async hand(sending) {
    sending.say("checking");
    const data = new FormData();
    data.append("action", "arrived");
    data.append("arrived", sending.key);
    try {
      const answer = await sending.patiently(async () => sending.answered(await ask(this.form.getAttribute("action"), { method: "POST", body: data })));
      if (!answer) return;
      this.show(answer);
      if (answer.refusals.length) {
        sending.url = ""; // the portal has thrown it away already
        sending.say("refused", answer.refusals.join(" ").replace(`${sending.file.name}: `, ""));
        return;
      }
      sending.say("taken");
      this.announce(`${sending.file.name}: ${this.words.wordsTaken}`);
      this.all = this.all.filter((other) => other !== sending);
      sending.row.remove();
    } catch (error) {
      if (!(error instanceof Ended) && !(error instanceof Refused)) throw error;
      sending.say(error instanceof Ended ? "ended" : "refused", error.message);
    }
  }

  show(answer) {
    const place = this.form.closest(".evidence").querySelector("[data-evidence-standing]");
    if (window.htmx) window.htmx.swap(place, answer.html, { swapStyle: "innerHTML" });
    else place.innerHTML = answer.html;
  }

  // A button that saves and goes on waits for the files; one that was refused keeps the page.
  submitted(event) {
    if (!this.open.length) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // what else waits for the form to go is not told: it does not go yet
    this.waiting = { form: event.currentTarget, button: event.submitter };
    this.status.textContent = this.words.wordsFinish;
  }

  goOn() {
    if (!this.waiting || this.open.length) return;
    const { form, button } = this.waiting;
    this.waiting = null;
    this.status.textContent = "";
    if (!this.all.length) form.requestSubmit(button.isConnected ? button : undefined);
  }
}

const queues = [...document.querySelectorAll("form[data-upload]")].map((form) => new Queue(form));
window.addEventListener("beforeunload", (event) => { if (queues.some((queue) => queue.open.length)) event.preventDefault(); });
