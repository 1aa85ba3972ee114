import type { Language } from '../i18n.ts';
import { representations, type Parameter, type RepresentationName, type Route, type Schema } from './route.ts';

const common: readonly Parameter[] = [
  {
    name: 'f',
    in: 'query',
    schema: { type: 'string' },
    description: { vi: 'Dạng dữ liệu trả về; thay cho Accept', en: 'Representation; instead of Accept' },
  },
  {
    name: 'lang',
    in: 'query',
    schema: { type: 'string', enum: ['vi', 'en'], default: 'vi' },
    description: { vi: 'Ngôn ngữ của trang và thông báo', en: 'Language of pages and messages' },
  },
  {
    name: 'view-as',
    in: 'query',
    schema: { type: 'string' },
    description: {
      vi: 'Người quản lý xem dữ liệu của mình như người được cấp quyền sẽ thấy: public, signed-in, organisation:MÃ, role:MÃ/VAI-TRÒ, user:ID, client:ID',
      en: 'Who looks after data sees it as a grantee would: public, signed-in, organisation:CODE, role:CODE/ROLE, user:ID, client:ID',
    },
  },
];
export const commonParameterNames: readonly string[] = common.map((parameter) => parameter.name);

const problemSchema: Schema = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
  },
};

/** The description of the node's API: OpenAPI 3.0.3, made from the routes themselves. */
export function describeApi(
  routes: readonly Route[],
  info: { title: string; version: string; base: string; language: Language; hasView(resource: string): boolean },
): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    if (route.internal) continue;
    // OpenAPI 3.0 has no word for the rest of an address: it is described as one parameter.
    const path = route.path.replace(/\*\}$/, '}');
    paths[path] ??= {};
    paths[path]![route.method.toLowerCase()] = describeOperation(route, info.language, info.hasView(route.resource));
  }
  return {
    openapi: '3.0.3',
    info: {
      title: info.title,
      version: info.version,
      description: 'Lienthong node: OGC API - Features, catalogue, sources and runs.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: info.base }],
    tags: [...new Set(routes.filter((route) => !route.internal).map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: "An API key, an access token of the node's provider, or the operator's token.",
        },
      },
    },
  };
}

function describeOperation(route: Route, language: Language, hasView: boolean): Record<string, unknown> {
  const pathNames = [...route.path.matchAll(/\{(\w+)\*?\}/g)].map((match) => match[1]!);
  const declared = route.parameters ?? [];
  const parameters = [
    ...pathNames
      .filter((name) => !declared.some((parameter) => parameter.in === 'path' && parameter.name === name))
      .map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...[...declared, ...common].map((parameter) => ({
      name: parameter.name,
      in: parameter.in,
      required: parameter.in === 'path' ? true : (parameter.required ?? false),
      description: parameter.description[language],
      schema: parameter.schema,
      ...(parameter.style ? { style: parameter.style, explode: parameter.explode ?? false } : {}),
    })),
  ];
  const formats = hasView ? [...route.formats, 'html' as const] : route.formats;
  const status = route.response?.status ?? 200;
  return {
    operationId: route.operationId,
    summary: route.summary[language],
    tags: [route.tag],
    parameters,
    ...(route.body ? { requestBody: describeBody(route.body) } : {}),
    ...(route.access === 'public' ? {} : { security: [{ bearer: [] }], 'x-access': route.access }),
    responses: {
      [status]: {
        description: route.response?.description ?? route.summary[language],
        content: Object.fromEntries(
          formats.map((name) => [
            representations[name],
            {
              schema: schemaOf(name, route),
            },
          ]),
        ),
      },
      default: {
        description: 'RFC 9457',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function schemaOf(name: RepresentationName, { response }: Route): Schema {
  if (name === 'mvt') return { type: 'string', format: 'binary' };
  if (name === 'html' || name === 'csv' || name === 'text') return { type: 'string' };
  return response?.schema ?? { type: 'object' };
}

function describeBody(body: NonNullable<Route['body']>): Record<string, unknown> {
  if (body.kind === 'upload') {
    const file = { schema: { type: 'string', format: 'binary' } };
    return { content: { 'application/octet-stream': file } };
  }
  return { required: true, content: { 'application/json': { schema: body.schema } } };
}
