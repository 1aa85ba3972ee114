import type { Drift, MappingProposal } from '../harmonise/index.ts';
import type { Client } from './client.ts';
import { cliMessages as messages } from './messages.ts';
import type { Terminal } from './terminal.ts';

/** What the delivery says of one layer beyond its columns. */
export interface LayerFindings {
  readonly id: string;
  readonly title: string;
  readonly drift?: Drift | null;
  readonly scales?: readonly { readonly sentence: string }[];
}

export interface Suggested {
  readonly layer: string;
  readonly standard: string;
  readonly score: number;
}

const percent = (score: number): string => `${Math.round(score * 100)} %`;

/** What differs from the delivery before, and which standards the layers seem to follow. */
export function tellFindings(
  terminal: Terminal,
  layers: readonly LayerFindings[],
  suggestions: readonly Suggested[],
): void {
  for (const layer of layers) {
    const name = layer.title || layer.id;
    for (const { sentence } of layer.scales ?? []) terminal.say(messages.scale, { layer: name, sentence });
    if (layer.drift) tellDrift(terminal, name, layer.drift);
    for (const { standard, score } of suggestions.filter((each) => each.layer === layer.id).slice(0, 1)) {
      terminal.say(messages.suggested, { layer: name, standard, score: percent(score) });
    }
  }
}

function tellDrift(terminal: Terminal, layer: string, drift: Drift): void {
  const list = (names: readonly string[]): string => names.join(', ');
  terminal.say(messages.drift, { layer });
  for (const { from, to, score } of drift.renamed) {
    terminal.say(messages.driftRenamed, { from, to, score: percent(score) });
  }
  if (drift.gone.length > 0)
    terminal.say(messages.driftGone, { columns: list(drift.gone.map(({ column }) => column)) });
  if (drift.added.length > 0) terminal.say(messages.driftAdded, { columns: list(drift.added) });
  for (const { column, from, to } of [...drift.retyped, ...drift.units]) {
    terminal.say(messages.driftChanged, { column, from, to });
  }
  if (drift.emptied.length > 0) terminal.say(messages.driftEmptied, { columns: list(drift.emptied) });
  if (drift.geometry) terminal.say(messages.driftGeometry, drift.geometry);
}

/** Shows how a layer would map to a standard; gives the fields that somebody should look at. */
export async function tellProposal(
  client: Client,
  terminal: Terminal,
  delivery: number,
  layer: string,
  standard: string,
): Promise<MappingProposal['fields']> {
  const query = new URLSearchParams({ layer, standard });
  const proposal = await client.get<{
    readonly score: number;
    readonly standard: string;
    readonly properties: readonly {
      readonly name: string;
      readonly proposed: MappingProposal['fields'][number] | null;
    }[];
    readonly left: readonly string[];
  }>(`/deliveries/${delivery}/proposal?${query}`);
  const fields = proposal.properties.flatMap(({ proposed }) => (proposed ? [proposed] : []));
  terminal.say(messages.proposal, { standard: proposal.standard, score: percent(proposal.score) });
  for (const { target, column, score, certainty, runnersUp } of fields) {
    const others = runnersUp.map((other) => other.column).join(', ');
    const message = certainty === 'sure' ? messages.proposedSure : messages.proposedDoubtful;
    terminal.say(message, { target, column, score: percent(score), others: others || '–' });
  }
  if (proposal.left.length > 0) terminal.say(messages.proposalLeft, { columns: proposal.left.join(', ') });
  return fields.filter(({ certainty }) => certainty === 'doubtful');
}
