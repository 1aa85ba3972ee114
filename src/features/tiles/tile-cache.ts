import { LRUCache } from 'lru-cache';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { MadeTile } from './make-tile.ts';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
/** Below this a packed tile is no smaller. */
const worthBytes = 200;

export type Encoding = 'br' | 'gzip' | 'identity';

/** A tile as it was made, and as it was sent: packed once, when first asked for. */
interface KeptTile {
  readonly made: MadeTile;
  readonly packed: Map<Encoding, Promise<Buffer>>;
}

/**
 * Tiles by everything that decides their bytes: edition, grant, address, filter. Bounded by memory. An edition never
 * changes, so an entry is true as long as it stands; callers who ask at the same time wait for one making.
 */
export class TileCache {
  readonly #kept: LRUCache<string, KeptTile>;
  readonly #making = new Map<string, Promise<KeptTile>>();

  constructor(mostBytes: number) {
    // Packed forms come to about as much again.
    const sizeCalculation = ({ made }: KeptTile) => made.bytes.length * 2 + 500;
    this.#kept = new LRUCache({ maxSize: mostBytes, sizeCalculation });
  }

  async made(key: string, make: () => Promise<MadeTile>): Promise<MadeTile> {
    return (await this.#tile(key, make)).made;
  }

  /** The tile's bytes in an encoding; `identity` also where packing is not worth it. */
  async packed(
    key: string,
    make: () => Promise<MadeTile>,
    encoding: Encoding,
  ): Promise<{ bytes: Buffer; encoding: Encoding; rows: number }> {
    const tile = await this.#tile(key, make);
    const { bytes, rows } = tile.made;
    if (encoding === 'identity' || bytes.length < worthBytes) return { bytes, encoding: 'identity', rows };
    let packed = tile.packed.get(encoding);
    if (!packed) tile.packed.set(encoding, (packed = pack(bytes, encoding)));
    return { bytes: await packed, encoding, rows };
  }

  async #tile(key: string, make: () => Promise<MadeTile>): Promise<KeptTile> {
    const known = this.#kept.get(key) ?? this.#making.get(key);
    if (known) return known;
    const making = make().then((made) => {
      const tile = { made, packed: new Map() };
      this.#kept.set(key, tile);
      return tile;
    });
    this.#making.set(key, making);
    try {
      return await making;
    } finally {
      this.#making.delete(key);
    }
  }
}

/** Brotli at 5 packs tiles smaller than gzip at 6 in the same time. */
function pack(bytes: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
  if (encoding === 'gzip') return gzipped(bytes, { level: 6 });
  return brotlied(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }); // prettier-ignore
}

/** The best encoding that a caller accepts (RFC 9110, 12.5.3). */
export function encodingFor(header: string | undefined): Encoding {
  const accepted = new Map(
    (header ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, quality === undefined ? 1 : Number(quality.slice(2))] as const;
    }),
  );
  const isAccepted = (name: string) => (accepted.get(name) ?? accepted.get('*') ?? 0) > 0;
  return isAccepted('br') ? 'br' : isAccepted('gzip') ? 'gzip' : 'identity';
}
