import assert from 'node:assert/strict';
import { check, type Check } from '../model.ts';
import type { NodeClient } from '../node-client.ts';
import { faultsOf, type OpenApiDocument } from './openapi-document.ts';

async function readDescription(node: NodeClient): Promise<OpenApiDocument> {
  return (await node.get('/openapi.json')).json<OpenApiDocument>();
}

/** 17-069r4, class oas30. */
export const openApiChecks: readonly Check[] = [
  check(
    '/req/oas30/oas-definition-1',
    'the description is JSON with the media type of OpenAPI 3.0',
    async ({ node }) => {
      const answer = await node.get('/openapi.json');
      assert.match(answer.headers.get('content-type') ?? '', /^application\/vnd\.oai\.openapi\+json; ?version=3\.0/);
    },
  ),
  check('/req/oas30/oas-definition-2', 'the description keeps the rules of OpenAPI 3.0', async ({ node }) => {
    assert.deepEqual(faultsOf(await readDescription(node)), []);
  }),
  check(
    '/req/oas30/oas-impl',
    'every address that it describes and that needs nothing answers as described',
    async ({ node }) => {
      const { paths } = await readDescription(node);
      for (const [path, { get }] of Object.entries(paths)) {
        if (!get || path.includes('{') || get.parameters?.some((parameter) => parameter.required)) continue;
        const answer = await node.fetch(path);
        if (get.security && get.security.length > 0) {
          assert.ok([401, 403].includes(answer.status), `${path} answers ${answer.status} to anybody`);
          continue;
        }
        // A refusal is described once for all, as `default`: what belongs to a sign-in that nobody began answers so.
        const described =
          get.responses[String(answer.status)] ??
          (answer.status >= 400 && answer.status < 500 ? get.responses['default'] : undefined);
        assert.ok(described, `${path} answers ${answer.status}, which is not described`);
        const types = Object.keys(described.content ?? {}).map((type) => type.split(';')[0]);
        assert.ok(types.includes(answer.mediaType), `${path} is ${answer.mediaType}, described: ${types.join()}`);
      }
    },
  ),
  check('/req/oas30/completeness', 'what every collection offers is described', async ({ node }) => {
    const { paths } = await readDescription(node);
    const items = paths['/collections/{collectionId}/items']?.get;
    const names = new Set(items?.parameters?.map((parameter) => parameter.name));
    for (const name of [
      'limit',
      'bbox',
      'bbox-crs',
      'datetime',
      'crs',
      'filter',
      'filter-lang',
      'filter-crs',
      'sortby',
    ]) {
      assert.ok(names.has(name), `the parameter ${name} is not described`);
    }
    for (const path of [
      '/',
      '/conformance',
      '/collections',
      '/collections/{collectionId}',
      '/collections/{collectionId}/items/{featureId}',
    ]) {
      assert.ok(paths[path]?.get, `${path} is not described`);
    }
  }),
  check('/req/oas30/exceptions-1', 'errors are described as problem documents', async ({ node }) => {
    for (const [path, item] of Object.entries((await readDescription(node)).paths)) {
      for (const operation of Object.values(item)) {
        const answers = Object.entries(operation.responses).filter(([status]) => !/^[123]/.test(status));
        assert.ok(
          answers.some(([, answer]) => answer.content?.['application/problem+json']),
          path,
        );
      }
    }
  }),
  check('/req/oas30/security', 'what needs the operator says so and refuses anybody else', async ({ node }) => {
    const { components, paths } = await readDescription(node);
    assert.ok(Object.keys(components?.securitySchemes ?? {}).length > 0);
    const closed = Object.entries(paths).flatMap(([path, item]) => (item['get']?.security ? [path] : []));
    assert.ok(closed.length > 0, 'nothing is closed');
    for (const path of closed.filter((one) => !one.includes('{'))) {
      const answer = await node.fetch(path);
      assert.equal(answer.status, 401, path);
      assert.ok(answer.headers.get('www-authenticate'), path);
    }
  }),
];
