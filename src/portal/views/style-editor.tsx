import { colours, ramps, series, type Legend, type MapStyle, type StyleVersion } from '../../features/index.ts';
import { BaseChoice, type Base } from '../components/base-choice.tsx';
import { ActionButton, describedBy, Field, FormToken, hintOf } from '../components/form.tsx';
import { LiveMap } from '../components/live-map.tsx';
import { ClassKey, LayerKey } from '../components/map-legend.tsx';
import type { Feature } from '../data/common.ts';
import { StyleDrawing } from '../map/style-drawing.tsx';
import { Moment } from '../components/values.tsx';
import { mapPageMessages } from '../messages/map.ts';
import { shellMessages } from '../messages/shell.ts';
import { styleMessages as messages } from '../messages/style.ts';
import type { Page } from '../page.ts';
import { formState, type FormState } from '../refused-form.ts';
import type { View } from '../view.ts';
import type { Column } from '../write-values.ts';

export interface StyleEditorData {
  readonly collection: string;
  readonly dataset: string;
  readonly title: string;
  readonly kind: 'points' | 'lines' | 'areas' | 'mixed';
  readonly extent: readonly number[] | null;
  readonly columns: readonly Column[];
  /** Columns that give classes. */
  readonly classed: readonly string[];
  readonly style: MapStyle;
  readonly versions: readonly (StyleVersion & { readonly madeByName?: string | null })[];
  /** A style that is tried and not saved: `style` is that one. */
  readonly preview: {
    readonly layers: readonly unknown[];
    readonly legend: Legend;
    readonly features: readonly Feature[];
  } | null;
  /** As base of every map; null: it draws no areas, or not everybody may read it. */
  readonly base: Base | null;
}

/** How a collection is drawn: the map as it is, one form, and every former style to go back to. */
export const styleEditor: View<StyleEditorData> = (page, data) => {
  const path = `/collections/${encodeURIComponent(data.collection)}`;
  const { preview, style } = data;
  const tried = preview ? { drawn: { layers: preview.layers, legend: preview.legend } } : {};
  const layers = [{ id: data.collection, title: data.title, columns: [], ...tried }];
  return {
    title: page.say(messages.title, { title: data.title }),
    section: 'datasets',
    address: `${path}/style`,
    crumbs: [
      { text: page.say(shellMessages.datasets), href: '/datasets' },
      { text: data.title, href: `/datasets/${encodeURIComponent(data.dataset)}` },
    ],
    body: (
      <>
        <p>{page.say(messages.lead)}</p>
        <h2 data-try-title={page.say(messages.trying)}>{page.say(data.preview ? messages.trying : messages.now)}</h2>
        <p role="status" data-try-status>
          {data.preview ? page.say(messages.notSaved) : ''}
        </p>
        <LiveMap page={page} layers={layers} extent={data.extent} shape="wide">
          {preview ? (
            <StyleDrawing page={page} {...preview} width={style.width} size={style.size} />
          ) : (
            <p>
              <a href={page.to('/map', { layers: data.collection })}>{page.say(mapPageMessages.openMap)}</a>
            </p>
          )}
        </LiveMap>
        {preview ? (
          <noscript>
            <ClassKey page={page} legend={preview.legend} />
          </noscript>
        ) : null}
        <StyleForm page={page} data={data} path={path} />
        {page.administersNode && data.kind === 'areas' ? (
          <BaseChoice page={page} base={data.base} columns={data.columns} path={path} />
        ) : null}
        {data.versions.length > 0 ? <Versions page={page} data={data} path={path} /> : null}
      </>
    ),
  };
};

interface PartProps {
  readonly page: Page;
  readonly data: StyleEditorData;
}

function StyleForm({ page, data, path }: PartProps & { readonly path: string }) {
  const { style, kind } = data;
  const form = formState(page, `${path}/style`);
  return (
    <form
      method="post"
      action={page.to(`${path}/style`)}
      data-try-style={page.to(`${path}/style/preview`)}
      data-said={page.say(messages.notSaved)}
    >
      <FormToken page={page} />
      <ColourChoice page={page} form={form} data={data} />
      <div class="fields">
        {kind === 'points' ? null : (
          <NumberField form={form} name="width" label={page.say(messages.width)} hint={page.say(messages.widthHint)} value={style.width} least={0.5} most={8} /> // prettier-ignore
        )}
        {kind === 'points' || kind === 'mixed' ? (
          <NumberField form={form} name="size" label={page.say(messages.size)} hint={page.say(messages.sizeHint)} value={style.size} least={2} most={16} /> // prettier-ignore
        ) : null}
        <Select
          form={form}
          name="label"
          label={page.say(messages.label)}
          hint={page.say(messages.labelHint)}
          chosen={style.label ?? ''}
          options={[['', page.say(messages.noLabel)], ...columnOptions(data, () => true)]}
        />
        <Select
          form={form}
          name="by"
          label={page.say(messages.by)}
          hint={page.say(messages.byHint)}
          chosen={style.classes?.column ?? ''}
          options={[['', page.say(messages.one)], ...columnOptions(data, ({ name }) => data.classed.includes(name))]}
        />
        <Select
          form={form}
          name="ramp"
          label={page.say(messages.ramp)}
          chosen={style.classes?.kind === 'graduated' ? style.classes.ramp : 'sea'}
          options={Object.entries(ramps).map(([name, { title }]) => [name, title[page.language]])}
        />
        <Select
          form={form}
          name="steps"
          label={page.say(messages.steps)}
          chosen={String(style.classes?.kind === 'graduated' ? style.classes.breaks.length + 1 : 5)}
          options={[2, 3, 4, 5].map((steps) => [String(steps), String(steps)])}
        />
      </div>
      <p class="hint">{page.say(messages.partial)}</p>
      <div class="actions">
        <button class="primary" type="submit">
          {page.say(messages.save)}
        </button>
        <button class="secondary" type="submit" formaction={page.to(`${path}/style/preview`)}>
          {page.say(messages.tryIt)}
        </button>
      </div>
    </form>
  );
}

function columnOptions({ columns }: StyleEditorData, isOffered: (column: Column) => boolean): [string, string][] {
  return columns.filter(isOffered).map(({ name, title }) => [name, title]);
}

function ColourChoice({ page, form, data }: PartProps & { readonly form: FormState }) {
  const chosen = form.value('colour', data.style.colour ?? '');
  const choices = [
    ['', series[0]!, page.say(messages.byPlace)],
    ...Object.entries(colours).map(([name, { hex, title }]) => [name, hex, title[page.language]]),
  ] as [string, string, string][];
  return (
    <fieldset class="colour-choice">
      <legend>{page.say(messages.colour)}</legend>
      {choices.map(([name, hex, title]) => (
        <label>
          <input type="radio" name="colour" value={name} checked={name === chosen} />
          <LayerKey kind={data.kind} colour={hex} />
          {title}
        </label>
      ))}
    </fieldset>
  );
}

interface FieldProps {
  readonly form: FormState;
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

function NumberField(props: FieldProps & { readonly value: number; readonly least: number; readonly most: number }) {
  const { form, name, label, hint, value, least, most } = props;
  const id = `field-${name}`;
  const error = form.error(name);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        type="number"
        id={id}
        name={name}
        min={least}
        max={most}
        step="0.1"
        value={form.value(name, String(value))}
        {...describedBy(id, hint, error)}
      />
    </Field>
  );
}

function Select(
  props: FieldProps & { readonly chosen: string; readonly options: readonly (readonly [string, string])[] },
) {
  // prettier-ignore
  const { form, name, label, hint, chosen, options } = props;
  const id = `field-${name}`;
  const error = form.error(name);
  const value = form.value(name, chosen);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select id={id} name={name} {...describedBy(id, hint ? hintOf(id) : null, error)}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

function Versions({ page, data, path }: PartProps & { readonly path: string }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{page.say(messages.history)}</h2>
      <ul class="history">
        {data.versions.map(({ version, style, madeBy, madeByName, madeAt }, index) => (
          <li>
            <h3>
              {page.say(messages.version, {
                version,
                who: madeBy === 'node' ? page.say(messages.byNode) : (madeByName ?? madeBy),
              })}{' '}
              <Moment page={page} at={madeAt} />
              {index === 0 ? <span class="quiet-text"> ({page.say(messages.current)})</span> : null}
            </h3>
            <p>{styleWords(page, data, style)}</p>
            {index === 0 ? null : (
              <ActionButton page={page} action={`${path}/style/${version}/restore`} text={page.say(messages.goBack)} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function styleWords(page: Page, { columns }: StyleEditorData, style: MapStyle): string {
  const titleOf = (name: string) => columns.find((column) => column.name === name)?.title ?? name;
  const colour = style.colour === null ? page.say(messages.byPlace) : colours[style.colour].title[page.language];
  return [
    page.say(messages.inWords, { colour, width: style.width, size: style.size }),
    style.label === null ? '' : page.say(messages.labelled, { column: titleOf(style.label) }),
    style.classes === null ? '' : page.say(messages.classed, { column: titleOf(style.classes.column) }),
  ]
    .filter(Boolean)
    .join('; ');
}
