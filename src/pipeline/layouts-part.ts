import { fileLayoutProperties, fileLayoutRequired, type FileLayout } from '../formats/index.ts';
import { closed, legalSources, text, type PackPart, type PackSet } from '../packs/index.ts';

/** files/*.yaml: layouts of small text files. Here, because packs and formats stand on one floor. */
export const layoutsPart: PackPart<FileLayout> = {
  name: 'files',
  extension: '.yaml',
  schema: closed({ title: text, source: legalSources, ...fileLayoutProperties }, [
    'title',
    'source',
    ...fileLayoutRequired,
  ]),
  read: (file) => ({ ...(file.value as Omit<FileLayout, 'id'>), id: `${file.pack}/${file.id}` }),
};

export function layoutsOf(packs: PackSet): FileLayout[] {
  return packs.part<FileLayout>('files').map(({ value }) => value);
}
