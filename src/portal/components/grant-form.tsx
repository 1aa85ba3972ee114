import type { GrantableData } from '../data/grants.ts';
import { grantPageMessages as messages } from '../messages/grants.ts';
import type { Page } from '../page.ts';
import { formState, type FormState } from '../refused-form.ts';
import { DataTable } from './data-table.tsx';
import { describedBy, Field, FieldError, FormToken } from './form.tsx';
import { NamedField } from './named-field.tsx';

type Fields = Readonly<Record<string, string>>;
type Layer = GrantableData['collections'][number];

interface GrantFormProps {
  readonly page: Page;
  readonly action: string;
  readonly grantable: GrantableData;
  /** What stands in the fields before anybody has typed: the grant that is changed. */
  readonly fields?: Fields;
  readonly submit: string;
  /** Organisations that are proposed as grantees. */
  readonly organisations?: readonly { readonly code: string; readonly name: string }[];
}

const actions = ['know', 'read', 'download', 'subscribe', 'write', 'manage'] as const;

/** Who may do what with which columns and rows, how much, until when and why. */
export function GrantForm({ page, action, grantable, fields = {}, submit, organisations = [] }: GrantFormProps) {
  const form = formState(page, page.to(action));
  const text = (name: string, label: keyof typeof messages, hint?: keyof typeof messages) => (
    <NamedField
      form={form}
      name={name}
      label={page.say(messages[label])}
      hint={hint ? page.say(messages[hint]) : null}
      proposed={fields[name] ?? ''}
    />
  );
  return (
    <form method="post" action={page.to(action)}>
      <FormToken page={page} />
      <NamedField
        form={form}
        name="grantee"
        label={page.say(messages.grantee)}
        hint={page.say(messages.granteeHint)}
        proposed={fields['grantee'] ?? ''}
        list={organisations.length > 0 ? 'grantees' : undefined}
      />
      {organisations.length > 0 ? (
        <datalist id="grantees">
          {organisations.map(({ code, name }) => (
            <option value={`organisation:${code}`}>{name}</option>
          ))}
        </datalist>
      ) : null}
      <fieldset class="choices">
        <legend>{page.say(messages.actions)}</legend>
        {form.error('actions') ? <FieldError id="field-actions" error={form.error('actions')!} /> : null}
        {actions.map((each) => (
          <div class="choice">
            <input
              type="checkbox"
              id={`action-${each}`}
              name={`action.${each}`}
              checked={form.isChecked(`action.${each}`, fields[`action.${each}`] !== undefined)}
            />
            <label for={`action-${each}`}>{page.say(messages[`action-${each}`])}</label>
          </div>
        ))}
      </fieldset>
      <p class="hint">{page.say(messages.layerLead)}</p>
      {grantable.collections.map((layer) => (
        <LayerFields page={page} layer={layer} grantable={grantable} form={form} fields={fields} />
      ))}
      <div class="fields">
        {text('rowsPerRequest', 'rowsPerRequest', 'noLimit')}
        {text('rowsPerDay', 'rowsPerDay', 'noLimit')}
        {text('from', 'from', 'fromHint')}
        {text('until', 'until', 'untilHint')}
        {text('purpose', 'purpose')}
        {text('legalBasis', 'legalBasis')}
      </div>
      <button class="primary" type="submit">
        {submit}
      </button>
    </form>
  );
}

interface LayerProps {
  readonly page: Page;
  readonly layer: Layer;
  readonly grantable: GrantableData;
  readonly form: FormState;
  readonly fields: Fields;
}

function LayerFields({ page, layer, grantable, form, fields }: LayerProps) {
  const rows = `rows.${layer.id}`;
  const others = `others.${layer.id}`;
  const named = ['geometry', ...layer.columns.map(({ name }) => name)].map((name) => `column.${layer.id}.${name}`);
  const isUsed = [rows, others, ...named].some((name) => form.value(name, fields[name]) !== '');
  return (
    <details open={isUsed}>
      <summary>{page.say(messages.layer, { layer: layer.title })}</summary>
      <NamedField
        form={form}
        name={rows}
        label={page.say(messages.rows)}
        hint={page.say(messages.rowsHint)}
        proposed={fields[rows] ?? ''}
      />
      <Field id={`field-${others}`} label={page.say(messages.others)} error={form.error(others)}>
        <select id={`field-${others}`} name={others} {...describedBy(`field-${others}`, null, form.error(others))}>
          {['', 'removed'].map((value) => (
            <option value={value} selected={form.value(others, fields[others]) === value}>
              {page.say(messages[value === '' ? 'as-shown' : 'as-removed'])}
            </option>
          ))}
        </select>
      </Field>
      <DataTable
        caption={page.say(messages.layer, { layer: layer.title })}
        rows={columnsOf(page, layer)}
        columns={[
          { label: page.say(messages.column), isName: true, cell: ({ title }) => title },
          { label: page.say(messages.mark), cell: ({ mark }) => (mark === null ? '' : markWord(page, mark)) },
          {
            label: page.say(messages.treatment),
            cell: (column) => (
              <TreatmentChoice
                page={page}
                layer={layer}
                column={column}
                grantable={grantable}
                form={form}
                fields={fields}
              />
            ),
          },
        ]}
      />
    </details>
  );
}

type Column = Layer['columns'][number];

function columnsOf(page: Page, { columns, hasGeometry }: Layer): Column[] {
  const geometry = { name: 'geometry', title: page.say(messages.geometry), type: 'geometry', mark: null };
  return hasGeometry ? [...columns, geometry] : [...columns];
}

export function markWord(page: Page, mark: string): string {
  return page.say(messages[`mark-${mark}` as 'mark-none']);
}

/** Steps that are offered: of the position in degrees (about 100 m, 1 km, 10 km), of a number in its unit. */
const steps = { geometry: [0.001, 0.01, 0.1], number: [1, 10, 100, 1000] };

function TreatmentChoice({ page, layer, column, grantable, form, fields }: LayerProps & { readonly column: Column }) {
  const name = `column.${layer.id}.${column.name}`;
  const chosen = form.value(name, fields[name]);
  const isNumber = column.type === 'number' || column.type === 'integer';
  const isGeometry = column.type === 'geometry';
  const isPlace = layer.hasGeometry && (isGeometry || column.type === 'string');
  const snapped = isGeometry ? steps.geometry : isNumber ? steps.number : [];
  const options: [string, string][] = [
    ['', page.say(messages['as-default'])],
    ...(column.mark === 'secret' ? [] : [['shown', page.say(messages['as-shown'])] as [string, string]]),
    ['removed', page.say(messages['as-removed'])],
    ...(isGeometry ? [] : [['hashed', page.say(messages['as-hashed'])] as [string, string]]),
    ...snapped.map((step): [string, string] => [`snapped:${step}`, page.say(messages['as-snapped'], { step })]),
    ...(isPlace ? grantable.areas : []).map(({ id, title }): [string, string] => [
      `area:${id}`,
      page.say(messages['as-area'], { area: title }),
    ]),
  ];
  if (!options.some(([value]) => value === chosen)) options.push([chosen, chosen]);
  const error = form.error(name);
  return (
    <>
      {error ? <FieldError id={`field-${name}`} error={error} /> : null}
      <select
        id={`field-${name}`}
        name={name}
        aria-label={`${column.title}: ${page.say(messages.treatment)}`}
        {...describedBy(`field-${name}`, null, error)}
      >
        {options.map(([value, label]) => (
          <option value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </>
  );
}
