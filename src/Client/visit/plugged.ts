// What was plugged in: told from the lists of devices before and after (https://www.w3.org/TR/mediacapture-streams/#event-mediadevices-devicechange).

/** Names of the system's choice, not of devices. */
const aliases = ["default", "communications"];

type Device = Pick<MediaDeviceInfo, "deviceId" | "groupId" | "kind" | "label">;

export function listWith<T extends Device>(devices: T[], kind: MediaDeviceKind, id: string): T | undefined {
  return devices.find(device => device.kind === kind && device.deviceId === id);
}

/** Those that were not there before, one for each thing that was plugged in: of a headset its microphone. None before names were known. */
export function newcomers<T extends Device>(before: T[], now: T[]): T[] {
  if (!before.some(device => device.deviceId !== "")) {
    return [];
  }
  const fresh = now.filter(device =>
    device.deviceId !== "" && device.label !== "" && !aliases.includes(device.deviceId) && !listWith(before, device.kind, device.deviceId));
  return fresh.filter((device, index) => !device.groupId || fresh.findIndex(other => other.groupId === device.groupId) === index);
}

/** The ends of one thing: a headset's microphone and its ears. A camera with a microphone stays a camera. */
export function sameHeadset<T extends Device>(device: T, devices: T[]): T[] {
  if (device.kind === "videoinput" || !device.groupId) {
    return [device];
  }
  return devices.filter(other => other.groupId === device.groupId && other.kind !== "videoinput" && !aliases.includes(other.deviceId));
}
