import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { NodeProcess, RunCounts } from '../../bench/support/node-process.ts';

/** What came of one file. */
export interface ConnectedFile {
  /** From the folder of test data. */
  readonly path: string;
  /** Exit code of `connect` (0 done, 1 failed, 3 done with quarantine, 4 waits for a person). */
  readonly code: number;
  readonly layers: readonly ConnectedLayer[];
  /** The node's words where it refused or a person has to decide; null otherwise. */
  readonly refusal: string | null;
}

export interface ConnectedLayer {
  readonly layer: string;
  readonly collection: string;
  readonly counts: RunCounts;
  readonly columns: number;
  /** `encoding utf-8`, `delimiter ;` … as the steward sees them. */
  readonly detected: readonly string[];
  /** `longitude, latitude`: columns that became points; `layer`: the file has geometry; null: none. */
  readonly geometry: string | null;
}

interface DeliveryLayer {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly detected: readonly { readonly what: string; readonly value: string }[];
  readonly proposal: {
    readonly mapping: {
      readonly geometry?: { readonly from: string; readonly longitude?: string; readonly latitude?: string };
    };
  } | null;
}

/** The last one holds answers of portals: lists of records, descriptions of data and services, also as links of RDF. */
const folders = ['admin', 'air', 'water', 'hydromet', 'qc', 'vector', 'tabular_quirks', 'catalog'];
const limitMs = 5 * 60_000;

const oneFile =
  /\.(csv|geojson|json|xml)(\.gz)?$|\.(zip|kml|gml|fgb|gpkg|parquet|txt|ya?ml|tif|bufr4|jsonld|rdf|ttl)$/i;
/** What stands beside others in a folder, which is connected as a whole. */
const inFolder = /\.(shp|mif)$/i;

/** Files of tables and layers, and folders where several files are a layer, from the folder of test data, sorted. */
export function tableFiles(testData: string): string[] {
  const paths = folders.flatMap((name) =>
    readdirSync(join(testData, 'data', name), { recursive: true }).map((path) =>
      join('data', name, String(path)).replaceAll('\\', '/'),
    ),
  );
  const whole = paths.filter((path) => inFolder.test(path)).map((path) => posix.dirname(path));
  return [...new Set([...paths.filter((path) => oneFile.test(path)), ...whole])].sort();
}

/** What a steward has to say of a file that does not say it. */
const crsOf: Readonly<Record<string, string>> = { 'data/vector/rivers_osgb_inspire_nosrs.gml': 'EPSG:27700' };

/** Connects one file under an id of its own, accepting all proposals. */
export async function connectFile(
  node: NodeProcess,
  testData: string,
  path: string,
  id: string,
): Promise<ConnectedFile> {
  const { code, answer, words } = await node.tryConnect(join(testData, path), {
    id,
    limitMs,
    ...(crsOf[path] ? { crs: crsOf[path] } : {}),
  });
  const runs = answer?.collections ?? (answer?.run ? [{ ...answer, layer: '' }] : []);
  const layers: ConnectedLayer[] = [];
  for (const run of runs)
    layers.push(await describeLayer(node, run as RunCounts & { run: number; collection: string }));
  const isDone = code === 0 || code === 3;
  return { path, code, layers, refusal: isDone ? null : (answer?.problem?.detail ?? words) };
}

async function describeLayer(
  node: NodeProcess,
  run: RunCounts & { readonly run: number; readonly collection: string },
): Promise<ConnectedLayer> {
  const { delivery, layer: id } = await node.get<{ delivery: number; layer: string }>(`/runs/${run.run}`);
  const { layers } = await node.get<{ layers: DeliveryLayer[] }>(`/deliveries/${delivery}`);
  const layer = layers.find((candidate) => candidate.id === id)!;
  const { read, stored, inserted, updated, unchanged, duplicates, deleted, quarantined, issues } = run;
  return {
    layer: id,
    collection: run.collection,
    counts: { read, stored, inserted, updated, unchanged, duplicates, deleted, quarantined, issues },
    columns: layer.columns.length,
    detected: layer.detected.map(({ what, value }) => `${what} ${value}`),
    geometry: geometryOf(layer),
  };
}

function geometryOf({ proposal }: DeliveryLayer): string | null {
  const geometry = proposal?.mapping.geometry;
  if (!geometry || geometry.from === 'none') return null;
  return geometry.from === 'layer' ? 'layer' : `${geometry.longitude}, ${geometry.latitude}`;
}
