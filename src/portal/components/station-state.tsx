import type { StationState as State } from '../data/stations.ts';
import { stationWord } from '../messages/stations.ts';
import type { Page } from '../page.ts';
import { StateWord } from './state-word.tsx';

const tones = {
  ok: 'good',
  calibrating: 'warn',
  fault: 'bad',
  offline: 'bad',
  irregular: 'still',
  withheld: 'still',
} as const;

/** The word for what a station is doing. */
export function StationState({ page, state }: { page: Page; state: State }) {
  return <StateWord tone={tones[state]} word={page.say(stationWord('state', state))} />;
}
