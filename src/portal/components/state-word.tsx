/** A state: a mark whose shape differs, and always the word. */
export function StateWord({ tone, word }: { tone: 'good' | 'warn' | 'bad' | 'busy' | 'still'; word: string }) {
  return (
    <span class={`state ${tone}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <path d={shapes[tone]} />
      </svg>
      {word}
    </span>
  );
}

const shapes = {
  good: 'M5 1a4 4 0 1 0 0 8a4 4 0 1 0 0-8',
  warn: 'M5 .5L9.8 9.2H.2z',
  bad: 'M1.2 1.2h7.6v7.6H1.2z',
  busy: 'M5 1a4 4 0 1 0 0 8V1',
  still: 'M1 4h8v2H1z',
} as const;
