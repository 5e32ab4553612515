// A server of S3 of another make for the tests, with one bucket, which keeps its objects in a folder.
//   node tests/s3/server.mjs FOLDER BUCKET     prints {"port":…} once it listens
import S3rver from "s3rver";

const [directory, bucket] = process.argv.slice(2);
const server = new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory, configureBuckets: [{ name: bucket }] });
const { port } = await server.run();
process.stdout.write(JSON.stringify({ port }) + "\n");
// The test that started it is gone: so is this.
process.stdin.on("end", () => process.exit(0)).resume();
