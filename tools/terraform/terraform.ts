import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Diagnostic, TerraformError, toDiagnostic } from './diagnostics';
import type { Environment } from './endpoint';
import { type LastingProviders, type Loan, NOTHING_LENT } from './lasting-providers';
import { run, start, type Result, type Running } from './process';
import type { Toolchain } from './toolchain';
import { copyConfiguration, initialize, PLAN } from './working-folder';

export { type Diagnostic, TerraformError } from './diagnostics';

export type Action = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

export interface Change {
  /** One action, or two for a replacement, in the order in which they happen. */
  readonly actions: readonly Action[];
  readonly before: any;
  readonly after: any;
  /** Same shape as `after`, with `true` where the value is only known after apply. */
  readonly after_unknown: any;
  readonly before_sensitive?: any;
  /** Same shape as `after`, with `true` where the value is sensitive. */
  readonly after_sensitive?: any;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

export interface ResourceChange {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly module_address?: string;
  readonly provider_name: string;
  readonly action_reason?: string;
  readonly change: Change;
}

export interface ConfiguredResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly provider_config_key: string;
  readonly expressions?: any;
  readonly depends_on?: readonly string[];
}

/** What `terraform show -json` says about a plan, as far as we read it. */
export interface Plan {
  readonly format_version: string;
  readonly terraform_version: string;
  readonly planned_values: { readonly outputs?: Record<string, any>; readonly root_module: any };
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Record<string, Change>;
  readonly configuration: {
    readonly provider_config?: Record<string, { readonly full_name: string; readonly alias?: string }>;
    readonly root_module: {
      readonly resources?: readonly ConfiguredResource[];
      readonly module_calls?: Record<string, unknown>;
    };
  };
}

/** What the calls have in common that work on the stack's resources. */
interface OperationOptions {
  /** Ask Azure for the present state of what is in the state; default true. */
  readonly refresh?: boolean;
  /** Values of the stack's variables. */
  readonly variables?: Record<string, string>;
}

export interface PlanResult {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
  /** What Terraform would print, without colour. */
  readonly text: string;
}

/** How many resources are added, changed, removed and imported. */
export type Summary = Readonly<Record<'add' | 'change' | 'remove' | 'import', number>>;

export interface PlanOutline {
  readonly summary: Summary;
  readonly warnings: readonly Diagnostic[];
}

export interface ApplyOptions extends OperationOptions {
  /** How many resources Terraform works on at a time; default: its own, 10. */
  readonly parallelism?: number;
  /** Hears what Terraform prints, as it comes, without colour. */
  readonly onMessage?: (text: string) => void;
}

export interface ApplyResult {
  readonly summary: Summary;
  /** What was done, one resource after another as they were finished. */
  readonly applied: readonly { readonly address: string; readonly action: Action; readonly seconds: number }[];
  /** The stack's outputs. A sensitive one is without its value, which `state` has. */
  readonly outputs: Record<string, { readonly sensitive: boolean; readonly type: unknown; readonly value?: any }>;
  readonly warnings: readonly Diagnostic[];
  /** What Terraform would print, without colour. */
  readonly text: string;
}

/** An apply or a destroy that is under way. */
export interface RunningChange {
  /** Id of the process group that Terraform and its providers are in. */
  readonly group?: number;
  readonly done: Promise<ApplyResult>;
  /**
   * Sends a signal to Terraform and the providers that it has started. After SIGKILL the state has what Terraform had
   * finished; OpenTofu saves no oftener than every 20 seconds, unless it is asked to stop.
   */
  kill(signal: NodeJS.Signals): void;
}

/** `terraform providers schema -json`, as far as we read it. */
export interface ProviderSchemas {
  readonly provider_schemas: Record<string, { readonly resource_schemas?: Record<string, ResourceSchema> }>;
}

export interface ResourceSchema {
  readonly version: number;
  readonly block: BlockSchema;
}

export interface BlockSchema {
  readonly attributes?: Record<string, { readonly type?: unknown; readonly nested_type?: unknown }>;
  readonly block_types?: Record<string, { readonly nesting_mode: string; readonly block: BlockSchema }>;
}

export interface RunnerOptions {
  /** Folder with the stack's `cdk.tf.json`, or with `.tf` files. Nothing is ever written there. */
  readonly folder: string;
  readonly toolchain: Toolchain;
  /** Usually an endpoint's: left out of `init`, which has to reach the real registry. */
  readonly env?: Environment;
  /** Providers that go on running; default: each command starts its own. */
  readonly providers?: LastingProviders;
}

/** Pauses before azapi is let sign in once more: the twin may have been kept from answering for some seconds. */
const SIGN_IN_PAUSES_MS = [500, 2000, 5000, 10_000, 20_000];

/**
 * Runs Terraform, or OpenTofu, on a stack in a temporary folder of its own. The state that `apply` leaves there is what
 * the following calls work on, until `close`.
 */
export class TerraformRunner {
  private work?: string;
  private hasAliases = false;
  private initializedFor?: string;
  private readonly running = new Set<Running>();

  constructor(private options: RunnerOptions) {}

  /** Goes on with another configuration and the same state. */
  public use(folder: string): void {
    this.options = { ...this.options, folder };
  }

  /** Fetches the providers. The other methods call it, if need be. */
  public async init(): Promise<void> {
    await this.prepare();
  }

  /** What Terraform and the providers' schemas have to say about the stack; an empty list is good news. */
  public async validate(): Promise<Diagnostic[]> {
    const work = await this.prepare();
    const result = await this.attached(work, ['validate', '-json', '-no-color'], this.options.env);
    const output = this.parse<{ diagnostics?: any[] }>('validate', result);
    return (output.diagnostics ?? []).map(toDiagnostic);
  }

  /** Plans over what `apply` has left. */
  public async plan(options: OperationOptions = {}): Promise<PlanResult> {
    const { work, env, messages } = await this.runPlan(options);
    const shown = await this.attached(work, ['show', '-json', '-no-color', PLAN], env);
    return { plan: this.parse<Plan>('show', shown), warnings: warningsIn(messages), text: textOf(messages) };
  }

  /** Plans without reading the plan, which is two thirds of the work. */
  public async planOnly(options: OperationOptions = {}): Promise<PlanOutline> {
    const { messages } = await this.runPlan(options);
    return { summary: summaryOf(messages), warnings: warningsIn(messages) };
  }

  public async apply(options: ApplyOptions = {}): Promise<ApplyResult> {
    return this.change('apply', options);
  }

  /** Begins an apply that can be killed on its way. */
  public startApply(options: ApplyOptions = {}): Promise<RunningChange> {
    return this.begin('apply', options);
  }

  /** Begins a destroy that can be killed on its way. */
  public startDestroy(options: ApplyOptions = {}): Promise<RunningChange> {
    return this.begin('destroy', options);
  }

  /** Deletes all that is in the state. */
  public async destroy(options: ApplyOptions = {}): Promise<ApplyResult> {
    return this.change('destroy', options);
  }

  /** Takes a resource that exists into the state. */
  public async importResource(address: string, id: string, options: OperationOptions = {}): Promise<void> {
    const work = await this.prepare();
    const env = this.environment(options);
    const result = await this.attached(work, ['import', '-no-color', '-input=false', address, id], env);
    if (result.code !== 0) throw this.failure('import', result);
  }

  /** The state as `terraform show -json` tells it: sensitive values included. */
  public async state(): Promise<string> {
    const work = await this.prepare();
    const result = await this.attached(work, ['show', '-json', '-no-color'], this.options.env);
    if (result.code !== 0) throw this.failure('show', result);
    return result.stdout;
  }

  public async schemas(): Promise<ProviderSchemas> {
    const work = await this.prepare();
    return this.parse<ProviderSchemas>('providers', await this.call(work, ['providers', 'schema', '-json']));
  }

  /** Kills what is still running, and deletes the temporary folder with the state. */
  public async close(): Promise<void> {
    for (const running of this.running) running.kill('SIGKILL');
    await Promise.allSettled([...this.running].map(({ done }) => done));
    if (this.work) await rm(this.work, { recursive: true, force: true });
    this.work = undefined;
    this.initializedFor = undefined;
  }

  private async prepare(): Promise<string> {
    await checkCertificate(this.options.env?.SSL_CERT_FILE);
    const { folder, toolchain } = this.options;
    const work = (this.work ??= await mkdtemp(join(tmpdir(), 'azpgbackup-terraform-')));
    // Each time: the stack may have been synthesized anew since.
    const configuration = await copyConfiguration(folder, work);
    this.hasAliases = configuration.hasAliases;
    if (this.initializedFor !== configuration.needs) {
      this.initializedFor = undefined;
      await initialize(work, configuration, toolchain, (where) => this.runInit(where));
      this.initializedFor = configuration.needs;
    }
    return work;
  }

  private async runInit(folder: string): Promise<void> {
    const result = await this.call(folder, ['init', '-no-color', '-input=false']);
    if (result.code !== 0) throw this.failure('init', result);
  }

  private async runPlan(options: OperationOptions) {
    const work = await this.prepare();
    const args = ['plan', '-json', '-no-color', '-input=false', '-lock=false', `-out=${PLAN}`];
    if (options.refresh === false) args.push('-refresh=false');
    const env = this.environment(options);
    const messages = this.messagesOf('plan', await signedIn(() => this.attached(work, args, env)));
    return { work, env, messages };
  }

  private async change(command: 'apply' | 'destroy', options: ApplyOptions): Promise<ApplyResult> {
    const work = await this.prepare();
    const { args, onLine } = this.changeCall(command, options);
    const result = await signedIn(() => this.attached(work, args, this.environment(options), onLine));
    return applyResult(this.messagesOf(command, result));
  }

  private async begin(command: 'apply' | 'destroy', options: ApplyOptions): Promise<RunningChange> {
    const work = await this.prepare();
    const { args, onLine } = this.changeCall(command, options);
    const loan = await this.borrow();
    const env = { ...this.environment(options), ...loan.env };
    let running!: Running;
    let killed = false;
    const call = () => {
      const current = start(this.options.toolchain.binary, args, { cwd: work, env, onLine, yields: true });
      this.running.add((running = current));
      return current.done.finally(() => this.running.delete(current));
    };
    const done = signedIn(call, () => !killed)
      // What a killed Terraform has begun they would bring to an end.
      .finally(() => loan.giveBack(!killed))
      .then((result) => applyResult(this.messagesOf(command, result)));
    // Whoever kills it may have no wish to hear how it ended.
    done.catch(() => {});
    return {
      get group() {
        return running.group;
      },
      done,
      kill(signal) {
        killed = true;
        running.kill(signal);
      },
    };
  }

  private changeCall(command: 'apply' | 'destroy', options: ApplyOptions) {
    const args = [command, '-json', '-no-color', '-input=false', '-auto-approve'];
    if (options.refresh === false) args.push('-refresh=false');
    if (options.parallelism !== undefined) args.push(`-parallelism=${options.parallelism}`);
    const { onMessage } = options;
    const onLine = onMessage && ((line: string) => parseLine(line).forEach((message) => onMessage(textOf([message]))));
    return { args, onLine };
  }

  private environment({ variables = {} }: OperationOptions): Environment {
    const settings = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
    return { ...this.options.toolchain.env, ...this.options.env, ...Object.fromEntries(settings) };
  }

  /** Runs a command on the providers that go on running, if there are any. */
  private async attached(
    cwd: string,
    args: readonly string[],
    env?: Environment,
    onLine?: (line: string) => void,
  ): Promise<Result> {
    const loan = await this.borrow();
    try {
      return await this.call(cwd, args, { ...env, ...loan.env }, onLine);
    } finally {
      await loan.giveBack();
    }
  }

  private async borrow(): Promise<Loan> {
    const { providers } = this.options;
    // A provider's process holds one configuration at a time: for each more, the command has to start one.
    return providers && !this.hasAliases ? providers.borrow() : NOTHING_LENT;
  }

  private call(
    cwd: string,
    args: readonly string[],
    env: Environment = {},
    onLine?: (line: string) => void,
  ): Promise<Result> {
    const { toolchain } = this.options;
    return run(toolchain.binary, args, { cwd, env: { ...toolchain.env, ...env }, onLine, yields: true });
  }

  private messagesOf(command: string, result: Result): any[] {
    const messages = result.stdout.split('\n').flatMap(parseLine);
    if (result.code !== 0) throw this.failure(command, result, diagnosticsIn(messages));
    return messages;
  }

  private parse<T>(command: string, result: Result): T {
    try {
      return JSON.parse(result.stdout) as T;
    } catch {
      throw this.failure(command, { ...result, stderr: result.stderr || result.stdout });
    }
  }

  private failure(command: string, { stderr }: Result, diagnostics: readonly Diagnostic[] = []): TerraformError {
    return new TerraformError(this.options.toolchain.name, command, diagnostics, stderr);
  }
}

/**
 * azapi gives a sign-in one second, which a busy machine may not have. It had asked nothing of Azure then: it is done again,
 * and what the others had done by then belongs to the answer.
 */
async function signedIn(call: () => Promise<Result>, isWanted = () => true): Promise<Result> {
  let before = '';
  for (let tries = 0; ; tries++) {
    const result = await call();
    const pause = SIGN_IN_PAUSES_MS[tries];
    const isLate = result.code !== 0 && pause !== undefined && result.stdout.includes('managed identity timed out');
    // It may be killed in the meantime.
    if (isLate && isWanted()) await setTimeout(pause);
    if (!isLate || !isWanted()) return { ...result, stdout: before + result.stdout };
    before += result.stdout.replace(/^(?!.*"type":"apply_complete").*\n?/gm, '');
  }
}

/** Go goes on without a file that it can't read, and then trusts nobody: that would be hard to guess. */
async function checkCertificate(file: string | undefined): Promise<void> {
  if (file === undefined) return;
  try {
    new X509Certificate(await readFile(file));
  } catch {
    throw new Error(`SSL_CERT_FILE names ${file}, where there is no certificate`);
  }
}

/** Terraform writes one JSON object to a line; a provider's stray output may come between. */
function parseLine(line: string): any[] {
  if (!line.startsWith('{')) return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

function diagnosticsIn(messages: readonly any[]): Diagnostic[] {
  return messages.filter(({ type }) => type === 'diagnostic').map(({ diagnostic }) => toDiagnostic(diagnostic));
}

function warningsIn(messages: readonly any[]): Diagnostic[] {
  return diagnosticsIn(messages).filter(({ severity }) => severity === 'warning');
}

function textOf(messages: readonly any[]): string {
  return messages.map((message) => String(message['@message'] ?? '')).join('\n');
}

function lastOf(messages: readonly any[], wanted: string): any {
  return messages.filter(({ type }) => type === wanted).pop();
}

function summaryOf(messages: readonly any[]): Summary {
  const { add = 0, change = 0, remove = 0, import: imported = 0 } = lastOf(messages, 'change_summary')?.changes ?? {};
  return { add, change, remove, import: imported };
}

function applyResult(messages: readonly any[]): ApplyResult {
  return {
    summary: summaryOf(messages),
    applied: messages
      .filter(({ type }) => type === 'apply_complete')
      .map(({ hook }) => ({ address: hook.resource.addr, action: hook.action, seconds: hook.elapsed_seconds })),
    outputs: lastOf(messages, 'outputs')?.outputs ?? {},
    warnings: warningsIn(messages),
    text: textOf(messages),
  };
}
