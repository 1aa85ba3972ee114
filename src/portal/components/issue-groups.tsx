import type { CountedIssue } from '../data.ts';
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
              {page.say(messages.allIssues, { count: count.count })}
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

/** The example names a row and a value; the general sentence stands in where it needs no value. */
export function sentenceOf(count: CountedIssue): string {
  if (count.example) return count.example;
  return count.sentence.replace(/\{\w+\}/g, '…');
}

interface Sample {
  readonly from: string;
  readonly to: string;
  readonly position: number;
}

/** What the node changed throughout a column, with a sample of before and after. */
export function Conversions({ page, counts }: { page: Page; counts: readonly CountedIssue[] }) {
  return (
    <ul class="conversions">
      {counts.map((count) => {
        const sample = count.samples[0] as Sample | undefined;
        return (
          <li>
            {page.say(messages.cellsCount, { count: count.count })}
            {count.column ? `, ${page.say(messages.inColumn, { column: count.column })}` : ''}. {sentenceOf(count)}
            {sample ? (
              <span class="quiet-text">
                {' '}
                {page.say(messages.example, {
                  text: page.say(messages.sample, {
                    from: sample.from,
                    to: sample.to,
                    position: String(sample.position),
                  }),
                })}
              </span>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
