// Bundles the islands (src/Client/*/index.ts) and the stylesheet into wwwroot. `--watch` keeps going.
import { existsSync } from "node:fs";
import { build, context } from "esbuild";

const web = "src/Telemed/wwwroot";
const styles = "src/Telemed/Web/styles/telemed.css";
const watch = process.argv.includes("--watch");

// Each whole in itself: a shared part would be one more round trip before the page lives.
const scripts = {
  entryPoints: {
    visit: "src/Client/visit/index.ts", checks: "src/Client/visit/checks/index.ts", staff: "src/Client/staff/index.ts",
    booking: "src/Client/booking/index.ts", offer: "src/Client/offer/index.ts",
  },
  outdir: `${web}/js`,
  format: "esm",
  target: "es2020",
};

// A classic script, loaded first: it asks for the camera and for the visit while the modules are on their way.
const early = { entryPoints: { early: "src/Client/visit/early.ts" }, outdir: `${web}/js`, format: "iife", target: "es2020" };

// Old phones know neither nesting nor ranges in media queries; layers stay.
const sheet = {
  entryPoints: { telemed: styles },
  outdir: `${web}/css`,
  target: ["chrome99", "safari15.4", "firefox97"],
  external: ["*.woff2", "*.svg"],
};

const both = { bundle: true, minify: true, legalComments: "none", logLevel: "warning" };
const work = [scripts, early, ...(existsSync(styles) ? [sheet] : [])].map(part => ({ ...both, ...part }));
if (watch) {
  for (const part of work) {
    await (await context(part)).watch();
  }
} else {
  await Promise.all(work.map(part => build(part)));
}
