import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/Client/**/*.test.ts"], environment: "node" },
});
