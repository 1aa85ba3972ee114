import type { ComponentChildren } from 'preact';
import { Bar, Sparkline } from '../components/bars.tsx';
import { CodeBlock } from '../components/code-block.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Facts, Strip } from '../components/facts.tsx';
import { DeliveryKindChoice, Field, TextField } from '../components/form.tsx';
import { Paging } from '../components/paging.tsx';
import { StateWord } from '../components/state-word.tsx';
import { designMessages as messages } from '../messages/design.ts';
import type { Page } from '../page.ts';
import { contrast } from '../styles/contrast.ts';
import { pairs } from '../styles/pairs.ts';
import { tokens } from '../styles/tokens.css.ts';
import type { View } from '../view.ts';
import { writeValue } from '../write-values.ts';

/** Everything pages are made of, on one page: the visual test. */
export const design: View<unknown> = (page) => ({
  title: page.say(messages.title),
  crumbs: [],
  body: (
    <>
      <p class="abstract">{page.say(messages.lead)}</p>
      <Part id="type" title={page.say(messages.type)}>
        <p class="abstract">{page.say(messages.figures)}</p>
        <h3>{page.say(messages.pangram)}</h3>
        <p>{page.say(messages.pangram)}</p>
        <p class="quiet-text">{page.say(messages.pangram)}</p>
        <p>
          <code>xa_31135_mau w7er8rfpf4kf</code>
        </p>
      </Part>
      <Part id="press" title={page.say(messages.press)}>
        <p class="actions">
          <button class="primary" type="button">
            {page.say(messages.primary)}
          </button>
          <button class="secondary" type="button">
            {page.say(messages.secondary)}
          </button>
          <button class="danger" type="button">
            {page.say(messages.danger)}
          </button>
          <button class="quiet" type="button">
            {page.say(messages.secondary)}
          </button>
          <a href="#type">{page.say(messages.link)}</a>
        </p>
        <Paging page={page} next="#press" first="#type" />
      </Part>
      <Forms page={page} />
      <Part id="says" title={page.say(messages.says)}>
        <p class="notice">{page.say(messages.notice)}</p>
        <p class="notice warn">{page.say(messages.warning)}</p>
        <div class="summary bad">
          <h3>{page.say(messages.failed)}</h3>
          <p>{page.say(messages.fieldError)}</p>
        </div>
        <p class="notice">{page.say(messages.empty)}</p>
        <CodeBlock label={page.say(messages.code)} code="curl https://example.gov.vn/collections" />
      </Part>
      <Part id="states" title={page.say(messages.states)}>
        <Strip
          items={[
            <StateWord tone="good" word={page.say(messages.done)} />,
            <StateWord tone="warn" word={page.say(messages.waiting)} />,
            <StateWord tone="bad" word={page.say(messages.failed)} />,
            <StateWord tone="busy" word={page.say(messages.running)} />,
            <StateWord tone="still" word={page.say(messages.still)} />,
          ]}
        />
      </Part>
      <Tables page={page} />
      <Colours page={page} />
    </>
  ),
});

function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="collection" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Forms({ page }: { page: Page }) {
  return (
    <Part id="forms" title={page.say(messages.forms)}>
      <div class="fields">
        <TextField
          id="design-name"
          name="name"
          label={page.say(messages.field)}
          hint={page.say(messages.fieldHint)}
          value="Đống Đa"
        />
        <TextField
          id="design-depth"
          name="depth"
          label={page.say(messages.fieldWrong)}
          value="mười"
          error={page.say(messages.fieldError)}
        />
        <Field id="design-choice" label={page.say(messages.choice)}>
          <select id="design-choice" name="choice">
            <option>{page.say(messages.choiceOne)}</option>
            <option>{page.say(messages.choiceTwo)}</option>
          </select>
        </Field>
        <Field id="design-note" label={page.say(messages.long)}>
          <textarea id="design-note" name="note" rows={3} />
        </Field>
      </div>
      <DeliveryKindChoice page={page} legend={page.say(messages.choices)} chosen="full" prefix="design-kind" />
      <div class="choices">
        <div class="choice">
          <input type="checkbox" id="design-tick" name="tick" checked />
          <label for="design-tick">{page.say(messages.tick)}</label>
        </div>
      </div>
      <details>
        <summary>{page.say(messages.folded)}</summary>
        <p>{page.say(messages.fieldHint)}</p>
      </details>
    </Part>
  );
}

const rows = [
  { name: 'Đống Đa', value: 42.5, counts: [1, 4, 9, 6, 2] },
  { name: 'Ninh Kiều', value: 7, counts: [8, 5, 2, 1, 1] },
];

function Tables({ page }: { page: Page }) {
  const most = Math.max(...rows.map(({ value }) => value));
  const column = { type: 'number', unit: 'ug/m3' };
  return (
    <Part id="tables" title={page.say(messages.table)}>
      <DataTable
        caption={page.say(messages.table)}
        rows={rows}
        columns={[
          { label: page.say(messages.station), isName: true, cell: ({ name }) => name },
          {
            label: page.say(messages.value),
            header: (
              <>
                {page.say(messages.value)} <span class="unit">(µg/m³)</span>
              </>
            ),
            isNumber: true,
            cell: ({ value }) => writeValue(value, column, page),
          },
          { label: page.say(messages.least), cell: ({ value }) => <Bar share={value / most} /> },
          {
            label: page.say(messages.shape),
            cell: ({ counts }) => <Sparkline counts={counts} label={page.say(messages.shape)} />,
          },
        ]}
      />
      <Facts
        facts={[
          { term: page.say(messages.station), value: 'Đống Đa' },
          { term: page.say(messages.value), value: '42,5 µg/m³' },
        ]}
      />
    </Part>
  );
}

function Colours({ page }: { page: Page }) {
  const names = Object.keys(tokens.light) as (keyof typeof tokens.light)[];
  const ratio = (value: number): string => writeValue(Math.round(value * 10) / 10, { type: 'number' }, page)!;
  return (
    <>
      <Part id="colours" title={page.say(messages.colours)}>
        <DataTable
          caption={page.say(messages.colours)}
          rows={names}
          columns={[
            { label: page.say(messages.token), isName: true, cell: (name) => <code>{name}</code> },
            {
              label: page.say(messages.sample),
              cell: (name) => (
                <svg class="swatch" viewBox="0 0 48 20" aria-hidden="true">
                  <rect width="48" height="20" fill={`var(--${name})`} />
                </svg>
              ),
            },
            { label: page.say(messages.light), cell: (name) => <code>{tokens.light[name]}</code> },
            { label: page.say(messages.dark), cell: (name) => <code>{tokens.dark[name]}</code> },
          ]}
        />
      </Part>
      <Part id="contrast" title={page.say(messages.contrast)}>
        <DataTable
          caption={page.say(messages.contrast)}
          rows={pairs}
          columns={[
            {
              label: page.say(messages.pair),
              isName: true,
              cell: ({ front, behind }) => (
                <code>
                  {front} / {behind}
                </code>
              ),
            },
            { label: page.say(messages.least), isNumber: true, cell: ({ least }) => ratio(least) },
            ...(['light', 'dark'] as const).map((mode) => ({
              label: page.say(messages[mode]),
              isNumber: true,
              cell: ({ front, behind }: (typeof pairs)[number]) =>
                ratio(contrast(tokens[mode][front], tokens[mode][behind])),
            })),
          ]}
        />
      </Part>
    </>
  );
}
