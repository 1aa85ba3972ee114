import { CodeBlock } from '../components/code-block.tsx';
import { DataTable } from '../components/data-table.tsx';
import type { ApiData } from '../data/node.ts';
import { apiMessages as messages } from '../messages/node.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

type Operation = ApiData['operations'][number];

export const api: View<ApiData> = (page, data) => ({
  title: page.say(messages.title),
  section: 'api',
  crumbs: [],
  body: (
    <>
      <p>{page.say(messages.lead)}</p>
      <p>
        <a href={page.to(data.href)}>{page.say(messages.description)}</a>
      </p>
      <h2>{page.say(messages.tryIt)}</h2>
      <CodeBlock label={page.say(messages.tryIt)} code={`curl ${page.base}/collections`} />
      <h2>{page.say(messages.operations)}</h2>
      {[...new Set(data.operations.map((operation) => operation.tag))].map((tag) => (
        <Group page={page} tag={tag} operations={data.operations.filter((operation) => operation.tag === tag)} />
      ))}
    </>
  ),
});

function Group({ page, tag, operations }: { page: Page; tag: string; operations: readonly Operation[] }) {
  const key = `tag-${tag}`;
  const title = key in messages ? page.say(messages[key as 'tag-data']) : tag;
  return (
    <>
      <h3>{title}</h3>
      <DataTable
        caption={title}
        isCompact
        rows={operations}
        columns={[
          { label: page.say(messages.method), cell: (operation) => operation.method },
          { label: page.say(messages.path), isName: true, cell: (operation) => <code>{operation.path}</code> },
          { label: page.say(messages.summary), cell: (operation) => operation.summary },
        ]}
      />
    </>
  );
}
