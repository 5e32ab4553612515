import { expect, test } from "vitest";
import type { IncidentReport } from "./contract";
import type { Devices } from "./devices";
import { IncidentReports } from "./incident-reports";

const camera = (deviceId: string) => ({ getSettings: () => ({ deviceId }) }) as unknown as MediaStreamTrack;

test("What could not be told is told once the line is back, once and in order", async () => {
  const heard: IncidentReport[] = [];
  let line = false;
  const reports = new IncidentReports(async report => { if (!line) { throw new Error("away"); } heard.push(report); });
  reports.tell("audioOnly", "network");
  await reports.flush();
  reports.tell("audioOnly", "network", true);
  await reports.flush();
  expect(heard).toEqual([]);
  line = true;
  await reports.flush();
  await reports.flush();
  expect(heard.map(report => [report.kind, report.code, report.over])).toEqual([["audioOnly", "network", false], ["audioOnly", "network", true]]);
});

test("What the server refuses is not said again, and holds up nothing", async () => {
  const heard: string[] = [];
  const reports = new IncidentReports(async ({ code }) => { heard.push(code); if (code === "udp") { throw new Error("HubException: not-allowed"); } });
  reports.tell("relayed", "udp");
  reports.tell("relayed", "tcp");
  await reports.flush();
  await reports.flush();
  expect(heard).toEqual(["udp", "tcp"]);
});

test("Another camera during the call is an incident; the first one, and the same one again, are none", async () => {
  const heard: string[] = [];
  const reports = new IncidentReports(async ({ kind, code }) => { heard.push(`${kind} ${code}`); });
  reports.track("video", camera("a"), false);
  reports.track("video", null, true);
  reports.track("video", camera("a"), true);
  reports.track("video", camera("b"), true);
  reports.track("audio", camera("m"), true);
  await reports.flush();
  expect(heard).toEqual(["deviceChanged camera"]);
});

test("A refusal of both devices is two incidents, each told once", async () => {
  const heard: string[] = [];
  const reports = new IncidentReports(async ({ code }) => { heard.push(code); });
  const without = { trouble: { trouble: "refused", kind: "both" }, audio: null, video: null } as unknown as Devices;
  reports.devices(without, "video");
  reports.devices(without, "video");
  await reports.flush();
  expect(heard).toEqual(["microphoneRefused", "cameraRefused"]);
});

test("A device that is back and goes once more is another incident; as long as it is away it is one", async () => {
  const heard: string[] = [];
  const reports = new IncidentReports(async ({ code }) => { heard.push(code); });
  const state = (video: MediaStreamTrack | null) => ({ trouble: video ? undefined : { trouble: "refused", kind: "video" }, audio: camera("m"), video, output: "" }) as unknown as Devices;
  for (const video of [null, null, camera("a"), null]) {
    reports.devices(state(video), "video");
  }
  await reports.flush();
  expect(heard).toEqual(["cameraRefused", "cameraRefused"]);
});

test("Another loudspeaker is an incident; the one that the page came in with, and the same one again, are none", async () => {
  const heard: string[] = [];
  const reports = new IncidentReports(async ({ kind, code }) => { heard.push(`${kind} ${code}`); });
  for (const output of ["", "", "headset", "headset", ""]) {
    reports.devices({ trouble: undefined, audio: camera("m"), video: camera("a"), output } as unknown as Devices, "video");
  }
  await reports.flush();
  expect(heard).toEqual(["deviceChanged loudspeaker", "deviceChanged loudspeaker"]);
});
