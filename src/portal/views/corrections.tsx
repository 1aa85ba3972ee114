import { CorrectionTable } from '../components/correction-table.tsx';
import type { CorrectionsData } from '../data/corrections.ts';
import { correctionMessages as messages } from '../messages/corrections.ts';
import { shellMessages } from '../messages/shell.ts';
import type { View } from '../view.ts';

/** Every cell of a delivered file that was corrected. */
export const corrections: View<CorrectionsData> = (page, data) => ({
  title: page.say(messages.listTitle, { file: data.file }),
  section: 'sources',
  crumbs: [
    { text: page.say(shellMessages.sources), href: '/sources' },
    { text: data.source, href: `/sources/${encodeURIComponent(data.source)}` },
    { text: data.file, href: `/deliveries/${data.delivery}` },
  ],
  body:
    data.corrections.length === 0 ? (
      <p>{page.say(messages.none)}</p>
    ) : (
      <>
        <p class="abstract">{page.say(messages.listLead)}</p>
        <CorrectionTable page={page} corrections={data.corrections} />
      </>
    ),
});
