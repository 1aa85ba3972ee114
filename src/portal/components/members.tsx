import type { MemberData, OrganisationData } from '../data/identity.ts';
import { accountMessages } from '../messages/account.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { Day } from './values.tsx';
import { ActionButton, FormToken, SmallAction } from './form.tsx';
import { NamedField } from './named-field.tsx';
import { RoleChoice, roleWords } from './roles.tsx';

interface Props {
  readonly page: Page;
  readonly data: OrganisationData;
}

/** The people of an organisation, and for administrators the ways in and out. */
export function Members({ page, data }: Props) {
  return (
    <section aria-labelledby="members">
      <h2 id="members">{page.say(messages.members)}</h2>
      <ul class="entries">
        {(data.members ?? []).map((member) => (
          <li>
            <h3>{member.name}</h3>
            <p>
              {member.email} · {roleWords(page, member.roles)}
              {member.origin === 'outside' ? ` (${page.say(messages.fromOutside)})` : ''}
            </p>
            {data.administers ? <Change page={page} organisation={data.code} member={member} /> : null}
          </li>
        ))}
      </ul>
      {data.administers ? <Invite page={page} data={data} /> : null}
    </section>
  );
}

function Change({ page, organisation, member }: { page: Page; organisation: string; member: MemberData }) {
  const path = `/organisations/${organisation}/members/${member.account}`;
  return (
    <details>
      <summary>{page.say(messages.changeRoles, { name: member.name })}</summary>
      <form method="post" action={page.to(path)}>
        <FormToken page={page} />
        <RoleChoice page={page} prefix={`role-${member.account}`} chosen={member.roles} />
        <button class="secondary" type="submit">
          {page.say(messages.save)}
        </button>
      </form>
      <ActionButton
        page={page}
        action={`${path}/end`}
        text={page.say(messages.removeNamed, { name: member.name })}
        explanation={page.say(messages.leaveText)}
        kind="danger"
      />
    </details>
  );
}

function Invite({ page, data }: Props) {
  const action = page.to(`/organisations/${data.code}/invitations`);
  const form = formState(page, action);
  return (
    <>
      <h3>{page.say(messages.invite)}</h3>
      <form method="post" action={action}>
        <FormToken page={page} />
        <NamedField form={form} name="email" type="email" label={page.say(messages.email)} required />
        <RoleChoice
          page={page}
          prefix="field-roles"
          chosen={(form.values('roles') ?? ['viewer']) as MemberData['roles']}
        />
        <button class="primary" type="submit">
          {page.say(messages.sendInvitation)}
        </button>
      </form>
      {data.invitations && data.invitations.length > 0 ? (
        <>
          <h3>{page.say(messages.invitations)}</h3>
          <ul>
            {data.invitations.map((invitation) => (
              <li>
                {invitation.email} · {roleWords(page, invitation.roles)} · {page.say(messages.until)}{' '}
                <Day page={page} at={invitation.expiresAt} />
                <SmallAction
                  page={page}
                  action={`/organisations/${data.code}/invitations/end`}
                  text={page.say(accountMessages.withdraw)}
                  label={page.say(accountMessages.withdrawNamed, { email: invitation.email })}
                  fields={{ email: invitation.email }}
                />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
