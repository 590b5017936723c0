import { IConstruct } from 'constructs';
import { BackupConfigurationError } from '../errors';
import { matches, refuse, show } from '../terraform/check';
import { isPlain } from '../terraform/plain';

/**
 * Props without what is `null`, which programs without null checks write where they leave something out. An object of a class,
 * such as cdktf's references to a block, is left as it is: what it has may be got from its class.
 * @param structs those of the props that are structs themselves
 */
export function withoutNulls<T extends object>(props: T, ...structs: (keyof T & string)[]): T {
  const isStruct = (prop: string, value: unknown): value is object =>
    typeof value === 'object' && (structs as readonly string[]).includes(prop);
  if (!isPlain(props ?? {})) return props;
  const given = Object.entries(props ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(
    given.map(([prop, value]) => [prop, isStruct(prop, value) ? withoutNulls(value) : value]),
  ) as T;
}

/** Whether something is of a class, by a member of it: `instanceof` says no to what another copy of the package has made. */
export function isOf(value: unknown, member: string): boolean {
  return typeof value === 'object' && value !== null && member in value;
}

/** What a prop has to be. A text in the place of an object would have no members, and so be dropped in silence. */
export interface Kind {
  readonly code: string;
  /** Completes "`prop` must be …". */
  readonly what: string;
  /** One that it has and texts have not. */
  readonly member: string;
  readonly mend: string;
  readonly isRequired?: boolean;
  /** What is there in its place may be a password. */
  readonly isSecret?: boolean;
}

export function checkKinds<T extends object>(
  scope: IConstruct,
  props: T,
  kinds: { readonly [prop in keyof T]?: Kind },
  prefix = '',
): void {
  for (const [prop, kind] of Object.entries<Kind>(kinds as Record<string, Kind>)) {
    const value = props[prop as keyof T];
    if ((value === undefined && kind.isRequired !== true) || isOf(value, kind.member)) continue;
    const got = value !== undefined && kind.isSecret === true ? 'something else' : show(value);
    refuse(scope, kind.code, `\`${prefix}${prop}\` must be ${kind.what}, got: ${got}.`, undefined, kind.mend);
  }
}

/** Text that has to be there, where the class that takes it is made outside of any construct. */
export function givenText(code: string, prop: string, value: string, what: string, mend: string): string {
  if (matches(value, /\S/)) return value;
  const got = show(typeof value === 'string' ? value.trim() : value);
  throw new BackupConfigurationError({ code, message: `\`${prop}\` must be ${what}, got: ${got}.`, mend });
}
