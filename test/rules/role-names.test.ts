import { estateInHcl, verdictsInHcl } from './hcl-kit';

const FULL = 'PostgreSQL Flexible Server Long Term Retention Backup Role';

async function outcomes(rule: string, ltr: Record<string, string | undefined>, more = '') {
  const found = await verdictsInHcl(rule, estateInHcl({ ltr: { role_definition_id: undefined, ...ltr } }, more));
  return found.map(({ outcome }) => outcome);
}

describe('roles are what Azure finds by their names', () => {
  test.each([
    ['compliant', FULL],
    ['compliant', FULL.toLowerCase()],
    ['undecided', FULL.replace(/ Role$/, '')],
    ['violated', `${FULL} Role`],
    ['violated', 'Reader'],
  ])('PGB101 is %s for "%s"', async (outcome, name) => {
    expect(await outcomes('PGB101', { role_definition_name: `"${name}"` })).toEqual([outcome]);
  });

  test('a short name of documents is said to be one', async () => {
    const name = FULL.replace(/ Role$/, '');
    const estate = estateInHcl({ ltr: { role_definition_id: undefined, role_definition_name: `"${name}"` } });
    const [{ message }] = await verdictsInHcl('PGB101', estate);
    expect(message).toContain(
      `"${name}" is in some documents what the list of roles calls "${FULL}" (c088a766-074b-43ba-90d4-1fb21feae531)`,
    );
  });

  test('a role that is looked up is followed behind the id of its subscription', async () => {
    const lookUps = (name: string) => `
data "azurerm_subscription" "s" {}
data "azurerm_role_definition" "r" {
  name = "${name}"
}
`;
    const role_definition_id = '"${data.azurerm_subscription.s.id}${data.azurerm_role_definition.r.id}"';
    expect(await outcomes('PGB101', { role_definition_id }, lookUps(FULL))).toEqual(['compliant']);
    expect(await outcomes('PGB101', { role_definition_id }, lookUps('Contributor'))).toEqual(['violated']);
  });
});
