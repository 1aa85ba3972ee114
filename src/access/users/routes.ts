import type { Route } from '../../kernel/index.ts';
import type { AccessContext } from '../context.ts';
import { accountRoutes } from './account-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { recoveryRoutes } from './recovery-routes.ts';
import { setUpRoutes } from './set-up-routes.ts';

/** People: the first one, those invited, what each may do with his account. */
export function userRoutes(context: AccessContext): Route[] {
  return [...setUpRoutes(context), ...invitationRoutes(context), ...recoveryRoutes(context), ...accountRoutes(context)];
}
