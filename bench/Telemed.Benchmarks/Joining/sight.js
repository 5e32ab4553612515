// Put into every page before its own scripts, ours and the floors': presses Join as soon as it can be pressed, notes when each stage was
// reached, and when the first frame of the other's picture was painted. All times are milliseconds since the navigation began.
(() => {
  const marks = {};
  const mark = name => { marks[name] ??= performance.now(); };
  const watched = new WeakSet();
  let pressed = false;
  window.benchSight = new Promise(seen => {
    const painted = () => {
      mark("frame");
      marks["got page"] = performance.getEntriesByType("navigation")[0].responseEnd;
      for (const entry of performance.getEntriesByType("resource")) {
        const name = /(camera|visit|floor|signalr|expected|redeem)[^/]*$/.exec(new URL(entry.name).pathname)?.[1];
        if (name) marks[`got ${name}`] ??= entry.responseEnd;
      }
      seen({ origin: performance.timeOrigin, marks });
    };
    const look = () => {
      for (const video of document.querySelectorAll("video[data-remote]")) {
        if (!watched.has(video)) {
          watched.add(video);
          video.addEventListener("playing", () => mark("playing"));
          video.requestVideoFrameCallback(painted);
        }
      }
      const join = pressed ? null : document.querySelector("[data-view=prejoin]:not([hidden]) [data-join]");
      if (join) {
        pressed = true;
        mark("join pressed");
        join.click();
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["hidden"] });
  });

  const media = navigator.mediaDevices;
  if (media) {
    const ask = media.getUserMedia.bind(media);
    media.getUserMedia = async wanted => {
      mark("camera asked");
      const stream = await ask(wanted);
      mark("camera granted");
      return stream;
    };
  }
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...how) {
      mark("socket asked");
      super(...how);
      this.addEventListener("open", () => mark("socket open"));
    }
  };
  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...how) {
      super(...how);
      this.addEventListener("track", ({ track }) => {
        if (track.kind === "video") {
          mark("track came");
          track.addEventListener("unmute", () => mark("first packets"));
        }
      });
      this.addEventListener("connectionstatechange", () => this.connectionState === "connected" && mark("connected"));
    }
    async setLocalDescription(...how) {
      await super.setLocalDescription(...how);
      mark("described itself");
    }
    setRemoteDescription(...how) {
      mark("heard the other");
      return super.setRemoteDescription(...how);
    }
  };
})();
