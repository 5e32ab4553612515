import { Upload } from "tus-js-client";
import { ask, refusal, Refused } from "./http";
import { Pause, retryDelay } from "./retry";

/** Where a file goes. */
export interface Target {
  /** Where uploads are: a phone's are elsewhere. */
  endpoint: string;
  patient: string;
  encounter?: string;
  /** What the patient was asked for and answers with it. */
  request?: string;
  /** The document of which the file is a newer version. */
  replaces?: string;
}

/** What the server says of an upload: the states in which it passes. */
export interface Receipt<T> {
  id: string;
  name: string;
  changed: string | null;
  state: "receiving" | "received" | "filed" | "refused";
  length: number;
  arrived: number;
  sha256: string | null;
  patient: string;
  request: string | null;
  document: T | null;
  reason: string | null;
}

/** What a row hears. */
export interface Hearing<T> {
  sent(bytes: number): void;
  /** The line is away: it goes on by itself. */
  away(): void;
  /** All of it is there. Long: whoever checks files keeps it waiting. */
  checking(long: boolean): void;
  over(receipt: Receipt<T>): void;
  /** All of it is there, and what becomes of it is not told to this page any more. */
  arrived(): void;
  refused(reason: Refused): void;
}

/** Asks what becomes of a file that has come whole, until that is known. */
export class ReceiptWatch<T> {
  readonly #pause = new Pause();
  #stopped = false;

  constructor(private readonly address: string, private readonly hearing: Hearing<T>) {
    hearing.checking(false);
    void this.#ask();
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.wake();
  }

  async #ask(): Promise<void> {
    for (let tries = 0; !this.#stopped; tries++) {
      try {
        const receipt = await ask<Receipt<T>>("GET", this.address);
        if (this.#stopped) {
          return;
        }
        if (receipt.state === "filed" || receipt.state === "refused") {
          this.hearing.over(receipt);
          return;
        }
        this.hearing.checking(tries > 1);
      } catch (error) {
        // The server is away: it is asked again. Who is signed out meanwhile, or whose phone's time is over, is told no more.
        if (error instanceof Refused && [401, 403, 404].includes(error.status)) {
          this.hearing.arrived();
          return;
        }
        if (tries > 1) {
          this.hearing.away();
        }
      }
      await this.#pause.wait(retryDelay(tries));
    }
  }
}

/**
 * One file on its way, by the tus protocol: whatever happens to the line or the server, it goes on where it stopped, for as long as the page is
 * open; later, the same file chosen again goes on too. Nothing of it is kept in the browser.
 */
export class RecordUpload<T> {
  readonly #pause = new Pause();
  readonly #wake = () => this.#pause.wake();
  #upload: Upload;
  #receipt: ReceiptWatch<T> | undefined;
  #tries = 0;
  #reached = 0;
  #stopped = false;

  constructor(file: File, target: Target, private readonly hearing: Hearing<T>, begun?: Receipt<T>) {
    const { endpoint, ...record } = target;
    this.#upload = new Upload(file, {
      endpoint,
      uploadUrl: begun ? `${endpoint}/${begun.id}` : null,
      metadata: { filename: file.name, kind: "other", changed: String(file.lastModified), ...record },
      // The first request brings no bytes: when its answer is lost, what it made is empty, and no file is there twice.
      uploadDataDuringCreation: false,
      // Names of patients' files stay out of the browser's storage; the server knows what is unfinished.
      storeFingerprintForResuming: false,
      retryDelays: null,
      // Of itself it would begin anew whenever a look at what is there is not answered: only when nothing is there.
      onAfterResponse: (request, response) => {
        const status = response.getStatus();
        if (request.getMethod() === "HEAD" && (status >= 500 || [408, 409, 423, 429].includes(status))) {
          throw new Error("The server does not say how much it has");
        }
      },
      onProgress: sent => {
        // The start of each try is told too: only what goes further is a line that works.
        if (sent > this.#reached) {
          [this.#tries, this.#reached] = [0, sent];
        }
        hearing.sent(sent);
      },
      onSuccess: () => {
        this.#stop();
        this.#receipt = new ReceiptWatch(`${target.endpoint}/${this.#upload.url?.split("/").pop() ?? ""}`, hearing);
      },
      onError: error => void this.#failed("originalResponse" in error ? error.originalResponse : null),
    });
  }

  start(): void {
    this.#stopped = false;
    addEventListener("online", this.#wake);
    this.#upload.start();
  }

  async pause(): Promise<void> {
    this.#stop();
    this.#receipt?.stop();
    await this.#upload.abort();
  }

  /** Nothing of it stays. */
  async giveUp(): Promise<void> {
    const address = this.#upload.url ?? this.#upload.options.uploadUrl;
    await this.pause();
    if (address) {
      await forget(address);
    }
  }

  #stop(): void {
    this.#stopped = true;
    removeEventListener("online", this.#wake);
    this.#pause.wake();
  }

  async #failed(answer: { getStatus(): number; getBody(): string } | null): Promise<void> {
    const status = answer?.getStatus() ?? 0;
    // 409 and 423: another request of ours had not ended. 404 of one that was begun: it is forgotten, and begins anew.
    if (status === 404 && this.#upload.url) {
      this.#upload.url = null;
      this.#upload.options.uploadUrl = null;
    } else if (status >= 400 && status < 500 && ![408, 409, 423, 429, 460].includes(status)) {
      this.#stop();
      this.hearing.refused(refusal(status, json(answer?.getBody())));
      return;
    }
    this.#away();
    if (await this.#wait()) {
      this.#upload.start();
    }
  }

  #away(): void {
    if (this.#tries > 1 && !this.#stopped) {
      this.hearing.away();
    }
  }

  /** False when nobody wants it any more. */
  async #wait(): Promise<boolean> {
    if (this.#stopped) {
      return false;
    }
    await this.#pause.wait(retryDelay(this.#tries++));
    return !this.#stopped;
  }

  /** Whether this is the file that was begun: by what a browser says of a file without reading it. */
  static isSame<T>(file: File, begun: Receipt<T>): boolean {
    return file.name === begun.name && file.size === begun.length && String(file.lastModified) === begun.changed;
  }
}

/** The server keeps nothing of it; if it cannot be told now, it forgets by itself within a day. */
function forget(address: string): Promise<void> {
  return Upload.terminate(address, { retryDelays: [0, 1000, 3000, 10_000] }).catch(() => undefined);
}

/** Gives up what was begun earlier. */
export function forgetBegun(target: Target, id: string): Promise<void> {
  return forget(`${target.endpoint}/${id}`);
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
