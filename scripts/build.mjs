// Bundles the islands (src/Client/*/index.ts) and the stylesheet into wwwroot. `--watch` keeps going.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { build, context } from "esbuild";

const web = "src/Telemed/wwwroot";
const styles = "src/Telemed/Web/styles";
const watch = process.argv.includes("--watch");

// Each whole in itself: a shared part would be one more round trip before the page lives.
const scripts = {
  entryPoints: {
    visit: "src/Client/visit/index.ts", checks: "src/Client/visit/checks/index.ts", staff: "src/Client/staff/index.ts",
    booking: "src/Client/booking/index.ts", offer: "src/Client/offer/index.ts", phone: "src/Client/phone/index.ts",
    shared: "src/Client/shared/index.ts", pdf: "src/Client/pdf/index.ts",
  },
  outdir: `${web}/js`,
  format: "esm",
  target: "es2020",
};

// Classic scripts, loaded first: they ask for the camera and for the visit, or for the document, while the modules are on their way.
const early = { entryPoints: { early: "src/Client/visit/early.ts", "pdf-early": "src/Client/pdf/early.ts" }, outdir: `${web}/js`, format: "iife", target: "es2020" };

// Not a module: workers that are modules are newer than the browsers we serve.
const worker = { entryPoints: { "pdf-worker": "pdfjs-dist/legacy/build/pdf.worker.mjs" }, outdir: `${web}/js`, format: "iife", target: "es2020" };

// The agenda's grid has a rule for each row of five minutes and each length: 25 hours of them. A style attribute is not allowed to say it.
const rows = {
  name: "agenda-rows",
  setup(build) {
    build.onResolve({ filter: /^agenda-rows$/ }, () => ({ path: "agenda-rows", namespace: "rows" }));
    build.onLoad({ filter: /.*/, namespace: "rows" }, () => ({ loader: "css", contents: `@layer components { ${Array.from({ length: 300 }, (_, row) =>
      `[data-row="${row}"] { grid-row-start: ${row + 1} } [data-span="${row + 1}"] { grid-row-end: span ${row + 1} }`).join(" ")} }` }));
  },
};

// Old phones know neither nesting nor ranges in media queries; layers stay.
const sheet = {
  entryPoints: { telemed: `${styles}/telemed.css`, agenda: `${styles}/agenda.css` },
  outdir: `${web}/css`,
  target: ["chrome99", "safari15.4", "firefox97"],
  external: ["*.woff2", "*.svg"],
  plugins: [rows],
};

// What a PDF does not bring along: the fonts that every reader has, and the tables of Asian letters.
rmSync(`${web}/pdf`, { recursive: true, force: true });
for (const [from, to] of [["standard_fonts", "fonts"], ["cmaps", "cmaps"]]) {
  mkdirSync(`${web}/pdf/${to}`, { recursive: true });
  // Their licences too, which have no ending of their own.
  readdirSync(`node_modules/pdfjs-dist/${from}`).forEach(file => cpSync(`node_modules/pdfjs-dist/${from}/${file}`, `${web}/pdf/${to}/${file.includes(".") ? file : `${file}.txt`}`));
}

const both = { bundle: true, minify: true, legalComments: "none", logLevel: "warning" };
const work = [scripts, early, worker, ...(existsSync(styles) ? [sheet] : [])].map(part => ({ ...both, ...part }));
if (watch) {
  for (const part of work) {
    await (await context(part)).watch();
  }
} else {
  await Promise.all(work.map(part => build(part)));
}
