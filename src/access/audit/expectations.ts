import { sql, type Clock, type Db, type Expectation, type Finding } from '../../kernel/index.ts';
import type { Sealer } from './sealer.ts';

/** An entry is chained within a second; longer than this means that nobody does it. */
const lateSeconds = 10;

const title = { vi: 'Nhật ký kiểm toán', en: 'Audit log' };
const messages = {
  well: {
    vi: '{entries} mục đã vào chuỗi và được ký; mục mới chờ tối đa khoảng 1 giây.',
    en: '{entries} entries are chained and signed; a new one waits for about 1 second at most.',
  },
  late: {
    vi: '{waiting} mục chờ vào chuỗi, cũ nhất {seconds} giây. Trong lúc chờ, ai ghi được vào cơ sở dữ liệu có thể sửa mà không để lại dấu vết. Hãy xem nhật ký của nút.',
    en: '{waiting} entries wait to be chained, the oldest for {seconds} seconds. While they wait, whoever may write into the database can change them unnoticed. Look at the log of the node.',
  },
  key: {
    vi: 'Tệp khoá ký mất hoặc không phải khoá đang dùng, nên các mục vào chuỗi mà không được ký. Hãy chép lại tệp từ bản sao lưu, hoặc chạy "lienthong audit rotate-key --lost".',
    en: 'The file of the signing key is lost or not the one in use, so entries are chained but not signed. Bring the file back from a backup, or run "lienthong audit rotate-key --lost".',
  },
  diverged: {
    vi: 'Chuỗi trong cơ sở dữ liệu không còn là chuỗi đã ký. Hãy chạy "lienthong audit verify" để biết mục nào bị mất hay bị sửa.',
    en: 'The chain in the database is not the one that was sealed. Run "lienthong audit verify" to see which entries are gone or changed.',
  },
};

/** That entries are chained and signed within a second; shown on /operations. */
export function auditExpectations(db: Db, clock: Clock, sealer: Sealer): Expectation[] {
  return [{ id: 'audit', check: () => checkAudit(db, clock, sealer) }];
}

async function checkAudit(db: Db, clock: Clock, sealer: Sealer): Promise<Finding> {
  const [row] = await db.query<{ waiting: number; oldest: string | null; entries: number }>(sql`
    select (select count(*) from audit_pending)::int4 as waiting,
      (select entry->>'at' from audit_pending order by id limit 1) as oldest,
      coalesce((select max(number) from audit_entry), 0) as entries`);
  const { waiting, oldest, entries } = row!;
  const seconds = oldest === null ? 0 : Math.round((clock.now().getTime() - Date.parse(oldest)) / 1_000);
  const { keyIsKnown, divergedAt } = sealer.state;
  const failed = (message: keyof typeof messages, since: string | null, parameters = {}): Finding => ({
    state: 'failed',
    since,
    title,
    detail: { message: messages[message], parameters },
    href: '/audit',
  });
  if (divergedAt !== null) return failed('diverged', divergedAt);
  if (!keyIsKnown) return failed('key', null);
  if (seconds > lateSeconds) return failed('late', oldest, { waiting, seconds });
  return {
    state: 'ok',
    since: null,
    title,
    detail: { message: messages.well, parameters: { entries } },
    href: '/audit',
  };
}
