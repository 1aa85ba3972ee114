import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';

/** Paging goes forward by key; back is the browser's own, the beginning is one link away. */
export function Paging({ page, next, first }: { page: Page; next: string | null; first: string | null }) {
  if (!next && !first) return null;
  return (
    <nav class="paging" aria-label={page.say(shellMessages.next)}>
      {first ? <a href={first}>{page.say(shellMessages.first)}</a> : null}
      {next ? (
        <a class="button secondary" rel="next" href={next}>
          {page.say(shellMessages.next)}
        </a>
      ) : null}
    </nav>
  );
}
