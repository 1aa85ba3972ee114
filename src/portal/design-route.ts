import { route, type Route } from '../kernel/index.ts';
import { tokens } from './styles/tokens.css.ts';

/** The living page of the design: what pages are made of. Programs get the tokens. */
export function designRoute(): Route {
  return route({
    method: 'GET',
    path: '/design',
    operationId: 'getDesign',
    tag: 'description',
    summary: { vi: 'Hệ thiết kế của các trang', en: 'The design system of the pages' },
    resource: 'design',
    formats: ['json'],
    access: 'public',
    handle: () => Promise.resolve({ resource: 'design', data: { tokens } }),
  });
}
