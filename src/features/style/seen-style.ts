import type { Db } from '../../kernel/index.ts';
import type { View } from '../read/view.ts';
import type { MapStyle } from './model.ts';
import { findStyle } from './store.ts';

/**
 * The style of a collection as far as a caller may know of it: made over all rows and columns as they stand, classes
 * would tell of what he does not see.
 */
export async function seenStyle(db: Db, view: View): Promise<MapStyle> {
  const style = await findStyle(db, view.collection.id);
  const { label, classes } = style;
  return {
    ...style,
    label: label !== null && isPlain(view, label) ? label : null,
    classes: classes !== null && !view.isPartial && isPlain(view, classes.column) ? classes : null,
  };
}

const isPlain = ({ properties, seen }: View, name: string): boolean =>
  properties.some((property) => property.name === name) && !seen.changed?.has(name);
