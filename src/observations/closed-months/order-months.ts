import type { Clock, Db, Log } from '../../kernel/index.ts';
import { dueMonths } from './due-months.ts';
import { orderMonth } from './order-month.ts';

/** Puts closed months in order, one after the other. Returns their number; what others held is left for the next time. */
export async function orderMonths(
  db: Db,
  clock: Clock,
  log: Log,
  signal: AbortSignal,
  progress: (done: number, total: number) => void = () => {},
): Promise<number> {
  const due = await dueMonths(db, clock.now());
  let ordered = 0;
  for (const [place, month] of due.entries()) {
    signal.throwIfAborted();
    const became = await orderMonth(db, month, clock.now(), signal);
    if (became === 'ordered') ordered++;
    else log.info({ month: month.name, became }, 'a month is put in order another time');
    progress(place + 1, due.length);
  }
  return ordered;
}
