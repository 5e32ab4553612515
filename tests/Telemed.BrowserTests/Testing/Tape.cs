namespace Telemed.BrowserTests.Testing;

/// <summary>Keeps what each page's connections negotiated and how they fared, with times: what a failed test tells of a call that did not come back.</summary>
internal static class Tape
{
    private const string Recorder = """
        (() => {
          const Native = window.RTCPeerConnection, tape = window.tape = [];
          let made = 0;
          const short = sdp => `${/^o=\S+ (\S+ \S+)/m.exec(sdp)?.[1].slice(-9)} ${/ice-ufrag:(\S+)/.exec(sdp)?.[1]}`;
          window.RTCPeerConnection = class extends Native {
            constructor(...all) {
              super(...all);
              const number = ++made;
              this.note = (what, more = "") => tape.push(`${new Date().toISOString().slice(14, 23)} #${number} ${what} ${more}`) > 300 && tape.shift();
              this.note("made");
              this.addEventListener("connectionstatechange", () => this.note("connection", this.connectionState));
              this.addEventListener("iceconnectionstatechange", () => this.note("ice", this.iceConnectionState));
              this.addEventListener("signalingstatechange", () => this.note("signaling", this.signalingState));
              this.addEventListener("icegatheringstatechange", () => this.note("gathering", this.iceGatheringState));
              this.addEventListener("icecandidate", ({ candidate }) => this.note("own", candidate ? `${candidate.usernameFragment} ${candidate.candidate.split(" ").slice(2, 8).join(" ")}` : "no more"));
              this.addEventListener("icecandidateerror", ({ errorCode, url }) => this.note("candidate error", `${errorCode} ${url}`));
            }
            async setLocalDescription(...all) { await super.setLocalDescription(...all); this.note("local", `${this.localDescription.type} ${short(this.localDescription.sdp)}`); }
            async setRemoteDescription(one) { this.note("remote", `${one.type} ${short(one.sdp)}`); await super.setRemoteDescription(one); }
            async addIceCandidate(one) { this.note("theirs", `${one.usernameFragment} ${one.candidate.split(" ").slice(2, 8).join(" ")}`); await super.addIceCandidate(one); }
            restartIce() { this.note("restart"); super.restartIce(); }
            close() { this.note("closed"); super.close(); }
          };
          const WebSocketNative = window.WebSocket;
          window.WebSocket = class extends WebSocketNative {
            constructor(...all) {
              super(...all);
              const note = what => tape.push(`${new Date().toISOString().slice(14, 23)} socket ${what}`);
              note("tried");
              this.addEventListener("open", () => note("open"));
              this.addEventListener("close", () => note("closed"));
            }
          };
        })()
        """;

    public static Task Record(IBrowserContext context) => context.AddInitScriptAsync(Recorder);

    /// <summary>What was kept of the page's connections, the oldest first.</summary>
    public static Task<string> Tapes(this Someone someone) => someone.Page.EvaluateAsync<string>("'\\n' + (window.tape ?? []).join('\\n')");
}
