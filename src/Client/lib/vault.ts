/**
 * What was typed and has not reached the server, over a lost network and a reload: in this browser's database, encrypted under a key that
 * the browser gives to nobody, not even to this code. Deleted when it is stored, and whole when one signs out.
 */
const database = "telemed-drafts";
const longestWait = 1000;

/** One thing that is kept. Where the browser stores nothing for a page, nothing is kept. */
export class Vault<T> {
  #next: { value: T | null } | undefined;
  #busy: Promise<void> | undefined;

  constructor(private readonly name: string) {}

  /** Keeps it in place of what was kept before; null: nothing. Only the last of several at once is written. */
  keep(value: T | null): void {
    this.#next = { value };
    this.#busy ??= this.#work().finally(() => { this.#busy = undefined; });
  }

  /** All that was given is kept. */
  async settled(): Promise<void> {
    await this.#busy;
  }

  /** Undefined: nothing was kept, or nothing that can be read. */
  async load(): Promise<T | undefined> {
    try {
      return await within(async db => {
        const kept = await answer<Kept | undefined>(db.transaction("kept").objectStore("kept").get(this.name));
        if (!kept) {
          return undefined;
        }
        const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv, additionalData: new TextEncoder().encode(this.name) }, await keyOf(db), kept.bytes);
        return JSON.parse(new TextDecoder().decode(clear)) as T;
      });
    } catch {
      return undefined;
    }
  }

  async #work(): Promise<void> {
    for (let next = this.#next; next; next = this.#next) {
      this.#next = undefined;
      const { value } = next;
      await within(db => value === null ? answer(db.transaction("kept", "readwrite").objectStore("kept").delete(this.name)) : this.#put(db, value)).catch(() => undefined);
    }
  }

  async #put(db: IDBDatabase, value: T): Promise<unknown> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(value));
    const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(this.name) }, await keyOf(db), clear);
    return answer(db.transaction("kept", "readwrite").objectStore("kept").put({ iv, bytes } satisfies Kept, this.name));
  }
}

/** Everything that any page of this site kept, with its key. */
export async function emptyVault(): Promise<void> {
  const deleted = new Promise<void>(resolve => {
    const request = indexedDB.deleteDatabase(database);
    request.onsuccess = request.onerror = () => resolve();
  });
  await Promise.race([deleted, new Promise<void>(resolve => setTimeout(resolve, longestWait))]);
}

interface Kept {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

async function within<R>(work: (db: IDBDatabase) => Promise<R>): Promise<R> {
  const opening = indexedDB.open(database, 1);
  opening.onupgradeneeded = () => ["keys", "kept"].forEach(store => opening.result.createObjectStore(store));
  const db = await answer(opening);
  db.onversionchange = () => db.close(); // somebody signs out
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** The one key, made by whoever comes first. */
async function keyOf(db: IDBDatabase): Promise<CryptoKey> {
  const known = await answer<CryptoKey | undefined>(db.transaction("keys").objectStore("keys").get("key"));
  if (known) {
    return known;
  }
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const keys = db.transaction("keys", "readwrite").objectStore("keys");
  const first = await answer<CryptoKey | undefined>(keys.get("key"));
  if (!first) {
    await answer(keys.add(made, "key"));
  }
  return first ?? made;
}

function answer<R>(request: IDBRequest<R>): Promise<R> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser's database does not answer"));
  });
}
