export { createPortal, type Portal, type PortalOptions } from './create-portal.tsx';
export type { PackWords } from './page.ts';
