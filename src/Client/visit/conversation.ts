import { all } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Times } from "../lib/time";
import { Chat, type Said } from "./chat";
import { ChatFiles } from "./chat-files";
import { chatIsOpen } from "./chat-panel";
import { ChatView } from "./chat-view";
import type { VisitState } from "./contract";
import type { Room, RoomEvent } from "./room";
import type { Session } from "./session";
import type { SidePanel } from "./side-panel";
import { UnsentLines } from "./unsent-lines";

/** What the chat needs of the page around it. */
export interface Surroundings {
  room(): Room;
  session(): Session | undefined;
  /** The practitioner's panel. */
  panel(): SidePanel | undefined;
  nameOf(participant: string): string;
  announce(sentence: string): void;
}

/** All of the chat in one page: what was said, how it is shown, what is sent, and what the page around it hears of it. */
export class Conversation {
  readonly chat: Chat;
  #view: ChatView | undefined;
  #files: ChatFiles | undefined;
  #account = false;

  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private readonly visit: VisitState, private readonly around: Surroundings) {
    this.chat = new Chat(visit.participantId, () => this.#changed());
    document.addEventListener("visibilitychange", () => this.#changed()); // seen is what stands before somebody's eyes
  }

  /** Binds it to the page. Apart from making it: the socket is on its way before anything is drawn. */
  show(times: Times): void {
    this.#view = new ChatView(this.root, this.texts, times, id => this.around.nameOf(id), line => this.#closed(line),
      () => this.#over ? undefined : line => this.around.session()?.delivery.repeat(line.clientId, line.text));
    this.#view.bind(text => this.around.session()?.delivery.say(text));
    this.#files = new ChatFiles(this.root, this.texts, this.visit.participantId, line => this.chat.receive(line));
    this.signedIn(this.visit.account);
  }

  /** What one wrote and nobody has yet is here again after a refresh. */
  remember(): void {
    const unsent = new UnsentLines(this.visit.participantId);
    all(this.root, "[data-unkept]").forEach(warning => { warning.hidden = unsent.kept; });
    this.chat.keepIn(unsent);
    this.#settle();
    this.around.session()?.delivery.deliverUnsent();
  }

  /** With the own account a practitioner sends files, and what was sent opens. */
  signedIn(account: boolean): void {
    this.#account = account;
    this.#settle();
    this.#view?.redraw(this.chat);
  }

  /** Something happened in the room. */
  follow(event: RoomEvent): void {
    this.#settle();
    if (event.type === "snapshot") {
      this.#files?.resume();
      this.#view?.draw(this.chat); // now the senders are known by name
    }
  }

  get #over(): boolean {
    const room = this.around.room();
    return room.ended !== null || room.visit?.status === "cancelled";
  }

  #settle(): void {
    this.#files?.allow(!this.#over && (this.visit.role === "patient" || this.#account));
    if (this.#over) {
      this.chat.failAll();
    }
  }

  /** Documents open by account; what a patient sent, once the team has shared it. */
  #closed(line: Said): string | null {
    const own = line.from === this.visit.participantId;
    switch (this.visit.role) {
      case "practitioner": return this.#account ? null : "file-sign-in";
      case "patient": return own ? "file-in-record" : this.#account ? null : "file-by-account";
      default: return "file-for-others";
    }
  }

  #changed(): void {
    const { chat } = this;
    const panel = this.around.panel();
    panel?.heard(chat);
    void this.around.session()?.delivery.hear();
    const open = panel ? panel.reading : this.around.room().view === "call" && chatIsOpen(this.root);
    if (open && document.visibilityState === "visible" && chat.unread > 0) {
      chat.markRead();
      return;
    }
    this.#view?.draw(chat);
    if (chat.unread > 0) {
      const last = chat.lines[chat.lines.length - 1];
      this.around.announce(this.texts.say("message-from", { who: last ? this.around.nameOf(last.from) : "", text: last?.text ?? "" }));
    }
  }
}
