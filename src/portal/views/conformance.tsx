import type { ConformanceData } from '../data/node.ts';
import { apiMessages as messages } from '../messages/node.ts';
import type { View } from '../view.ts';

export const conformance: View<ConformanceData> = (page, data) => ({
  title: page.say(messages.conformanceTitle),
  crumbs: [],
  section: 'api',
  body: (
    <>
      <p>{page.say(messages.conformanceLead, { count: data.conformsTo.length })}</p>
      <ul class="addresses">
        {data.conformsTo.map((uri) => (
          <li>
            <code>{uri}</code>
          </li>
        ))}
      </ul>
    </>
  ),
});
