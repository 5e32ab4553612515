// A server of S3 of another make for the tests, with one bucket, which keeps its objects in a folder.
//   node tests/s3/server.mjs FOLDER BUCKET [closed]     prints {"port":…} once it listens; closed: to whoever has no key
import S3rver from "s3rver";

const [directory, bucket, closed] = process.argv.slice(2);
const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets: [{ name: bucket }] });
if (closed) {
  server.middleware.unshift((ctx, next) => ctx.headers.authorization || ctx.query["X-Amz-Signature"] ? next() : ctx.status = 403);
}
const { port } = await server.run();
process.stdout.write(JSON.stringify({ port }) + "\n");
// The test that started it is gone: so is this.
process.stdin.on("end", () => process.exit(0)).resume();
