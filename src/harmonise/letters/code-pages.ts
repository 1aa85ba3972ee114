import iconv from 'iconv-lite';

/** How a program that knew nothing of the encoding showed its bytes as characters. */
export type Reading = 'windows' | 'macintosh';

/** Byte by character code; 0 where the character is not a byte. */
export type BytesOf = Uint8Array;

const tables = new Map<Reading, BytesOf>();

/**
 * `windows`: windows-1252, windows-1258 and Latin-1 at once. They show a byte by different characters, but no
 * character for two bytes, so one table undoes all three; bytes that they leave undefined stay under their number.
 */
export function bytesOf(reading: Reading): BytesOf {
  let table = tables.get(reading);
  if (!table) {
    table = new Uint8Array(0x10000);
    if (reading === 'macintosh') fill(table, 'macintosh');
    else for (const page of ['iso-8859-1', 'windows-1258', 'windows-1252']) fill(table, page);
    // What capitals and search forms make of the micro sign.
    if (reading === 'windows') table[0x3bc] = 0xb5;
    for (let code = 1; code < 0x80; code++) table[code] = code;
    tables.set(reading, table);
  }
  return table;
}

function fill(table: Uint8Array, page: string): void {
  for (let byte = 0x80; byte < 0x100; byte++) {
    const character = iconv.decode(Buffer.from([byte]), page);
    const isDefined = character !== '\ufffd' && character !== '?' && character.length === 1;
    table[isDefined ? character.charCodeAt(0) : byte] = byte;
  }
}
