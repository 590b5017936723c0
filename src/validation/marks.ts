import { IConstruct } from 'constructs';

/**
 * What constructs tell the tree reader beside their Terraform arguments. Global symbols and no imports: constructs don't
 * know the reader, and the marks are read in whichever copy of the package the validator runs.
 */
const DESCRIBED = Symbol.for('cdktf-azure-postgres-backup/described');
const NOTES = Symbol.for('cdktf-azure-postgres-backup/notes');

export interface DescribedMark {
  readonly kind: 'server' | 'vault' | 'cluster' | 'storageAccount' | 'container';
  /** ARM id: literal or token. */
  readonly id: string;
  /** Known attributes by the Terraform names of the managed resource. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Says what is known of something that is only named by its id. */
export function markDescribed(construct: IConstruct, mark: DescribedMark): void {
  Object.defineProperty(construct, DESCRIBED, { value: mark });
}

export function describedMark(construct: IConstruct): DescribedMark | undefined {
  return (construct as unknown as Record<symbol, DescribedMark | undefined>)[DESCRIBED];
}

/** Keeps a word of the author's beside a resource, such as `one-way-door:immutability`. */
export function markNote(construct: IConstruct, name: string, text: string): void {
  Object.defineProperty(construct, NOTES, { value: { ...notesOf(construct), [name]: text }, configurable: true });
}

export function notesOf(construct: IConstruct): Readonly<Record<string, string>> {
  return (construct as unknown as Record<symbol, Record<string, string> | undefined>)[NOTES] ?? {};
}
