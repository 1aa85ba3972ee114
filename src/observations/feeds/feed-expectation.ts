import type { Db, Expectation, Finding } from '../../kernel/index.ts';
import { listFeeds } from './feeds.ts';

/** Feeds that cannot be read: their stations fall silent together. */
export function feedExpectations(db: Db): Expectation[] {
  return [{ id: 'feeds-failing', check: () => checkFeeds(db) }];
}

async function checkFeeds(db: Db): Promise<Finding> {
  const failing = (await listFeeds(db)).filter(({ problem }) => problem !== null);
  const title = { vi: 'Thư mục nhận tệp trạm', en: 'Folders of station files' };
  if (failing.length === 0) {
    const message = { vi: 'Mọi thư mục đều đọc được.', en: 'Every folder can be read.' };
    return { state: 'ok', since: null, title, detail: { message }, href: null };
  }
  const [first] = failing;
  return {
    state: 'failed',
    since: first!.failedSince,
    title,
    detail: {
      message: {
        vi: '{count} thư mục không đọc được, trước hết {path}. Hãy kiểm tra ổ đĩa và quyền đọc; tệp chưa nhận sẽ được nhận khi thư mục trở lại.',
        en: '{count} folder(s) cannot be read, first {path}. Check the disk and the right to read; what has not been taken in will be when the folder is back.',
      },
      parameters: { count: failing.length, path: first!.path },
    },
    href: `/networks/${first!.network}/feeds`,
  };
}
