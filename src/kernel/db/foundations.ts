/**
 * What every database of a node holds before the first migration, as statements that may run again: extensions, and
 * the collation `vi` by which names sort (the default order puts Ă, â and đ after z).
 */
export const extensions = ['postgis', 'unaccent', 'pg_trgm', 'btree_gist'] as const;

export function foundations(schema: string): string[] {
  return [...extensions.map((name) => `create extension if not exists ${name} schema ${schema}`), collation(schema)];
}

export function collation(schema: string): string {
  return `create collation if not exists ${schema}.vi (provider = icu, locale = 'vi-VN')`;
}
