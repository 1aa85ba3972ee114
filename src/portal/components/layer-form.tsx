import type { DeliveryPageData, InspectedLayer } from '../data/sources.ts';
import { mappingMessages } from '../messages/mappings.ts';
import { CrsChoice } from './crs-choice.tsx';
import { deliveryMessages as messages } from '../messages/sources.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { DeliveryKindChoice, Field, FormToken, HiddenInputs, TextField, describedBy } from './form.tsx';
import { PreviewButton, previewId } from './preview.tsx';

interface LayerFormProps {
  readonly page: Page;
  readonly data: DeliveryPageData;
  readonly layer: InspectedLayer;
  /** The first form of the page takes the plain ids that the error summary links to. */
  readonly index: number;
}

/** What the steward decides for one layer; what was decided the last time, or was refused just now, stands in the fields. */
export function LayerForm({ page, data, layer, index }: LayerFormProps) {
  const decided = data.decided.find((decision) => decision.layer === layer.id);
  const action = page.to(`/deliveries/${data.id}/runs`);
  const form = formState(page, [action, `/deliveries/${data.id}/preview`], { layer: layer.id });
  const id = (name: string) => (index === 0 ? `field-${name}` : `field-${name}-${index + 1}`);
  return (
    <form class="layer-form" method="post" action={action} data-preview={previewId(index)}>
      <FormToken page={page} />
      <HiddenInputs fields={{ layer: layer.id }} />
      <p class="hint">{page.say(messages.loadLead)}</p>
      <div class="fields">
        <TextField
          id={id('title')}
          name="title"
          label={page.say(messages.layerTitle)}
          value={form.value('title', layer.title || data.name.replace(/\.[^.]+$/, ''))}
          error={form.error('title')}
        />
        <TextField
          id={id('collection')}
          name="collection"
          label={page.say(messages.collection)}
          hint={page.say(messages.collectionHint)}
          value={form.value('collection', decided?.collection)}
          error={form.error('collection')}
        />
        <StandardChoice
          page={page}
          id={id('standard')}
          standards={data.standards}
          chosen={form.value('standard', decided?.standard ?? 'as-is')}
          error={form.error('standard')}
        />
        <TextField
          id={id('key')}
          name="key"
          label={page.say(messages.key)}
          hint={keyHint(page, layer)}
          value={form.value('key', (decided?.key ?? []).join(', '))}
          error={form.error('key')}
        />
        {hasLetters(layer) || (decided?.letters ?? []).length > 0 ? (
          <TextField
            id={id('letters')}
            name="letters"
            label={page.say(messages.lettersField)}
            hint={page.say(messages.lettersHint)}
            value={form.value('letters', (decided?.letters ?? []).join(', '))}
            error={form.error('letters')}
          />
        ) : null}
        <OpennessChoice page={page} id={id('openness')} chosen={form.value('openness')} />
        <CrsChoice
          page={page}
          id={id('crs')}
          places={layer.places ?? null}
          hasGeometry={layer.hasGeometry}
          chosen={form.value('crs', decided?.crs ?? '')}
          error={form.error('crs')}
        />
      </div>
      <DeliveryKindChoice
        page={page}
        legend={page.say(messages.deliveryKind)}
        chosen={form.value('delivery', data.kind)}
        prefix={id('delivery')}
      />
      {layer.drift?.breaks ? (
        <p class="field check">
          <input
            id={id('acceptProposals')}
            type="checkbox"
            name="acceptProposals"
            value="true"
            checked={form.isChecked('acceptProposals')}
          />
          <label for={id('acceptProposals')}>{page.say(mappingMessages.acceptProposals)}</label>
        </p>
      ) : null}
      {(layer.profile?.scales ?? []).length > 0 ? (
        <p class="field check">
          <input
            id={id('acceptScales')}
            type="checkbox"
            name="acceptScales"
            value="true"
            checked={form.isChecked('acceptScales')}
          />
          <label for={id('acceptScales')}>{page.say(messages.acceptScales)}</label>
        </p>
      ) : null}
      <p class="actions">
        <PreviewButton page={page} delivery={data.id} />
        <button class="primary" type="submit">
          {page.say(messages.submit)}
        </button>
      </p>
    </form>
  );
}

function hasLetters({ profile }: InspectedLayer): boolean {
  return (profile?.columns ?? []).some(({ letters }) => Boolean(letters));
}

function keyHint(page: Page, layer: InspectedLayer): string {
  const candidates = (layer.profile?.columns ?? [])
    .filter((column) => column.guess.meaning === 'key')
    .map((column) => column.name);
  const hint = page.say(messages.keyHint);
  return candidates.length > 0 ? `${hint} ${page.say(messages.keyProposal, { columns: candidates.join(', ') })}` : hint;
}

interface StandardChoiceProps {
  readonly page: Page;
  readonly id: string;
  readonly standards: DeliveryPageData['standards'];
  readonly chosen: string;
  readonly error: string | null;
}

function StandardChoice({ page, id, standards, chosen, error }: StandardChoiceProps) {
  return (
    <Field id={id} label={page.say(messages.standard)} hint={page.say(messages.standardHint)} error={error}>
      <select id={id} name="standard" {...describedBy(id, true, error)}>
        <option value="as-is">{page.say(messages.asIs)}</option>
        {standards.map((standard) => (
          <option value={standard.id} selected={standard.id === chosen}>
            {standard.title}
          </option>
        ))}
      </select>
    </Field>
  );
}

const levels = ['open', 'conditional', 'restricted', 'closed'] as const;

function OpennessChoice({ page, id, chosen }: { page: Page; id: string; chosen: string }) {
  return (
    <Field id={id} label={page.say(messages.openness)} hint={page.say(messages.opennessHint)}>
      <select id={id} name="openness" {...describedBy(id, true, null)}>
        <option value="">{page.say(messages.opennessDefault)}</option>
        {levels.map((level) => (
          <option value={level} selected={level === chosen}>
            {page.say(valueMessages[level])}
          </option>
        ))}
      </select>
    </Field>
  );
}
