import type { GuestKind, IncidentLine, IncidentReport, Participant, ShownLink, Signal } from "./contract";

/** What a participant's page asks the room: the hub's methods by name. How it gets there is the line's affair. */
export abstract class RoomCalls {
  protected abstract call<T>(method: string, ...values: unknown[]): Promise<T>;

  send(to: string, signal: Signal): void {
    void this.call("Signal", { to, ...signal }).catch(() => undefined); // lost with the line; rejoining negotiates again
  }

  say(clientId: string, text: string): Promise<{ id: string; at: string }> {
    return this.call("Say", { clientId, text });
  }

  /** Lines of others have reached this page, or stand open on it. */
  heard(lines: string[], seen: boolean): Promise<void> {
    return this.call("Heard", { lines, seen });
  }

  pause(): Promise<void> {
    return this.call("Pause");
  }

  resume(): Promise<void> {
    return this.call("Resume");
  }

  /** New credentials for the relay; none where there is no relay. */
  relay(): Promise<RTCIceServer[]> {
    return this.call("Relay");
  }

  reportIncident(report: IncidentReport): Promise<void> {
    return this.call("ReportIncident", report);
  }

  incidents(): Promise<IncidentLine[]> {
    return this.call("Incidents");
  }

  leave(): Promise<void> {
    return this.call("Leave");
  }

  admit(participantId: string): Promise<void> {
    return this.call("Admit", participantId);
  }

  holdOther(): Promise<void> {
    return this.call("HoldOther");
  }

  invite(wanted: { name: string; kind: GuestKind; email: string | null }): Promise<{ guest: Participant; link?: ShownLink | null }> {
    return this.call("Invite", wanted);
  }

  guestLink(id: string): Promise<ShownLink> {
    return this.call("GuestLink", id);
  }

  remove(id: string): Promise<void> {
    return this.call("Remove", id);
  }

  end(reason: string): Promise<void> {
    return this.call("End", reason);
  }
}
