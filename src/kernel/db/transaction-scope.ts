import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  readonly owner: object;
  open: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/**
 * Runs a transaction's callback so that calls on the outer `Db` from within can be told apart. A scope that has
 * ended no longer counts: work started in the background may go on afterwards.
 */
export async function insideTransaction<T>(owner: object, work: () => Promise<T>): Promise<T> {
  const scope: Scope = { owner, open: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    scope.open = false;
  }
}

/** Throws when called from inside a transaction of the same database: there it would wait for itself for ever. */
export function refuseInsideTransaction(owner: object): void {
  const scope = scopes.getStore();
  if (scope?.open && scope.owner === owner) {
    throw new Error('Inside a transaction only the handle passed to it may be used, not the outer Db.');
  }
}
