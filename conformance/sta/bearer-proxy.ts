import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A door beside a node through which every request comes as somebody known; for suites that cannot sign in. */
export interface BearerProxy {
  readonly url: string;
  /** Where requests go; they wait for it. */
  forwardTo(url: string, bearer: string): void;
  stop(): Promise<void>;
}

/** Opens the door on a free port of this machine: the node behind it needs to know its address before it starts. */
export async function openBearerProxy(): Promise<BearerProxy> {
  let tell: (target: { url: string; bearer: string }) => void;
  const target = new Promise<{ url: string; bearer: string }>((resolve) => (tell = resolve));
  const server: Server = createServer((incoming, outgoing) => {
    void target.then(({ url, bearer }) => {
      const headers = { ...incoming.headers, authorization: `Bearer ${bearer}` };
      const { method } = incoming;
      const forwarded = request(new URL(incoming.url ?? '/', url), { ...(method && { method }), headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forwarded.once('error', () => outgoing.destroy());
      incoming.pipe(forwarded);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    forwardTo: (url, bearer) => tell({ url, bearer }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
