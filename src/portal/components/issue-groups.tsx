import type { CountedIssue } from '../data/runs.ts';
import { runMessages as messages } from '../messages/runs.ts';
import type { Page } from '../page.ts';
import { StateWord } from './state-word.tsx';

const tones = { error: 'bad', warning: 'warn', info: 'still' } as const;

/** Causes that a person should look at: how often, one example in words, what to do. */
export function IssueGroups({ page, run, counts }: { page: Page; run: number; counts: readonly CountedIssue[] }) {
  return (
    <ul class="causes">
      {counts.map((count) => (
        <li>
          <h3>
            <StateWord tone={tones[count.severity]} word={page.say(messages[`severity-${count.severity}`])} />{' '}
            {causeTitle(page, count)}
          </h3>
          <p>{sentenceOf(count)}</p>
          <p class="hint">
            {page.say(messages[`do-${count.action}`])}{' '}
            <a href={page.to(`/runs/${run}/issues`, { rule: count.rule })}>
              {page.say(messages.allIssues)}
              <span class="visually-hidden"> ({count.rule})</span>
            </a>
          </p>
        </li>
      ))}
    </ul>
  );
}

function causeTitle(page: Page, count: CountedIssue): string {
  const amount = page.say(messages.cellsCount, { count: count.count });
  return count.column ? `${amount}, ${page.say(messages.inColumn, { column: count.column })}` : amount;
}

/** The example names a row and a value; the general sentence stands in where the example is of another column. */
export function sentenceOf(count: CountedIssue): string {
  if (count.example && (!count.column || count.example.includes(count.column))) return count.example;
  return count.sentence.replace(/\{\w+\}/g, '…');
}

/** What the node changed throughout a column; the sentence says the column, how many cells, and an example. */
export function Conversions({ counts }: { counts: readonly CountedIssue[] }) {
  return (
    <ul class="conversions">
      {counts.map((count) => (
        <li>{sentenceOf(count)}</li>
      ))}
    </ul>
  );
}
