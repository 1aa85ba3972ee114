import type { EntitySet, StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { invalid } from '../options/query-options.ts';
import { propertyValue } from '../read/entity-json.ts';
import { isSelected, type Row } from '../read/row-columns.ts';

/** Observations as arrays of their values, by series (18-088, 12.1). */
export function dataArrays(
  { root }: StaContext,
  set: EntitySet,
  rows: readonly Row[],
  options: QueryOptions,
): Record<string, unknown>[] {
  if (set.name !== 'Observations') throw invalid('$resultFormat', 'dataArray', 'Observations');
  if (options.expand.length > 0)
    throw invalid('$expand', options.expand[0]!.relation.name, '∅ ($resultFormat=dataArray)');
  const bySeries = new Map<unknown, Row[]>();
  for (const row of rows) {
    const known = bySeries.get(row['series']);
    if (known) known.push(row);
    else bySeries.set(row['series'], [row]);
  }
  return [...bySeries].map(([series, mine]) => {
    // What none of them has is no component.
    const properties = set.properties.filter(
      (property) =>
        isSelected(options, property.name) &&
        (!property.optional || mine.some((row) => propertyValue(property, row) !== null)),
    );
    const hasId = isSelected(options, 'id');
    return {
      'Datastream@iot.navigationLink': `${root}/Datastreams(${String(series)})`,
      components: [...(hasId ? ['id'] : []), ...properties.map(({ name }) => name)],
      'dataArray@iot.count': mine.length,
      dataArray: mine.map((row) => [
        ...(hasId ? [row.id] : []),
        ...properties.map((property) => propertyValue(property, row)),
      ]),
    };
  });
}
