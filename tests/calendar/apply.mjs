// A calendar of another make (npm ical.js) for the tests: applies files in their order as a mail program does, and prints what it then holds.
//   {"files": […], "zone": "Europe/Paris"}  on standard input; local times are told by that zone's clock
import ICAL from "ical.js";

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}

const { files, zone } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
const held = new Map();
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });

for (const file of files) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const method = calendar.getFirstPropertyValue("method");
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const known = held.get(event.uid);
    const sequence = event.sequence ?? 0;
    if (known && sequence < known.sequence) {
      continue; // overtaken by a newer one
    }
    if (method === "CANCEL") {
      held.delete(event.uid);
      continue;
    }
    const start = event.startDate.toJSDate();
    held.set(event.uid, {
      uid: event.uid,
      sequence,
      method,
      start: start.toISOString(),
      end: event.endDate.toJSDate().toISOString(),
      local: clock.format(start),
      summary: event.summary,
      status: component.getFirstPropertyValue("status"),
      organizer: event.organizer,
      attendees: event.attendees.map(attendee => attendee.getFirstValue()),
    });
  }
}

process.stdout.write(JSON.stringify([...held.values()]));
