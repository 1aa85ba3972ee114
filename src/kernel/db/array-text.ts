/** Writes a PostgreSQL array literal (manual, 8.15.6): every element quoted but null, nested arrays in braces. */
export function encodeArray(values: readonly unknown[], encode: (value: unknown) => string | null): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) text += ',';
    const value = values[i];
    text += Array.isArray(value) ? encodeArray(value, encode) : encodeElement(value, encode);
  }
  return text + '}';
}

function encodeElement(value: unknown, encode: (value: unknown) => string | null): string {
  const text = encode(value);
  if (text === null) return 'NULL';
  if (typeof value === 'number') return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Reads a PostgreSQL array literal; bounds before `=` are dropped. */
export function parseArray(text: string, parse: (element: string) => unknown): unknown[] {
  const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
  return new ArrayReader(text, start, parse).read();
}

class ArrayReader {
  readonly text: string;
  readonly parse: (element: string) => unknown;
  at: number;

  constructor(text: string, at: number, parse: (element: string) => unknown) {
    this.text = text;
    this.at = at;
    this.parse = parse;
  }

  read(): unknown[] {
    const values: unknown[] = [];
    this.at++;
    while (this.text[this.at] !== '}') {
      if (this.at >= this.text.length) throw new Error('An array from the database has no end.');
      if (this.text[this.at] === ',') this.at++;
      values.push(this.element());
    }
    this.at++;
    return values;
  }

  element(): unknown {
    const first = this.text[this.at];
    if (first === '{') return this.read();
    if (first === '"') return this.parse(this.quoted());
    const bare = this.bare();
    return bare === 'NULL' ? null : this.parse(bare);
  }

  bare(): string {
    const start = this.at;
    while (this.text[this.at] !== ',' && this.text[this.at] !== '}') this.at++;
    return this.text.slice(start, this.at);
  }

  quoted(): string {
    let value = '';
    for (this.at++; this.text[this.at] !== '"'; this.at++) {
      if (this.text[this.at] === '\\') this.at++;
      value += this.text[this.at];
    }
    this.at++;
    return value;
  }
}
