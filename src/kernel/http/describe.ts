import type { Language } from '../i18n.ts';
import type { ProblemTypes } from '../problem.ts';
import { describeApi } from './openapi.ts';
import { httpProblem } from './problems.ts';
import { route, type ApiRequest, type Route } from './route.ts';

export interface Description {
  readonly title: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  readonly version: string;
  /** All routes, these included; asked late because the list is still being made. */
  routes(): readonly Route[];
  hasView(resource: string): boolean;
  readonly problems: ProblemTypes;
  /** What the modules put on the home page beside the links. */
  home(request: ApiRequest): Promise<Record<string, unknown>>;
  /** Links of the landing page to what modules serve. */
  readonly links: readonly {
    readonly path: string;
    readonly rel: string;
    readonly type: string;
    readonly title: Readonly<Record<Language, string>>;
  }[];
}

const ogcCommon = 'http://www.opengis.net/spec/ogcapi-common-1/1.0/conf';

/** `/`, `/conformance`, `/openapi.json`, `/problems/{code}`: the node describing itself. */
export function descriptionRoutes(description: Description): Route[] {
  return [
    route({
      method: 'GET',
      path: '/',
      operationId: 'getLandingPage',
      tag: 'description',
      summary: { vi: 'Trang chủ', en: 'Landing page' },
      resource: 'home',
      formats: ['json'],
      access: 'public',
      conformsTo: [`${ogcCommon}/core`, `${ogcCommon}/landing-page`, `${ogcCommon}/json`, `${ogcCommon}/html`],
      handle: async (request) => ({
        resource: 'home',
        data: {
          title: description.title[request.language],
          description: description.description[request.language],
          links: landingLinks(description, request),
          ...(await description.home(request)),
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/conformance',
      operationId: 'getConformanceDeclaration',
      tag: 'description',
      summary: { vi: 'Các chuẩn mà nút theo', en: 'Conformance classes' },
      resource: 'conformance',
      formats: ['json'],
      access: 'public',
      handle: async () => ({
        resource: 'conformance',
        data: { conformsTo: [...new Set(description.routes().flatMap((one) => one.conformsTo ?? []))].sort() },
      }),
    }),
    route({
      method: 'GET',
      path: '/openapi.json',
      operationId: 'getApiDescription',
      tag: 'description',
      summary: { vi: 'Mô tả giao diện lập trình', en: 'API description' },
      resource: 'openapi',
      formats: ['openapi'],
      access: 'public',
      handle: async (request) => ({ resource: 'openapi', data: apiDocument(description, request) }),
    }),
    route({
      method: 'GET',
      path: '/api',
      operationId: 'getApiPage',
      tag: 'description',
      summary: { vi: 'Trang dành cho lập trình viên', en: 'Page for developers' },
      resource: 'api',
      formats: ['json'],
      access: 'public',
      handle: async (request) => ({
        resource: 'api',
        data: {
          href: `${request.base}/openapi.json`,
          operations: description
            .routes()
            .filter((one) => !one.internal)
            .map((one) => ({
              method: one.method,
              path: one.path,
              summary: one.summary[request.language],
              tag: one.tag,
            })),
        },
      }),
    }),
    route({
      method: 'GET',
      path: '/problems/{code}',
      operationId: 'getProblemType',
      tag: 'description',
      summary: { vi: 'Một loại lỗi và cách xử lý', en: 'A kind of problem and what to do' },
      resource: 'problem-type',
      formats: ['json'],
      access: 'public',
      handle: async (request) => {
        const code = request.params['code']!;
        const type = Object.hasOwn(description.problems, code) ? description.problems[code] : undefined;
        if (!type) throw httpProblem('not-found', { path: request.url.pathname });
        return {
          resource: 'problem-type',
          data: {
            code,
            status: type.status,
            title: type.title[request.language],
            detail: type.detail[request.language],
          },
        };
      },
    }),
  ];
}

function landingLinks(description: Description, request: ApiRequest) {
  const href = (path: string, f?: string): string => {
    const url = new URL(path, `${request.base}/`);
    if (f) url.searchParams.set('f', f);
    if (request.language === 'en' && request.format === 'html') url.searchParams.set('lang', 'en');
    return url.href;
  };
  const isPage = request.format === 'html';
  return [
    { href: href('/', 'json'), rel: isPage ? 'alternate' : 'self', type: 'application/json' },
    { href: href('/', 'html'), rel: isPage ? 'self' : 'alternate', type: 'text/html' },
    { href: href('/openapi.json'), rel: 'service-desc', type: 'application/vnd.oai.openapi+json;version=3.0' },
    { href: href('/api', 'html'), rel: 'service-doc', type: 'text/html' },
    { href: href('/conformance'), rel: 'conformance', type: 'application/json' },
    { href: href('/conformance'), rel: 'http://www.opengis.net/def/rel/ogc/1.0/conformance', type: 'application/json' },
    ...description.links.map((link) => ({
      href: href(link.path),
      rel: link.rel,
      type: link.type,
      title: link.title[request.language],
    })),
  ];
}

export function apiDocument(
  description: Description,
  request: Pick<ApiRequest, 'base' | 'language'>,
): Record<string, unknown> {
  return describeApi(description.routes(), {
    title: description.title[request.language],
    version: description.version,
    base: request.base,
    language: request.language,
    hasView: (resource) => description.hasView(resource),
  });
}
