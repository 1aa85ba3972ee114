import { describeIssue, scaleIssue, type ScaleFinding } from '../../harmonise/index.ts';
import { sourceMessages as messages } from '../messages/sources.ts';
import type { Page } from '../page.ts';

/** Numbers that seem to stand in another unit than the rest, with what a mapping would have to say. */
export function ScaleNotice({ page, scales }: { page: Page; scales: readonly ScaleFinding[] }) {
  return (
    <div class="notice warn">
      <h3>{page.say(messages.scales)}</h3>
      <ul>
        {scales.map((finding) => (
          <li>
            {describeIssue(scaleIssue(finding), page.language)}
            {finding.units ? ` (${finding.units.inside} → ${finding.units.outside})` : null}{' '}
            <code>{readingFor(finding)}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function readingFor({ from, to, factor, offset, series }: ScaleFinding): string {
  const change = { from, to, factor, ...(offset === 0 ? {} : { offset }), ...(series ? { series } : {}) };
  return JSON.stringify({ scale: [change] });
}
