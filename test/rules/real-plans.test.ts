import { readFileSync } from 'fs';
import { join } from 'path';
import { readInputs } from '../../src/cli/inputs';
import { assemble } from '../../src/inventory/assemble';
import { combine } from '../../src/inventory/combine';
import { BackupInventory } from '../../src/inventory/inventory';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { Rule } from '../../src/rules/rule';
import { judge } from '../../src/validation/engine';
import { Profile } from '../../src/validation/profile';
import { readText } from '../../src/validation/readers/read';
import { NOW } from '../kit';

const PLANS = join(__dirname, '..', 'plans');
const VAULT = 'azurerm_data_protection_backup_vault';
const POLICY = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
const SERVER = 'azurerm_postgresql_flexible_server';
const ROLE = 'azurerm_role_assignment';
const CLUSTER = 'azurerm_cosmosdb_postgresql_cluster';
const BACKUP = 'azurerm_postgresql_flexible_server_backup';

interface Seen {
  /** Of test/plans, written by generate.ts. */
  readonly plan: string;
  readonly violated: string;
  /** A neighbour that does it right; absent where there is but one to judge. */
  readonly compliant?: string;
  readonly edition?: SupportMatrix;
}

const seen = (plan: string, violated: string, compliant?: string, edition?: SupportMatrix): Seen => ({
  plan,
  violated,
  compliant,
  edition,
});

/** Where each rule is seen on a plan that real Terraform and azurerm have made. */
const SEEN: Readonly<Record<string, Seen>> = {
  PGB101: seen('roles', `${INSTANCE}.shop["carts"]`, `${INSTANCE}.shop["orders"]`),
  PGB102: seen('roles', `${INSTANCE}.trial`, `${INSTANCE}.stock`),
  PGB103: seen('roles', `${INSTANCE}.stock`, `${INSTANCE}.shop["orders"]`),
  PGB104: seen('roles', `module.lab.${VAULT}.this`, `module.shop.${VAULT}.this`),
  PGB105: seen('roles', `${ROLE}.people[0]`, `${ROLE}.backup["orders"]`),
  PGB106: seen('roles', `${ROLE}.everywhere`, `${ROLE}.backup["orders"]`),
  PGB107: seen('restore', 'azurerm_storage_container.this["bad"]', 'azurerm_storage_container.this["good"]'),
  PGB108: seen('roles', `${ROLE}.reader_again`, `${ROLE}.reader`),
  PGB109: seen('roles', `${ROLE}.backup["orders"]`),
  PGB201: seen('policies', `${POLICY}.sloppy`, `${POLICY}.table["sound"]`),
  PGB202: seen('policies', `${POLICY}.table["eager"]`, `${POLICY}.table["sound"]`),
  PGB203: seen('policies', `${POLICY}.table["mixed"]`, `${POLICY}.table["sound"]`),
  PGB204: seen('policies', `${POLICY}.sloppy`, `${POLICY}.table["sound"]`),
  PGB301: seen('policies', `${POLICY}.table["eager"]`, `${POLICY}.table["sound"]`),
  PGB302: seen('policies', `${POLICY}.table["mixed"]`, `${POLICY}.table["sound"]`),
  PGB303: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB304: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB305: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB306: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB307: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB309: seen('policies', `${POLICY}.table["confused"]`, `${POLICY}.table["sound"]`),
  PGB310: seen('policies', `${POLICY}.sloppy`, `${POLICY}.table["sound"]`),
  PGB401: seen('servers', `${SERVER}.this["big"]`, `${SERVER}.this["sound"]`),
  PGB402: seen('servers', `${SERVER}.this["growing"]`, `${SERVER}.this["sound"]`),
  PGB403: seen('servers', `${INSTANCE}.this["away"]`, `${INSTANCE}.this["sound"]`),
  PGB404: seen('servers', `${SERVER}.this["copy"]`, `${SERVER}.this["sound"]`),
  PGB405: seen('servers', 'azapi_resource.fast', `${SERVER}.this["sound"]`),
  PGB406: seen('servers', `${SERVER}.this["nodes"]`, `${SERVER}.this["sound"]`),
  PGB407: seen('servers', `${SERVER}.this["tiny"]`, `${SERVER}.this["sound"]`, SupportMatrix.V2_2026_09_28),
  PGB408: seen('servers', `${SERVER}.this["away"]`, `${SERVER}.this["sound"]`, SupportMatrix.V2_2026_09_28),
  PGB409: seen('servers', `${INSTANCE}.cluster`, `${INSTANCE}.fast`),
  PGB410: seen('servers', `${INSTANCE}.this["sound"]`, `${INSTANCE}.this["big"]`),
  PGB411: seen('servers', `${SERVER}.this["closed"]`, `${SERVER}.this["sound"]`),
  PGB412: seen('servers', `${SERVER}.this["old"]`, `${SERVER}.this["sound"]`),
  PGB413: seen('servers', `${INSTANCE}.database`, `${INSTANCE}.fast`),
  PGB502: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB504: seen('vaults', `${VAULT}.final`, `${VAULT}.careful`),
  PGB505: seen('changes', `${VAULT}.moved`, `${VAULT}.shop`),
  PGB506: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB507: seen('changes', `${POLICY}.weekly`),
  PGB508: seen('changes', `${VAULT}.moved`, `${VAULT}.shop`),
  PGB509: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB510: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB511: seen('policies', 'terraform.required_providers.azurerm'),
  PGB512: seen('vaults', `${VAULT}.careful`, `${VAULT}.final`),
  PGB513: seen('vaults', `${VAULT}.careful`, `${VAULT}.final`),
  PGB514: seen('roles', `${INSTANCE}.stock`),
  PGB515: seen('servers', `${VAULT}.data`),
  PGB601: seen('restore', `${VAULT}.this["lost"]`, `${VAULT}.this["shop"]`),
  PGB602: seen('restore', 'azurerm_storage_account.this["bad"]', 'azurerm_storage_account.this["good"]'),
  PGB603: seen('restore', 'azurerm_storage_account.this["bad"]', 'azurerm_storage_account.this["good"]'),
  PGB604: seen('restore', 'azurerm_storage_account.this["bad"]', 'azurerm_storage_account.this["good"]'),
  PGB605: seen('restore', 'azapi_resource_action.restore["server"]', 'azapi_resource_action.restore["files"]'),
  PGB701: seen('servers', 'azapi_resource.fast', `${SERVER}.this["sound"]`),
  PGB702: seen('changes', `${SERVER}.shop["orders"]`, `${SERVER}.shop["stock"]`),
  PGB703: seen('servers', `${SERVER}.this["sound"]`, `${SERVER}.this["tiny"]`),
  PGB704: seen('servers', `${BACKUP}.tiny`, `${BACKUP}.release[0]`),
  PGB705: seen('servers', `${BACKUP}.release[1]`, `${BACKUP}.release[0]`),
  PGB706: seen('servers', `${SERVER}.this["keyed"]`, `${SERVER}.this["sound"]`),
  PGB707: seen('servers', `${SERVER}.this["away"]`, `${SERVER}.this["sound"]`),
  PGB801: seen('clusters', 'azapi_resource.geo["nowhere"]', 'azapi_resource.geo["sound"]'),
  PGB802: seen('clusters', 'azapi_resource.geo["small"]', 'azapi_resource.geo["sound"]'),
  PGB803: seen('clusters', 'azapi_resource.geo["small"]', 'azapi_resource.geo["sound"]'),
  PGB804: seen('clusters', 'azapi_resource.geo["early"]', 'azapi_resource.geo["sound"]'),
  PGB805: seen('clusters', `${CLUSTER}.restored`, `${CLUSTER}.reachable`),
  PGB806: seen('clusters', `${CLUSTER}.restored`),
  PGB807: seen('clusters', `${CLUSTER}.restored`, `${CLUSTER}.reachable`),
  PGB808: seen('clusters', `${CLUSTER}.restored`, `${CLUSTER}.reachable`),
  PGB809: seen('clusters', `${CLUSTER}.restored`, 'azapi_resource.geo["sound"]'),
  PGB901: seen('servers', `${SERVER}.this["alone"]`, `${SERVER}.this["sound"]`),
  PGB902: seen('servers', `${SERVER}.literal`, `${SERVER}.this["sound"]`),
  PGB903: seen('vaults', `${VAULT}.cheap`, `${VAULT}.careful`),
  PGB905: seen('servers', `${INSTANCE}.this["big"]`, `${INSTANCE}.this["sound"]`),
};

/** What azurerm lets nobody plan: seen in the configuration, and refused for the same reason. */
const REFUSED: Readonly<Record<string, { readonly folder: string; readonly violated: string; readonly says: string }>> =
  {
    PGB308: { folder: 'validated', violated: `${POLICY}.archive`, says: 'data_store_type to be one of ["VaultStore"]' },
    PGB501: {
      folder: 'planned',
      violated: `${VAULT}.false`,
      says: '`cross_region_restore_enabled` can only be specified',
    },
    PGB503: {
      folder: 'validated',
      violated: `${VAULT}.brief`,
      says: 'to be in the range (14.000000 - 180.000000), got 7',
    },
  };

/** Judged by the engine, whatever the plan. */
const OF_ACKNOWLEDGEMENTS = 'PGB904';
/** What is found by numbers that no plan here has. */
const BY_NUMBER = 'PGB109';
/** Azure takes 4,000 of them. */
const ASSIGNMENTS = 4001;

/** What changes is known in plans alone. */
const ABOUT_CHANGES: ReadonlySet<string> = new Set(['PGB505', 'PGB507', 'PGB508', 'PGB702']);

/**
 * What isn't decided in the configuration, though it is violated in its plan: values of `for_each`, and which of several a
 * reference means. Everything else that is violated in one is violated in the other.
 */
const OPEN_IN_CONFIGURATION: Readonly<Record<string, string>> = {
  clusters: 'PGB801 PGB802 PGB804 PGB806 PGB807',
  modules: '',
  policies: 'PGB304 PGB306 PGB307 PGB309',
  restore: 'PGB602 PGB603',
  roles: 'PGB101 PGB102 PGB103 PGB104 PGB514',
  servers:
    'PGB101 PGB102 PGB401 PGB402 PGB403 PGB404 PGB406 PGB410 PGB411 PGB412 PGB514 PGB704 PGB705 PGB706 PGB707 PGB806 PGB901 PGB905',
  vaults: '',
};

function textOf(plan: string): string {
  return readFileSync(join(PLANS, `${plan}.json`), 'utf8');
}

async function estateOf(text: string): Promise<BackupInventory> {
  return assemble((await readText('plan.json', text)).document);
}

async function estateIn(...folder: string[]): Promise<BackupInventory> {
  const inputs = await readInputs([join(PLANS, 'estates', ...folder)], () => Promise.reject(new Error()), '/');
  return assemble(combine(inputs.map(({ document }) => document)));
}

/** Outcomes of a rule by the address of what it judges. */
function outcomes(rule: Rule, estate: BackupInventory, edition = SupportMatrix.DEFAULT): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { on, outcome } of rule.evaluate(estate, { edition: edition._edition, now: NOW })) {
    found.set(on.address, (found.get(on.address) ?? new Set()).add(outcome));
  }
  return found;
}

function ruleOf(id: string): Rule {
  return RULES.find((rule) => rule.id === id)!;
}

test('no rule is left out', () => {
  expect([...Object.keys(SEEN), ...Object.keys(REFUSED), OF_ACKNOWLEDGEMENTS].sort()).toEqual(
    RULES.map(({ id }) => id),
  );
});

describe('a plan of the real provider', () => {
  const judged = Object.entries(SEEN).filter(([id]) => id !== BY_NUMBER);

  test.each(judged)('shows what %s is about', async (id, { plan, violated, compliant, edition }) => {
    const found = outcomes(ruleOf(id), await estateOf(textOf(plan)), edition);
    expect([...(found.get(violated) ?? [])]).toContain('violated');
    if (compliant !== undefined) expect([...(found.get(compliant) ?? [])]).toEqual(['compliant']);
  });

  test('shows too many roles, once it has them: one of the plan, again and again', async () => {
    const plan = JSON.parse(textOf('roles'));
    const one = plan.resource_changes.find(({ address }: { address: string }) => address === `${ROLE}.people[0]`);
    for (let index = 1; index <= ASSIGNMENTS; index++) {
      plan.resource_changes.push({ ...one, index, address: `${ROLE}.people[${index}]` });
    }
    const verdicts = outcomes(ruleOf(BY_NUMBER), await estateOf(JSON.stringify(plan)));
    expect([...verdicts.values()].map((each) => [...each])).toEqual([['violated']]);
    const few = outcomes(ruleOf(BY_NUMBER), await estateOf(textOf('roles')));
    expect([...few.values()].map((each) => [...each])).toEqual([['compliant']]);
  });

  test('takes an acknowledgement that matches nothing, and says so', async () => {
    const { findings } = judge(await estateOf(textOf('vaults')), RULES, {
      edition: SupportMatrix.DEFAULT._edition,
      profiles: [Profile.RECOMMENDED._data],
      now: NOW,
      acknowledgements: [
        {
          rule: 'PGB401',
          reason: 'Long gone',
          owner: 'platform',
          expires: '2027-06-30',
          at: { key: 'file', resource: '.azpgbackup.yaml' },
          covers: () => false,
        },
      ],
    });
    expect(findings.map(({ finding }) => finding.rule)).toContain(OF_ACKNOWLEDGEMENTS);
  });
});

test('what Terraform only forgets is not destroyed', async () => {
  const found = outcomes(ruleOf('PGB508'), await estateOf(textOf('changes')));
  expect([...found.keys()].filter((address) => address.includes('handed_over'))).toEqual([]);
});

test.each(Object.entries(REFUSED))('%s is what the provider refuses too', async (id, { folder, violated, says }) => {
  expect([...(outcomes(ruleOf(id), await estateIn('refused', folder)).get(violated) ?? [])]).toEqual(['violated']);
  expect(JSON.parse(textOf('estates/refused/refusals'))[violated]).toContain(says);
});

describe.each(Object.keys(OPEN_IN_CONFIGURATION))('the configuration %s', (name) => {
  test('says nothing else than its plan, and no less than it can know', async () => {
    const [written, whole] = [await estateIn(name), await estateOf(textOf(name))];
    const open = new Set<string>();
    const otherwise: string[] = [];
    for (const rule of RULES) {
      if (ABOUT_CHANGES.has(rule.id)) continue;
      const [before, after] = [outcomes(rule, written), outcomes(rule, whole)];
      for (const [address, verdicts] of after) {
        if (!verdicts.has('violated')) continue;
        const own = before.get(address) ?? before.get(blockOf(address)) ?? elsewhere(before);
        if (own.has('undecided') && !own.has('violated')) open.add(rule.id);
        else if (!own.has('violated')) otherwise.push(`${rule.id} ${address} ${[...own].join()}`);
      }
      const blocks = byBlock(after);
      for (const [address, verdicts] of before) {
        const planned = after.get(address) ?? blocks.get(address);
        if (verdicts.has('violated') && planned?.has('violated') !== true) {
          otherwise.push(`${rule.id} ${address} violated`);
        }
      }
    }
    expect(otherwise).toEqual([]);
    expect([...open].join(' ')).toBe(OPEN_IN_CONFIGURATION[name]);
  });
});

/** What a server is not judged by may be left open at its instance. */
function elsewhere(found: Map<string, Set<string>>): Set<string> {
  return new Set([...found.values()].some((outcome) => outcome.has('undecided')) ? ['undecided'] : []);
}

function blockOf(address: string): string {
  return address.replace(/\[[^\]]*\]/g, '');
}

/** All of what one block makes together. */
function byBlock(outcomesOf: Map<string, Set<string>>): Map<string, Set<string>> {
  const blocks = new Map<string, Set<string>>();
  for (const [address, found] of outcomesOf) {
    const block = blockOf(address);
    blocks.set(block, new Set([...(blocks.get(block) ?? []), ...found]));
  }
  return blocks;
}
