import { DataTable } from '../components/data-table.tsx';
import { ActionButton, Field, FormToken, TextField } from '../components/form.tsx';
import { GrantForm, markWord } from '../components/grant-form.tsx';
import { Moment } from '../components/values.tsx';
import type { GrantData, GrantPageData, GrantsData } from '../data/grants.ts';
import { grantPageMessages as messages } from '../messages/grants.ts';
import { shellMessages } from '../messages/shell.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** Who may see what of a dataset: what is granted, in plain words, and the form for more. */
export const grants: View<GrantsData> = (page, data) => {
  const path = `/datasets/${encodeURIComponent(data.dataset)}`;
  return {
    title: page.say(messages.title, { dataset: data.title }),
    section: 'datasets',
    address: `${path}/grants`,
    crumbs: [
      { text: page.say(shellMessages.datasets), href: '/datasets' },
      { text: data.title, href: path },
    ],
    body: (
      <>
        <p>{page.say(messages.lead, { owner: data.owner, openness: page.say(wordFor(data.openness)) })}</p>
        <h2>{page.say(messages.granted)}</h2>
        {data.grants.length === 0 ? <p>{page.say(messages.none)}</p> : null}
        {data.grants.map((grant) => (
          <GrantWords page={page} grant={grant} />
        ))}
        <ViewAs page={page} path={path} />
        <h2>{page.say(messages.add)}</h2>
        <GrantForm
          page={page}
          action={`${path}/grants`}
          grantable={data.grantable}
          organisations={data.organisations}
          submit={page.say(messages.submit)}
        />
        <Classification page={page} path={path} data={data} />
      </>
    ),
  };
};

function GrantWords({ page, grant }: { page: Page; grant: GrantData }) {
  const path = `/grants/${encodeURIComponent(grant.id)}`;
  return (
    <section class="grant" aria-labelledby={`grant-${grant.id}`}>
      <h3 id={`grant-${grant.id}`}>
        {grant.granteeName} <span class="quiet-text">({page.say(messages[`state-${grant.state}`])})</span>
      </h3>
      <ul>
        {grant.words.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      <p class="actions">
        <a href={page.to(path)}>{page.say(messages.open)}</a>
        <a href={page.to(`/datasets`, { 'view-as': grant.grantee })}>{page.say(messages.viewAs)}</a>
      </p>
    </section>
  );
}

function ViewAs({ page, path }: { page: Page; path: string }) {
  return (
    <form method="get" action={path}>
      {page.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <TextField
        id="view-as"
        name="view-as"
        label={page.say(messages.viewAs)}
        hint={page.say(messages.viewAsHint)}
        value="public"
      />
      <button class="secondary" type="submit">
        {page.say(messages.look)}
      </button>
    </form>
  );
}

function Classification({ page, path, data }: { page: Page; path: string; data: GrantsData }) {
  return (
    <section aria-labelledby="classification">
      <h2 id="classification">{page.say(messages.classify)}</h2>
      <p>{page.say(messages.classifyLead)}</p>
      <form method="post" action={page.to(`${path}/classification`)}>
        <FormToken page={page} />
        <Field id="field-openness" label={page.say(messages.openness)}>
          <select id="field-openness" name="openness">
            {data.opennessLevels.map((level) => (
              <option value={level} selected={level === data.openness}>
                {page.say(wordFor(level))}
              </option>
            ))}
          </select>
        </Field>
        {data.grantable.collections.map((layer) => (
          <details>
            <summary>{page.say(messages.layer, { layer: layer.title })}</summary>
            <DataTable
              caption={page.say(messages.layer, { layer: layer.title })}
              rows={layer.columns}
              columns={[
                { label: page.say(messages.column), isName: true, cell: ({ title }) => title },
                {
                  label: page.say(messages.mark),
                  cell: ({ name, title, mark }) => (
                    <select name={`mark.${layer.id}.${name}`} aria-label={`${title}: ${page.say(messages.mark)}`}>
                      {['none', ...data.columnMarks].map((each) => (
                        <option value={each} selected={each === (mark ?? 'none')}>
                          {markWord(page, each)}
                        </option>
                      ))}
                    </select>
                  ),
                },
              ]}
            />
          </details>
        ))}
        <button class="secondary" type="submit">
          {page.say(messages.save)}
        </button>
      </form>
    </section>
  );
}

/** One grant: what it says, what it said before, and how to change or end it. */
export const grant: View<GrantPageData> = (page, data) => {
  const path = `/grants/${encodeURIComponent(data.id)}`;
  const dataset = `/datasets/${encodeURIComponent(data.dataset)}`;
  return {
    title: page.say(messages.grantTitle, { who: data.granteeName }),
    section: 'datasets',
    address: path,
    crumbs: [
      { text: page.say(shellMessages.datasets), href: '/datasets' },
      { text: data.title, href: dataset },
      { text: page.say(messages.granted), href: `${dataset}/grants` },
    ],
    body: (
      <>
        <p>{page.say(messages[`state-${data.state}`])}</p>
        <Words words={data.words} />
        {data.state === 'ended' ? null : (
          <>
            <ActionButton
              page={page}
              action={`${path}/end`}
              text={page.say(messages.takeBack)}
              explanation={page.say(messages.takeBackText)}
              kind="danger"
            />
            <h2>{page.say(messages.change)}</h2>
            <GrantForm
              page={page}
              action={path}
              grantable={data.grantable}
              fields={fieldsOf(data)}
              submit={page.say(messages.submitChange)}
            />
          </>
        )}
        <h2>{page.say(messages.history)}</h2>
        {data.history.map((version) => (
          <section class="version">
            <h3>
              {page.say(messages.version, { version: version.version, who: version.madeByName ?? version.madeBy })}{' '}
              <Moment page={page} at={version.madeAt} />
            </h3>
            <Words words={version.words} />
          </section>
        ))}
      </>
    ),
  };
};

function Words({ words }: { words: readonly string[] }) {
  return (
    <ul>
      {words.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  );
}

/** A grant as its form has it. */
function fieldsOf(data: GrantData): Record<string, string> {
  const fields: Record<string, string> = {
    grantee: data.grantee,
    from: data.from,
    purpose: data.purpose,
    legalBasis: data.legalBasis,
  };
  for (const action of data.actions) fields[`action.${action}`] = 'on';
  if (data.until !== null) fields['until'] = data.until;
  if (data.rowsPerRequest !== null) fields['rowsPerRequest'] = String(data.rowsPerRequest);
  if (data.rowsPerDay !== null) fields['rowsPerDay'] = String(data.rowsPerDay);
  for (const [layer, scope] of Object.entries(data.collections)) {
    if (scope.rows !== null) fields[`rows.${layer}`] = scope.rows;
    if (scope.others === 'removed') fields[`others.${layer}`] = 'removed';
    for (const [name, treatment] of Object.entries(scope.columns)) {
      fields[`column.${layer}.${name}`] =
        typeof treatment === 'string'
          ? treatment
          : treatment.area === undefined
            ? `snapped:${treatment.snapped}`
            : `area:${treatment.area}`;
    }
  }
  return fields;
}
