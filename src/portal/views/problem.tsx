import { Facts } from '../components/facts.tsx';
import { HiddenInputs } from '../components/form.tsx';
import { ProblemPlaces } from '../components/error-summary.tsx';
import { featureMessages } from '../messages/features.ts';
import { problemMessages as messages } from '../messages/node.ts';
import type { Page, ProblemDocument } from '../page.ts';
import type { View } from '../view.ts';

/** A problem for people: what was wrong, where, what to do, and a way on. */
export const problem: View<ProblemDocument> = (page, data) => ({
  title: data.title,
  crumbs: [],
  body: (
    <>
      <p class="abstract">{data.detail}</p>
      <ProblemPlaces problem={data} />
      {page.url.searchParams.has('filter') ? <FilterAgain page={page} /> : null}
      <section aria-labelledby="way-on">
        <h2 id="way-on">{page.say(messages.wayOn)}</h2>
        <ul>
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

function ParentLink({ page }: { page: Page }) {
  const parent = page.url.pathname.replace(/\/+$/, '').replace(/\/[^/]*$/, '');
  if (parent === '' || parent.split('/').length < 3) return null;
  return (
    <li>
      <a href={page.to(parent)}>{page.say(messages.parent, { path: decodeURI(parent) })}</a>
    </li>
  );
}

/** A refused filter comes back in its box, so that it can be corrected where it stands. */
function FilterAgain({ page }: { page: Page }) {
  const kept = Object.fromEntries(
    [...page.url.searchParams].filter(([name]) => !['filter', 'token', 'f'].includes(name)),
  );
  return (
    <form class="filter" method="get" action={page.url.pathname}>
      <HiddenInputs fields={kept} />
      <label for="field-filter">{page.say(messages.correctFilter)}</label>
      <div class="filter-line">
        <input
          type="text"
          id="field-filter"
          name="filter"
          value={page.url.searchParams.get('filter') ?? ''}
          spellcheck={false}
        />
        <button class="secondary" type="submit">
          {page.say(messages.retry)}
        </button>
      </div>
      <p class="hint">{page.say(featureMessages.filterHint)}</p>
    </form>
  );
}
