import { createHash } from 'node:crypto';
import { representations, type ApiRequest, type BytesReply } from '../../kernel/index.ts';
import { placeText } from './tile-address.ts';
import { encodingFor, type Encoding } from './tile-cache.ts';
import type { TileAddress } from './tile-grid.ts';

/** How long a browser may draw an open tile again without asking. */
const openSeconds = 60;

/**
 * The tile, or a word that the caller's one is still right: what decides its bytes is known before it is made. Shared
 * caches may keep only what everybody may have.
 */
export async function tileReply(
  request: ApiRequest,
  address: TileAddress,
  known: readonly unknown[],
  make: (encoding: Encoding) => Promise<{ bytes: Buffer; encoding: Encoding; rows: number }>,
): Promise<BytesReply> {
  const encoding = encodingFor(request.header('accept-encoding'));
  const parts = JSON.stringify([...known, placeText(address)]);
  const etag = `W/"${createHash('sha1').update(parts).digest('base64url')}"`;
  const isOpen = request.caller.kind === 'public' && !request.caller.viewer;
  const headers = {
    etag,
    'cache-control': isOpen ? `public, max-age=${openSeconds}` : 'private, no-cache',
  };
  const mediaType = representations.mvt;
  if (request.header('if-none-match')?.split(/,\s*/).includes(etag)) return { mediaType, body: '', headers };
  const tile = await make(encoding);
  return {
    mediaType,
    body: tile.bytes,
    headers: { ...headers, ...(tile.encoding === 'identity' ? {} : { 'content-encoding': tile.encoding }) },
    rows: tile.rows,
  };
}
