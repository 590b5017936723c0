import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Environment } from './endpoint';
import { run, type Result } from './process';
import { cacheFolder, type Toolchain } from './toolchain';

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** Address of the resource it is about. */
  readonly address?: string;
}

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

export interface PlanOptions {
  /** Ask Azure for the present state of what is in the state; default true. */
  readonly refresh?: boolean;
  /** Text of the state to plan over; default: nothing exists. */
  readonly state?: string;
  /** Values of the stack's variables. */
  readonly variables?: Record<string, string>;
}

export interface PlanResult {
  readonly plan: Plan;
  readonly warnings: readonly Diagnostic[];
  /** What Terraform would print, without colour. */
  readonly text: string;
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
  /** Folder with the stack's `cdk.tf.json`. Nothing is ever written there. */
  readonly folder: string;
  readonly toolchain: Toolchain;
  /** Usually an endpoint's: left out of `init`, which has to reach the real registry. */
  readonly env?: Environment;
}

/** Terraform ended with an error. */
export class TerraformError extends Error {
  constructor(
    readonly command: string,
    readonly diagnostics: readonly Diagnostic[],
    stderr: string,
  ) {
    const lines = diagnostics.filter(({ severity }) => severity === 'error').map(describe);
    super([`terraform ${command} failed`, ...lines, stderr.trim()].filter(Boolean).join('\n'));
    this.name = 'TerraformError';
  }
}

const CONFIG = 'cdk.tf.json';
const LOCK = '.terraform.lock.hcl';
const PLAN = 'plan.bin';

/** Runs Terraform on a synthesized stack, in a temporary folder of its own. */
export class TerraformRunner {
  private work?: string;

  constructor(private readonly options: RunnerOptions) {}

  /** Fetches the providers. The other methods call it, if need be. */
  public async init(): Promise<void> {
    if (this.work) return;
    const work = await mkdtemp(join(tmpdir(), 'azpgbackup-terraform-'));
    try {
      const config = await this.copyStack(work);
      if (this.options.toolchain.providers === 'mirror') await this.takeProviders(work, config.terraform);
      // Modules have to be fetched for each stack.
      if (!existsSync(join(work, LOCK)) || config.module) await this.runInit(work);
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      throw error;
    }
    this.work = work;
  }

  /** What Terraform and the providers' schemas have to say about the stack; an empty list is good news. */
  public async validate(): Promise<Diagnostic[]> {
    const work = await this.prepare();
    const result = await this.terraform(work, ['validate', '-json', '-no-color'], this.options.env);
    const output = parse<{ diagnostics?: any[] }>('validate', result);
    return (output.diagnostics ?? []).map(toDiagnostic);
  }

  public async plan(options: PlanOptions = {}): Promise<PlanResult> {
    const { work, env, messages, diagnostics } = await this.runPlan(options);
    const shown = await this.terraform(work, ['show', '-json', '-no-color', PLAN], env);
    return {
      plan: parse<Plan>('show', shown),
      warnings: diagnostics.filter(({ severity }) => severity === 'warning'),
      text: messages.map((message) => String(message['@message'] ?? '')).join('\n'),
    };
  }

  /** Plans without reading the plan: what a benchmark times. */
  public async planOnly(options: PlanOptions = {}): Promise<void> {
    await this.runPlan(options);
  }

  private async runPlan(options: PlanOptions) {
    const work = await this.prepare();
    const state = join(work, 'terraform.tfstate');
    if (options.state === undefined) await rm(state, { force: true });
    else await writeFile(state, options.state);

    const args = ['plan', '-json', '-no-color', '-input=false', '-lock=false', `-out=${PLAN}`];
    if (options.refresh === false) args.push('-refresh=false');
    const variables = Object.entries(options.variables ?? {}).map(([name, value]) => [`TF_VAR_${name}`, value]);
    const env = { ...this.options.env, ...Object.fromEntries(variables) };
    const result = await this.terraform(work, args, env);
    const messages = result.stdout.split('\n').flatMap(parseLine);
    const diagnostics = messages.filter(({ type }) => type === 'diagnostic').map((m) => toDiagnostic(m.diagnostic));
    if (result.code !== 0) throw new TerraformError('plan', diagnostics, result.stderr);
    return { work, env, messages, diagnostics };
  }

  public async schemas(): Promise<ProviderSchemas> {
    const work = await this.prepare();
    return parse<ProviderSchemas>('providers', await this.terraform(work, ['providers', 'schema', '-json']));
  }

  /** Deletes the temporary folder. */
  public async close(): Promise<void> {
    if (this.work) await rm(this.work, { recursive: true, force: true });
    this.work = undefined;
  }

  private async prepare(): Promise<string> {
    await this.init();
    // The stack may have been synthesized anew since.
    await this.copyStack(this.work!);
    return this.work!;
  }

  private async copyStack(work: string): Promise<any> {
    const { folder } = this.options;
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name === CONFIG || entry.name.startsWith('.terraform') || entry.name.includes('.tfstate')) continue;
      const [from, to] = [resolve(folder, entry.name), join(work, entry.name)];
      if (entry.isFile()) await copyFile(from, to);
      else if (entry.isDirectory() && !existsSync(to)) await symlink(from, to, 'junction');
    }
    const config = JSON.parse(await readFile(join(folder, CONFIG), 'utf8'));
    // The stack's state belongs to whoever deploys it; ours is the file next to this copy.
    delete config.terraform?.backend;
    delete config.terraform?.cloud;
    await writeFile(join(work, CONFIG), JSON.stringify(config));
    return config;
  }

  /**
   * Links the providers from an `init` done once for all stacks that require the same: what a mirror holds doesn't
   * change, and each `init` would read through every binary to compute its checksum.
   */
  private async takeProviders(work: string, settings: any): Promise<void> {
    const { cliConfigFile, terraformVersion } = this.options.toolchain;
    const required = JSON.stringify({ terraform: { required_providers: settings?.required_providers ?? {} } });
    const hash = createHash('sha256')
      .update([terraformVersion, await readFile(cliConfigFile, 'utf8'), required].join('\n'))
      .digest('hex');
    const shared = join(cacheFolder(), 'init', hash.slice(0, 16));
    if (!existsSync(join(shared, LOCK))) {
      await mkdir(join(cacheFolder(), 'init'), { recursive: true });
      const temporary = await mkdtemp(`${shared}-`);
      try {
        await writeFile(join(temporary, CONFIG), required);
        await this.runInit(temporary);
        await rename(temporary, shared);
      } catch (error) {
        await rm(temporary, { recursive: true, force: true });
        // Another process was quicker: its result is as good as ours.
        if (!existsSync(join(shared, LOCK))) throw error;
      }
    }
    await copyFile(join(shared, LOCK), join(work, LOCK));
    await mkdir(join(work, '.terraform'), { recursive: true });
    await symlink(join(shared, '.terraform', 'providers'), join(work, '.terraform', 'providers'), 'junction');
  }

  private async runInit(work: string): Promise<void> {
    const result = await this.terraform(work, ['init', '-no-color', '-input=false']);
    if (result.code !== 0) throw new TerraformError('init', [], result.stderr);
  }

  private terraform(work: string, args: readonly string[], env: Environment = {}): Promise<Result> {
    const { toolchain } = this.options;
    return run(toolchain.terraform, args, { cwd: work, env: { ...toolchain.env, ...env } });
  }
}

/** One diagnostic as text. */
export function describe(diagnostic: Diagnostic): string {
  const where = diagnostic.address ? ` (${diagnostic.address})` : '';
  return `${diagnostic.severity}: ${diagnostic.summary}${where}${diagnostic.detail ? `\n  ${diagnostic.detail}` : ''}`;
}

function toDiagnostic(raw: any): Diagnostic {
  return {
    severity: raw.severity,
    summary: raw.summary,
    ...(raw.detail ? { detail: raw.detail } : {}),
    ...(raw.address ? { address: raw.address } : {}),
  };
}

function parse<T>(command: string, result: Result): T {
  try {
    return JSON.parse(result.stdout) as T;
  } catch {
    throw new TerraformError(command, [], result.stderr || result.stdout);
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
