/** A problem of the file, as it can leave the thread: the lists of problems stay outside, the thread starts sooner. */
export class ParquetFault extends Error {
  readonly code: 'damaged-file' | 'truncated-file' | 'encrypted-file' | 'too-many-columns';
  readonly parameters: Readonly<Record<string, string | number>>;

  constructor(code: ParquetFault['code'], parameters: ParquetFault['parameters']) {
    super(code);
    this.code = code;
    this.parameters = parameters;
  }
}

/** What the library throws on damaged bytes is told as a damaged file. */
export function faultOf(error: unknown, file: string): ParquetFault {
  if (error instanceof ParquetFault) return error;
  const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
  return new ParquetFault('damaged-file', { file, place: 'Parquet', reason });
}
