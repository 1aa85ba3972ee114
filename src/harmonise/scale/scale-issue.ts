import type { ScaleFinding, SystematicIssue } from '../model.ts';

/** A finding as what a run reports and a page says: a warning that changes nothing. */
export function scaleIssue(finding: ScaleFinding): SystematicIssue {
  const { column, scope, series, from, to, factor, offset, reason } = finding;
  const { values, of, medianInside, medianOutside, confidence } = finding;
  return {
    rule: 'unit-suspected',
    severity: 'warning',
    column,
    position: null,
    value: null,
    action: 'kept',
    detail: {
      reason: offset === 0 ? scope : `${scope}-offset`,
      // As plain digits: a row number is a name.
      from: String(from),
      to: String(to),
      factor: rounded(factor),
      offset: rounded(offset),
      inside: rounded(medianInside),
      outside: rounded(medianOutside),
      share: Math.round((100 * values) / of),
      series: Object.values(series ?? {}).join(', ') || '–',
      kind: reason,
      confidence: Math.round(confidence * 100) / 100,
    },
    count: values,
    samples: [],
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
