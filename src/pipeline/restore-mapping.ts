import { getOwnSource, keepMapping, listMappingVersions, rememberLayers } from '../connect/index.ts';
import type { ApiRequest, Reply } from '../kernel/index.ts';
import type { PipelineContext } from './context.ts';
import { pipelineProblem } from './problems.ts';

export const formerMappingSchema = {
  type: 'object',
  required: ['standard'],
  properties: {
    /** Id of the layer; empty where the source has one. */
    layer: { type: 'string' },
    standard: { type: 'string' },
  },
} as const;

/**
 * Makes a former mapping of a layer the newest version again, which the next delivery is loaded by. What was published by the
 * versions between stays until it is loaded again or rolled back. Throws Problem `mapping-version-not-found`.
 */
export async function restoreMapping({ db, clock }: PipelineContext, request: ApiRequest): Promise<Reply> {
  const source = await getOwnSource(db, request.caller, request.params['sourceId']!);
  const { layer = '', standard } = request.body as { layer?: string; standard: string };
  const named = request.params['version']!;
  const former = (await listMappingVersions(db, source.id)).find(
    (each) => each.layer === layer && each.standard === standard && String(each.version) === named,
  );
  if (!former) throw pipelineProblem('mapping-version-not-found', { source: source.id, version: named });
  const { mapping, delivery } = former;
  await db.transaction(async (tx) => {
    await keepMapping(tx, clock, { source: source.id, layer, standard, mapping, origin: 'restored', delivery });
    const decided = source.layers.filter((decision) => decision.layer === layer);
    await rememberLayers(
      tx,
      source.id,
      decided.map((decision) => ({ ...decision, standard, mapping })),
    );
  });
  return { location: `/sources/${source.id}/mappings`, status: 303 };
}
