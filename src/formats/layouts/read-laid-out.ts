import { carrierDecoder } from '../carrier-text.ts';
import { readLine, readName, type FileLayout } from './file-layout.ts';

/** One line of a small file, by column; `cells` null: it fits no order of the layout. */
export interface LaidOutLine {
  /** From 1. */
  readonly position: number;
  readonly raw: string;
  readonly cells: ReadonlyMap<string, string> | null;
}

export interface LaidOut {
  readonly layout: FileLayout;
  readonly lines: readonly LaidOutLine[];
}

const decode = carrierDecoder('utf-8')!;

/**
 * Reads a small text file of a known layout, told by its name, else by its lines. What its name says stands in the cells
 * of each line, unless the line says otherwise. Null: it is none of these layouts.
 */
export function readLaidOut(layouts: readonly FileLayout[], path: string, bytes: Buffer): LaidOut | null {
  const text = (bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le') : decode(bytes)).replace(
    /^\ufeff/,
    '',
  );
  const lines = text.split(/\r\n|\n|\r/).map((raw, index) => ({ raw, position: index + 1 }));
  const written = lines.filter(({ raw }) => raw.trim() !== '');
  const fits = (layout: FileLayout): boolean => written.length > 0 && written.every(({ raw }) => readLine(layout, raw));
  const layout = layouts.find((each) => readName(each, path) !== null) ?? layouts.find(fits);
  if (!layout) return null;
  const named = readName(layout, path) ?? new Map<string, string>();
  const read = ({ raw, position }: { raw: string; position: number }): LaidOutLine => {
    const cells = readLine(layout, raw);
    return { raw, position, cells: cells && new Map([...named, ...cells]) };
  };
  return { layout, lines: written.map(read) };
}
