import type { Extension } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';

export const supportingExtensions = { btree_gist, pg_trgm, unaccent };

/** PostGIS from the cut bundle (see `postgis-bundle.ts`); without raster and topology their settings fall away. */
export function postgis(bundleUrl: string): Extension {
  return {
    name: 'postgis',
    setup: (_engine, options: { PGLITE_ENV: Record<string, string>; WASM_PREFIX: string }) => {
      options.PGLITE_ENV['PROJ_DATA'] = `${options.WASM_PREFIX}/share/proj`;
      return Promise.resolve({ emscriptenOpts: options, bundlePath: new URL(bundleUrl) });
    },
  };
}
