import { all, make, showOnly } from "../lib/dom";
import type { Texts } from "../lib/texts";
import type { Devices } from "./devices";

const kinds = { video: "videoinput", audio: "audioinput", output: "audiooutput" } as const;

/** Fills each `select[data-choose]` with what there is; a list of loudspeakers only where the browser lets one choose. */
export async function listDevices(root: HTMLElement, devices: Devices, texts: Texts): Promise<void> {
  const found = await devices.list();
  for (const select of all<HTMLSelectElement>(root, "select[data-choose]")) {
    const kind = select.dataset["choose"] as keyof typeof kinds;
    const those = found.filter(device => device.kind === kinds[kind] && device.deviceId !== "");
    const named = those.map((device, index) => {
      const option = make("option", "", device.label || texts.say(`${kind}-number`, { number: index + 1 }));
      option.value = device.deviceId;
      return option;
    });
    if (kind === "output") {
      select.replaceChildren(...named);
      select.value = those.some(device => device.deviceId === devices.output) ? devices.output : those[0]?.deviceId ?? "";
      const choice = those.length > 1 && "setSinkId" in HTMLMediaElement.prototype;
      showOnly(all(root, "[data-outputs]"), () => choice);
      showOnly(all(root, "[data-one-output]"), () => !choice);
    } else {
      const none = select.options[select.options.length - 1] ?? make("option");
      select.replaceChildren(...named, none);
      select.value = (kind === "audio" ? devices.audio : devices.video)?.getSettings().deviceId ?? "";
    }
  }
}

/** What was chosen in one of those lists is used at once. */
export async function chose(select: HTMLSelectElement, devices: Devices): Promise<void> {
  const kind = select.dataset["choose"] as keyof typeof kinds;
  if (kind === "output") {
    devices.setOutput(select.value, select.selectedOptions[0]?.text ?? "");
  } else {
    await devices.choose(kind, select.value || null);
  }
}
