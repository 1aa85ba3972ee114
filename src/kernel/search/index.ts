export type { SearchHit, SearchProvider } from './model.ts';
export { searchRoutes } from './search-routes.ts';
