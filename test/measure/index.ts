export { measureAddresses, type Figures } from './addresses.ts';
export { addressTable } from './addresses-document.ts';
