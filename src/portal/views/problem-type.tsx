import { Facts } from '../components/facts.tsx';
import type { ProblemTypeData } from '../data/node.ts';
import { problemMessages as messages } from '../messages/node.ts';
import type { View } from '../view.ts';

export const problemType: View<ProblemTypeData> = (page, data) => ({
  title: data.title,
  crumbs: [],
  body: (
    <>
      <p>{page.say(messages.typeLead)}</p>
      <Facts
        facts={[
          { term: page.say(messages.says), value: data.detail.replace(/\{\w+\}/g, '…'), isLong: true },
          { term: page.say(messages.code), value: <code>{data.code}</code> },
          { term: page.say(messages.status), value: String(data.status) },
        ]}
      />
    </>
  ),
});
