export type { Source } from './source';
export { SupportMatrix } from './support-matrix';
