import { Configuration, WrittenAcknowledgement } from './configuration';
import { Place } from '../../report/report';
import { RULES } from '../../rules/registry';
import type { PlacedAcknowledgement } from '../../validation/engine';

/** An acknowledgement of the configuration file, as the engine takes it. */
export interface FileAcknowledgement extends PlacedAcknowledgement {
  readonly at: PlacedAcknowledgement['at'] & { readonly place: Place };
}

export function placedAcknowledgements({ acknowledgements, file = '' }: Configuration): FileAcknowledgement[] {
  return acknowledgements.map((written) => ({
    rule: written.rule,
    reason: written.reason,
    owner: written.owner,
    expires: written.expires,
    at: { key: `${file}:${written.line}`, resource: written.resource, place: { file, line: written.line } },
    covers: coverage(written.resource),
    flaw: flawOf(written),
  }));
}

function flawOf({ rule, reason, owner }: WrittenAcknowledgement): string | undefined {
  if (RULES.find(({ id }) => id === rule)?.acknowledgeable === false) {
    return 'must be for a rule that can be acknowledged';
  }
  if (reason === '') return 'must have a reason';
  return owner === '' ? 'must have an owner' : undefined;
}

/**
 * What an address, a construct path or a glob covers. An address without an index covers all that `count` or `for_each`
 * makes of it, a construct path everything below it; in a glob `*` stands for any text and `?` for one character.
 */
export function coverage(pattern: string): PlacedAcknowledgement['covers'] {
  const glob = /[*?]/.test(pattern) ? globOf(pattern) : undefined;
  return ({ resource, path }) =>
    resource === pattern ||
    resource.startsWith(`${pattern}[`) ||
    (path !== undefined && (path === pattern || path.startsWith(`${pattern}/`))) ||
    (glob !== undefined && (glob.test(resource) || (path !== undefined && glob.test(path))));
}

function globOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*+/g, '.*').replace(/\?/g, '.')}$`, 's');
}
