import { audit } from './audit.ts';
import { embedded } from './embedded.ts';
import { frost } from './frost.ts';
import { grants } from './grants.ts';
import { growth } from './growth.ts';
import { items } from './items.ts';
import { latency } from './latency.ts';
import { letters } from './letters.ts';
import { load } from './load.ts';
import type { Benchmark } from './model.ts';
import { neighbours } from './neighbours.ts';
import { observations } from './observations.ts';
import { pages } from './pages.ts';
import { readers } from './readers.ts';
import { secondDelivery } from './second-delivery.ts';
import { start } from './start.ts';
import { stations } from './stations.ts';
import { tiles } from './tiles.ts';
import { units } from './units.ts';

export const benchmarks: readonly Benchmark[] = [
  load,
  secondDelivery,
  items,
  grants,
  audit,
  latency,
  start,
  readers,
  neighbours,
  letters,
  units,
  tiles,
  pages,
  observations,
  stations,
  growth,
  embedded,
  frost,
];
export { describeResult, readResults, resultDocument, runBenchmark, type Result } from './results.ts';
export { installPeers } from './peers/install.ts';
