import { roles, type Role } from '../../kernel/index.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { hintOf } from './form.tsx';

export function roleWord(page: Page, role: Role): string {
  return page.say(messages[`role-${role}`]);
}

export function roleWords(page: Page, list: readonly Role[]): string {
  return list.map((role) => roleWord(page, role)).join(', ');
}

/** Check boxes for the roles, each with what it may do. */
export function RoleChoice({
  page,
  prefix,
  chosen,
  offered = roles,
}: {
  page: Page;
  /** Makes the ids stand once on the page. */
  prefix: string;
  chosen: readonly Role[];
  offered?: readonly Role[];
}) {
  return (
    <fieldset class="choices">
      <legend>{page.say(messages.roles)}</legend>
      {offered.map((role) => {
        const id = `${prefix}-${role}`;
        return (
          <div class="choice">
            <input
              type="checkbox"
              name="roles"
              value={role}
              id={id}
              checked={chosen.includes(role)}
              aria-describedby={hintOf(id)}
            />
            <label for={id}>{roleWord(page, role)}</label>
            <p class="hint" id={hintOf(id)}>
              {page.say(messages[`roleHint-${role}`])}
            </p>
          </div>
        );
      })}
    </fieldset>
  );
}
