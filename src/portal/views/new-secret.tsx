import { CodeBlock } from '../components/code-block.tsx';
import type { NewSecretData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { View } from '../view.ts';

/** A key or program just made; its secret is on this page and nowhere else. */
export const newSecret: View<NewSecretData> = (page, data) => ({
  title: page.say(data.kind === 'key' ? messages.newKey : messages.newClient),
  section: 'organisations',
  crumbs: [
    { text: page.say(messages.organisations), href: '/organisations' },
    { text: data.organisation, href: `/organisations/${data.organisation}` },
  ],
  address: `/organisations/${data.organisation}`,
  body: (
    <>
      <p>{data.name}</p>
      {data.kind === 'client' ? (
        <>
          <h2>{page.say(messages.clientId)}</h2>
          <CodeBlock label={page.say(messages.clientId)} code={data.id} />
        </>
      ) : null}
      <h2>{page.say(messages.secret)}</h2>
      {data.secret === null ? (
        <p>{page.say(messages.noSecret)}</p>
      ) : (
        <>
          <p class="notice warn">{page.say(messages.shownOnce)}</p>
          <CodeBlock label={page.say(messages.secret)} code={data.secret} />
        </>
      )}
      <p>
        <a href={page.to(`/organisations/${data.organisation}`)}>
          {page.say(messages.backTo, { organisation: data.organisation })}
        </a>
      </p>
    </>
  ),
});
