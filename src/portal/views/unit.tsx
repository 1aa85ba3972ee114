import { Facts, type Fact } from '../components/facts.tsx';
import type { UnitData, UnitEntry } from '../data/units.ts';
import { searchMessages as messages } from '../messages/search.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';
import { writeDate } from '../write-values.ts';

/** A place: where it stands, what it was or became, what data there is of it. */
export const unit: View<UnitData> = (page, data) => ({
  title: data.label,
  crumbs: data.above.toReversed().map(({ label, href }) => ({ text: label, href: new URL(href).pathname })),
  body: (
    <>
      <p>
        {page.say(messages.unitLead, { list: data.listTitle, code: data.code })}{' '}
        {data.validFrom ? page.say(messages.validFrom, { day: writeDate(data.validFrom, page.language) }) : null}{' '}
        {data.validTo ? page.say(messages.validTo, { day: writeDate(data.validTo, page.language) }) : null}
      </p>
      <Facts facts={factsOf(page, data)} />
      <section aria-labelledby="data">
        <h2 id="data">{page.say(messages.data)}</h2>
        {data.data.length === 0 ? <p>{page.say(messages.noData)}</p> : <Data page={page} data={data} />}
      </section>
      {data.within.length > 0 ? (
        <section aria-labelledby="within">
          <h2 id="within">{page.say(messages.within, { count: data.within.length })}</h2>
          <ul class="many">
            {data.within.map((each) => (
              <li>
                <Unit page={page} unit={each} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  ),
});

function factsOf(page: Page, data: UnitData): (Fact | null)[] {
  const side = (units: readonly UnitEntry[], term: 'before' | 'after' | 'above'): Fact | null =>
    units.length === 0
      ? null
      : {
          term: page.say(messages[term]),
          isLong: true,
          value: units.map((each, index) => (
            <>
              {index > 0 ? '; ' : ''}
              <Unit page={page} unit={each} />
            </>
          )),
        };
  return [side(data.above, 'above'), side(data.before, 'before'), side(data.after, 'after')];
}

function Unit({ page, unit: { label, code, href } }: { page: Page; unit: UnitEntry }) {
  return (
    <>
      <a href={page.to(new URL(href).pathname)}>{label}</a> <span class="quiet-text">({code})</span>
    </>
  );
}

function Data({ page, data }: { page: Page; data: UnitData }) {
  return (
    <ul class="entries">
      {data.data.map(({ title, column, count, leadsToJustThese, href }) => {
        const { pathname, searchParams } = new URL(href);
        return (
          <li>
            <h3>
              <a href={page.to(pathname, Object.fromEntries(searchParams))}>{title}</a>
            </h3>
            <p class="quiet-text">
              {page.say(messages.rows, { count, column })} {leadsToJustThese ? null : page.say(messages.wholeTable)}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
