import { ChangeAccount } from '../components/change-account.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Facts } from '../components/facts.tsx';
import { ActionButton, FormToken, SmallAction } from '../components/form.tsx';
import { FoldedForm } from '../components/folded-form.tsx';
import { CurrentPassword, NamedField, PasswordField } from '../components/named-field.tsx';
import { PasskeyAdd } from '../components/passkey.tsx';
import { RecoveryCodes } from '../components/recovery-codes.tsx';
import { roleWords } from '../components/roles.tsx';
import { Moment } from '../components/values.tsx';
import type { AccountData } from '../data/identity.ts';
import { deviceName } from '../device-name.ts';
import { accountMessages } from '../messages/account.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';
import { writeMinute } from '../write-values.ts';

interface Props {
  readonly page: Page;
  readonly data: AccountData;
}

/** A person's own account. */
export const account: View<AccountData> = (page, data) => ({
  title: page.say(messages.account),
  crumbs: [],
  ...(page.problem ? { address: '/account' } : {}),
  body: (
    <>
      <Facts
        facts={[
          { term: page.say(messages.yourName), value: data.name },
          { term: page.say(messages.email), value: data.email },
        ]}
      />
      <ChangeAccount page={page} data={data} />
      {data.isVerified ? null : (
        <ActionButton
          page={page}
          action="/account/verify"
          text={page.say(messages.sendAgain)}
          explanation={page.say(messages.notVerified)}
        />
      )}
      <Organisations page={page} data={data} />
      <SecondFactor page={page} data={data} />
      {data.hasPassword ? <ChangePassword page={page} /> : null}
      <Sessions page={page} data={data} />
    </>
  ),
});

function Organisations({ page, data }: Props) {
  return (
    <section aria-labelledby="organisations">
      <h2 id="organisations">{page.say(messages.memberships)}</h2>
      {data.organisations.length === 0 ? <p>{page.say(messages.none)}</p> : null}
      <ul class="entries">
        {data.organisations.map(({ organisation, roles }) => (
          <li>
            <h3>
              <a href={page.to(`/organisations/${organisation}`)}>{organisation}</a>
            </h3>
            <p>{roleWords(page, roles)}</p>
            <details>
              <summary>{page.say(messages.leaveNamed, { organisation })}</summary>
              <ActionButton
                page={page}
                action={`/account/organisations/${organisation}/leave`}
                text={page.say(messages.leave)}
                explanation={page.say(messages.leaveText)}
                kind="danger"
              />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SecondFactor({ page, data }: Props) {
  const hasNone = data.totp.since === null && data.passkeys.length === 0;
  return (
    <section aria-labelledby="second">
      <h2 id="second">{page.say(messages.secondFactor)}</h2>
      {hasNone ? (
        <p class="notice warn">{page.say(data.lacksSecondFactor ? accountMessages.secondNeeded : messages.noSecond)}</p>
      ) : null}
      <h3>{page.say(messages.totp)}</h3>
      <Totp page={page} data={data} />
      <h3>{page.say(messages.passkeys)}</h3>
      {data.passkeys.length > 0 ? <Passkeys page={page} data={data} /> : null}
      <PasskeyAdd page={page} />
      {hasNone || !data.hasPassword ? null : <RecoveryCodes page={page} data={data} />}
    </section>
  );
}

function Totp({ page, data }: Props) {
  const { since, begun } = data.totp;
  if (since !== null) {
    return (
      <>
        <p>{page.say(messages.totpOn, { since: writeMinute(since, page.language) })}</p>
        <FoldedForm page={page} action={page.to('/account/totp/end')} text={page.say(messages.totpEnd)} kind="danger">
          {(form) => <CurrentPassword page={page} form={form} id="field-totp-current" />}
        </FoldedForm>
      </>
    );
  }
  if (begun === null) {
    return <ActionButton page={page} action="/account/totp" text={page.say(messages.totpBegin)} />;
  }
  return (
    <>
      <p>{page.say(messages.totpScan, { secret: begun.secret })}</p>
      <img class="qr" src={begun.picture} alt={page.say(messages.totpPicture)} width="192" height="192" />
      <form method="post" action={page.to('/account/totp/confirm')}>
        <FormToken page={page} />
        <NamedField
          form={formState(page, page.to('/account/totp/confirm'))}
          name="code"
          label={page.say(messages.code)}
          autocomplete="one-time-code"
          required
        />
        <button class="primary" type="submit">
          {page.say(messages.confirm)}
        </button>
      </form>
    </>
  );
}

function Passkeys({ page, data }: Props) {
  const nameOf = (name: string) => name || page.say(messages.unnamed);
  return (
    <DataTable
      caption={page.say(messages.passkeys)}
      rows={data.passkeys}
      columns={[
        { label: page.say(messages.name), isName: true, cell: ({ name }) => nameOf(name) },
        { label: page.say(messages.created), cell: ({ createdAt }) => <Moment page={page} at={createdAt} /> },
        {
          label: page.say(messages.lastUsed),
          cell: ({ usedAt }) => (usedAt ? <Moment page={page} at={usedAt} /> : page.say(messages.never)),
        },
        {
          label: page.say(messages.remove),
          cell: ({ id, name }) => (
            <SmallAction
              page={page}
              action={`/account/passkeys/${encodeURIComponent(id)}/end`}
              text={page.say(messages.remove)}
              label={page.say(messages.removeNamed, { name: nameOf(name) })}
            />
          ),
        },
      ]}
    />
  );
}

function ChangePassword({ page }: { page: Page }) {
  const form = formState(page, page.to('/account/password'));
  return (
    <section aria-labelledby="change-password">
      <h2 id="change-password">{page.say(messages.changePassword)}</h2>
      <form method="post" action={page.to('/account/password')}>
        <FormToken page={page} />
        <CurrentPassword page={page} form={form} />
        <PasswordField
          page={page}
          form={form}
          label={page.say(messages.newPassword)}
          hint={`${page.say(messages.passwordHint)} ${page.say(messages.changePasswordHint)}`}
          kind="new"
        />
        <button class="secondary" type="submit">
          {page.say(messages.changePassword)}
        </button>
      </form>
    </section>
  );
}

function Sessions({ page, data }: Props) {
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{page.say(messages.sessions)}</h2>
      <DataTable
        caption={page.say(messages.sessions)}
        rows={data.sessions}
        columns={[
          {
            label: page.say(messages.device),
            isName: true,
            cell: ({ agent }) => <span title={agent}>{deviceName(agent) || '–'}</span>,
          },
          { label: page.say(messages.address), cell: ({ address }) => address },
          {
            label: page.say(messages.since),
            cell: ({ authenticatedAt }) => <Moment page={page} at={authenticatedAt} />,
          },
          { label: page.say(messages.seen), cell: ({ seenAt }) => <Moment page={page} at={seenAt} /> },
          {
            label: page.say(messages.end),
            cell: (session) =>
              session.isThis ? (
                page.say(messages.thisSession)
              ) : (
                <SmallAction
                  page={page}
                  action={`/account/sessions/${session.id}/end`}
                  text={page.say(messages.end)}
                  label={page.say(messages.endSession, { since: writeMinute(session.authenticatedAt, page.language) })}
                />
              ),
          },
        ]}
      />
      {data.sessions.length > 1 ? (
        <ActionButton page={page} action="/account/sessions/end-others" text={page.say(messages.endOthers)} />
      ) : null}
    </section>
  );
}
