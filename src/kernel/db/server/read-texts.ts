import pg, { type PoolClient } from 'pg';
import type { Sql } from '../../sql.ts';
import type { TextPage } from '../text-page.ts';
import { parserOf } from '../values.ts';
import type { BytesClient } from './bytes-client.ts';
import { toDatabaseError } from './connections.ts';
import { queryConfig } from './kept-statements.ts';
import type { MessageSplitter } from './message-splitter.ts';

const comma = 0x2c;
/** What a page took last time, so that the next is not made larger step by step; within bounds. */
const leastBytes = 16 * 1024;
const mostBytes = 4 * 1024 * 1024;
let usualBytes = leastBytes;

/** Sends a statement and collects the bytes of its first column; see `readTexts`. */
export function sendForTexts(client: PoolClient, statement: Sql, limit: number): Promise<TextPage> {
  return new Promise((resolve, reject) => {
    const rows = new RowCollector(limit);
    const { messages } = client as unknown as BytesClient;
    const query: TextsQuery = new TextsQuery(queryConfig(statement), messages, rows, (error) => {
      if (error) reject(toDatabaseError(error) as Error);
      else resolve(rows.page(query.columnTypes));
    });
    client.query(query);
  });
}

/** What the driver calls on a query while it is the connection's turn; its types leave these out. */
interface DriverQuery {
  submit(connection: pg.Connection): void;
  handleRowDescription(message: { readonly fields: readonly { readonly dataTypeID: number }[] }): void;
  handleReadyForQuery(connection: pg.Connection): void;
}
const DriverQuery = pg.Query as unknown as new (
  config: pg.QueryConfig,
  callback: (error: Error | null) => void,
) => DriverQuery;

/** The driver's query, which has its rows taken off the wire instead of being handed them. */
class TextsQuery extends DriverQuery {
  columnTypes: readonly number[] = [];
  readonly #messages: MessageSplitter;
  readonly #rows: RowCollector;

  constructor(
    config: pg.QueryConfig,
    messages: MessageSplitter,
    rows: RowCollector,
    callback: (error: Error | null) => void,
  ) {
    super(config, callback);
    this.#messages = messages;
    this.#rows = rows;
  }

  /** From the start: a row may come in one chunk with the description of the rows. */
  override submit(connection: pg.Connection): void {
    this.#messages.takeRow = this.#rows.take;
    return super.submit(connection);
  }

  override handleRowDescription(message: Parameters<DriverQuery['handleRowDescription']>[0]): void {
    this.columnTypes = message.fields.map((field) => field.dataTypeID);
    super.handleRowDescription(message);
  }

  override handleReadyForQuery(connection: pg.Connection): void {
    this.#messages.takeRow = null;
    super.handleReadyForQuery(connection);
  }
}

/** Puts the first fields of rows one after the other, and remembers where the last row's other fields are. */
class RowCollector {
  #bytes: Buffer = Buffer.allocUnsafe(usualBytes);
  #end = 0;
  #count = 0;
  #more = false;
  /** Where the last row's other fields are. */
  #source: Buffer = Buffer.alloc(0);
  #at = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Body of a data row: number of fields (int16), then each with its length (int32, -1 for null). */
  readonly take = (bytes: Buffer, start: number): void => {
    if (this.#count === this.#limit) {
      this.#more = true;
      return;
    }
    const from = start + 6;
    const to = from + bytes.readInt32BE(start + 2);
    if (this.#count > 0) this.#room(1)[this.#end++] = comma;
    bytes.copy(this.#room(to - from), this.#end, from, to);
    this.#end += to - from;
    this.#count += 1;
    this.#source = bytes;
    this.#at = to;
  };

  page(columnTypes: readonly number[]): TextPage {
    usualBytes = Math.min(mostBytes, Math.max(leastBytes, Math.ceil(this.#end * 1.05)));
    return {
      bytes: this.#bytes.subarray(0, this.#end),
      count: this.#count,
      last: this.#count === 0 ? [] : columnTypes.slice(1).map((type) => this.#nextValue(type)),
      more: this.#more,
    };
  }

  #room(bytes: number): Buffer {
    if (this.#end + bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(this.#bytes.length * 2 + bytes);
      this.#bytes.copy(larger, 0, 0, this.#end);
      this.#bytes = larger;
    }
    return this.#bytes;
  }

  #nextValue(type: number): unknown {
    const start = this.#at + 4;
    const length = this.#source.readInt32BE(this.#at);
    const text = length === -1 ? null : this.#source.toString('utf8', start, start + length);
    this.#at = start + Math.max(0, length);
    return text === null ? null : parserOf(type)(text);
  }
}
