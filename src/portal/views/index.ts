import type { View } from '../view.ts';
import { api } from './api.tsx';
import { changes } from './changes.tsx';
import { collection } from './collection.tsx';
import { collections } from './collections.tsx';
import { conformance } from './conformance.tsx';
import { dataset } from './dataset.tsx';
import { datasets } from './datasets.tsx';
import { delivery } from './delivery.tsx';
import { grant, grants } from './grants.tsx';
import { home } from './home.tsx';
import { issues } from './issues.tsx';
import { item } from './item.tsx';
import { items } from './items.tsx';
import { mappingProposal } from './mapping-proposal.tsx';
import { mappings, mappingVersions } from './mapping-versions.tsx';
import { operations } from './operations.tsx';
import { problemType } from './problem-type.tsx';
import { problem } from './problem.tsx';
import { quarantine } from './quarantine.tsx';
import { run } from './run.tsx';
import { runs } from './runs.tsx';
import { schema } from './schema.tsx';
import { source } from './source.tsx';
import { sources } from './sources.tsx';
import { standards } from './standards.tsx';
import { summary } from './summary.tsx';
import { unitMatch } from './unit-match.tsx';

/** The view of each resource type. Data are checked by the module that makes them, so a view takes them as they come. */
export const views: Readonly<Record<string, View<never>>> = {
  api,
  changes,
  collection,
  collections,
  conformance,
  dataset,
  datasets,
  delivery,
  grant,
  grants,
  home,
  issues,
  item,
  items,
  'mapping-proposal': mappingProposal,
  'mapping-versions': mappingVersions,
  mappings,
  operations,
  problem,
  'problem-type': problemType,
  quarantine,
  run,
  runs,
  schema,
  source,
  sources,
  standards,
  summary,
  'unit-match': unitMatch,
};
