import type { Readable } from 'node:stream';
import { whileThereIsRoom, type ApiRequest } from '../kernel/index.ts';
import type { UploadGuard } from './upload-limits.ts';

/** Takes in what the body of a request holds. */
export type UploadTaker = <T>(
  request: ApiRequest,
  stream: Readable,
  keep: (stream: Readable) => Promise<T>,
) => Promise<T>;

/**
 * For doors of other modules whose uploads are no deliveries: the limits of the caller hold there too. Throws Problems
 * `upload-too-large` (413), `uploads-used-up` (429) and `disk-full` (507).
 */
export function uploadTaker(guard: UploadGuard): UploadTaker {
  return (request, stream, keep) => {
    const announced = Number(request.header('content-length') ?? 0);
    return whileThereIsRoom(() => guard.run(request.caller, stream, announced, keep, { isDelivery: false }));
  };
}
