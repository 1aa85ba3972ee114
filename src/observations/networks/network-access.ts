import { decide } from '../../access/index.ts';
import type { ApiRequest, Db } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';
import { findNetwork, readableNetwork, type Network, type NetworkView } from './networks.ts';

/** The network of the address as its caller sees it; Problem `network-not-found` where he sees none. */
export async function networkOf(db: Db, request: ApiRequest): Promise<NetworkView> {
  const id = request.params['networkId']!;
  const view = await readableNetwork(db, request.caller, id);
  if (!view) throw observationProblem('network-not-found', { network: id });
  return view;
}

/** The network of the address, for who looks after it; Problem `network-not-found` for everybody else. */
export async function ownNetwork(db: Db, request: ApiRequest): Promise<Network> {
  return networkFor(db, request, 'manage');
}

/** The network of the address, for who may deliver into it. */
export async function networkToFill(db: Db, request: ApiRequest): Promise<Network> {
  return networkFor(db, request, 'write');
}

async function networkFor(db: Db, request: ApiRequest, action: 'manage' | 'write'): Promise<Network> {
  const id = request.params['networkId']!;
  const network = await findNetwork(db, id);
  if (network && (await decide(db, request.caller, action, id))) return network;
  throw observationProblem('network-not-found', { network: id });
}
