import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { route, type ApiRequest, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { ownNetwork } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { endFeed, listFeeds, putFeed, type Feed } from './feeds.ts';

const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['path'],
  properties: { path: { type: 'string', minLength: 1, maxLength: 1_000 } },
} as const;

/** Folders from which station files are taken in by themselves. Places on the node's machine are the operator's to name. */
export function feedRoutes({ db, jobs }: ObservationsContext, job: string): Route[] {
  const common = { tag: 'stations', formats: ['json'] as const };
  return [
    route({
      ...common,
      method: 'GET',
      path: '/networks/{networkId}/feeds',
      operationId: 'getFeeds',
      summary: { vi: 'Các thư mục nhận tệp trạm', en: 'Folders of station files' },
      resource: 'feeds',
      access: 'signed-in',
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const feeds = (await listFeeds(db, network.id)).map((feed) => documentOf(request, feed));
        return { resource: 'feeds', data: { feeds } };
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/networks/{networkId}/feeds',
      operationId: 'createFeed',
      summary: { vi: 'Nhận tệp trạm từ một thư mục', en: 'Take station files from a folder' },
      resource: 'feed',
      access: 'operator',
      body: { kind: 'json', schema },
      response: { status: 201 },
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const { path } = request.body as { path: string };
        const isFolder = isAbsolute(path) && (await stat(path).catch(() => null))?.isDirectory() === true;
        if (!isFolder) throw observationProblem('no-folder', { path });
        const feed = await putFeed(db, network.id, path);
        await jobs.enqueue(db, job, null, { key: 'now' });
        return {
          status: 201,
          location: `${request.base}/networks/${network.id}/feeds`,
          data: documentOf(request, feed),
        };
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/networks/{networkId}/feeds/{feedId}/end',
      operationId: 'endFeed',
      summary: { vi: 'Thôi nhận tệp từ một thư mục', en: 'Stop taking files from a folder' },
      resource: 'feed',
      access: 'operator',
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const named = request.params['feedId']!;
        const isEnded = /^\d{1,9}$/.test(named) && (await endFeed(db, network.id, Number(named)));
        if (!isEnded) throw observationProblem('feed-not-found', { network: network.id, feed: named });
        return {
          status: 303,
          location: `${request.base}/networks/${network.id}/feeds`,
          data: { ended: Number(named) },
        };
      },
    }),
  ];
}

function documentOf({ language }: ApiRequest, { problem, looks: _looks, ...feed }: Feed): Record<string, unknown> {
  return { ...feed, problem: problem && problem[language] };
}
