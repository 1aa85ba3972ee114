import { Problem } from '../kernel/index.ts';

/**
 * Whether an error speaks of the delivery, and so ends its run with these words. What says that the node cannot work
 * just now (503: the database is away) says nothing about the delivery: the job is tried again.
 */
export function isVerdict(error: unknown): error is Problem {
  return error instanceof Problem && error.type.status !== 503;
}
