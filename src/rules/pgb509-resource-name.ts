import { managed } from './managed-resources';
import { whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { InstanceFacts, PolicyFacts, ServerFacts, VaultFacts } from '../inventory/entities';
import { NameRule, NAMES } from '../matrix/names';

type Named = VaultFacts | PolicyFacts | InstanceFacts | ServerFacts;

/** PGB509: a name that service or provider refuses; what exists already has its name. */
export const RESOURCE_NAME: Rule = {
  id: 'PGB509',
  name: 'resource-name',
  severity: Severity.ERROR,
  decides: 'the names of vaults, policies, instances and servers are such as service and provider both take',
  why: 'The provider lets names through that the service refuses, and the other way round: the first is found out when it is applied.',
  sources: [NAMES.vault.source, NAMES.policy.source, NAMES.instance.source, NAMES.server.source],
  acknowledgeable: true,
  *evaluate(estate) {
    const { vaults, policies, instances, servers } = estate;
    for (const resources of [vaults, policies, instances, servers]) {
      for (const resource of managed<Named>(resources)) yield judge(resource, NAMES[resource.kind]);
    }
  },
  documentation: () => ({
    mend: 'Choose a name that service and provider both take, before anything is made: another name replaces it.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  name = "1-orders"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_data_protection_backup_vault" "orders" {
  name = "bv-orders"
}
`,
      },
    },
  }),
};

function judge(resource: Named, { pattern, rule, source }: NameRule): Verdict {
  const { name, kind } = resource;
  // A name of this library's making is well-formed, whatever the part of it that Terraform works out.
  if (name.state === 'unknown' && resource.madeName) return compliant(resource);
  if (name.state !== 'known') return undecided(resource, '`name`', whyMissing(name), { source });
  if (pattern.test(name.value)) return compliant(resource);
  return violated(resource, {
    message: `\`name\` must be ${rule}, got: "${name.value}"`,
    got: name.value,
    limit: `the name of ${kind === 'instance' ? 'an' : 'a'} ${kind} is ${rule}`,
    mend: 'choose such a name; another name replaces what exists',
    source,
  });
}
