/** A browser without script: keeps cookies, follows no redirect by itself, sends forms as pages have them. */
export class Visitor {
  readonly #base: string;
  readonly #cookies = new Map<string, { value: string; path: string }>();

  constructor(base: string) {
    this.#base = base;
  }

  async open(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#send('GET', path, undefined, headers);
  }

  /** Opens a page, fills its form for this action (its hidden fields included) and sends it. */
  async fill(page: string, action: string, fields: Record<string, string | string[]>): Promise<Page> {
    const form = formOf((await this.open(page)).html, action);
    return this.send(form.action, { ...form.hidden, ...fields });
  }

  async send(path: string, fields: Record<string, string | string[]>): Promise<Page> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    return this.#send('POST', path, body, { 'content-type': 'application/x-www-form-urlencoded' });
  }

  /** Opens a page and sends a file by its form for this action. */
  async upload(page: string, action: string, name: string, content: string): Promise<Page> {
    const form = formOf((await this.open(page)).html, action);
    const body = new FormData();
    for (const [field, value] of Object.entries(form.hidden)) body.append(field, value);
    body.append('file', new Blob([content]), name);
    return this.#send('POST', form.action, body, {});
  }

  /** Goes on while it is redirected, at most ten times, as long as it stays on the node. */
  async follow(page: Page): Promise<Page> {
    let here = page;
    for (let hops = 0; hops < 10 && here.location !== null; hops++) {
      const target = new URL(here.location, this.#base);
      if (target.origin !== new URL(this.#base).origin) return here;
      here = await this.open(target.pathname + target.search);
    }
    return here;
  }

  cookie(name: string): string | null {
    return this.#cookies.get(name)?.value ?? null;
  }

  #header(path: string): string {
    return [...this.#cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  /** As a page's script would: JSON with the session's cookie and form token; gives the status. */
  async ask(method: string, path: string, body?: unknown): Promise<number> {
    const token = method === 'GET' ? '' : await this.#formToken();
    const response = await fetch(new URL(path, this.#base), {
      method,
      redirect: 'manual',
      headers: {
        accept: path.includes('f=') ? '*/*' : 'application/json',
        cookie: this.#header(new URL(path, this.#base).pathname),
        'x-csrf-token': token,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.body?.cancel();
    return response.status;
  }

  async #formToken(): Promise<string> {
    return /name="csrf" value="([^"]+)"/.exec((await this.open('/account')).html)?.[1] ?? '';
  }

  async #send(
    method: string,
    path: string,
    body: URLSearchParams | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<Page> {
    const url = new URL(path, this.#base);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', cookie: this.#header(url.pathname), ...headers },
      ...(body ? { body } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      html: await response.text(),
    };
  }

  #keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    const isGone = value === '' || /max-age=0/i.test(line) || /expires=Thu, 01 Jan 1970/i.test(line);
    if (isGone) this.#cookies.delete(name!);
    else this.#cookies.set(name!, { value: value!, path });
  }
}

export interface Page {
  readonly status: number;
  readonly location: string | null;
  readonly headers: Headers;
  readonly html: string;
}

const unescape = (text: string) =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<');

/** The form that posts to an address beginning like this, with its hidden fields. */
export function formOf(html: string, action: string): { action: string; hidden: Record<string, string> } {
  for (const [, attributes, inside] of html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const found = unescape(/\baction="([^"]*)"/.exec(attributes!)?.[1] ?? '');
    if (found !== action && !found.startsWith(`${action}?`)) continue;
    const hidden = Object.fromEntries(
      [...inside!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((match) => [
        match[1]!,
        unescape(match[2]!),
      ]),
    );
    return { action: found, hidden };
  }
  throw new Error(`no form for ${action} in ${html.replace(/\s+/g, ' ').slice(0, 2_000)}`);
}

export const textOf = (html: string): string =>
  unescape(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');
