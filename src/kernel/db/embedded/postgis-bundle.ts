import { createReadStream, createWriteStream } from 'node:fs';
import { createGunzip, createGzip } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';

/**
 * The parts of the published PostGIS bundle that are used. The engine unpacks and compiles all that a bundle holds:
 * raster, topology and upgrade scripts cost 330 MB of memory and a third of the start for nothing (measured).
 */
const kept = [
  /^lib\/postgresql\/postgis-3\.so$/,
  /^share\/postgresql\/extension\/postgis\.control$/,
  /^share\/postgresql\/extension\/postgis--[\d.]+\.sql$/,
  /^share\/proj\/.+/,
];

/** Writes the cut bundle. It is made on this machine from the installed package and never distributed. */
export async function writePostgisBundle(published: URL, target: string): Promise<void> {
  const extract = tar.extract();
  const pack = tar.pack();
  const written = pipeline(pack, createGzip({ level: 1 }), createWriteStream(target));
  const read = pipeline(createReadStream(published), createGunzip(), extract);
  for await (const entry of extract) {
    if (entry.header.type !== 'file' || !kept.some((pattern) => pattern.test(entry.header.name))) {
      entry.resume();
      continue;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry) chunks.push(chunk as Uint8Array);
    pack.entry({ name: entry.header.name }, Buffer.concat(chunks));
  }
  await read;
  pack.finalize();
  await written;
}
