/** A page of items that is asked of everybody: what a case means, before it is written for a product. */
export interface PageCase {
  readonly name: string;
  readonly limit: number;
  readonly offset: number;
  readonly bbox?: readonly [number, number, number, number];
  readonly sortBy?: { readonly property: string; readonly descending: boolean };
  readonly equals?: { readonly property: string; readonly value: string };
}

/** A product that serves the same table as OGC API - Features. */
export interface Peer {
  readonly name: string;
  /** Address of the page, null where the product has no such query. */
  address(page: PageCase): string | null;
  stop(): Promise<void>;
}

/** What a peer is pointed at. */
export interface PeerSettings {
  readonly databaseUrl: string;
  readonly table: string;
  readonly folder: string;
  /** Processes that it may run: as many as requests are under way. */
  readonly processes: number;
}

export const peerLimit = 10_000;

/** Waits until an address answers 200; says what it answered last where it never does. */
export async function waitForAnswer(address: string, limitMs = 30_000): Promise<void> {
  const until = Date.now() + limitMs;
  let last = 'nothing';
  while (Date.now() < until) {
    try {
      const answer = await fetch(address);
      if (answer.ok) return void (await answer.arrayBuffer());
      last = `${answer.status} ${(await answer.text()).slice(0, 500)}`;
    } catch (error) {
      last = String(error);
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`${address} did not answer: ${last}`);
}
