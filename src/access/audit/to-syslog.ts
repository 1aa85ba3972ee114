import type { Syslog } from '../../kernel/index.ts';
import type { OutsideLine } from './outside-file.ts';
import type { SealedEntry } from './sealed-entry.ts';

/** Actions that a monitoring centre watches, whatever became of them. */
const watched = ['sign-in', 'sign-out', 'grant', 'revoke', 'erase', 'key', 'restore', 'begin'];

/** Sends keys and checkpoints to a collector: a copy that nobody at the node can take back. */
export function sendOutside(syslog: Syslog, lines: readonly OutsideLine[]): void {
  for (const line of lines) syslog.send({ at: line.at, severity: 'notice', id: `audit-${line.kind}`, data: line });
}

/** Sends what concerns security: who came in, who was refused, what changed about rights. */
export function sendEvents(syslog: Syslog, entries: readonly SealedEntry[]): void {
  for (const entry of entries) {
    const isRefusal = entry.outcome === 'refused' || entry.outcome === 'failed';
    if (!isRefusal && !watched.includes(entry.action)) continue;
    const { number, at, action, operation, outcome, problem, who, via, onBehalfOf, resources, address, request } =
      entry;
    const target = entry.target?.slice(0, 300);
    syslog.send({
      at,
      severity: isRefusal ? 'warning' : 'notice',
      id: 'security-event',
      data: {
        ...{ kind: 'event', number, at, action, operation, outcome, problem, who, via, onBehalfOf },
        ...{ resources: resources?.slice(0, 5), target, address, request, times: entry.details?.['times'] },
      },
    });
  }
}
