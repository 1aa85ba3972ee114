import { CorrectionTable } from '../components/correction-table.tsx';
import { fileAddress } from '../components/file-address.ts';
import { describedBy, Field, FormToken, TextField } from '../components/form.tsx';
import type { SourceRowData } from '../data/corrections.ts';
import { correctionMessages as messages } from '../messages/corrections.ts';
import { runMessages } from '../messages/runs.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import type { View } from '../view.ts';

type Cell = NonNullable<SourceRowData['cells']>[number];

/** Longer cells (shapes as text, say) are not corrected by hand. */
const longestCell = 2_000;

/** One row of the delivered file, its wrong cells first, to be corrected with a reason. */
export const sourceRow: View<SourceRowData> = (page, data) => ({
  title: page.say(messages.rowTitle, { row: String(data.position), file: data.file }),
  section: 'runs',
  crumbs: [
    { text: page.say(shellMessages.runs), href: '/runs' },
    {
      text: page.say(runMessages.title, { id: String(data.run), collection: data.collection }),
      href: `/runs/${data.run}`,
    },
    { text: page.say(runMessages.quarantineTitle, { run: String(data.run) }), href: `/runs/${data.run}/quarantine` },
  ],
  body: (
    <>
      {data.problems.length > 0 ? (
        <ul class="reasons">
          {data.problems.map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {data.cells === null ? (
        <p class="notice warn">{page.say(messages.notReadable)}</p>
      ) : (
        <>
          <p class="abstract">{page.say(messages.rowLead)}</p>
          <RowForm page={page} data={data} cells={data.cells} />
        </>
      )}
      <p>
        <a href={fileAddress(page, data.run, data.position, null)}>{page.say(runMessages.lookInFile)}</a>
      </p>
      {data.corrections.length > 0 ? (
        <section aria-labelledby="history">
          <h2 id="history">{page.say(messages.history)}</h2>
          <CorrectionTable page={page} corrections={data.corrections} />
          <p>
            <a href={page.to(`/deliveries/${data.delivery}/corrections`)}>{page.say(messages.listLink)}</a>
          </p>
        </section>
      ) : null}
    </>
  ),
});

function RowForm({ page, data, cells }: { page: Page; data: SourceRowData; cells: readonly Cell[] }) {
  const action = page.to(`/runs/${data.run}/rows/${data.position}`);
  const form = formState(page, action);
  const names = form.values('names');
  const values = form.values('values');
  const typed = (cell: Cell) => values?.[names?.indexOf(cell.column) ?? -1] ?? cell.corrected;
  const wrong = cells.filter((cell) => cell.problems.length > 0 || cell.value !== cell.corrected);
  const others = cells.filter((cell) => !wrong.includes(cell));
  const field = (cell: Cell) => <CellField page={page} cell={cell} index={cells.indexOf(cell)} value={typed(cell)} />;
  return (
    <form method="post" action={action} class="row-form">
      <FormToken page={page} />
      {wrong.length > 0 ? (
        <section aria-labelledby="wrong-cells">
          <h2 id="wrong-cells">{page.say(messages.wrongCells)}</h2>
          {wrong.map(field)}
        </section>
      ) : null}
      {others.length > 0 ? (
        <details open={wrong.length === 0}>
          <summary>{page.say(messages.otherCells, { count: others.length })}</summary>
          {others.map(field)}
        </details>
      ) : null}
      <TextField
        id="field-reason"
        name="reason"
        label={page.say(messages.reason)}
        hint={page.say(messages.reasonHint)}
        value={form.value('reason')}
        error={form.error('reason')}
        required
      />
      <p class="hint">{page.say(messages.carries)}</p>
      {data.newerRun === null ? null : (
        <p class="notice warn">{page.say(messages.newer, { run: String(data.newerRun) })}</p>
      )}
      <p class="actions">
        <button class={data.newerRun === null ? 'secondary' : 'primary'} type="submit">
          {page.say(messages.save)}
        </button>
        {data.newerRun === null ? (
          <button class="primary" type="submit" name="rerun" value="true">
            {page.say(messages.saveAndRun)}
          </button>
        ) : null}
      </p>
    </form>
  );
}

/** A cell as the file has it; what is typed is compared with that, so an untouched field corrects nothing. */
function CellField({ page, cell, index, value }: { page: Page; cell: Cell; index: number; value: string }) {
  const id = `field-cell-${index + 1}`;
  const error = cell.problems.join(' ') || null;
  const isCorrected = cell.value !== cell.corrected;
  const hint = !isCorrected
    ? null
    : cell.value === ''
      ? page.say(messages.emptyInFile)
      : page.say(messages.inFile, { value: cell.value });
  if (cell.value.length > longestCell || value.length > longestCell) {
    return (
      <div class="field">
        <p>
          <strong>{cell.column}</strong>
        </p>
        <p class="hint">{page.say(messages.longCell)}</p>
      </div>
    );
  }
  return (
    <Field id={id} label={cell.column} hint={hint} error={error}>
      <input type="hidden" name="names" value={cell.column} />
      {/[\r\n]/.test(value) ? (
        // The first line end of a text area is not part of its text.
        <textarea id={id} name="values" rows={4} spellcheck={false} {...describedBy(id, hint, error)}>
          {`\n${value}`}
        </textarea>
      ) : (
        <input
          type="text"
          id={id}
          name="values"
          value={value}
          autocomplete="off"
          spellcheck={false}
          {...describedBy(id, hint, error)}
        />
      )}
    </Field>
  );
}
