import { Facts } from '../components/facts.tsx';
import { HiddenInputs, TextField } from '../components/form.tsx';
import { ProblemPlaces } from '../components/error-summary.tsx';
import { featureMessages } from '../messages/features.ts';
import { identityMessages } from '../messages/identity.ts';
import { problemMessages as messages } from '../messages/node.ts';
import type { Page, ProblemDocument } from '../page.ts';
import { refusedParameters } from '../refused-form.ts';
import type { View } from '../view.ts';

/** A problem for people: what was wrong, where, what to do, and a way on. */
export const problem: View<ProblemDocument> = (page, data) => ({
  title: data.title,
  crumbs: [],
  body: (
    <>
      <p class="abstract">{data.detail}</p>
      <ProblemPlaces problem={data} />
      <TypedAgain page={page} problem={data} />
      <section aria-labelledby="way-on">
        <h2 id="way-on">{page.say(messages.wayOn)}</h2>
        <ul>
          {data.status === 401 ? <SignInLink page={page} /> : null}
          <ParentLink page={page} />
          <li>
            <a href={page.to('/datasets')}>{page.say(messages.datasets)}</a>
          </li>
          <li>
            <a href={page.to('/')}>{page.say(messages.home)}</a>
          </li>
        </ul>
      </section>
      <Facts
        facts={[
          {
            term: page.say(messages.code),
            value: <a href={page.to(data.type)}>{data.type.split('/').at(-1)}</a>,
          },
          { term: page.say(messages.status), value: String(data.status) },
        ]}
      />
    </>
  ),
});

/** After signing in one comes back to the address that asked for it. */
function SignInLink({ page }: { page: Page }) {
  const next = page.url.pathname + page.url.search;
  return (
    <li>
      <a href={page.to('/sign-in', { next })}>{page.say(identityMessages.signIn)}</a>
    </li>
  );
}

function ParentLink({ page }: { page: Page }) {
  const parent = page.url.pathname.replace(/\/+$/, '').replace(/\/[^/]*$/, '');
  if (parent === '' || parent.split('/').length < 3) return null;
  return (
    <li>
      <a href={page.to(parent)}>{page.say(messages.parent, { path: decodeURI(parent) })}</a>
    </li>
  );
}

/** What was typed into an address comes back in its box, with what is wrong with it, so that it can be corrected there. */
function TypedAgain({ page, problem: refusedBy }: { page: Page; problem: ProblemDocument }) {
  const parameters = refusedParameters(page, refusedBy);
  const shown = parameters.filter(({ name, error }) => error !== null || name === 'filter');
  if (shown.length === 0) return null;
  const kept = [...page.url.searchParams].filter(
    ([name]) => !['token', 'f'].includes(name) && !shown.some((parameter) => parameter.name === name),
  );
  return (
    <form class="filter" method="get" action={page.url.pathname}>
      <HiddenInputs fields={Object.fromEntries(kept)} />
      {shown.map(({ name, error }) => (
        <TextField
          id={`field-${name}`}
          name={name}
          label={name === 'filter' ? page.say(messages.correctFilter) : page.say(messages.correct, { name })}
          hint={name === 'filter' ? page.say(featureMessages.filterHint) : null}
          value={page.url.searchParams.get(name) ?? ''}
          error={error}
        />
      ))}
      <button class="secondary" type="submit">
        {page.say(messages.retry)}
      </button>
    </form>
  );
}
