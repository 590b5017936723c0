import { TerraformProvider, Token } from 'cdktf';
import { Construct } from 'constructs';
import { checkArmId } from './arm-id';
import { matches, refuse, show } from './check';
import { generated } from './generated';
import { pathName } from './names';
import { SOURCES } from '../matrix/source';
import { isUnresolvedString } from '../time/token';

/** Azure takes more for the names of alerts and action groups; longer ones say no more. */
export const MAX_MONITOR_NAME = 100;

/** Who is told of alerts, and where what tells them lies. */
export interface AlertReceivers {
  readonly actionGroupId?: string;
  readonly emailAddresses?: readonly string[];
  readonly resourceGroupName: string;
  readonly tags?: Record<string, string>;
  readonly provider?: TerraformProvider;
}

/** The id that is given, and that of an action group for the addresses. */
export function actionGroupsOf(place: Construct, receivers: AlertReceivers): string[] {
  const { actionGroupId, emailAddresses = [], resourceGroupName, tags, provider } = receivers;
  const groups = actionGroupId === undefined ? [] : [actionGroupId];
  if (emailAddresses.length === 0) return groups;
  const made = new generated.ActionGroup(place, 'ActionGroup', {
    name: pathName(place, 'ag-', MAX_MONITOR_NAME),
    resourceGroupName,
    shortName: 'pg-backup',
    emailReceiver: emailAddresses.map((emailAddress, index) => ({
      name: `email-${index + 1}`,
      emailAddress,
      useCommonAlertSchema: true,
    })),
    tags,
    provider,
  });
  return [...groups, made.id];
}

export function checkReceivers(
  scope: Construct,
  code: string,
  { actionGroupId, emailAddresses = [] }: Pick<AlertReceivers, 'actionGroupId' | 'emailAddresses'>,
): void {
  if (actionGroupId !== undefined) {
    const type = 'Microsoft.Insights/actionGroups';
    checkArmId(scope, code, 'actionGroupId', actionGroupId, type, SOURCES.azurermAlertProcessing);
  }
  // Each becomes a block of its own, and how many those are is settled now.
  if (Token.isUnresolved(emailAddresses)) {
    const mend = 'name each address, be it by a variable of its own';
    const message = '`emailAddresses` must be a list that is written out, got: what is known only when Terraform runs.';
    refuse(scope, code, message, undefined, mend);
  }
  const seen = new Set<string>();
  for (const address of emailAddresses) {
    if (!isUnresolvedString(address) && !matches(address, /^[^\s@]+@[^\s@]+\.[^\s@]+$/)) {
      const mend = 'give the address alone, as in "dba@example.com"';
      refuse(scope, code, `\`emailAddresses\` must be e-mail addresses, got: ${show(address)}.`, undefined, mend);
    }
    const known = address.toLowerCase();
    if (seen.has(known)) {
      const mend = 'name each address once';
      refuse(scope, code, `\`emailAddresses\` must be different, got: ${address} twice.`, undefined, mend);
    }
    seen.add(known);
  }
}
