import { shellMessages } from '../messages/shell.ts';
import type { Page, ProblemDocument } from '../page.ts';

/** What was wrong with a refused form, at the top, with links to the fields (GOV.UK's error summary). */
export function ErrorSummary({ page }: { page: Page }) {
  const problem = page.problem;
  if (!problem) return null;
  return (
    <section class="summary bad" role="alert" aria-labelledby="problem-title" tabindex={-1}>
      <h2 id="problem-title">
        {page.say(shellMessages.pageProblem)}: {problem.title}
      </h2>
      <p>{problem.detail}</p>
      <ProblemPlaces problem={problem} />
    </section>
  );
}

export function ProblemPlaces({ problem }: { problem: ProblemDocument }) {
  const errors = problem.errors ?? [];
  if (errors.length === 0) return null;
  return (
    <ul>
      {errors.map((error) => {
        const field = error.pointer.split('/')[1];
        return (
          <li>
            {field ? <a href={`#field-${field}`}>{field}</a> : null}
            {field ? ': ' : ''}
            {error.detail}
          </li>
        );
      })}
    </ul>
  );
}
