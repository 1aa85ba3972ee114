import type { View } from '../view.ts';
import { account } from './account.tsx';
import { api } from './api.tsx';
import { audit } from './audit.tsx';
import { changes } from './changes.tsx';
import { collection } from './collection.tsx';
import { collections } from './collections.tsx';
import { conformance } from './conformance.tsx';
import { consent, signedOut, signOut } from './consent.tsx';
import { corrections } from './corrections.tsx';
import { dataset } from './dataset.tsx';
import { datasets } from './datasets.tsx';
import { delivery } from './delivery.tsx';
import { grant, grants } from './grants.tsx';
import { design } from './design.tsx';
import { distribution } from './distribution.tsx';
import { home } from './home.tsx';
import { invitation } from './invitation.tsx';
import { issues } from './issues.tsx';
import { item } from './item.tsx';
import { items } from './items.tsx';
import { letters } from './letters.tsx';
import { map } from './map.tsx';
import { mappingProposal } from './mapping-proposal.tsx';
import { mappings, mappingVersions } from './mapping-versions.tsx';
import { newSecret } from './new-secret.tsx';
import { recoveryCodes } from './recovery-codes.tsx';
import { metadata } from './metadata.tsx';
import { styleEditor } from './style-editor.tsx';
import { operations } from './operations.tsx';
import { organisation } from './organisation.tsx';
import { organisations } from './organisations.tsx';
import { preview } from './preview.tsx';
import { problemType } from './problem-type.tsx';
import { problem } from './problem.tsx';
import { quarantine, workListLink } from './quarantine.tsx';
import { reset, resetRequest, verify } from './recovery.tsx';
import { run } from './run.tsx';
import { runs } from './runs.tsx';
import { schema } from './schema.tsx';
import { search } from './search.tsx';
import { seriesNeighbours } from './series-neighbours.tsx';
import { setUp } from './set-up.tsx';
import { secondFactor, signIn } from './sign-in.tsx';
import { source } from './source.tsx';
import { sources } from './sources.tsx';
import { sourceRow } from './source-row.tsx';
import { sourceRows } from './source-rows.tsx';
import { standards } from './standards.tsx';
import { station } from './station.tsx';
import { stationReport } from './station-report.tsx';
import { stations } from './stations.tsx';
import { summary } from './summary.tsx';
import { unit } from './unit.tsx';
import { unitMatch } from './unit-match.tsx';

/** The view of each resource type. Data are checked by the module that makes them, so a view takes them as they come. */
export const views: Readonly<Record<string, View<never>>> = {
  account,
  api,
  audit,
  changes,
  collection,
  collections,
  conformance,
  consent,
  corrections,
  dataset,
  datasets,
  delivery,
  design,
  distribution,
  grant,
  grants,
  home,
  invitation,
  issues,
  item,
  items,
  letters,
  map,
  'mapping-proposal': mappingProposal,
  'mapping-versions': mappingVersions,
  mappings,
  metadata,
  'style-editor': styleEditor,
  'new-secret': newSecret,
  'recovery-codes': recoveryCodes,
  operations,
  organisation,
  organisations,
  preview,
  problem,
  'problem-type': problemType,
  quarantine,
  reset,
  'reset-request': resetRequest,
  run,
  runs,
  schema,
  'second-factor': secondFactor,
  search,
  'series-neighbours': seriesNeighbours,
  'set-up': setUp,
  'sign-in': signIn,
  'sign-out': signOut,
  'signed-out': signedOut,
  source,
  'source-row': sourceRow,
  'source-rows': sourceRows,
  sources,
  standards,
  station,
  'station-report': stationReport,
  stations,
  summary,
  unit,
  'unit-match': unitMatch,
  verify,
  'work-list-link': workListLink,
};
