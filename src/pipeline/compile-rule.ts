import { sql } from '../kernel/index.ts';
import type { Standard } from '../packs/index.ts';
import { checkExpression, compileToPredicate, parseCql2Text } from '../query/index.ts';

/** Row conditions of a standard are CQL2 over its property names, evaluated in memory. */
export function compileRule(condition: string, standard: Standard): (row: (name: string) => unknown) => boolean | null {
  const expression = parseCql2Text(condition);
  const fields = standard.properties.map((property) => ({
    name: property.name,
    type: property.type,
    column: sql.identifier(property.name),
  }));
  checkExpression(expression, fields);
  return compileToPredicate(expression, fields);
}
