import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TerraformStack } from 'cdktf';
import { OLD_CLUSTER } from './cluster-mistakes';
import { actions, RealTerraform, shortened } from './kit';
import {
  about,
  Accepted,
  ACCEPTED,
  ACCEPTED_BY_EDITION,
  Sketch,
  estatesStack,
  IDENTITIES,
  makeEstate,
  REFUSED_BY_PLAN,
  REFUSED_BY_VALIDATE,
  SERVERS,
} from './mistakes';
import { APPLY, BEGIN, Outside } from './outside';
import {
  Acknowledgements,
  BackupPolicy,
  BackupVault,
  FlexServer,
  Outcome,
  PostgresBackupValidator,
  Profile,
  PropagationWait,
  Retention,
  Severity,
  SupportMatrix,
} from '../../src';
import { RULES } from '../../src/rules/registry';
import { DEFAULT_EDITION, EditionId } from '../../src/twin/editions';
import { SUBSCRIPTION_ID } from '../../tools/terraform/endpoint';
import { Diagnostic, TerraformError, TerraformRunner } from '../../tools/terraform/terraform';
import { emptyStack, NOW, synthesize } from '../rules/kit';
import { Client } from '../twin/client';

const OVER_TIME = 'A mistake of a plan over what exists, which one apply cannot make: see the tests of lifecycles.';
const RESTORE = 'Nothing of a restore target is used before a restore, which Terraform has no resource for.';
const ON_DEMAND = "The estate takes no on-demand backups: see the twin's own tests.";

/** Error rules that none of the lists of mistakes has, and why. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  PGB104:
    'Terraform itself fails to evaluate the identity that the roles are given to, and names no resource: see the refusals.',
  PGB107: RESTORE,
  PGB109: 'Takes thousands of role assignments.',
  PGB405: 'azurerm has no argument for the type of storage, so that only a server which exists can have it: see below.',
  PGB409: 'The resources are of a service that the twin is not.',
  PGB413: 'azurerm has no argument for a database; only a resource of azapi can name one.',
  PGB505: OVER_TIME,
  PGB507: OVER_TIME,
  PGB511: 'Versions of the provider that are known to fail would have to be built.',
  PGB602: RESTORE,
  PGB603: RESTORE,
  PGB604: RESTORE,
  PGB605: RESTORE,
  PGB703: ON_DEMAND,
  PGB704: ON_DEMAND,
  PGB705: ON_DEMAND,
  PGB904: 'Of what people accept, which Azure knows nothing of.',
};

const EDITIONS: Readonly<Record<string, SupportMatrix>> = {
  '2025-02-28': SupportMatrix.V1_2025_02_28,
  '2025-05-15': SupportMatrix.V1_2025_05_15,
  'v2-2026-09-28': SupportMatrix.V2_2026_09_28,
};

/** Instances that wait for no role are made within it, and the provider waits longer than that for each role. */
const RBAC_DELAY_SECONDS = 15;
/** The first of a year lies between. */
const LATER = '2027-02-15T00:00:00Z';
const DAY = 24 * 60 * 60 * 1000;
/** Most of an apply is waiting. */
const ALL_AT_ONCE = { parallelism: 300 };

interface Job {
  readonly at: number;
  readonly status: string;
  readonly says: string;
  /** Name of the retention rule that keeps what it made. */
  readonly tag?: string;
}

/** The mistakes under one edition, and what would have been right, applied side by side to a twin that then lives on. */
class Matrix {
  /** What is said when the mistakes are applied. */
  public diagnostics: readonly Diagnostic[] = [];
  /** What the plans after that do, as `<address> <actions>`. */
  public nextOfWrong: readonly string[] = [];
  public nextOfRight: readonly string[] = [];
  readonly right: readonly Sketch[];
  readonly terraform: RealTerraform;

  constructor(
    readonly edition: EditionId,
    readonly wrong: readonly Accepted[],
  ) {
    // Where nothing else is said, the estate as it is would be right: one of it is enough.
    this.right = [{}, ...wrong.flatMap(({ instead }) => instead ?? [])];
    this.terraform = new RealTerraform({
      providers: ['azurerm', 'time', 'azapi'],
      twin: { edition, startAt: BEGIN, rbacDelaySeconds: RBAC_DELAY_SECONDS },
    });
  }

  public async run(): Promise<void> {
    await this.terraform.open();
    const outside = new Outside(this.terraform.twin);
    await makeOutside(outside);
    await Promise.all([this.applyWrong(), this.applyRight()]);
    outside.advanceTo(LATER);
  }

  /** Jobs of the vault of an estate, newest first. */
  public async jobs(id: string): Promise<Job[]> {
    const { value } = await this.get(`${vaultOf(id)}/backupJobs`);
    return value.map(({ properties: { startTime, status, errorDetails, extendedInfo } }: any) => ({
      at: Date.parse(startTime),
      status,
      says: errorDetails?.[0].message ?? '',
      tag: extendedInfo.additionalDetails.RetentionTag,
    }));
  }

  /** Code of the error with which the protection of an estate's server ended. */
  public async protectionError(id: string): Promise<string | undefined> {
    const { properties } = await this.get(`${vaultOf(id)}/backupInstances/pg-orders`);
    return properties.protectionErrorDetails?.code;
  }

  private async get(path: string): Promise<any> {
    const client = new Client(this.terraform.twin);
    return (await client.send('GET', path, undefined, { apiVersion: '2025-07-01' })).body;
  }

  private async applyWrong(): Promise<void> {
    const runner = estatesStack(this.terraform, this.wrong, 'wrong');
    this.diagnostics = await applyErrors(runner);
    this.nextOfWrong = await next(runner);
  }

  private async applyRight(): Promise<void> {
    const runner = estatesStack(this.terraform, this.right, 'right');
    await runner.apply(ALL_AT_ONCE);
    this.nextOfRight = await next(runner);
  }
}

/** What the estates refer to and don't make. */
async function makeOutside(outside: Outside): Promise<void> {
  await outside.identity(`${IDENTITIES}/id-pg`);
  await outside.identity(`${IDENTITIES}/id-pg-neu`);
  await outside.server(`${SERVERS}/pg-main`);
  await outside.server(`${SERVERS}/pg-old`, { version: '14' });
  await outside.server(`${SERVERS}/pg-v2`, { storage: { type: 'PremiumV2_LRS', storageSizeGB: 128 } });
  await outside.cluster(OLD_CLUSTER);
  outside.advanceTo(APPLY);
}

function vaultOf(id: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg-${id}/providers/Microsoft.DataProtection/backupVaults/bv-${id}`;
}

async function applyErrors(runner: TerraformRunner): Promise<readonly Diagnostic[]> {
  try {
    await runner.apply(ALL_AT_ONCE);
    return [];
  } catch (error) {
    if (!(error instanceof TerraformError)) throw error;
    return error.diagnostics;
  }
}

/** What the next plan does, as `<address> <actions>`. */
async function next(runner: TerraformRunner): Promise<string[]> {
  const { plan } = await runner.plan();
  return Object.entries(actions(plan)).map(([address, does]) => `${shortened(address)} ${does.join('+')}`);
}

/** The day or, Sunday first, the week that a job falls into. */
function periodOf({ at }: Job, period: 'day' | 'week'): number {
  const day = Math.floor(at / DAY);
  // Day 0 was a Thursday.
  return period === 'day' ? day : Math.floor((day + 4) / 7);
}

/** A server on Premium SSD v2 and one on Premium SSD, both there already and now to be protected. */
function existingServers(stack: TerraformStack): FlexServer[] {
  const group = new ResourceGroup(stack, 'group', { name: 'rg-backup', location: 'westeurope' });
  const vault = new BackupVault(stack, 'vault', {
    resourceGroupName: group.name,
    location: group.location,
    propagationWait: PropagationWait.seconds(1),
  });
  const policy = BackupPolicy.recoverableFor(stack, 'policy', vault, Retention.years(1));
  return Object.entries({ 'pg-v2': 'PremiumV2_LRS', 'pg-main': 'Premium_LRS' }).map(([name, storageType]) => {
    const server = FlexServer.fromServerId(stack, name, `${SERVERS}/${name}`, { location: 'westeurope', storageType });
    policy.protect(server);
    return server;
  });
}

const existing = new RealTerraform({ twin: { startAt: BEGIN } });
let saidOfExisting: readonly Diagnostic[] = [];

/** What the validator refuses of them is accepted in writing, so that it can be applied. */
async function applyExisting(): Promise<void> {
  await existing.open();
  await makeOutside(new Outside(existing.twin));
  const stack = existing.newStack();
  const [server] = existingServers(stack);
  PostgresBackupValidator.of(stack).use({ now: NOW });
  Acknowledgements.of(server).add({
    rule: 'PGB405',
    reason: 'to see what comes of it',
    owner: 'test',
    expires: '2027-06-30',
  });
  saidOfExisting = await applyErrors(existing.synthesize(stack));
}

const matrices = Object.entries({ [DEFAULT_EDITION]: ACCEPTED, ...ACCEPTED_BY_EDITION }).map(
  ([edition, wrong]) => new Matrix(edition as EditionId, wrong),
);

beforeAll(async () => {
  // One that fails must leave none behind that still runs when the twins are gone.
  const results = await Promise.allSettled([applyExisting(), ...matrices.map((matrix) => matrix.run())]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
});
afterAll(() => Promise.all([existing, ...matrices.map(({ terraform }) => terraform)].map((each) => each.close())));

describe.each(matrices)('under the edition $edition', (matrix) => {
  const wrong = matrix.wrong.map((mistake, index) => ({ ...mistake, id: `wrong-${index}` }));
  const edition = EDITIONS[matrix.edition];

  it.each(wrong)('$rule: $name comes to this', async ({ id, then }) => {
    const said = about(matrix.diagnostics, id);
    if ('refused' in then) {
      expect(about(matrix.diagnostics, id, then.refused)).toContain(then.says);
      return;
    }
    if ('unprotected' in then) {
      expect(said).toContain("unexpected state 'ProtectionError', wanted target 'ProtectionConfigured'");
      expect(await matrix.protectionError(id)).toBe(then.unprotected);
      return;
    }

    expect(said).toBe('');
    const replaced = 'replaced' in then ? [expect.stringMatching(`\\.${id}_${then.replaced} (delete|create)\\+`)] : [];
    expect(matrix.nextOfWrong.filter((change) => change.includes(`.${id}_`))).toEqual(replaced);

    const jobs = await matrix.jobs(id);
    const failed = jobs.filter(({ status }) => status === 'Failed');
    const succeeded = jobs.filter(({ status }) => status === 'Completed');
    expect(failed.length + succeeded.length).toBe(jobs.length);
    expect(jobs).not.toHaveLength(0);
    if ('failing' in then) {
      for (const { says } of failed) expect(says).toContain(then.says);
      const { failing } = then;
      if (failing === 'all') {
        expect(succeeded).toEqual([]);
      } else {
        const periods = new Set(jobs.map((job) => periodOf(job, failing)));
        expect(jobs.length).toBeGreaterThan(periods.size);
        expect(succeeded.map((job) => periodOf(job, failing))).toEqual([...periods]);
      }
    } else {
      expect(failed).toEqual([]);
      if ('unused' in then) expect(succeeded.map(({ tag }) => tag)).not.toContain(then.unused);
    }
  });

  it.each(wrong)('$rule: $name is found at synthesis', ({ rule, warns, ...estate }) => {
    const stack = emptyStack();
    makeEstate(estate, stack);

    const { error, json } = synthesize(stack, { edition });

    if (warns) {
      const found = PostgresBackupValidator.of(stack).findings({ profiles: [Profile.RECOMMENDED] });
      expect(found).toContainEqual(
        expect.objectContaining({ rule, severity: Severity.WARNING, outcome: Outcome.VIOLATED }),
      );
    } else {
      expect(error).toContain(`] ${rule} `);
      expect(json).toBeUndefined();
    }
  });

  it('makes what would have been right, and plans nothing after that', async () => {
    expect(matrix.nextOfRight).toEqual([]);
    for (const index of matrix.right.keys()) {
      const jobs = await matrix.jobs(`right-${index}`);
      expect(jobs).not.toHaveLength(0);
      expect(jobs.filter(({ status }) => status !== 'Completed')).toEqual([]);
    }
  });

  it('lets the validator pass what would have been right', () => {
    for (const estate of matrix.right) {
      const stack = emptyStack();
      makeEstate(estate, stack);
      expect(synthesize(stack, { edition })).toMatchObject({ error: undefined, json: expect.anything() });
    }
  });

  it('is asked for nothing that the twin has no answer to, but for the path of a slash in a name', () => {
    const { unanswered } = matrix.terraform.twin;
    expect(unanswered.splice(0).filter((what) => !what.endsWith('/backupInstances/pg/orders'))).toEqual([]);
  });
});

it('PGB405: has Azure and the synthesis refuse to protect a server on Premium SSD v2, and no other', () => {
  const stack = emptyStack();
  existingServers(stack);

  expect(synthesize(stack).error!.match(/\] PGB\d+ /g)).toEqual(['] PGB405 ']);
  expect(saidOfExisting).toEqual([
    expect.objectContaining({
      address: expect.stringContaining('.pg-v2_'),
      summary: expect.stringContaining('Servers on Premium SSD v2 are not supported.'),
    }),
  ]);
  existing.checkAnswers();
});

it('has every error rule in the matrix, among the refusals, or with a reason elsewhere', () => {
  const accepted = [ACCEPTED, ...Object.values(ACCEPTED_BY_EDITION)].flat().filter(({ warns }) => !warns);
  const shown = [...REFUSED_BY_VALIDATE, ...REFUSED_BY_PLAN, ...accepted].map(({ rule }) => rule);
  const errors = RULES.filter(({ severity }) => severity === Severity.ERROR).map(({ id }) => id);

  expect([...new Set(shown), ...Object.keys(ELSEWHERE)].sort()).toEqual(errors);
});
