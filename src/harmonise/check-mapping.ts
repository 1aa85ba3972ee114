import type { Layer } from '../formats/index.ts';
import type { Property } from '../packs/index.ts';
import type { HarmoniserInput } from './model.ts';
import { harmoniseProblem, nearestNames } from './problems.ts';

/**
 * Refuses a mapping that names what is not there, before any row is read. Throws Problems `mapping-unknown-target`,
 * `mapping-unknown-column`, `mapping-target-twice`, `mapping-no-origin`, `mapping-required-missing`,
 * `mapping-no-geometry`.
 */
export function checkMapping({ standard, mapping, layer }: HarmoniserInput): void {
  const names = standard.properties.map(({ name }) => name);
  const targets = new Set<string>();
  for (const field of mapping.fields) {
    const { target, column, constant } = field;
    if (!names.includes(target)) {
      throw harmoniseProblem('mapping-unknown-target', {
        target,
        standard: standard.id,
        nearest: nearestNames(target, names),
      });
    }
    if (targets.has(target)) throw harmoniseProblem('mapping-target-twice', { target });
    targets.add(target);
    if ((column === undefined) === (constant === undefined)) throw harmoniseProblem('mapping-no-origin', { target });
    if (column !== undefined) checkColumn(column, layer);
  }
  const missing = standard.properties.filter(
    (property) => isNeeded(property, standard.key) && !targets.has(property.name),
  );
  if (missing.length > 0) {
    const list = missing.map(({ name }) => `"${name}"`).join(', ');
    throw harmoniseProblem('mapping-required-missing', { standard: standard.id, targets: list });
  }
  checkGeometryMapping({ standard, mapping, layer });
}

function isNeeded({ name, required }: Property, key: readonly string[]): boolean {
  return required === true || key.includes(name);
}

function checkColumn(column: string, layer: Layer): void {
  if (layer.columns.includes(column)) return;
  throw harmoniseProblem('mapping-unknown-column', {
    column,
    layer: layer.title || layer.id,
    nearest: nearestNames(column, layer.columns),
  });
}

function checkGeometryMapping({ standard, mapping, layer }: HarmoniserInput): void {
  const { geometry } = mapping;
  if (geometry?.from === 'columns') {
    checkColumn(geometry.longitude, layer);
    checkColumn(geometry.latitude, layer);
    return;
  }
  if (geometry?.from === 'column') return checkColumn(geometry.column, layer);
  // Said outright that there is none: then each row of a standard that needs one goes to quarantine, with the reason.
  if (geometry?.from === 'none' || layer.hasGeometry) return;
  if (geometry?.from === 'layer' || standard.geometry?.required === true) {
    throw harmoniseProblem('mapping-no-geometry', { layer: layer.title || layer.id, standard: standard.id });
  }
}
