import type { SeriesNeighboursData } from '../data/stations.ts';
import { neighbourMessages as messages } from '../messages/neighbours.ts';
import type { Page } from '../page.ts';
import { formState } from '../refused-form.ts';
import { writeSeriesUnit } from '../write-values.ts';
import { describedBy, FieldError, FormToken } from './form.tsx';
import { NamedField } from './named-field.tsx';

interface NeighboursFormProps {
  readonly page: Page;
  readonly data: SeriesNeighboursData;
  readonly action: string;
}

/** Stations to choose from, and the distance; what is in force is proposed. */
export function NeighboursForm({ page, data, action }: NeighboursFormProps) {
  const [current] = data.versions;
  const address = page.to(action);
  const form = formState(page, address);
  const inForce = current?.neighbours ?? [];
  const offered = [
    ...data.offered,
    ...inForce.filter(({ series }) => data.offered.every((one) => one.series !== series)),
  ];
  const chosen = form.values('neighbours') ?? inForce.map(({ series }) => String(series));
  const unit = data.unit === '' ? '' : writeSeriesUnit(data.unit, page);
  const error = form.error('neighbours');
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">{page.say(messages.choose)}</h2>
      {offered.length === 0 ? (
        <p>{page.say(messages.noneOffered)}</p>
      ) : (
        <form method="post" action={address}>
          <FormToken page={page} />
          <p class="hint">{page.say(messages.chooseLead)}</p>
          <fieldset class="choices" id="field-neighbours" {...describedBy('field-neighbours', null, error)}>
            <legend>{page.say(messages.offered)}</legend>
            {error ? <FieldError id="field-neighbours" error={error} /> : null}
            {offered.map(({ series, name }) => (
              <div class="choice">
                <input
                  type="checkbox"
                  id={`neighbour-${series}`}
                  name="neighbours"
                  value={String(series)}
                  checked={chosen.includes(String(series))}
                />
                <label for={`neighbour-${series}`}>{name}</label>
              </div>
            ))}
          </fieldset>
          <NamedField
            form={form}
            name="suspect"
            label={unit === '' ? page.say(messages.distanceAlone) : page.say(messages.distance, { unit })}
            hint={page.say(messages.distanceHint)}
            proposed={current?.suspect == null ? '' : String(Number(current.suspect.toPrecision(4)))}
            required
          />
          <button class="primary" type="submit">
            {page.say(messages.keep)}
          </button>
        </form>
      )}
    </section>
  );
}
