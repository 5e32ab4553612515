// The least that two pages can do to see each other: camera, one peer connection, one line to relay descriptions and candidates.
const media = navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720 } });
const query = new URLSearchParams(location.search);
const room = query.get("room");
const remote = new MediaStream();
document.querySelector("video").srcObject = remote;
const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
peer.ontrack = ({ track }) => remote.addTrack(track);

const line = query.get("via") === "hub" ? hub() : socket();
const sent = media.then(stream => stream.getTracks().forEach(track => peer.addTrack(track, stream)));
peer.onicecandidate = async ({ candidate }) => { if (candidate) (await line).send({ candidate }); };
Promise.all([line, sent]).then(() => { window.floorWaits = true; });

let turn = Promise.resolve();
function heard(message) {
  turn = turn.then(async () => {
    await sent;
    if (message.begin) {
      await describe();
    } else if (message.description) {
      await peer.setRemoteDescription(message.description);
      if (message.description.type === "offer") await describe();
    } else {
      await peer.addIceCandidate(message.candidate);
    }
  });
}

async function describe() {
  await peer.setLocalDescription();
  (await line).send({ description: peer.localDescription });
}

function socket() {
  const opened = new WebSocket(`ws://${location.host}/relay?room=${room}`);
  opened.onmessage = ({ data }) => heard(JSON.parse(data));
  return new Promise(done => { opened.onopen = () => done({ send: message => opened.send(JSON.stringify(message)) }); });
}

async function hub() {
  const connection = new signalR.HubConnectionBuilder()
    .withUrl("/hub", { skipNegotiation: true, transport: signalR.HttpTransportType.WebSockets })
    .configureLogging(signalR.LogLevel.None).build();
  connection.on("Heard", text => heard(JSON.parse(text)));
  await connection.start();
  await connection.invoke("Enter", room);
  return { send: message => connection.send("Say", JSON.stringify(message)) };
}
