// What was typed and is not yet known to be saved, kept in this browser per person, case, section and tab.
// docs/decisions/0008-backup-in-the-browser.md says why, for how long, and who can read it.
const PREFIX = "fluxus:draft:";
const LEFT = "fluxus:left";
const LONGEST = 24 * 60 * 60 * 1000;
const ALIVE_WITHOUT_LOCKS = 10 * 60 * 1000;

function area(name) {
  try {
    return window[name];
  } catch {
    return null; // storage is switched off: then the page itself is all there is
  }
}

const here = area("sessionStorage");
const shared = area("localStorage");

function keys(storage) {
  return storage ? Object.keys(storage).filter((key) => key.startsWith(PREFIX)) : [];
}

function get(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function put(storage, key, entry) {
  try {
    if (entry) storage?.setItem(key, JSON.stringify(entry));
    else storage?.removeItem(key);
  } catch {
    // Full: what is on the page is still there and goes on being saved to the server.
  }
}

// Forget what everybody typed here: somebody logs out on purpose, perhaps on a shared computer.
export function forgetAll() {
  for (const storage of [shared, here]) for (const key of keys(storage)) storage.removeItem(key);
  put(shared, LEFT, { at: Date.now() });
}

export function onLogOut(listener) {
  window.addEventListener("storage", (event) => {
    if (event.key === LEFT && event.newValue) listener();
  });
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A tab holds the lock of its id as long as it lives, so that what a dead tab left can be told apart.
function hold(id) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(`fluxus:tab:${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });
}

async function tabId() {
  let id = here?.getItem("fluxus:tab") || newId();
  while (!(await hold(id))) id = newId(); // a duplicated tab starts with the id of the first
  try {
    here?.setItem("fluxus:tab", id);
  } catch {
    // no storage
  }
  return id;
}

async function livingTabs() {
  if (!navigator.locks) return null;
  const { held } = await navigator.locks.query();
  return new Set(held.map((lock) => lock.name.replace("fluxus:tab:", "")));
}

export class Backups {
  constructor(person, number, tab, living) {
    this.tab = tab;
    this.living = living;
    this.base = `${PREFIX}${person}:${number}:`;
    this.quiet = false; // after somebody logged out on purpose nothing is left for all to read
  }

  static async open(person, number) {
    const tab = await tabId();
    const backups = new Backups(person, number, tab, await livingTabs());
    backups.prune();
    return backups;
  }

  prune() {
    for (const storage of [shared, here]) {
      for (const key of keys(storage)) {
        if (!(Date.now() - get(storage, key)?.at < LONGEST)) storage.removeItem(key);
      }
    }
  }

  // ``values``: name → list of values; ``secret``: names whose text may only stay in this tab.
  write(name, seen, values, secret) {
    const parts = { open: {}, secret: {} };
    for (const [field, list] of Object.entries(values)) {
      parts[this.quiet || secret.has(field) ? "secret" : "open"][field] = list;
    }
    const entry = (part) => (Object.keys(part).length ? { at: Date.now(), seen, values: part } : null);
    put(shared, this.key(name), entry(parts.open));
    put(here, this.key(name), entry(parts.secret));
  }

  remove(name) {
    this.write(name, "", {}, new Set());
  }

  key(name, tab = this.tab) {
    return `${this.base}${name}:${tab}`;
  }

  // Whether the tab that wrote an entry is gone, so that the entry may be taken over.
  orphaned(tab, entry) {
    if (tab === this.tab) return true;
    if (this.living) return !this.living.has(tab);
    return Date.now() - entry.at > ALIVE_WITHOUT_LOCKS;
  }

  all() {
    const found = [];
    for (const storage of [shared, here]) {
      for (const key of keys(storage).filter((each) => each.startsWith(this.base))) {
        const [name, tab] = key.slice(this.base.length).split(":");
        const entry = get(storage, key);
        if (entry && this.orphaned(tab, entry)) found.push({ ...entry, name, key, storage, secret: storage === here });
      }
    }
    return found.sort((a, b) => a.at - b.at);
  }

  // Take what this tab and dead tabs left for a form; the caller writes it again under this tab.
  take(name) {
    const found = this.all().filter((entry) => entry.name === name);
    for (const entry of found) entry.storage.removeItem(entry.key);
    return found;
  }

  names() {
    return new Set(this.all().map((entry) => entry.name));
  }
}
