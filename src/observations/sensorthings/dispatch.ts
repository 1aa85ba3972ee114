import { whileThereIsRoom, type Reply } from '../../kernel/index.ts';
import type { StaContext } from './model.ts';
import { staProblem } from './problems.ts';
import { readResource } from './read/read-resource.ts';
import { serviceRoot } from './serve.ts';
import { changeEntity } from './write/change-entity.ts';
import { createEntity } from './write/create-entity.ts';
import { createObservations } from './write/create-observations.ts';
import { deleteEntity } from './write/delete-entity.ts';

/** One request to the service, however it came. `path` is below the service root. */
export interface StaRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers one request but a batch. Throws the Problems of reading and writing, and `disk-full`. */
export function dispatch(context: StaContext, request: StaRequest): Promise<Reply> {
  return whileThereIsRoom(() => perform(context, request));
}

async function perform(context: StaContext, { method, path, query, body }: StaRequest): Promise<Reply> {
  switch (method) {
    case 'GET':
      return path === ''
        ? { resource: 'sensorthings', data: serviceRoot(context) }
        : readResource(context, path, query);
    case 'POST':
      return path === 'CreateObservations' ? arrays(context, body) : create(context, path, body);
    case 'PATCH':
    case 'PUT': {
      await changeEntity(context, path, body, method);
      return readResource(context, path, {});
    }
    case 'DELETE': {
      const { set, id } = await deleteEntity(context, path);
      return { resource: 'sensorthings', data: { '@iot.selfLink': `${context.root}/${set.name}(${id})` } };
    }
    default:
      throw staProblem('sta-unsupported', { what: method });
  }
}

async function create(context: StaContext, path: string, body: unknown): Promise<Reply> {
  const { set, id } = await createEntity(context, path, body);
  const self = `${context.root}/${set.name}(${id})`;
  return { location: self, status: 201, data: { '@iot.id': id, '@iot.selfLink': self } };
}

async function arrays(context: StaContext, body: unknown): Promise<Reply> {
  return { resource: 'sensorthings', status: 201, data: await createObservations(context, body) };
}
