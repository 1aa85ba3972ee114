/** How one kind of small text files is laid out, and what its file names say. Data of packs; made known by the caller. */
export interface FileLayout {
  readonly id: string;
  readonly title: { readonly vi: string; readonly en: string };
  /** `{province}_{station}_{file_time}.txt`: fields become columns; a star after a name lets it hold `_`. */
  readonly name: string;
  /** Marks between cells, the first that a line holds counts; ' ' is any run of blanks. */
  readonly separators: readonly string[];
  /** Orders of columns that lines may have; told apart by the number of cells and by which one is a time. */
  readonly orders: readonly (readonly string[])[];
  /** Columns and name fields that are times, with their pattern: y M d H m s, each as often as it has digits. */
  readonly times: Readonly<Record<string, string>>;
  /** Zone of the times, as `+07:00`. */
  readonly zone?: string;
  /** The column that holds numbers: it tells an empty one from a missing unit. */
  readonly value: string;
  /** A column that lines may leave out, and what it is then where the value is a number and where it is none. */
  readonly otherwise?: { readonly column: string; readonly number: string; readonly none: string };
  /** How lines become values of series; absent where they are none. */
  readonly series?: SeriesLayout;
}

/** Which column of a layout says what of a value. */
export interface SeriesLayout {
  readonly station: string;
  /** Further columns that say what the station is. */
  readonly about?: readonly string[];
  readonly parameter: string;
  /** Code lists with the names of parameters, the first that knows one counts. */
  readonly parameters?: readonly string[];
  readonly unit?: string;
  readonly time: string;
  /** What the time is of the measured interval. */
  readonly stamp: 'instant' | 'start' | 'end';
  /** Seconds between two values. */
  readonly every?: number;
  /** The column with the device's state, and what each of its codes means. */
  readonly status?: Readonly<Record<string, string>> & { readonly column: string };
}

/** JSON Schema of a layout file in a pack, without its title and source, which packs describe. */
export const fileLayoutProperties = {
  name: { type: 'string', minLength: 3, maxLength: 200 },
  separators: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1, maxLength: 1 } },
  orders: {
    type: 'array',
    minItems: 1,
    items: { type: 'array', minItems: 2, items: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' } },
  },
  times: { type: 'object', additionalProperties: { type: 'string', pattern: '^[yMdHms]+$' } },
  zone: { type: 'string', pattern: '^[+-]\\d\\d:\\d\\d$' },
  value: { type: 'string' },
  otherwise: {
    type: 'object',
    additionalProperties: false,
    required: ['column', 'number', 'none'],
    properties: { column: { type: 'string' }, number: { type: 'string' }, none: { type: 'string' } },
  },
  series: {
    type: 'object',
    additionalProperties: false,
    required: ['station', 'parameter', 'time', 'stamp'],
    properties: {
      station: { type: 'string' },
      about: { type: 'array', items: { type: 'string' } },
      parameter: { type: 'string' },
      parameters: { type: 'array', items: { type: 'string' } },
      unit: { type: 'string' },
      time: { type: 'string' },
      stamp: { type: 'string', enum: ['instant', 'start', 'end'] },
      every: { type: 'integer', minimum: 1 },
      status: {
        type: 'object',
        required: ['column'],
        properties: { column: { type: 'string' } },
        additionalProperties: { type: 'string', enum: ['measuring', 'calibrating', 'faulty', 'maintained'] },
      },
    },
  },
} as const;

export const fileLayoutRequired = ['name', 'separators', 'orders', 'times', 'value'] as const;

/** The file's own name, where records come from many files. */
export const fileColumn = 'file';

export function layoutColumns(layout: FileLayout): string[] {
  const columns = new Set([...nameFields(layout), ...layout.orders.flat()]);
  return [...columns, fileColumn];
}

export function nameFields({ name }: FileLayout): string[] {
  return [...name.matchAll(/\{(\w+)\*?\}/g)].map((found) => found[1]!);
}

/** What the name of a file says, field by field; null when it is no name of this layout. Folders are not looked at. */
export function readName(layout: FileLayout, path: string): ReadonlyMap<string, string> | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const pattern = layout.name.replace(/\{(\w+)(\*?)\}|[^{}]/g, (part, field?: string, star?: string) => {
    if (field === undefined) return part.replace(/[\\^$.*+?()[\]|]/g, '\\$&');
    const time = layout.times[field];
    if (time !== undefined) return `(\\d{${time.length}})`;
    return star === '*' ? '(.{1,100})' : '([^_]{1,100})';
  });
  const found = new RegExp(`^${pattern}$`, 'i').exec(name);
  if (!found) return null;
  const fields = new Map<string, string>();
  for (const [index, field] of nameFields(layout).entries()) {
    const text = found[index + 1]!;
    const time = layout.times[field] === undefined ? text : readTime(text, layout.times[field], layout.zone);
    if (time === null) return null;
    fields.set(field, time);
  }
  return fields;
}

/** ISO 8601 of digits by a pattern; null where they are no moment. */
export function readTime(text: string, pattern: string, zone = ''): string | null {
  if (text.length !== pattern.length || !/^\d+$/.test(text)) return null;
  const part = (letter: string) => {
    const start = pattern.indexOf(letter);
    return start === -1 ? '00' : text.slice(start, pattern.lastIndexOf(letter) + 1);
  };
  const day = `${part('y')}-${part('M')}-${part('d')}`;
  const iso = `${day}T${part('H')}:${part('m')}:${part('s')}`;
  const moment = new Date(`${iso}Z`);
  // Days that no calendar has roll over in Date.
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(iso) ? `${iso}${zone}` : null;
}

/** The cells of one line by column; null when it fits no order. */
export function readLine(layout: FileLayout, line: string): ReadonlyMap<string, string> | null {
  for (const cells of splitsOf(layout, line)) {
    for (const order of layout.orders) {
      const row = inOrder(layout, order, cells);
      if (row) return row;
    }
  }
  return null;
}

function splitsOf({ separators }: FileLayout, line: string): string[][] {
  return separators
    .filter((separator) => line.includes(separator))
    .map((separator) => {
      const cells = separator === ' ' ? line.trim().split(/\s+/) : line.split(separator);
      return cells.map((cell) => cell.trim());
    });
}

const number = /^[-+]?\d+([.,]\d+)?([eE][-+]?\d+)?$/;

function inOrder(layout: FileLayout, order: readonly string[], cells: readonly string[]): Map<string, string> | null {
  if (cells.length !== order.length) return null;
  const row = new Map<string, string>();
  for (const [index, column] of order.entries()) {
    const cell = cells[index]!;
    const pattern = layout.times[column];
    const value = pattern === undefined ? cell : readTime(cell, pattern, layout.zone);
    if (value === null) return null;
    row.set(column, value);
  }
  const value = row.get(layout.value) ?? '';
  // What should be a number and is a word like a unit: another order without the value.
  if (value !== '' && !number.test(value) && !/^(n\/?a|nan|null|none|[-–—]+)$/i.test(value)) return null;
  const { otherwise } = layout;
  if (otherwise && !row.has(otherwise.column)) {
    row.set(otherwise.column, number.test(value) ? otherwise.number : otherwise.none);
  }
  return row;
}
