import pg from 'pg';
import { parserOf } from '../../src/kernel/db/values.ts';
import type { Statement } from './captured-statements.ts';

/** Sends statements through the bare driver, with the settings that the node gives it. */
export class BareSql {
  readonly #pool: pg.Pool;

  constructor(url: string, connections: number) {
    const session = { timezone: 'UTC', datestyle: 'ISO,YMD', intervalstyle: 'postgres', bytea_output: 'hex' };
    this.#pool = new pg.Pool({
      connectionString: url,
      max: connections,
      options: Object.entries(session)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
      types: { getTypeParser: (type: number) => parserOf(type) } as unknown as NonNullable<pg.PoolConfig['types']>,
    });
  }

  /** Parsed once on each connection where the node has it so. */
  async send({ name, text, values }: Statement): Promise<number> {
    const { rows } = await this.#pool.query({ ...(name === null ? {} : { name }), text, values: [...values] });
    return rows.length;
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
