import type { Check } from '../model.ts';
import { contractChecks } from './contract.ts';
import { coreChecks } from './core.ts';
import { crsChecks } from './crs.ts';
import { filteringChecks } from './filtering.ts';
import { openApiChecks } from './openapi.ts';
import { publicationChecks } from './publication.ts';
import { representationChecks } from './representations.ts';
import { sortingChecks } from './sorting.ts';

/** Our own checks of the features that a node serves, by standard. Those that publish come last. */
export const featureSuites: readonly { readonly title: string; readonly checks: readonly Check[] }[] = [
  { title: 'OGC API - Features 1.0 Core (17-069r4), ours', checks: coreChecks },
  { title: 'OGC API - Features 1.0 GeoJSON and HTML (17-069r4), ours', checks: representationChecks },
  { title: 'OGC API - Features 1.0 OpenAPI 3.0 (17-069r4), ours', checks: openApiChecks },
  { title: 'OGC API - Features 2 CRS by reference (18-058), ours', checks: crsChecks },
  { title: 'OGC API - Features 3 Filtering (19-079r2) with CQL2 (21-065r2), ours', checks: filteringChecks },
  { title: 'OGC API - Features 8 Sorting (draft), ours', checks: sortingChecks },
  { title: 'Contract of the node, ours', checks: [...contractChecks, ...publicationChecks] },
];
