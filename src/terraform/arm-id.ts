import { IConstruct } from 'constructs';
import { refuse, show } from './check';
import { expressionOf } from './names';
import { Source } from '../matrix/source';
import { isUnresolvedString } from '../time/token';

/** Where the words stand in an ARM id that begins with `/`. */
const POSITIONS: Readonly<Record<string, number>> = {
  subscriptions: 2,
  resourceGroups: 4,
  backupVaults: 8,
  flexibleServers: 8,
};

/** The part of an ARM id behind a word; taken apart by Terraform where the id is a token. */
export function armIdPart(
  id: string,
  word: 'subscriptions' | 'resourceGroups' | 'backupVaults' | 'flexibleServers',
): string {
  if (isUnresolvedString(id)) return `\${split("/", ${expressionOf(id)})[${POSITIONS[word]}]}`;
  return id.split('/')[POSITIONS[word]] ?? '';
}

/**
 * Refuses an id that isn't of the type. The provider compares the fixed parts with case.
 * @param type as in `Microsoft.DataProtection/backupVaults`, or with the kind of a child behind it
 */
export function checkArmId(
  scope: IConstruct,
  code: string,
  prop: string,
  id: string,
  type: string,
  source: Source,
): void {
  const [namespace, ...kinds] = type.split('/');
  const path = kinds.map((kind) => `/${kind}/[^/]+`).join('');
  const pattern = `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${namespace.replace('.', '\\.')}${path}$`;
  if (isUnresolvedString(id) || new RegExp(pattern).test(id)) return;
  const onlyCase = new RegExp(pattern, 'i').test(id);
  refuse(
    scope,
    code,
    `\`${prop}\` must be /subscriptions/…/resourceGroups/…/providers/${namespace}/${kinds.join('/…/')}/…, got: ${show(id)}.`,
    source,
    onlyCase ? 'spell the fixed parts exactly so: the provider compares them with case' : 'give the whole ARM id',
  );
}
