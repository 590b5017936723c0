import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { AzurermVersion } from '../../src';
import type { Twin, TwinOptions } from '../../src/twin';
import { Endpoint, Environment, startEndpoint } from '../../tools/terraform/endpoint';
import { LastingProviders } from '../../tools/terraform/lasting-providers';
import { Result, run } from '../../tools/terraform/process';
import { Plan, ResourceChange, TerraformRunner } from '../../tools/terraform/terraform';
import { describeMissing, EngineName, ensureToolchain, ProviderName, Toolchain } from '../../tools/terraform/toolchain';
import { cutWaits as cutWaitsOfStack } from '../../tools/terraform/waits';

export const INSTANCE = 'azurerm_data_protection_backup_instance_postgresql_flexible_server';
export const POLICY = 'azurerm_data_protection_backup_policy_postgresql_flexible_server';
export const VAULT_KEY = 'azurerm_data_protection_backup_vault_customer_managed_key';
export const VAULT = 'azurerm_data_protection_backup_vault';
export const SERVER = 'azurerm_postgresql_flexible_server';
export const ADMINISTRATOR = 'azurerm_postgresql_flexible_server_active_directory_administrator';
export const ROLE = 'azurerm_role_assignment';
export const ROLE_DEFINITION = 'azurerm_role_definition';
export const SLEEP = 'time_sleep';
export const GROUP = 'azurerm_resource_group';
export const STORAGE_ACCOUNT = 'azurerm_storage_account';
export const CONTAINER = 'azurerm_storage_container';
export const LIFECYCLE = 'azurerm_storage_management_policy';
export const PRIVATE_ENDPOINT = 'azurerm_private_endpoint';
export const UPDATE = 'azapi_update_resource';
export const AZAPI = 'azapi_resource';
export const LOCK = 'azurerm_management_lock';
export const ACTION_GROUP = 'azurerm_monitor_action_group';
export const ALERT_PROCESSING = 'azurerm_monitor_alert_processing_rule_action_group';
export const DIAGNOSTIC_SETTING = 'azurerm_monitor_diagnostic_setting';
export const METRIC_ALERT = 'azurerm_monitor_metric_alert';

export const ROOT = join(__dirname, '..', '..');
export const EXAMPLES = join(ROOT, 'examples', 'typescript');
export const BACKUP_ROLE = 'c088a766-074b-43ba-90d4-1fb21feae531';
export const READER_ROLE = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** Edits of the quickstart that leave out what azurerm takes minutes for: the tests of examples have it whole. */
export const QUICKER: Record<string, string> = {
  'orders.vault.addMonitoring(': 'if (false) orders.vault.addMonitoring(',
  'new OnDemandBackupOperator(': 'if (false) new OnDemandBackupOperator(',
};

export interface RealTerraformOptions {
  /** Default: Terraform. */
  readonly engine?: EngineName;
  /** Default: those that our constructs need. */
  readonly providers?: readonly ProviderName[];
  readonly twin?: TwinOptions;
  /** Have each command start its providers and end them, as it does for users. */
  readonly freshProviders?: boolean;
}

/** Real Terraform or OpenTofu with the real providers, and a twin in Azure's place. */
export class RealTerraform {
  private toolchain?: Toolchain;
  private endpoint?: Endpoint;
  private lasting?: LastingProviders;
  private readonly runners: TerraformRunner[] = [];
  private readonly folders: string[] = [];

  constructor(private readonly options: RealTerraformOptions = {}) {}

  /** The Azure of these tests. */
  public get twin(): Twin {
    if (!this.endpoint) throw new Error('The twin is there in tests, not while they are collected');
    return this.endpoint.twin;
  }

  /** What a program needs that runs Terraform by itself: which one, and where its providers and its Azure are. */
  public get programEnv(): Environment {
    const { toolchain, endpoint } = this;
    if (!toolchain || !endpoint) throw new Error('Terraform is ready in tests, not while they are collected');
    return { ...toolchain.env, ...endpoint.env, TERRAFORM_BINARY_NAME: toolchain.binary };
  }

  /** A folder that is gone when the tests of the file are done. */
  public temporaryFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'azpgbackup-test-'));
    this.folders.push(folder);
    return folder;
  }

  /** An example in a folder of its own, with parts of its main.ts replaced. */
  public copyOfExample(name: string, edits: Record<string, string> = {}): string {
    const folder = this.temporaryFolder();
    cpSync(join(EXAMPLES, name), folder, { recursive: true, filter: (path) => !path.endsWith('cdktf.out') });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const paths = { 'cdktf-azure-postgres-backup': [join(ROOT, 'src', 'index.ts')] };
    const settings = JSON.parse(readFileSync(join(EXAMPLES, 'tsconfig.json'), 'utf8'));
    settings.compilerOptions.paths = paths;
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const main = join(folder, 'main.ts');
    let source = readFileSync(main, 'utf8');
    for (const [from, to] of Object.entries(edits)) {
      // An edit that changes nothing would prove nothing.
      if (!source.includes(from)) throw new Error(`${name}/main.ts doesn't contain: ${from}`);
      source = source.replace(from, to);
    }
    writeFileSync(main, source);
    return folder;
  }

  /** Runs an app as its user does; Terraform on each of its stacks, by name. */
  public async runApp(folder: string): Promise<Record<string, TerraformRunner>> {
    const stacks = Object.entries(await this.synthesizeApp(folder));
    return Object.fromEntries(stacks.map(([stack, path]) => [stack, this.runner(path)]));
  }

  /** Runs an app as its user does; the folder of each of its stacks, by name. */
  public async synthesizeApp(folder: string): Promise<Record<string, string>> {
    const outdir = this.temporaryFolder();
    const result = await runNode([require.resolve('tsx/cli'), 'main.ts'], folder, { CDKTF_OUTDIR: outdir });
    if (result.code !== 0) throw new Error(`main.ts in ${folder} ended with ${result.code}:\n${result.stderr}`);
    const stacks = readdirSync(join(outdir, 'stacks'));
    return Object.fromEntries(stacks.map((stack) => [stack, join(outdir, 'stacks', stack)]));
  }

  /** An app that is synthesized into a temporary folder. */
  public newApp(): App {
    return new App({ outdir: this.temporaryFolder() });
  }

  /** A stack as a user begins it: a provider, and a constraint that lets Terraform take the newest azurerm. */
  public newStack(name = 'estate', app = this.newApp()): TerraformStack {
    const stack = new TerraformStack(app, name);
    new AzurermProvider(stack, 'azurerm', { features: [{}] });
    AzurermVersion.constrain(stack);
    return stack;
  }

  /** Synthesizes the app that the stack is part of; Terraform on the stack. */
  public synthesize(stack: TerraformStack): TerraformRunner {
    const app = stack.node.root as App;
    app.synth();
    return this.runner(join(app.outdir, 'stacks', stack.node.id));
  }

  /** Terraform on a folder with a `cdk.tf.json`. */
  public runner(folder: string): TerraformRunner {
    const { toolchain, endpoint } = this;
    if (!toolchain || !endpoint) throw new Error('Terraform is ready in tests, not while they are collected');
    const runner = new TerraformRunner({ folder, toolchain, env: endpoint.env, providers: this.lasting });
    this.runners.push(runner);
    return runner;
  }

  public async open(): Promise<void> {
    const { engine, providers, twin, freshProviders } = this.options;
    const toolchain = await ensureToolchain({ build: false, engine, providers });
    if (!toolchain.ready) {
      throw new Error(
        `Real Terraform isn't set up on this machine; run "npx tsx tools/terraform/setup.ts" first.\n${describeMissing(toolchain)}`,
      );
    }
    this.toolchain = toolchain;
    this.endpoint = await startEndpoint(twin);
    // On Windows nothing would end them with us.
    if (freshProviders || toolchain.programs.length === 0 || process.platform === 'win32') return;
    this.lasting = new LastingProviders(toolchain.programs, { ...toolchain.env, ...this.endpoint.env });
  }

  /** A request that the twin has no answer to is a hole in the twin, and fails the test that made it. */
  public checkAnswers(): void {
    expect(this.twin.unanswered.splice(0)).toEqual([]);
  }

  public async close(): Promise<void> {
    await Promise.all([this.lasting?.close(), ...this.runners.map((runner) => runner.close())]);
    await this.endpoint?.close();
    for (const folder of this.folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Real Terraform for the tests of one file, or of one `describe`. */
export function realTerraform(options: RealTerraformOptions = {}): RealTerraform {
  const terraform = new RealTerraform(options);
  beforeAll(() => terraform.open());
  afterEach(() => terraform.checkAnswers());
  afterAll(() => terraform.close());
  return terraform;
}

/** Cuts the waits for roles of every stack in an output folder. */
export function cutWaits(outdir: string): void {
  for (const stack of readdirSync(join(outdir, 'stacks'))) cutWaitsOfStack(join(outdir, 'stacks', stack));
}

/** Ids of everything that exists in a twin. */
export function existing(twin: Twin): string[] {
  return twin.azure.resources.all().map(({ id }) => id);
}

/** Runs a program of Node in a process of its own, as a user would: nothing of jest's gets into it. */
export function runNode(args: readonly string[], cwd: string, env: Environment = {}): Promise<Result> {
  return run(process.execPath, args, { cwd, env: { NODE_OPTIONS: undefined, ...env } });
}

/** The state as the runner keeps it in its file: what a backend would hold. */
export function stateFileOf(runner: TerraformRunner): string {
  const { work } = runner as unknown as { work: string };
  return readFileSync(join(work, 'terraform.tfstate'), 'utf8');
}

/** Values that an example gives its variables, from the file that it hands to its users. */
export function variablesOf(folder: string): Record<string, string> {
  const file = join(folder, 'example.tfvars');
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').matchAll(/^(\w+)\s*=\s*"(.*)"$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

/** Resources of the plan, data sources left out. */
export function managed(plan: Plan): ResourceChange[] {
  return (plan.resource_changes ?? []).filter(({ mode }) => mode === 'managed');
}

/** How many resources of each type a plan has. */
export function counts(plan: Plan): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { type } of managed(plan)) found[type] = (found[type] ?? 0) + 1;
  return found;
}

/** Planned values of every resource of a type, by address. What is only known after apply is left out. */
export function planned(plan: Plan, type: string): Record<string, any> {
  const resources: any[] = plan.planned_values.root_module.resources ?? [];
  return Object.fromEntries(
    resources
      .filter((each) => each.mode === 'managed' && each.type === type)
      .map((each) => [each.address, each.values]),
  );
}

/** Planned values of the one resource of a type below a construct, given by the ids on its path. */
export function plannedAt(plan: Plan, type: string, ...path: string[]): any {
  const found = Object.entries(planned(plan, type)).filter(([address]) => isAt(address, path));
  expect(found.map(([address]) => address)).toHaveLength(1);
  return found[0][1];
}

/** Address of the one resource of a type below a construct. */
export function addressAt(plan: Plan, type: string, ...path: string[]): string {
  const found = managed(plan).filter((change) => change.type === type && isAt(change.address, path));
  expect(found.map(({ address }) => address)).toHaveLength(1);
  return found[0].address;
}

function isAt(address: string, path: readonly string[]): boolean {
  const name = address.slice(address.indexOf('.') + 1);
  const prefix = path.join('_');
  return name === prefix || name.startsWith(`${prefix}_`);
}

/** What a resource's argument refers to in the configuration, the longest reference of each expression first. */
export function references(plan: Plan, address: string, argument: string): readonly string[] {
  return configuredAt(plan, address).expressions?.[argument]?.references ?? [];
}

/** A resource as it stands in the configuration. */
export function configuredAt(plan: Plan, address: string): any {
  const found = plan.configuration.root_module.resources?.find((each) => each.address === address);
  if (found === undefined) throw new Error(`${address} is not in the configuration`);
  return found;
}

/** An address without the hashes at its end, which say nothing to a reader. */
export function shortened(address: string): string {
  return address.replace(/(-[0-9a-f]{8})?_[0-9A-F]{8}$/, '');
}

/** What a plan does, by address; what it leaves alone is left out. */
export function actions(plan: Plan): Record<string, readonly string[]> {
  return Object.fromEntries(
    managed(plan)
      .filter(({ change }) => change.actions.some((action) => action !== 'no-op'))
      .map(({ address, change }) => [address, change.actions]),
  );
}
