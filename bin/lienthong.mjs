#!/usr/bin/env node
// The command `lienthong`. Builds what is missing or stale (a clone), then runs the compiled entry.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (existsSync(fileURLToPath(new URL('../src/main.ts', import.meta.url)))) {
  const { buildOrExit } = await import('../scripts/build.mjs');
  buildOrExit();
}
await import('../dist/src/main.js');
