import { join } from 'path';
import { setTimeout } from 'timers/promises';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformProvider, TerraformStack } from 'cdktf';
import {
  actions,
  existing,
  INSTANCE,
  RealTerraform,
  type RealTerraformOptions,
  ROLE,
  SERVER,
  shortened,
  SLEEP,
  stateFileOf,
} from './kit';
import {
  BackupVault,
  type BackupVaultProps,
  Immutability,
  ProtectedFlexServer,
  type ProtectedFlexServerProps,
  Retention,
  SoftDelete,
} from '../../src';
import type { Twin } from '../../src/twin';
import type { ApplyResult, RunningChange, TerraformRunner } from '../../tools/terraform/terraform';
import type { EngineName } from '../../tools/terraform/toolchain';
import { cutWaits } from '../../tools/terraform/waits';
import { Client } from '../twin/client';

/** Both engines, by the names that a title shows. */
export const ENGINES = ['terraform', 'opentofu'] as const;

/** Makes the resources of a stack. */
export type Build = (stack: TerraformStack) => void;

export interface WriteOptions {
  /** Leave the waits for roles as long as they are. */
  readonly fullWaits?: boolean;
  /** Values of the stack's variables. */
  readonly variables?: Record<string, string>;
}

/** What Terraform did, in words, by address without the hashes at its end. */
export type Done = Record<string, string>;

const LIVING = new Set<RealTerraform>();

// A test that has run out of time leaves its Terraform running.
afterAll(() => Promise.all([...LIVING].map((terraform) => terraform.close())));

/**
 * A stack that is applied, edited and applied again, in an Azure and with a Terraform of its own: lives don't meet, and can
 * be led side by side.
 */
export class Estate {
  /** Leads a life to its end, whichever that is. */
  public static async live(options: RealTerraformOptions, life: (estate: Estate) => Promise<void>): Promise<void> {
    const terraform = new RealTerraform(options);
    LIVING.add(terraform);
    try {
      await terraform.open();
      await life(new Estate(terraform, options.engine));
      terraform.checkAnswers();
    } finally {
      LIVING.delete(terraform);
      await terraform.close();
    }
  }

  /** Ids of what was in Azure before Terraform did anything, and is to be there after it has deleted all that it made. */
  public given: readonly string[] = [];
  private variables?: Record<string, string>;
  private currentRunner?: TerraformRunner;

  private constructor(
    readonly terraform: RealTerraform,
    private readonly engine?: EngineName,
  ) {}

  public get twin(): Twin {
    return this.terraform.twin;
  }

  public get runner(): TerraformRunner {
    if (!this.currentRunner) throw new Error('An estate is written before Terraform can run on it');
    return this.currentRunner;
  }

  /** Writes the stack, in the place of what was written before. */
  public write(build: Build, options: WriteOptions = {}): void {
    const stack = this.terraform.newStack();
    build(stack);
    const app = stack.node.root as App;
    app.synth();
    this.use(join(app.outdir, 'stacks', stack.node.id), options);
  }

  /** Takes the stack in a folder, in the place of the one before. */
  public use(folder: string, { fullWaits, variables }: WriteOptions = {}): void {
    this.variables = variables;
    if (!fullWaits) cutWaits(folder);
    if (this.currentRunner) this.currentRunner.use(folder);
    else this.currentRunner = this.terraform.runner(folder);
  }

  /** What Terraform would do. */
  public async plan(): Promise<Done> {
    const { plan } = await this.runner.plan({ variables: this.variables });
    const planned = Object.entries(actions(plan));
    return Object.fromEntries(planned.map(([address, done]) => [shortened(address), done.join(' then ')]));
  }

  /** Applies what is written, has Terraform content with it afterwards, and tells what was done. */
  public async apply(): Promise<Done> {
    const { done } = await this.runner.startApply({ variables: this.variables });
    const result = await done;
    await this.expectSettled();
    return doneBy(result);
  }

  /** A clean apply leaves nothing to say or to do, and nothing in Azure that Terraform has lost sight of. */
  public async expectSettled(): Promise<void> {
    const { summary, warnings } = await this.runner.planOnly({ variables: this.variables });
    expect(warnings).toEqual([]);
    const changes = Object.values(summary).reduce((sum, count) => sum + count);
    if (changes > 0) throw new Error(`The next plan isn't empty: ${JSON.stringify(await this.plan())}`);
    expect(orphans(this)).toEqual([]);
  }

  /** What Terraform says of an apply that fails. */
  public async failedApply(): Promise<string> {
    return messageOf(await this.runner.startApply({ variables: this.variables }));
  }

  /** Deletes everything. */
  public async destroy(): Promise<void> {
    const { done } = await this.runner.startDestroy({ variables: this.variables });
    expect((await done).warnings).toEqual([]);
    expect(existing(this.twin)).toEqual(this.given);
  }

  /** What Terraform says of a destroy that fails. */
  public async failedDestroy(): Promise<string> {
    return messageOf(await this.runner.startDestroy({ variables: this.variables }));
  }

  /** What is in Azure now was put there by others. */
  public give(): void {
    this.given = existing(this.twin);
  }

  /** Lets days go by in Azure. */
  public passDays(days: number): void {
    const { azure } = this.twin;
    azure.advanceTo(azure.clock.now().add({ hours: 24 * days }));
  }

  /** Comes back when Azure has answered so many requests that are about a path, counted from now. */
  public async requested(method: string, path: string, times = 1): Promise<void> {
    const { requests } = this.twin;
    const before = requests.length;
    const seen = () => requests.slice(before).filter((each) => each.method === method && each.path.includes(path));
    while (seen().length < times) await setTimeout(20);
  }

  /** Comes back when nobody is at work on the state's file. OpenTofu leaves it empty until it saves for the first time. */
  public async stateAtRest(): Promise<void> {
    const isWhole = (text: string) => text.endsWith('}\n') || (text === '' && this.engine === 'opentofu');
    while (!isWhole(stateFileOf(this.runner))) await setTimeout(5);
  }

  /** Id of the one thing in Azure with this name. */
  public idOf(type: string, name: string): string {
    const found = existing(this.twin).filter((id) => id.endsWith(`/${type}/${name}`));
    expect(found).toHaveLength(1);
    return found[0];
  }

  /** Names of what there is of a type in Azure. */
  public namesOf(type: string): string[] {
    const found = existing(this.twin).map((id) => id.split('/'));
    return found.filter((segments) => segments.at(-2) === type).map((segments) => segments.at(-1)!);
  }
}

/** A recovery point as Azure lists it. */
export interface RecoveryPoint {
  readonly time: string;
  readonly expires: string;
  readonly tag: string;
}

/** The recovery points of a backup instance, oldest first, as anybody can list them. */
export async function recoveryPoints(twin: Twin, instance: string): Promise<RecoveryPoint[]> {
  const options = { apiVersion: '2025-07-01' };
  const { status, body } = await new Client(twin).send('GET', `${instance}/recoveryPoints`, undefined, options);
  expect({ status, nextLink: body.nextLink }).toEqual({ status: 200, nextLink: undefined });
  const points: any[] = body.value.map(({ properties }: any) => properties);
  return points
    .map((each) => ({ time: each.recoveryPointTime, expires: each.expiryTime, tag: each.retentionTagName }))
    .reverse();
}

/**
 * What services make by themselves: a server's own databases, the services of a storage account, the interface and record of
 * a private endpoint, and what they keep of what was deleted. Its group of zones azurerm makes with an endpoint.
 */
const MADE_BY_AZURE = new RegExp(
  [
    '/databases/(azure_maintenance|azure_sys|postgres)',
    '/storageAccounts/[^/]+/(blob|file)Services/default',
    '/networkInterfaces/[^/]+\\.nic\\.[^/]+',
    '/privateEndpoints/[^/]+/privateDnsZoneGroups/default',
    '/privateDnsZones/[^/]+/A/[^/]+',
    '/(deletedBackupInstances|deletedVaults)/[^/]+',
  ]
    .map((path) => `${path}$`)
    .join('|'),
);

/** Ids of what exists in Azure, was made by Terraform, and isn't in its state. */
export function orphans({ twin, runner, given }: Estate): string[] {
  const known = new Set([...given, ...idsInState(runner)].map((id) => id.toLowerCase()));
  return existing(twin).filter((id) => !MADE_BY_AZURE.test(id) && !known.has(id.toLowerCase()));
}

function idsInState(runner: TerraformRunner): string[] {
  // OpenTofu leaves the file empty when it is killed before it has saved for the first time.
  const text = stateFileOf(runner) || '{ "resources": [] }';
  const { resources } = JSON.parse(text) as { resources: { mode: string; instances: any[] }[] };
  const managed = resources.filter(({ mode }) => mode === 'managed');
  return managed.flatMap(({ instances }) => instances.map(({ attributes }) => armId(attributes.id)));
}

/**
 * azurerm puts the id of a diagnostic setting together from what it belongs to and its name, and that of a role from its id
 * and its scope, while it is one thing in the whole tenant.
 */
function armId(id: string): string {
  const [role] = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/[^|]+(?=\|)/.exec(id) ?? [];
  return role ?? id.replace('|', '/providers/Microsoft.Insights/diagnosticSettings/');
}

function doneBy({ applied, warnings }: ApplyResult): Done {
  expect(warnings).toEqual([]);
  const done: Done = {};
  for (const { address, action } of applied) {
    if (action === 'read') continue;
    const short = shortened(address);
    done[short] = done[short] === undefined ? action : `${done[short]} then ${action}`;
  }
  return done;
}

/** What a run that has to fail says. */
export function messageOf({ done }: RunningChange): Promise<string> {
  return done.then(
    () => {
      throw new Error('It was to fail, and ended well');
    },
    (error: Error) => error.message,
  );
}

/** The same done to all that a server has for itself, by the id of the server and of the vault. */
export function ofServer(id: string, vault: string, done: string): Done {
  return {
    [`${SERVER}.${id}`]: done,
    [`${ROLE}.${id}_BackupRole-${vault}`]: done,
    [`${SLEEP}.${id}_BackupRoleWait-${vault}`]: done,
    [`${INSTANCE}.${id}_BackupInstance`]: done,
  };
}

/** A vault from which everything can be deleted at once. */
export const LOOSE: Partial<BackupVaultProps> = {
  softDelete: SoftDelete.off(),
  immutability: Immutability.disabled(),
};

/** The smallest estate: a server, and a vault that backs it up. */
export function oneServer(
  vaultProps: Partial<BackupVaultProps> = LOOSE,
  props: Partial<ProtectedFlexServerProps> = {},
) {
  return (stack: TerraformStack): void => {
    const group = new ResourceGroup(stack, 'group', { name: 'rg-shop', location: 'westeurope' });
    const place = { resourceGroupName: group.name, location: group.location };
    const vault = new BackupVault(stack, 'vault', { ...place, vaultName: 'bv-shop', ...vaultProps });
    new ProtectedFlexServer(stack, 'orders', {
      ...place,
      serverName: 'psql-orders',
      vault,
      recoverableFor: Retention.years(1),
      ...props,
    });
  };
}

/** The same stack for a provider that adopts what it finds where it would otherwise create. */
export function adopting(build: Build): Build {
  const flag = 'skip_import_check_on_create_and_allow_overwriting_existing_resources';
  return (stack) => {
    build(stack);
    (stack.node.findChild('azurerm') as TerraformProvider).addOverride(`features.0.${flag}`, true);
  };
}

/** Takes into the state what an apply has found to exist already. */
export async function importExisting({ runner }: Estate, message: string): Promise<string[]> {
  const told = message.matchAll(/a resource with the ID "([^"]+)" already exists[^\n]* \((\S+)\)$/gm);
  const addresses: string[] = [];
  for (const [, id, address] of told) {
    await runner.importResource(address, id);
    addresses.push(shortened(address));
  }
  return addresses;
}
