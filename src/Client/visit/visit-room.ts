import { all, fill, find } from "../lib/dom";
import { Arrival } from "./arrival";
import { tabStorage } from "../lib/tab-storage";
import { Texts } from "../lib/texts";
import { Times } from "../lib/time";
import { AfterView } from "./after-view";
import { openChat } from "./chat-panel";
import { Company } from "./company";
import type { Expected, Redeemed, VisitState } from "./contract";
import { Conversation } from "./conversation";
import { Devices } from "./devices";
import { EndDialog } from "./end-dialog";
import { Equipment } from "./equipment";
import { ask, Refused } from "../lib/http";
import { Link, sayPlace } from "./link";
import { keepPlaying, play, startAll } from "./players";
import { PreJoin } from "./prejoin";
import { Refusals } from "./refusals";
import { next, nowhere, type Room, type RoomEvent, type View } from "./room";
import { Screen } from "./screen";
import { Session } from "./session";
import { SidePanel } from "./side-panel";
import { showDevices } from "./toolbar";
import { Tools } from "./tools";
import { TurnView } from "./turn-view";

/** The whole life of a visit in one page: before, during, after. Wires the parts together; the rules are in `room.ts`. */
export class VisitRoom extends HTMLElement {
  #room: Room = nowhere;
  #texts!: Texts;
  #screen!: Screen;
  #prejoin!: PreJoin;
  #devices!: Devices;
  #equipment!: Equipment;
  #panel: SidePanel | undefined;
  #session: Session | undefined;
  #talk: Conversation | undefined;
  #link: Link | undefined;
  #arrival: Arrival | undefined;
  #endDialog: EndDialog | undefined;
  #turn: TurnView | undefined;
  #after: AfterView | undefined;
  #company!: Company;
  #refusals!: Refusals;
  #tools!: Tools;
  #skew = 0;
  #since = Date.now();
  #deviceAsked: Promise<void> = Promise.resolve();

  connectedCallback(): void {
    this.#texts = new Texts(this.dataset["texts"]);
    this.#skew = Date.parse(this.dataset["now"] ?? "") - Date.now() || 0;
    this.#screen = new Screen(this, this.#texts, this.#times(undefined, "patient"));
    this.#company = new Company(this, this.#texts, { room: () => this.#room, session: () => this.#session, say: sentence => this.#screen.news(sentence) });
    this.#devices = new Devices(kind => this.#retracked(kind));
    this.#prejoin = new PreJoin(find(this, "[data-view=prejoin]"), this.#devices, this.#texts, this.dataset["checks"] ?? "");
    this.#equipment = new Equipment(this, this.#devices, this.#texts, this.dataset["checks"] ?? "", () => this.#room, () => this.#mediaChanged());
    this.#refusals = new Refusals(this, this.#texts, () => this.#link);
    this.#tools = new Tools(this, {
      texts: this.#texts, devices: this.#devices, room: () => this.#room, session: () => this.#session, tell: event => this.#tell(event),
      act: action => this.#act(action), announce: sentence => this.#screen.announce(sentence),
    });
    this.addEventListener("click", event => this.#clicked(event));
    this.addEventListener("submit", event => this.#submitted(event));
    setInterval(() => this.#tick(), 500);
    keepPlaying(this);
    this.addEventListener("loadeddata", event => (event.target as Element).matches("[data-remote]") && this.#session?.quality.arrived(), true);
    if (this.dataset["visit"]) {
      this.#resume(this.#inlined(this.dataset["visit"]));
    } else {
      this.#link = Link.fromAddress();
      addEventListener("hashchange", () => location.reload());
      this.#arrival = new Arrival(this.#link, this.#devices, {
        open: modality => this.#openDevices(modality), show: view => this.#show(view), decide: expected => this.#decide(expected),
      });
      void this.#arrival.look();
    }
  }

  /** For the tests in a browser. */
  get room(): Room {
    return this.#room;
  }

  stats(id?: string): Promise<RTCStatsReport> | undefined {
    return this.#session?.stats(id);
  }

  // ---- Ways in ---------------------------------------------------------------------------------------------------------

  #decide(expected: Expected): void {
    this.#screen.setTimes(this.#times(expected.zone, expected.role));
    this.#screen.expect(expected, this.#now());
    const supported = Devices.supported;
    if (expected.state === "open" && !supported) {
      this.#unsupported();
    } else if (expected.state === "open" || (expected.state === "ended" && expected.participantId)) {
      this.#prejoin.start({ stun: expected.stun ?? undefined, relay: [] });
      this.#show("prejoin");
      if (expected.state === "ended") {
        void this.#redeem(); // nothing to join any more: straight to what is left to say
      }
    } else {
      this.#refused(expected.state);
    }
  }

  /** The visit's own page: in again after a refresh, or from Today by a click; a patient who opens it anew sees the settings first. */
  #resume(visit: VisitState): void {
    this.#screen.setTimes(this.#times(visit.zone, visit.role));
    const over = visit.status === "ended" || visit.status === "cancelled";
    if (!over && visit.role !== "practitioner" && !tabStorage()?.getItem(this.#joinedKey(visit))) {
      this.#openDevices(visit.modality);
      this.#prejoin.start({ relay: visit.iceServers });
      this.#screen.expect({ state: "open", clinic: visit.clinic, who: visit.other, role: visit.role, ...(visit.plannedAt ? { plannedAt: visit.plannedAt } : {}) }, this.#now());
      this.#screen.enter(visit);
      this.#show("prejoin");
      return;
    }
    if (!over) {
      this.#openDevices(this.#tools.modality(visit));
    }
    this.#enter(visit);
  }

  #inlined(json: string): VisitState {
    return { ...JSON.parse(json) as VisitState, receivedAt: performance.timeOrigin };
  }

  #openDevices(modality: "video" | "audio"): void {
    this.#deviceAsked = this.#devices.open(modality).then(() => this.#prejoin.refresh());
  }

  async #join(): Promise<void> {
    const inlined = this.dataset["visit"];
    if (!this.#link && inlined) {
      const visit = this.#inlined(inlined);
      void sayPlace(visit.participantId, this.#prejoin.place);
      this.#enter(visit);
      return;
    }
    await this.#redeem();
  }

  /** The one press that redeems the link. The page stays, so the camera does too. */
  async #redeem(): Promise<void> {
    const button = find<HTMLButtonElement>(this, "[data-join]");
    button.disabled = true;
    try {
      this.#answered(await this.#link!.redeem(this.#prejoin.place));
      this.#error("join-error", "");
    } catch (error) {
      this.#error("join-error", this.#whyNot(error));
    } finally {
      button.disabled = false;
    }
  }

  #answered(answer: Redeemed): void {
    if (answer.state === "joined") {
      history.replaceState(null, "", `/visit/${answer.visit.participantId}`);
      this.#enter({ ...answer.visit, receivedAt: Date.now() });
    } else if (answer.state === "wrong-code") {
      this.#error("code-error", this.#texts.say("wrong-code"));
    } else {
      this.#refused(answer.state);
    }
  }

  #refused(state: "early" | "other-device" | "ended" | "dead"): void {
    this.#show(state === "ended" ? "dead" : state);
    this.#devices.close();
    this.#prejoin.stop();
    if (state === "early") {
      this.#arrival?.lookLater();
    }
  }

  #enter(visit: VisitState): void {
    const over = visit.status === "ended" || visit.status === "cancelled";
    const talk = this.#talk = new Conversation(this, this.#texts, visit, {
      room: () => this.#room, session: () => this.#session, panel: () => this.#panel,
      nameOf: id => this.#company.nameOf(id),
      announce: sentence => this.#screen.announce(sentence),
    });
    this.#room = next(this.#room, { type: "entered", visit });
    if (!over) {
      this.#open(visit); // the socket is on its way while the page is drawn
    }
    this.dataset["audience"] = visit.role === "practitioner" ? "staff" : "patient";
    setTimeout(() => { // the first touch waits for the disk
      tabStorage()?.setItem(this.#joinedKey(visit), "yes");
      talk.remember();
    });
    this.#prejoin.stop();
    const times = this.#times(visit.zone, visit.role);
    this.#screen.setTimes(times);
    this.#screen.enter(visit);
    talk.show(times);
    if (visit.role === "practitioner") {
      this.#panel = new SidePanel(find(this, "[data-panel]"), visit, () => talk.chat.markRead());
    }
    this.#since = Date.now();
    this.#turn ??= new TurnView(this, this.#texts, times, () => this.#now());
    this.#after ??= new AfterView(this, this.#texts, times, visit);
    this.#tell({ type: "entered", visit });
    talk.chat.load(visit.chat);
    if (over) {
      this.#devices.close();
    }
  }

  #open(visit: VisitState): void {
    const session = this.#session = new Session(visit, this.#devices, this.#talk!.chat, () => this.#room, event => this.#tell(event), () => this.#play());
    session.open();
    // The socket does not wait for the person to answer the browser's question; what was answered is said afterwards.
    void this.#deviceAsked.then(() => session.announceMedia());
  }

  /** After leaving, or when another page took over: here again. */
  #return(): void {
    const visit = this.#room.visit;
    if (visit) {
      this.#session?.close();
      this.#openDevices(this.#tools.modality({ ...visit, pausedAt: this.#room.pausedAt }));
      this.#tell({ type: "entered", visit: { ...visit, pausedAt: null, status: this.#room.startedAt ? "active" : "waiting" } });
      this.#open(visit);
    }
  }

  // ---- What happens ----------------------------------------------------------------------------------------------------

  #tell(event: RoomEvent): void {
    const before = this.#room;
    this.#room = next(before, event);
    const { visit } = this.#room;
    if (visit && event.type !== "line" && event.type !== "media" && event.type !== "quality") {
      this.#panel?.follow(visit);
    }
    if (this.#room.ended || this.#room.apart || visit?.status === "cancelled") {
      this.#devices.close();
    }
    this.#company.hear(event);
    this.#talk?.follow(event);
    this.#screen.show(this.#room);
    this.#equipment.follow(this.#room);
    this.#turn?.follow(this.#room, event.type);
    if (this.#room.ended) {
      this.#after?.show();
    }
    this.#tools.follow(this.#room);
    this.#play();
    this.#tick();
    showDevices(this, this.#devices, this.#texts);
  }

  #retracked(kind: "audio" | "video"): void {
    this.#play();
    void this.#session?.retrack(kind);
    this.#mediaChanged(); // the other side sees who is without picture, not a still
  }

  #play(): void {
    play(this, { self: this.#devices.stream, remote: this.#session?.remote(), screen: this.#session?.screen });
    this.#company.play();
  }

  // ---- What is pressed ------------------------------------------------------------------------------------------------

  #clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    const action = button?.dataset["do"];
    if (action) {
      void this.#act(action);
    }
  }

  #act(action: string): unknown {
    return (this.#actions[action] ?? this.#tools.actions[action] ?? this.#equipment.actions[action])?.();
  }

  readonly #actions: Record<string, () => unknown> = {
    "ask-devices": () => this.#openDevices(this.#room.visit?.modality ?? this.#arrival?.modality ?? "video"),
    "test-sound": () => this.#prejoin.testSound(),
    "sound-only": () => this.#session?.quality.toggle(),
    "chat": () => { openChat(this, true); this.#talk?.chat.markRead(); },
    "close-chat": () => openChat(this, false),
    "leave": () => this.#session?.leave(),
    "return": () => this.#return(),
    "reload": () => location.reload(),
    "admit": () => this.#reach(this.#session?.admit()),
    "hold-other": () => this.#reach(this.#session?.holdOther()),
    "play": () => startAll(this),
    "guests": () => this.#company.open(),
    "end": () => this.#askToEnd(),
    "complete": () => this.#askToEnd(),
    "send-code": () => this.#refusals.sendCode(),
    "renew": () => this.#refusals.renew(),
    "copy-link": () => this.#refusals.copyLink(),
    "check-account": () => this.#checkAccount(),
  };

  #submitted(event: Event): void {
    const form = event.target as HTMLFormElement;
    const name = form.dataset["form"];
    if (name === "join") {
      event.preventDefault();
      void this.#join();
    } else if (name === "code") {
      event.preventDefault();
      const code = find<HTMLInputElement>(form, "input").value;
      this.#link?.continueHere(code, this.#prejoin.place).then(answer => {
        if (answer.state === "joined") {
          this.#openDevices(answer.visit.modality);
        }
        this.#answered(answer);
      }).catch(error => this.#error("code-error", this.#whyNot(error)));
    }
  }

  #mediaChanged(): void {
    this.#session?.announceMedia();
    showDevices(this, this.#devices, this.#texts);
  }

  /** A press that the server must hear: when it does not, that is said. */
  #reach(asked: Promise<unknown> | undefined): void {
    void asked?.catch(() => this.#tools.say({ kind: "press-unheard" }));
  }

  #askToEnd(): void {
    // Once it is closed the room says that it ended, if it had not before; the line closes with the visit.
    this.#endDialog ??= new EndDialog(this, this.#texts, choice => choice === "closed" ? this.#after?.show(true)
      : void (choice === "end" ? this.#reach(this.#session?.end()) : this.#session?.leave()));
    void this.#endDialog.ask(this.#room, this.#now(), this.#times(this.#room.visit?.zone, "practitioner"), () => this.#session?.incidents());
  }

  async #checkAccount(): Promise<void> {
    const visit = this.#room.visit;
    if (visit) {
      const fresh = await ask<VisitState>("GET", `/visit/${visit.participantId}/state`).catch(() => visit);
      this.#talk?.signedIn(fresh.account);
      this.#panel?.follow({ ...visit, account: fresh.account, ...(fresh.patientId ? { patientId: fresh.patientId } : {}) });
    }
  }

  // ---- Small things ------------------------------------------------------------------------------------------------------

  #tick(): void {
    this.#screen.tick(this.#room, this.#since, Date.now() + this.#skew);
  }

  #unsupported(): void {
    fill(this, "unsupported-cure", this.#texts.say(/iPhone|iPad/.test(navigator.userAgent) ? "unsupported-ios" : /Android/.test(navigator.userAgent) ? "unsupported-android" : "unsupported-other"));
    this.#show("unsupported");
  }

  #whyNot(error: unknown): string {
    return this.#texts.say(error instanceof Refused && error.status === 429 ? "too-fast" : "not-reached");
  }

  #error(name: string, sentence: string): void {
    fill(this, name, sentence);
    all(this, `[data-fill=${name}]`).forEach(place => { place.hidden = sentence === ""; });
  }

  #show(view: View): void {
    this.#tell({ type: "shown", view });
  }

  #now(): Date {
    return new Date(Date.now() + this.#skew);
  }

  #times(zone: string | undefined, role: string | undefined): Times {
    return new Times(document.documentElement.lang || "fr", zone, role !== "practitioner");
  }

  #joinedKey(visit: VisitState): string {
    return `visit-${visit.participantId}`;
  }
}
