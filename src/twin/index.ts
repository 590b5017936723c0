export type { BlobStore } from './backup/delivery';
export type { Content } from './backup/dumps';
export { BlobService } from './blob-service';
export { runTwin, type TwinArguments, TwinUsageError } from './command';
export { DEFAULT_EDITION, EDITION_IDS, type EditionId } from './editions';
export { FAULT_KINDS, type Fault, type FaultKind } from './faults';
export { IDENTITY, type Restores, SUBSCRIPTION_ID, Twin, type TwinOptions } from './twin';
