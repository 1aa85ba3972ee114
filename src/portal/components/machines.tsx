import type { Role } from '../../kernel/index.ts';
import type { ClientData, KeyData, OrganisationData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { Page } from '../page.ts';
import { DataTable } from './data-table.tsx';
import { Field, FormToken, SmallAction, TextField, hintOf } from './form.tsx';
import { RoleChoice, roleWords } from './roles.tsx';
import { Day, Moment } from './values.tsx';

interface Props {
  readonly page: Page;
  readonly data: OrganisationData;
}

const offered: readonly Role[] = ['steward', 'officer', 'auditor', 'viewer'];

/** Keys and programs of an organisation. */
export function Machines({ page, data }: Props) {
  const base = `/organisations/${data.code}`;
  return (
    <>
      <section aria-labelledby="keys">
        <h2 id="keys">{page.say(messages.keys)}</h2>
        <p>{page.say(messages.keysLead)}</p>
        {data.keys && data.keys.length > 0 ? <Keys page={page} base={base} keys={data.keys} /> : null}
        <details>
          <summary>{page.say(messages.makeKey)}</summary>
          <form method="post" action={page.to(`${base}/keys`)}>
            <FormToken page={page} />
            <TextField id="field-key-name" name="name" label={page.say(messages.keyName)} required />
            <RoleChoice page={page} prefix="key-role" chosen={['viewer']} offered={offered} />
            <MayWrite page={page} id="key-write" />
            <TextField id="field-days" name="days" type="number" label={page.say(messages.days)} value="90" />
            <button class="primary" type="submit">
              {page.say(messages.makeKey)}
            </button>
          </form>
        </details>
      </section>
      <section aria-labelledby="clients">
        <h2 id="clients">{page.say(messages.clients)}</h2>
        <p>{page.say(messages.clientsLead, { issuer: `${page.base}/oidc` })}</p>
        {data.clients && data.clients.length > 0 ? <Clients page={page} base={base} clients={data.clients} /> : null}
        <details>
          <summary>{page.say(messages.makeClient)}</summary>
          <NewClient page={page} base={base} />
        </details>
      </section>
    </>
  );
}

function MayWrite({ page, id }: { page: Page; id: string }) {
  return (
    <div class="choice">
      <input type="checkbox" name="mayWrite" value="true" id={id} aria-describedby={hintOf(id)} />
      <label for={id}>{page.say(messages.mayWrite)}</label>
      <p class="hint" id={hintOf(id)}>
        {page.say(messages.mayWriteHint)}
      </p>
    </div>
  );
}

const scopeWord = (page: Page, mayWrite: boolean) => page.say(mayWrite ? messages.writes : messages.reads);

function Keys({ page, base, keys }: { page: Page; base: string; keys: readonly KeyData[] }) {
  return (
    <DataTable
      caption={page.say(messages.keys)}
      rows={keys}
      columns={[
        { label: page.say(messages.keyName), isName: true, cell: ({ name }) => name },
        { label: page.say(messages.roles), cell: ({ roles }) => roleWords(page, roles) },
        { label: page.say(messages.scope), cell: ({ mayWrite }) => scopeWord(page, mayWrite) },
        { label: page.say(messages.until), cell: ({ expiresAt }) => <Day page={page} at={expiresAt} /> },
        { label: page.say(messages.lastUsed), cell: ({ usedAt }) => <LastUsed page={page} at={usedAt} /> },
        {
          label: page.say(messages.remove),
          cell: ({ id, name }) => (
            <SmallAction
              page={page}
              action={`${base}/keys/${id}/end`}
              text={page.say(messages.remove)}
              label={page.say(messages.removeNamed, { name })}
            />
          ),
        },
      ]}
    />
  );
}

function LastUsed({ page, at }: { page: Page; at: string | null }) {
  return at === null ? <>{page.say(messages.never)}</> : <Moment page={page} at={at} />;
}

function Clients({ page, base, clients }: { page: Page; base: string; clients: readonly ClientData[] }) {
  return (
    <DataTable
      caption={page.say(messages.clients)}
      rows={clients}
      columns={[
        { label: page.say(messages.keyName), isName: true, cell: ({ name }) => name },
        { label: page.say(messages.clientId), cell: ({ id }) => <code>{id}</code> },
        { label: page.say(messages.kind), cell: ({ kind }) => page.say(messages[`kind-${kind}`]) },
        { label: page.say(messages.provesBy), cell: ({ provesBy }) => page.say(messages[`proves-${provesBy}`]) },
        { label: page.say(messages.lastUsed), cell: ({ usedAt }) => <LastUsed page={page} at={usedAt} /> },
        {
          label: page.say(messages.remove),
          cell: ({ id, name }) => (
            <SmallAction
              page={page}
              action={`${base}/clients/${id}/end`}
              text={page.say(messages.remove)}
              label={page.say(messages.removeNamed, { name })}
            />
          ),
        },
      ]}
    />
  );
}

function NewClient({ page, base }: { page: Page; base: string }) {
  return (
    <form method="post" action={page.to(`${base}/clients`)}>
      <FormToken page={page} />
      <TextField id="field-client-name" name="name" label={page.say(messages.keyName)} required />
      <Field id="field-client-kind" label={page.say(messages.kind)}>
        <select id="field-client-kind" name="kind">
          {(['service', 'website'] as const).map((kind) => (
            <option value={kind}>{page.say(messages[`kind-${kind}`])}</option>
          ))}
        </select>
      </Field>
      <Field id="field-proves" label={page.say(messages.provesBy)}>
        <select id="field-proves" name="provesBy">
          {(['secret', 'key', 'nothing'] as const).map((way) => (
            <option value={way}>{page.say(messages[`proves-${way}`])}</option>
          ))}
        </select>
      </Field>
      <RoleChoice page={page} prefix="client-role" chosen={['viewer']} offered={offered} />
      <MayWrite page={page} id="client-write" />
      <TextField id="field-redirects" name="redirects" type="url" label={page.say(messages.redirects)} />
      <Field id="field-public-keys" label={page.say(messages.publicKeys)}>
        <textarea id="field-public-keys" name="publicKeys" spellcheck={false} />
      </Field>
      <button class="primary" type="submit">
        {page.say(messages.makeClient)}
      </button>
    </form>
  );
}
