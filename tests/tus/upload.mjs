// Sends one file by tus-js-client as it comes from npm. Its settings on standard input as JSON; says "at N" as it goes on and "done ADDRESS" at the end.
import { createReadStream, readFileSync } from "node:fs";
import { FileUrlStorage, Upload } from "tus-js-client";

const { endpoint, cookie, origin, file, name, size, patient, memory } = JSON.parse(readFileSync(0, "utf8"));
const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadSize: size,
  metadata: { filename: name, patient },
  headers: { Cookie: cookie, Origin: origin },
  urlStorage: new FileUrlStorage(memory),
  retryDelays: Array(200).fill(250),
  onProgress: sent => console.log(`at ${sent}`),
  onError: error => {
    console.log(`failed ${error.message.replaceAll("\n", " ")}`);
    process.exit(1);
  },
  onSuccess: () => {
    console.log(`done ${upload.url}`);
    process.exit(0);
  },
});
// What an earlier run of this program began goes on, as a page does after a reload.
const [earlier] = await upload.findPreviousUploads();
if (earlier) {
  upload.resumeFromPreviousUpload(earlier);
}
upload.start();
