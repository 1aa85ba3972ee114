import type { PageCase } from '../peers/peer.ts';

const walkLimit = 10_000;

/** Addresses of the pages at a node. A page further on is found as its readers find it: by the links `next`. */
export async function nodeAddresses(
  url: string,
  collection: string,
  cases: readonly PageCase[],
): Promise<Map<PageCase, string>> {
  const items = new URL(`/collections/${collection}/items`, url);
  const found = new Map<PageCase, string>();
  for (const page of cases) {
    const address = new URL(items);
    address.searchParams.set('f', 'geojson');
    address.searchParams.set('limit', String(page.limit));
    if (page.bbox) address.searchParams.set('bbox', page.bbox.join(','));
    if (page.sortBy) address.searchParams.set('sortby', `${page.sortBy.descending ? '-' : ''}${page.sortBy.property}`);
    if (page.equals) address.searchParams.set(page.equals.property, page.equals.value);
    found.set(page, page.offset === 0 ? address.href : await skipTo(address, page));
  }
  return found;
}

async function skipTo(first: URL, page: PageCase): Promise<string> {
  let address = new URL(first);
  for (let skipped = 0; skipped < page.offset;) {
    const step = Math.min(walkLimit, page.offset - skipped);
    address.searchParams.set('limit', String(step));
    const answer = await fetch(address);
    const { links } = (await answer.json()) as { links: { rel: string; href: string }[] };
    const next = links.find((link) => link.rel === 'next');
    if (!next) throw new Error(`${page.name}: the layer ends before row ${page.offset}.`);
    const { pathname, search } = new URL(next.href);
    address = new URL(`${pathname}${search}`, first);
    skipped += step;
  }
  address.searchParams.set('limit', String(page.limit));
  return address.href;
}
