import type { LatestValue } from '../data/stations.ts';
import { stationWord } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { writeSeriesUnit, writeValue } from '../write-values.ts';
import { StateWord } from './state-word.tsx';
import { NoValue } from './values.tsx';

interface LatestTextProps {
  readonly page: Page;
  readonly latest: LatestValue | null;
  /** A mean is no more exact than what it was made of: four digits. */
  readonly isMean?: boolean;
}

/** A newest value with its unit, and what speaks against it in words. */
export function LatestText({ page, latest, isMean = false }: LatestTextProps) {
  if (!latest || latest.value === null) return <NoValue page={page} />;
  const value = isMean ? Number(latest.value.toPrecision(4)) : latest.value;
  return (
    <>
      {writeValue(value, { type: 'number' }, page)}&#8239;{writeSeriesUnit(latest.unit, page)}{' '}
      <FlagText page={page} flag={latest.flag} status={latest.status} quiet />
    </>
  );
}

/** What quality control or the device says of a value. `quiet`: nothing where nothing speaks against it. */
export function FlagText({
  page,
  flag,
  status,
  quiet = false,
}: {
  page: Page;
  flag: number;
  status: number;
  quiet?: boolean;
}) {
  if (status !== 0) return <StateWord tone="warn" word={page.say(stationWord('status', status))} />;
  if (quiet && flag < 3) return null;
  const tone = flag === 4 ? 'bad' : flag === 3 ? 'warn' : flag === 1 ? 'good' : 'still';
  return <StateWord tone={tone} word={page.say(stationWord('flag', flag))} />;
}
