import type { ComponentChildren } from 'preact';

export interface Fact {
  readonly term: string;
  readonly value: ComponentChildren;
  /** What the term means, below it. */
  readonly meaning?: string | null;
  /** A sentence or a list: it takes a row of its own. */
  readonly isLong?: boolean;
  /** Where the value comes from, beside it. */
  readonly origin?: ComponentChildren;
}

/** A definition list; facts without a value are left out. */
export function Facts({ facts, wide = false }: { facts: readonly (Fact | null)[]; wide?: boolean }) {
  return (
    <dl class={wide ? 'facts wide' : 'facts'}>
      {facts
        .filter((fact): fact is Fact => fact !== null && fact.value !== null && fact.value !== undefined)
        .map((fact) => (
          <div class={fact.isLong ? 'long' : undefined}>
            <dt>
              {fact.term}
              {fact.meaning ? <span class="meaning">{fact.meaning}</span> : null}
            </dt>
            <dd>
              {fact.value}
              {fact.origin ? <span class="origin">{fact.origin}</span> : null}
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** Short facts on one line, a middle dot between them. */
export function Strip({ items }: { items: readonly ComponentChildren[] }) {
  return (
    <ul class="strip">
      {items
        .filter((item) => item !== null && item !== undefined && item !== false)
        .map((item) => (
          <li>{item}</li>
        ))}
    </ul>
  );
}
