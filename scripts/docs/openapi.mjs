import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `docs/openapi.json`: what an empty node with default settings says about itself at `/openapi.json`. */
export async function openapiDocument({ startNode }, { announcedNode, readConfig }) {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-docs-'));
  const config = readConfig({
    LIENTHONG_DATA: folder,
    LIENTHONG_PORT: '0',
    LIENTHONG_BASE_URL: 'http://localhost:8080',
    LIENTHONG_LOG_LEVEL: 'silent',
  });
  try {
    const node = await startNode(config);
    try {
      // Links carry the base address; the node really listens where its file says.
      const { url } = announcedNode(folder);
      const answer = await fetch(new URL('/openapi.json?lang=en', url));
      if (!answer.ok) throw new Error(`/openapi.json answered ${answer.status}: ${await answer.text()}`);
      return `${JSON.stringify(await answer.json(), null, 2)}\n`;
    } finally {
      await node.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
