import type { OfficialSuite } from './run-official.ts';

/** The suite asks for every tile between the rows and columns that it is told: those of a collection's extent. */
export interface TilesToAsk {
  readonly collection: string;
  readonly level: number;
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

export function officialTiles(url: string, { collection, level, rows, columns }: TilesToAsk): OfficialSuite {
  const tiles = `${url}/collections/${encodeURIComponent(collection)}/tiles/WebMercatorQuad`;
  return {
    title: 'OGC API - Tiles 1.0, official (ets-ogcapi-tiles10)',
    artifact: 'ets-ogcapi-tiles10',
    version: '1.2',
    controller: 'org.opengis.cite.ogcapitiles10.TestNGController',
    setting: 'ETS_TILES_JAR',
    properties: {
      tilematrixsetdefinitionuri: 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad',
      urltemplatefortiles: `${tiles}/{tileMatrix}/{tileRow}/{tileCol}`,
      tilematrix: String(level),
      mintilerow: String(rows[0]),
      maxtilerow: String(rows[1]),
      mintilecol: String(columns[0]),
      maxtilecol: String(columns[1]),
    },
    // No call of this suite has had to be left out.
    explain: () => null,
  };
}
