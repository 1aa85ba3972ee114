import type { ApiRequest } from '../kernel/index.ts';
import type { Visitor } from './sessions/sessions.ts';

/** JSON Schema of a text field; forms and programs send the same. */
export const textField = (longest = 500) => ({ type: 'string', minLength: 1, maxLength: longest }) as const;
/** An object of text fields, each of which must be there. */
export function formSchema(required: readonly string[], optional: readonly string[] = []) {
  const fields = [...required, ...optional].map((name) => [name, textField()]);
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: Object.fromEntries(fields) as Record<string, ReturnType<typeof textField>>,
  } as const;
}

/** The fields of a checked body. */
export function fieldsOf<Fields = Record<string, string>>(request: ApiRequest): Fields {
  return (request.body ?? {}) as Fields;
}

export function visitorOf(request: ApiRequest): Visitor {
  return { address: request.address, agent: request.header('user-agent') ?? '' };
}

/** Cookies go over TLS only where the node is reached by it. */
export const isSecure = (request: ApiRequest): boolean => request.base.startsWith('https:');

/** Where to go on after signing in: a path of this node and nothing else. */
export function nextOf(request: ApiRequest, otherwise = '/'): string {
  const next = request.query['next'] ?? '';
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && next.length < 2_000 ? next : otherwise;
}

/** An address of this node with the path to go on to. */
export function withNext(path: string, next: string): string {
  return next === '/' ? path : `${path}?${new URLSearchParams({ next }).toString()}`;
}

export const nextParameter = {
  name: 'next',
  in: 'query',
  schema: { type: 'string' },
  description: { vi: 'Trang mở sau khi đăng nhập', en: 'Page to go on to after signing in' },
} as const;

export const codeParameter = {
  name: 'code',
  in: 'query',
  schema: { type: 'string', maxLength: 200 },
  description: { vi: 'Mã trong đường dẫn', en: 'The code of the link' },
} as const;
