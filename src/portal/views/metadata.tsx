import { ActionButton, Field, FormToken, describedBy } from '../components/form.tsx';
import { NamedField } from '../components/named-field.tsx';
import { Moment } from '../components/values.tsx';
import type { MetadataData } from '../data/catalogue.ts';
import { metadataMessages as messages } from '../messages/metadata.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import { formState, type FormState } from '../refused-form.ts';
import type { View } from '../view.ts';

/** The words about a dataset: five fields, and every former version to go back to. */
export const metadata: View<MetadataData> = (page, data) => {
  const path = `/datasets/${encodeURIComponent(data.dataset)}`;
  const form = formState(page, `${path}/metadata`);
  return {
    title: page.say(messages.title),
    section: 'datasets',
    address: `${path}/metadata`,
    crumbs: [
      { text: page.say(shellMessages.datasets), href: '/datasets' },
      { text: data.title, href: path },
    ],
    body: (
      <>
        <p>{page.say(messages.lead)}</p>
        <form method="post" action={page.to(`${path}/metadata`)}>
          <FormToken page={page} />
          <NamedField
            form={form}
            name="title"
            label={page.say(messages.name)}
            hint={page.say(messages.nameHint)}
            proposed={data.title}
            required
          />
          <NamedField
            form={form}
            name="titleEn"
            label={page.say(messages.nameEn)}
            hint={page.say(messages.nameEnHint)}
            proposed={data.titleEn}
          />
          <Text
            form={form}
            name="description"
            label={page.say(messages.summary)}
            hint={page.say(messages.summaryHint)}
            proposed={data.description}
          />
          <Text form={form} name="descriptionEn" label={page.say(messages.summaryEn)} proposed={data.descriptionEn} />
          <NamedField
            form={form}
            name="contact"
            label={page.say(messages.contact)}
            hint={page.say(messages.contactHint)}
            proposed={data.contact}
          />
          <button class="primary" type="submit">
            {page.say(messages.save)}
          </button>
        </form>
        {data.versions.length > 0 ? <Versions page={page} data={data} path={path} /> : null}
      </>
    ),
  };
};

interface TextProps {
  readonly form: FormState;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly proposed: string;
}

function Text({ form, name, label, hint, proposed }: TextProps) {
  const id = `field-${name}`;
  const error = form.error(name);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea id={id} name={name} rows={3} {...describedBy(id, hint, error)}>
        {form.value(name, proposed)}
      </textarea>
    </Field>
  );
}

function Versions({ page, data, path }: { page: Page; data: MetadataData; path: string }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{page.say(messages.history)}</h2>
      <ul class="history">
        {data.versions.map((version, index) => (
          <li>
            <h3>
              {page.say(messages.version, {
                version: version.version,
                who:
                  version.madeBy === 'source' ? page.say(messages.fromSource) : (version.madeByName ?? version.madeBy),
              })}{' '}
              <Moment page={page} at={version.madeAt} />
              {index === 0 ? <span class="quiet-text"> ({page.say(messages.current)})</span> : null}
            </h3>
            <p>{[version.title, version.description, version.contact].filter(Boolean).join(' · ')}</p>
            {index === 0 ? null : (
              <ActionButton
                page={page}
                action={`${path}/metadata/${version.version}/restore`}
                text={page.say(messages.goBack)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
