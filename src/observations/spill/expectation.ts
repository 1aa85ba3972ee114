import {
  formatBytes,
  type Db,
  type Clock,
  type DoctorCheck,
  type Expectation,
  type Finding,
  type Language,
  type Message,
  type Metrics,
  type Parameters,
} from '../../kernel/index.ts';
import { spillMessages as messages } from './messages.ts';
import type { Spill } from './spill.ts';
import { refusedSince } from './spilled-deliveries.ts';

const refusedMs = 30 * 86_400_000;

/** What waits outside the store, told without the store; and what had waited and was refused. */
export function spillExpectations(spill: Spill, db: Db, clock: Clock): Expectation[] {
  return [
    { id: 'spill', check: async () => waitingOf(spill) },
    { id: 'spill-refused', check: () => refusedOf(db, clock) },
  ];
}

export function spillCheck(spill: Spill): DoctorCheck {
  return {
    name: 'spill',
    run: async () => {
      const { messages: count, bytes, limitBytes } = spill.state;
      const value = `${count}, ${formatBytes(bytes)} / ${formatBytes(limitBytes)}`;
      return count === 0 ? { ok: true, value } : { ok: 'warning', value, advice: messages.doctor };
    },
  };
}

/** What Prometheus is told; none of it asks the database. */
export function measureSpill(spill: Spill, metrics: Metrics, clock: Clock): void {
  metrics.gauge(
    'lienthong_spill_messages',
    'Deliveries of stations that wait for the database',
    () => spill.state.messages,
  );
  metrics.gauge('lienthong_spill_bytes', 'What they take of the disk, bytes', () => spill.state.bytes);
  metrics.gauge('lienthong_spill_limit_bytes', 'What they may take of the disk, bytes', () => spill.state.limitBytes);
  metrics.gauge('lienthong_spill_oldest_seconds', 'How long the oldest of them has waited, seconds', () => {
    const { oldest } = spill.state;
    return oldest === null ? 0 : Math.max(0, (clock.now().getTime() - Date.parse(oldest)) / 1_000);
  });
  metrics.gauge(
    'lienthong_spill_stored',
    'Deliveries stored after they had waited, since the start',
    () => spill.state.stored,
  );
  metrics.gauge(
    'lienthong_spill_refused',
    'Deliveries refused after they had waited, since the start',
    () => spill.state.refused,
  );
}

function waitingOf(spill: Spill): Finding {
  const { messages: count, bytes, limitBytes, oldest } = spill.state;
  if (count === 0) return finding('ok', messages.none);
  const parameters = { count, size: formatBytes(bytes), percent: Math.round((100 * bytes) / limitBytes) };
  if (spill.isAway) return finding('failed', messages.waiting, parameters, oldest);
  return finding('warning', messages.storing, parameters, oldest);
}

async function refusedOf(db: Db, clock: Clock): Promise<Finding> {
  const { count, newest } = await refusedSince(db, new Date(clock.now().getTime() - refusedMs));
  if (!newest) return { ...finding('ok', messages.noneRefused), title: messages.titleRefused };
  const { sender, network, problem, file, settledAt, receipt } = newest;
  const withReason = (language: Language): string =>
    messages.refused[language].replace('{reason}', () => String(problem![language]['detail'] ?? problem!.code));
  const message = { vi: withReason('vi'), en: withReason('en') };
  const parameters = { count, sender, network, file: file ?? '-' };
  const href = receipt === null ? null : `/networks/${network}/receipts/${receipt}`;
  return { ...finding('warning', message, parameters, settledAt), title: messages.titleRefused, href };
}

function finding(
  state: Finding['state'],
  message: Message,
  parameters: Parameters = {},
  since: string | null = null,
): Finding {
  return { state, since, title: messages.title, detail: { message, parameters }, href: null };
}
