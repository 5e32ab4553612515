// A mail server of another make for the tests: takes every mail, and prints one line of JSON for each.
//   node tests/smtp/server.mjs [port]     prints {"port":…} once it listens; a recipient "refused@…" is refused for good
import { SMTPServer } from "smtp-server";

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo(address, _session, done) {
    if (address.address.startsWith("refused@")) {
      done(Object.assign(new Error("No such mailbox"), { responseCode: 550 }));
      return;
    }
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      say({
        connection: session.id,
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map((to) => to.address),
        message: Buffer.concat(parts).toString("base64"),
      });
      done();
    });
  },
});

// A client that was killed in the middle of a mail is none of its business; a port that is taken is.
server.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  if (!server.server.listening) process.exit(1);
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => say({ port: server.server.address().port }));
// The test that started it is gone: so is this.
process.stdin.on("end", () => process.exit(0)).resume();
