import { ColumnsTable } from '../components/columns-table.tsx';
import type { SchemaData } from '../data/features.ts';
import { featureMessages as messages } from '../messages/features.ts';
import { shellMessages } from '../messages/shell.ts';
import type { View } from '../view.ts';
import type { Column } from '../write-values.ts';

export const schema: View<SchemaData> = (page, data) => {
  const collectionPath = page.url.pathname.replace(/\/[^/]*$/, '');
  return {
    title: data.title,
    section: 'collections',
    crumbs: [
      { text: page.say(shellMessages.collections), href: '/collections' },
      { text: data.title, href: collectionPath },
    ],
    body: (
      <>
        <p>{page.say(messages.schemaLead)}</p>
        <ColumnsTable page={page} columns={columnsOf(data)} />
        <p>
          <a href={page.here({ f: 'schema' })}>{page.say(messages.schemaJson)}</a>
        </p>
      </>
    ),
  };
};

function columnsOf(data: SchemaData): Column[] {
  return Object.entries(data.properties).map(([name, property]) => {
    const isGeometry = property.format?.startsWith('geometry') ?? false;
    const type = isGeometry
      ? 'geometry'
      : property.format === 'date' || property.format === 'date-time'
        ? property.format
        : (property.type ?? 'json');
    return { name, title: property.title ?? '', type, unit: property['x-ogc-unit'] ?? null };
  });
}
