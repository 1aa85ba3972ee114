import { CodeBlock } from '../components/code-block.tsx';
import { Moment } from '../components/values.tsx';
import type { LettersData } from '../data/identity.ts';
import { identityMessages as messages } from '../messages/identity.ts';
import type { View } from '../view.ts';

/** Letters whose links the operator passes on. */
export const letters: View<LettersData> = (page, data) => ({
  title: page.say(messages.letters),
  section: 'operations',
  crumbs: [],
  body: (
    <>
      <p>{page.say(messages.lettersLead)}</p>
      {data.letters.length === 0 ? <p>{page.say(messages.none)}</p> : null}
      {data.letters.map((letter) => (
        <article aria-labelledby={`letter-${letter.id}`}>
          <h2 id={`letter-${letter.id}`}>{letter.subject}</h2>
          <p>
            {letter.recipient} · <Moment page={page} at={letter.createdAt} />
          </p>
          <CodeBlock label={letter.subject} code={letter.text} />
        </article>
      ))}
    </>
  ),
});
