import { route, type Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { waitingLetters } from './send-letters.ts';

/** Letters that could not be sent: without a mail server the operator passes their links on. */
export function letterRoutes(context: AccessContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/letters',
      operationId: 'getLetters',
      tag: 'access',
      summary: { vi: 'Thư chưa gửi được', en: 'Letters that were not sent' },
      resource: 'letters',
      formats: ['json'],
      access: 'operator',
      handle: async () => ({
        resource: 'letters',
        data: { hasMail: context.mail !== null, letters: await waitingLetters(context) },
      }),
    }),
  ];
}
