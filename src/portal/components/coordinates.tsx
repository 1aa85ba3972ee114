import type { Lineage } from '../data/features.ts';

interface CoordinatesProps {
  readonly coordinates: NonNullable<Lineage['coordinates']>;
}

/** Where positions come from: system, method, error bound, why that system, and what one must know of it. */
export function Coordinates({ coordinates: { sentence, reason, note } }: CoordinatesProps) {
  return (
    <>
      {sentence} ({reason}).{note ? ` ${note}` : ''}
    </>
  );
}
