/** Formats that GDAL opens for us, each told by how it begins. */
export interface GdalKind {
  readonly looksLike: string;
  /** Ending under which GDAL is given the file. */
  readonly ending: string;
  /** Files that it needs beside it. */
  readonly companions: readonly string[];
  /** Texts come out as bytes in whatever encoding they are: `--config` pairs that see to it. */
  readonly options: readonly string[];
  matches(start: string): boolean;
}

export const fileGeodatabase: GdalKind = {
  looksLike: 'ESRI File Geodatabase (.gdb)',
  ending: 'gdb',
  companions: [],
  options: [],
  matches: () => false,
};

const kinds: readonly GdalKind[] = [
  {
    looksLike: 'MapInfo TAB',
    ending: 'tab',
    companions: ['dat', 'map', 'id', 'ind', 'dbf'],
    options: [],
    matches: (start) => /^\s*!table\b/i.test(start),
  },
  {
    looksLike: 'DXF (AutoCAD)',
    ending: 'dxf',
    companions: [],
    options: ['--config', 'DXF_ENCODING', 'UTF-8'],
    matches: (start) => /^(\s*999\r?\n.*\r?\n)*\s*0\r?\nSECTION\r?\n/.test(start),
  },
  {
    looksLike: 'DGN (MicroStation V7)',
    ending: 'dgn',
    companions: [],
    options: [],
    // A header element of a drawing, in two or three dimensions, or of a library of cells.
    matches: (start) =>
      ['\x08\x09\xfe\x02', '\xc8\x09\xfe\x02', '\x08\x05\x17\xfe'].some((mark) => start.startsWith(mark)),
  },
  {
    looksLike: 'DWG (AutoCAD 2000)',
    ending: 'dwg',
    companions: [],
    options: [],
    matches: (start) => start.startsWith('AC1015'),
  },
  {
    looksLike: 'GPX',
    ending: 'gpx',
    companions: [],
    options: [],
    matches: (start) => /^(?:\xef\xbb\xbf)?\s*<[\s\S]*<gpx[\s>]/.test(start) || /^\s*<gpx[\s>]/.test(start),
  },
];

/** By the first bytes, one character each; null for what GDAL is not asked to read. */
export function gdalKindOf(start: string): GdalKind | null {
  return kinds.find((kind) => kind.matches(start)) ?? null;
}

/** Endings of files that belong to one of these. */
export const gdalCompanions: readonly string[] = [...new Set(kinds.flatMap(({ companions }) => companions))].filter(
  // A table may be one of its own.
  (ending) => ending !== 'dbf',
);
