// Prints what each built file weighs compressed, as a browser would receive it.
import { readdirSync, readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

for (const folder of ["js", "css"]) {
  for (const file of readdirSync(`src/Telemed/wwwroot/${folder}`).filter(name => /\.(js|css)$/.test(name))) {
    const bytes = readFileSync(`src/Telemed/wwwroot/${folder}/${file}`);
    console.log(`${folder}/${file}: ${bytes.length} B, gzip ${gzipSync(bytes).length} B, brotli ${brotliCompressSync(bytes).length} B`);
  }
}
