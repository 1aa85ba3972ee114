import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openPath } from '../connect/index.ts';
import { slugOf, titleOfFile } from '../formats/index.ts';
import type { Drift } from '../harmonise/index.ts';
import type { Client } from './client.ts';
import { exitCodes } from './exit-codes.ts';
import { cliMessages as messages } from './messages.ts';
import { tellFindings, tellProposal, type Suggested } from './proposals.ts';
import { exitCodeOf, followRun, sumCounts, tellRun, type RunDocument } from './runs.ts';
import type { Terminal } from './terminal.ts';

export interface ConnectOptions {
  readonly standard?: string;
  readonly id?: string;
  readonly title?: string;
  readonly layer: readonly string[];
  readonly key: readonly string[];
  readonly letters: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly headerRow?: string;
  readonly firstRow?: string;
  readonly lastRow?: string;
  readonly range?: string;
  readonly records?: string;
  readonly mapping?: string;
  readonly mappingFrom?: string;
  readonly crs?: string;
  readonly delivery?: string;
  readonly openness?: string;
  readonly yes?: boolean;
  readonly acceptLoss?: boolean;
  readonly json?: boolean;
}

interface LayerDocument {
  readonly id: string;
  readonly title: string;
  readonly empty: boolean;
  readonly columns: readonly string[];
  readonly detected: readonly { readonly what: string; readonly value: string }[];
  readonly profile: { readonly rows: number; readonly columns: readonly ColumnDocument[] } | null;
  readonly drift?: Drift | null;
  readonly places?: PlacesDocument | null;
}

interface ColumnDocument {
  readonly title: string;
  readonly letters: {
    readonly found: readonly { readonly id: string; readonly share: number }[];
    readonly confidence: number;
    readonly samples: readonly { readonly from: string; readonly to: string }[];
  } | null;
}

interface PlacesDocument {
  readonly open: boolean;
  readonly options: readonly {
    readonly crs: string;
    readonly title: string;
    readonly reason: string;
    readonly confidence: number;
  }[];
}

interface DeliveryDocument {
  readonly id: number;
  readonly state: 'received' | 'inspecting' | 'inspected' | 'refused';
  readonly problem: { readonly title: string; readonly detail: string } | null;
  readonly layers: readonly LayerDocument[] | null;
  readonly suggestions?: readonly Suggested[];
  readonly refused: readonly { readonly name: string; readonly problem: { readonly detail: string } | null }[] | null;
}

interface SourceDocument {
  readonly layers: readonly { readonly layer: string; readonly collection: string; readonly crs?: string | null }[];
  readonly openness: string | null;
  readonly delivery: string;
}

/** `connect FILE|URL`: delivers, looks, lets the steward decide, loads, and says what came of it. */
export async function connect(
  client: Client,
  terminal: Terminal,
  place: string,
  options: ConnectOptions,
): Promise<number> {
  const source = await openSource(client, place, options);
  terminal.say(messages.reading, { name: place });
  const delivery = await deliver(client, terminal, source.id, place, options);
  if (delivery.state === 'refused') {
    tellRefusal(terminal, delivery, options);
    return exitCodes.failed;
  }
  tellLayers(terminal, place, delivery);
  tellFindings(terminal, delivery.layers ?? [], delivery.suggestions ?? []);
  const layers = await chooseLayers(terminal, delivery, source.known, options);
  const undecided = layers === null ? [] : undecidedCrs(delivery, layers, source.known, options);
  const publish = layers !== null && undecided.length === 0 && (await mayPublish(terminal, source.known, options));
  if (layers === null || !publish || undecided.length > 0) {
    return leaveOpen(terminal, delivery, { layers: layers === null, publish: !publish, crs: undecided }, options);
  }
  const accepted = options.yes ?? (await acceptsProposals(client, terminal, delivery, layers, options));
  if (accepted === null) return exitCodes.waitsForPerson;
  const { runs } = await client.send<{ runs: RunDocument[] }>('POST', `/deliveries/${delivery.id}/runs`, {
    layers,
    ...(options.delivery ? { delivery: options.delivery } : {}),
    ...(options.openness ? { openness: options.openness } : {}),
    acceptLoss: options.acceptLoss ?? false,
    acceptProposals: accepted,
  });
  const ended: RunDocument[] = [];
  for (const run of runs) {
    const end = await followRun(client, terminal, run.id);
    tellRun(client, terminal, end);
    ended.push(end);
  }
  if (options.json) terminal.print(JSON.stringify(summaryOf(ended)));
  return exitCodeOf(ended);
}

const isAddressOf = (place: string): boolean => /^https?:\/\//i.test(place);

function nameOfPlace(place: string): string {
  if (!isAddressOf(place)) return basename(resolve(place));
  return new URL(place).pathname.split('/').filter(Boolean).at(-1) ?? 'download';
}

/** The source that a place becomes where nobody names one. */
export function idOfPlace(place: string): string {
  return slugOf(decodeURIComponent(nameOfPlace(place)));
}

async function openSource(client: Client, place: string, options: ConnectOptions) {
  const isAddress = isAddressOf(place);
  const name = nameOfPlace(place);
  const id = options.id ?? idOfPlace(place);
  const transport = isAddress
    ? 'http'
    : (await stat(resolve(place)).catch(() => null))?.isDirectory()
      ? 'folder'
      : 'file';
  const known = await client.get<SourceDocument>(`/sources/${id}`).catch(() => null);
  await client.send('PUT', `/sources/${id}`, {
    transport,
    location: isAddress ? place : resolve(place),
    ...(options.title ? { title: options.title } : known ? {} : { title: titleOfFile(decodeURIComponent(name)) }),
    ...(options.delivery ? { delivery: options.delivery } : {}),
    ...(options.openness ? { openness: options.openness } : {}),
    ...readingOf(options),
  });
  return { id, isAddress, known };
}

/** How to read, for the layers that are named, else for all. */
function readingOf(options: ConnectOptions): { reading?: Record<string, string>[] } {
  const { encoding, delimiter, headerRow, firstRow, lastRow, range, records } = options;
  const said = Object.entries({ encoding, delimiter, headerRow, firstRow, lastRow, range, records }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (said.length === 0) return {};
  const choice = Object.fromEntries(said);
  return { reading: options.layer.length > 0 ? options.layer.map((layer) => ({ ...choice, layer })) : [choice] };
}

async function deliver(
  client: Client,
  terminal: Terminal,
  id: string,
  place: string,
  options: ConnectOptions,
): Promise<DeliveryDocument> {
  const query = options.delivery ? `delivery=${encodeURIComponent(options.delivery)}` : '';
  let taken: DeliveryDocument;
  if (/^https?:\/\//i.test(place)) taken = await client.send('POST', `/sources/${id}/deliveries?${query}`, {});
  else {
    const { name, stream } = await openPath(resolve(place));
    taken = await client.upload(`/sources/${id}/deliveries?name=${encodeURIComponent(name)}&${query}`, stream);
  }
  for (;;) {
    const delivery = await client.get<DeliveryDocument>(`/deliveries/${taken.id}`);
    if (delivery.state === 'inspected' || delivery.state === 'refused') return delivery;
    terminal.progress(id, 0, null);
    await new Promise((wake) => setTimeout(wake, 150));
  }
}

function tellRefusal(terminal: Terminal, delivery: DeliveryDocument, options: ConnectOptions): void {
  const problem = delivery.problem;
  terminal.say(
    { vi: '{title}: {detail}', en: '{title}: {detail}' },
    { title: problem?.title ?? '', detail: problem?.detail ?? '' },
  );
  if (options.json) terminal.print(JSON.stringify({ problem }));
}

/** Legacy letters that will be converted, each column with an example to check. */
function tellLetters(terminal: Terminal, { profile }: LayerDocument): void {
  for (const { title, letters } of profile?.columns ?? []) {
    const [sample] = letters?.samples ?? [];
    if (!letters || !sample) continue;
    terminal.say(messages.lettersLine, {
      column: title,
      letters: letters.found.map(({ id }) => id).join(' + '),
      share: Math.round(letters.found.reduce((sum, { share }) => sum + share, 0) * 100),
      confidence: Math.round(letters.confidence * 100),
      ...sample,
    });
  }
}

function nameOf(layer: LayerDocument): string {
  return layer.id || layer.title;
}

function tellLayers(terminal: Terminal, place: string, delivery: DeliveryDocument): void {
  const layers = delivery.layers ?? [];
  terminal.say(messages.found, { name: basename(place), layers: layers.filter((layer) => !layer.empty).length });
  for (const layer of layers) {
    const detected = layer.detected.map((entry) => `${entry.what} ${entry.value}`).join(', ');
    if (layer.empty) terminal.say(messages.emptyLayer, { layer: nameOf(layer) });
    else {
      terminal.say(messages.layerLine, {
        layer: nameOf(layer),
        rows: layer.profile?.rows ?? 0,
        columns: layer.columns.length,
        detected,
      });
      tellLetters(terminal, layer);
      const [guess] = layer.places && !layer.places.open ? layer.places.options : [];
      if (guess) terminal.say(messages.crsTaken, { crs: guess.title, reason: guess.reason });
    }
  }
  for (const refused of delivery.refused ?? []) {
    terminal.say(messages.refusedFile, { name: refused.name, reason: refused.problem?.detail ?? '' });
  }
}

/** What may be taken unasked: what somebody hid in the workbook is nobody's to publish unless he names it. */
function offeredLayers(delivery: DeliveryDocument, known: SourceDocument | null): LayerDocument[] {
  const filled = (delivery.layers ?? []).filter((layer) => !layer.empty);
  return filled.filter((layer) => !isHidden(layer) || isRemembered(layer, known));
}

const isHidden = (layer: LayerDocument): boolean => layer.detected.some(({ what }) => what === 'hidden-sheet');

const isRemembered = (layer: LayerDocument, known: SourceDocument | null): boolean =>
  known?.layers.some((decision) => decision.layer === layer.id) ?? false;

/** Named layers, else remembered ones, else the only one; several need a decision. Null: nobody decided. */
async function chooseLayers(
  terminal: Terminal,
  delivery: DeliveryDocument,
  known: SourceDocument | null,
  options: ConnectOptions,
): Promise<Record<string, unknown>[] | null> {
  const named = options.layer.length > 0;
  const offered = offeredLayers(delivery, known);
  const left = (delivery.layers ?? []).filter((layer) => !layer.empty && !offered.includes(layer));
  if (!named) for (const layer of left) terminal.say(messages.hiddenLayer, { layer: nameOf(layer) });
  const remembered = offered.filter((layer) => isRemembered(layer, known));
  const isDecided =
    named || (offered.length > 0 && (options.yes || offered.length === 1 || remembered.length === offered.length));
  const ids = named ? options.layer : offered.map((layer) => layer.id);
  if (!isDecided && !(offered.length > 0 && terminal.isInteractive && (await terminal.ask(messages.askLayers))))
    return null;
  const mapping = options.mapping ? (JSON.parse(readFileSync(options.mapping, 'utf8')) as unknown) : undefined;
  return ids.map((layer) => ({
    layer,
    ...(options.standard ? { standard: options.standard } : {}),
    ...(mapping ? { mapping } : {}),
    ...(options.mappingFrom ? { mappingFrom: options.mappingFrom } : {}),
    ...crsOf(delivery, layer, known, options),
    ...(options.key.length > 0 ? { key: options.key } : {}),
    ...(options.letters.length > 0 ? { letters: options.letters } : {}),
  }));
}

/**
 * Shows what is proposed for a standard and asks about what is doubtful, or about columns in use that have changed.
 * Null: there is something to decide and nobody to ask.
 */
async function acceptsProposals(
  client: Client,
  terminal: Terminal,
  delivery: DeliveryDocument,
  layers: readonly { readonly layer?: unknown }[],
  options: ConnectOptions,
): Promise<boolean | null> {
  if (options.mapping || options.mappingFrom) return false;
  const doubtful: string[] = [];
  for (const { layer } of layers) {
    if (options.standard) {
      const fields = await tellProposal(client, terminal, delivery.id, String(layer), options.standard);
      doubtful.push(...fields.map(({ target, column }) => `${target} ← ${column}`));
    }
    const drift = delivery.layers?.find(({ id }) => id === layer)?.drift;
    if (drift?.breaks) doubtful.push(...drift.renamed.map(({ from, to }) => `${from} → ${to}`));
  }
  if (doubtful.length === 0) return false;
  if (terminal.isInteractive) return terminal.ask(messages.askProposals);
  terminal.say(messages.openChoices);
  terminal.say(messages.chooseMapping, { fields: doubtful.join(', ') });
  if (options.json) terminal.print(JSON.stringify({ delivery: delivery.id, choices: { mapping: doubtful } }));
  return null;
}

/** What was asked for; with `--yes` the best guess, said out loud. A source's own choice is remembered by the node. */
function crsOf(
  delivery: DeliveryDocument,
  id: string,
  known: SourceDocument | null,
  options: ConnectOptions,
): { crs?: string } {
  if (options.crs !== undefined) return { crs: options.crs };
  const layer = findLayer(delivery, id);
  const isRemembered = known?.layers.some((decision) => decision.layer === layer?.id && decision.crs);
  const [best] = layer?.places?.open && !isRemembered && !options.mapping ? layer.places.options : [];
  return options.yes && best ? { crs: best.crs } : {};
}

function findLayer(delivery: DeliveryDocument, id: string): LayerDocument | undefined {
  return (delivery.layers ?? []).find((layer) => layer.id === id || layer.title === id);
}

/** Layers whose reference system somebody has to choose. */
function undecidedCrs(
  delivery: DeliveryDocument,
  chosen: readonly Record<string, unknown>[],
  known: SourceDocument | null,
  options: ConnectOptions,
): LayerDocument[] {
  return chosen.flatMap((choice) => {
    const layer = findLayer(delivery, String(choice['layer']));
    const isRemembered = known?.layers.some((decision) => decision.layer === layer?.id && decision.crs);
    return layer?.places?.open && !choice['crs'] && !isRemembered && !options.mapping ? [layer] : [];
  });
}

async function mayPublish(terminal: Terminal, known: SourceDocument | null, options: ConnectOptions): Promise<boolean> {
  if (options.yes || options.openness || (known && known.layers.length > 0)) return true;
  return terminal.isInteractive && terminal.ask(messages.askPublish);
}

function leaveOpen(
  terminal: Terminal,
  delivery: DeliveryDocument,
  open: { readonly layers: boolean; readonly publish: boolean; readonly crs: readonly LayerDocument[] },
  options: ConnectOptions,
): number {
  const layers = (delivery.layers ?? []).filter((layer) => !layer.empty).map(nameOf);
  if (terminal.isInteractive && open.crs.length === 0) terminal.say(messages.notDone);
  else {
    terminal.say(messages.openChoices);
    if (open.layers) terminal.say(messages.chooseLayers, { layers: layers.join(', ') });
    for (const layer of open.crs) tellCrsOptions(terminal, layer);
    if (open.publish && !options.openness) terminal.say(messages.choosePublish);
    terminal.say(messages.acceptAll);
  }
  if (options.json) {
    terminal.print(
      JSON.stringify({
        delivery: delivery.id,
        choices: {
          layers,
          openness: ['open', 'conditional', 'restricted', 'closed'],
          ...(open.crs.length > 0
            ? { crs: open.crs.map((layer) => ({ layer: layer.id, options: layer.places!.options })) }
            : {}),
        },
      }),
    );
  }
  return exitCodes.waitsForPerson;
}

function tellCrsOptions(terminal: Terminal, layer: LayerDocument): void {
  terminal.say(messages.chooseCrs, { layer: nameOf(layer) });
  for (const { crs, title, reason, confidence } of layer.places?.options ?? []) {
    terminal.say(messages.crsOption, { crs, title, reason, percent: Math.round(confidence * 100) });
  }
}

function summaryOf(runs: readonly RunDocument[]): Record<string, unknown> {
  const [first] = runs;
  return {
    dataset: first?.dataset ?? null,
    collection: first?.collection ?? null,
    edition: first ? editionAfter(first) : null,
    ...sumCounts(runs),
    run: first?.id ?? null,
    state: first?.state ?? null,
    problem: runs.find((run) => run.problem)?.problem ?? null,
    ...(runs.length > 1
      ? {
          collections: runs.map((run) => ({
            collection: run.collection,
            layer: run.layer,
            run: run.id,
            state: run.state,
            edition: editionAfter(run),
            ...run.counts,
          })),
        }
      : {}),
  };
}

/** The edition that is current after the run; the one before where nothing changed. */
function editionAfter(run: RunDocument): number | null {
  return run.edition ?? (run.state === 'done' ? run.baseEdition : null);
}
