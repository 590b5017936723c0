import { IConstruct } from 'constructs';
import { refuse, show } from './check';
import { expressionOf } from './expression';
import { Source } from '../matrix/source';
import { isUnresolvedString } from '../time/token';

/** Where the words stand in an ARM id that begins with `/`. */
const POSITIONS: Readonly<Record<string, number>> = {
  subscriptions: 2,
  resourceGroups: 4,
  backupVaults: 8,
  flexibleServers: 8,
  serverGroupsv2: 8,
  storageAccounts: 8,
};

/** The part of an ARM id behind a word; taken apart by Terraform where the id is a token. */
export function armIdPart(
  id: string,
  word: 'subscriptions' | 'resourceGroups' | 'backupVaults' | 'flexibleServers' | 'serverGroupsv2' | 'storageAccounts',
): string {
  if (isUnresolvedString(id)) return `\${split("/", ${expressionOf(id)})[${POSITIONS[word]}]}`;
  // Parts are taken before the id is checked, also of one that isn't there.
  return String(id).split('/')[POSITIONS[word]] ?? '';
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

/** Id of the user-assigned identity that a key is used by. Languages without null checks leave it out. */
export function checkKeyIdentity(
  scope: IConstruct,
  code: string,
  prop: string,
  identity: string | undefined,
  source: Source,
): void {
  if (identity === undefined || identity === '') {
    refuse(
      scope,
      code,
      `\`${prop}\` must be given with a key, got: none.`,
      source,
      'give the ARM id of the user-assigned identity that has access to the key',
    );
  }
  checkArmId(scope, code, prop, identity, 'Microsoft.ManagedIdentity/userAssignedIdentities', source);
}
