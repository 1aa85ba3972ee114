import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { operatorTokenFile } from '../access/index.ts';
import { announcedNode, createLog, type Config, type Language } from '../kernel/index.ts';

/** A refusal by the node: its problem document, in the reader's language. */
export class ApiError extends Error {
  readonly status: number;
  readonly document: Readonly<Record<string, unknown>>;
  constructor(status: number, document: Record<string, unknown>) {
    super(`${String(document['title'] ?? status)}\n${String(document['detail'] ?? '')}`.trim());
    this.status = status;
    this.document = document;
  }
}

/** The node's HTTP API, as the operator. */
export interface Client {
  readonly base: string;
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  upload<T>(path: string, stream: Readable): Promise<T>;
  download(path: string): Promise<Readable>;
  close(): Promise<void>;
}

/**
 * A client of the node that runs on the data folder. When none runs, one is composed in this process, on a free port
 * of the loopback address, and closed with the client: commands are written once.
 */
export async function openClient(config: Config, language: Language): Promise<Client> {
  const running = await findRunning(config);
  if (running) return createClient(running.url, running.base, readToken(config), language, async () => undefined);
  const { startNode } = await import('../node.ts');
  const node = await startNode(
    { ...config, port: 0, host: '127.0.0.1', baseUrl: config.baseUrl },
    { log: createLog(config.logLevel === 'info' ? 'warn' : config.logLevel) },
  );
  const { url } = announcedNode(config.dataFolder)!;
  return createClient(url, node.url, node.operatorToken, language, () => node.close());
}

/** The node that runs on this data folder, if it answers. */
export async function findRunning(config: Config): Promise<{ url: string; base: string } | null> {
  try {
    const running = announcedNode(config.dataFolder);
    if (!running) return null;
    const answer = await fetch(`${running.url}/livez`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok ? running : null;
  } catch {
    return null;
  }
}

const readToken = (config: Config): string => readFileSync(operatorTokenFile(config.dataFolder), 'utf8').trim();

function createClient(
  url: string,
  base: string,
  token: string,
  language: Language,
  close: () => Promise<void>,
): Client {
  const call = async (method: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const address = new URL(path, `${url}/`);
    address.searchParams.set('lang', language);
    const response = await fetch(address, {
      method,
      redirect: 'manual',
      ...init,
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, ...init.headers },
    });
    if (response.status >= 400) throw new ApiError(response.status, await documentOf(response));
    return response;
  };
  const answer = async <T>(response: Response): Promise<T> => {
    const text = await response.text();
    return (text === '' ? {} : JSON.parse(text)) as T;
  };
  return {
    base,
    get: async (path) => answer(await call('GET', path)),
    send: async (method, path, body) =>
      answer(
        await call(
          method,
          path,
          body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
        ),
      ),
    upload: async (path, stream) =>
      answer(
        await call('POST', path, {
          body: Readable.toWeb(stream) as unknown as NonNullable<RequestInit['body']>,
          headers: { 'content-type': 'application/octet-stream' },
          duplex: 'half',
        } as RequestInit),
      ),
    download: async (path) =>
      Readable.fromWeb((await call('GET', path)).body as import('node:stream/web').ReadableStream),
    close,
  };
}

async function documentOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { title: `HTTP ${response.status}`, detail: text.slice(0, 500) };
  }
}
