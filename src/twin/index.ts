export { runTwin, type TwinArguments, TwinUsageError } from './command';
export { DEFAULT_EDITION, EDITION_IDS, type EditionId } from './editions';
export { FAULT_KINDS, type Fault, type FaultKind } from './faults';
export { IDENTITY, SUBSCRIPTION_ID, Twin, type TwinOptions } from './twin';
