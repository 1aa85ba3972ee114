import { searchMessages as messages } from '../messages/search.ts';
import type { Page } from '../page.ts';
import { HiddenInputs } from './form.tsx';

/** One box for everything; works without a script. */
export function SearchBox({ page, query = '' }: { page: Page; query?: string }) {
  return (
    <form class="search" method="get" action="/search" role="search">
      <HiddenInputs fields={page.language === 'en' ? { lang: 'en' } : ({} as Record<string, string>)} />
      <label for="field-search">{page.say(messages.label)}</label>
      <div class="filter-line">
        <input type="search" id="field-search" name="q" value={query} maxlength={200} enterkeyhint="search" />
        <button class="primary" type="submit">
          {page.say(messages.find)}
        </button>
      </div>
    </form>
  );
}

/** What one may type, as links. */
export function SearchExamples({ page }: { page: Page }) {
  const examples = [messages.example1, messages.example2, messages.example3].map((each) => page.say(each));
  return (
    <p class="hint">
      {page.say(messages.hint)}{' '}
      {examples.map((text, index) => (
        <>
          {index > 0 ? ', ' : ''}
          <a href={page.to('/search', { q: text })}>{text}</a>
        </>
      ))}
      .
    </p>
  );
}
