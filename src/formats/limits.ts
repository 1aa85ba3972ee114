/** Bounds that keep one file from taking the node down. All can be set for one call. */
export interface ReaderLimits {
  /** Bytes that all archives of one file may unpack to together. */
  readonly unpackedBytes: number;
  /** Unpacked bytes for each byte of the file, looked at once more than `ratioFromBytes` are unpacked. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  /** Files in all archives of one file together. */
  readonly entries: number;
  /** Tables and layers of one file: beyond them nobody can choose. Station files of one layout together are one layer. */
  readonly layers: number;
  /** Archives inside archives. A spreadsheet counts as a file, not as an archive. */
  readonly archiveDepth: number;
  /** Bytes of one record: a line of text, a quoted cell with line ends, a feature. */
  readonly recordBytes: number;
  readonly jsonDepth: number;
  readonly columns: number;
  /** Characters of a workbook's shared texts and styles, the only part of a spreadsheet held in memory. */
  readonly sharedTextCharacters: number;
  /** Time and memory of a program that is asked to read a format (GDAL). */
  readonly toolSeconds: number;
  readonly toolMemoryBytes: number;
  /** Milliseconds that a library working in a thread of its own may take for one part of a file. */
  readonly decodeMs: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: ReaderLimits = {
  unpackedBytes: 20 * 1024 * MiB,
  ratio: 200,
  ratioFromBytes: 100 * MiB,
  entries: 100_000,
  layers: 2_000,
  archiveDepth: 3,
  recordBytes: 16 * MiB,
  jsonDepth: 64,
  columns: 5_000,
  sharedTextCharacters: 128 * MiB,
  toolSeconds: 600,
  toolMemoryBytes: 4 * 1024 * MiB,
  decodeMs: 60_000,
};
