import { AZURERM_ROLE_ASSIGNMENT, roleOf } from './role-grants';
import { breadthOf } from './role-scope';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { Severity } from '../findings/finding';
import { AssignmentFacts, RoleDefinitionReference } from '../inventory/entities';

const GUID = '[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}';
const PROVIDER = '/providers/Microsoft\\.Authorization/roleDefinitions/';
const REFERENCE = '\\$\\{[^}]*\\}';
/** One segment of an id, written or put together. */
const SEGMENT = `(?:[^/$]|${REFERENCE})+`;
const ROLE = `(?:${GUID}|${REFERENCE})`;

// azurerm compares these ids without case.
const IN_SUBSCRIPTION = new RegExp(
  // The id of a subscription that was read begins with /subscriptions/; so does nothing else of it.
  `^(?:/subscriptions/${SEGMENT}|\\$\\{data\\.azurerm_subscription\\.[^.}]+\\.id\\})` +
    // A definition that was read without a scope has an id that begins with /providers/.
    `(?:${PROVIDER}${ROLE}|\\$\\{data\\.azurerm_role_definition\\.[^.}]+\\.id\\})$`,
  'i',
);
const IN_TENANT = new RegExp(`^${PROVIDER}${ROLE}$`, 'i');
const BARE = new RegExp(`^${GUID}$`, 'i');

type Form = 'subscription' | 'tenant' | 'guid' | 'terraform' | 'other' | { readonly unknown: string };

const WRONG: Readonly<Record<'tenant' | 'guid' | 'terraform' | 'other', string>> = {
  tenant: 'without the subscription',
  guid: 'a bare GUID',
  terraform: "Terraform's own id of the definition, <id>|<scope>",
  other: 'no id of a role definition',
};

/** PGB105: Azure answers with the subscription in the id, and azurerm replaces what differs. */
export const ROLE_DEFINITION_FORM: Rule = {
  id: 'PGB105',
  name: 'role-definition-form',
  severity: Severity.ERROR,
  decides: '`role_definition_id` names the subscription, and not both id and name of the role are given',
  why: 'In any other form the assignment is replaced on every plan, and the vault is without its role while that lasts. The provider refuses id and name together.',
  sources: [AZURERM_ROLE_ASSIGNMENT],
  acknowledgeable: true,
  *evaluate(estate) {
    for (const assignment of estate.assignments) {
      if (assignment.throughAzapi) continue;
      if (assignment.vault.state === 'resolved' || roleOf(assignment)?.holder === 'vault') yield judge(assignment);
    }
  },
  documentation: () => ({
    mend: 'Write `role_definition_id` with the subscription in front, as Azure answers it, or give `role_definition_name` alone.',
    examples: {
      nonCompliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_role_assignment" "reader" {
  role_definition_id = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
}
`,
      },
    },
  }),
};

function judge(assignment: AssignmentFacts): Verdict {
  const { roleDefinitionId: id, roleName: name } = assignment;
  if (id.state === 'absent' && name.state === 'absent') return exactlyOne(assignment, 'neither');
  if (id.state === 'absent') return compliant(assignment);
  if (id.state === 'known' && name.state === 'known') return exactlyOne(assignment, 'both');
  const form: Form = id.state === 'known' ? formOf(id.value, assignment) : { unknown: id.why };
  if (id.state === 'known' && typeof form !== 'object' && form !== 'subscription') {
    // Without a subscription around the assignment there is none to name.
    const above = breadthOf(assignment.scope) === 'tenant';
    if (form !== 'tenant' || !above) return wrong(assignment, id.value, WRONG[form]);
  }
  if (typeof form === 'object') return undecided(assignment, '`role_definition_id`', form.unknown);
  if (name.state === 'unknown') return undecided(assignment, '`role_definition_name`', name.why);
  return compliant(assignment);
}

function formOf(id: string, assignment: AssignmentFacts): Form {
  if (IN_SUBSCRIPTION.test(id)) return 'subscription';
  if (IN_TENANT.test(id)) return 'tenant';
  if (BARE.test(id)) return 'guid';
  const { roleDefinition } = assignment;
  if (roleDefinition !== undefined) return formOfReference(id, roleDefinition);
  if (!id.startsWith('${')) return 'other';
  return {
    unknown: `what ${id} begins with is known when Terraform plans; write /subscriptions/<subscription>/providers/Microsoft.Authorization/roleDefinitions/<GUID>`,
  };
}

/** A definition's id has the scope in it that it was made or read with. */
function formOfReference(id: string, { mode, attribute, scope }: RoleDefinitionReference): Form {
  const breadth = scope === undefined ? 'tenant' : breadthOf(scope);
  const unknown: Form = {
    unknown: `the \`scope\` of ${id.slice(2, id.lastIndexOf('.'))} is known when Terraform plans`,
  };
  const inScope: Form = breadth === 'unknown' ? unknown : breadth === 'tenant' ? 'tenant' : 'subscription';
  if (mode === 'managed') {
    if (attribute === 'role_definition_resource_id') return inScope;
    return attribute === 'id' ? 'terraform' : attribute === 'role_definition_id' ? 'guid' : 'other';
  }
  if (attribute === 'id' || (attribute === 'role_definition_id' && inScope === 'tenant')) return inScope;
  return attribute === 'role_definition_id'
    ? { unknown: `${id} is an id up to azurerm 4 and a bare GUID from 5 on; take \`id\` instead` }
    : 'other';
}

function wrong(assignment: AssignmentFacts, got: string, how: string): Verdict {
  const { roleGuid, roleDefinition } = assignment;
  const guid = roleGuid.state === 'known' && BARE.test(roleGuid.value) ? roleGuid.value : '<GUID>';
  return violated(assignment, {
    message: `\`role_definition_id\` must begin with /subscriptions/<subscription>, got: ${got} (${how})`,
    got,
    limit: 'an id that Azure answers in another form is replaced on every plan',
    mend:
      roleDefinition === undefined
        ? `write /subscriptions/<subscription>/providers/Microsoft.Authorization/roleDefinitions/${guid}, or give \`role_definition_name\` alone`
        : roleDefinition.mode === 'data'
          ? 'give the data source a `scope` in the subscription and take its `id`, or give `role_definition_name` alone'
          : 'take `role_definition_resource_id` of a definition in the subscription, or give `role_definition_name` alone',
  });
}

function exactlyOne(assignment: AssignmentFacts, got: 'both' | 'neither'): Verdict {
  return violated(assignment, {
    message: `exactly one of \`role_definition_id\` and \`role_definition_name\` must be given, got: ${got}`,
    got,
    limit: 'the provider takes one of the two',
    mend: got === 'both' ? 'leave `role_definition_name` out' : 'give `role_definition_id` with the subscription in it',
  });
}
