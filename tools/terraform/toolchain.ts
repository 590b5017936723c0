import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { delimiter, dirname, join } from 'node:path';
import { gte } from 'semver';
import type { Environment } from './endpoint';
import { binaryOf, buildParts, GOARCH, GOOS, GoPart, howToBuild, label } from './go-part';
import type { ProviderProgram } from './lasting-providers';
import { BuildOptions, cacheFolder, EXE, Missing, Obstacle } from './machine';
import { run } from './process';

export { describeMissing, type Missing } from './machine';

export type EngineName = 'terraform' | 'opentofu';
export type ProviderName = 'azurerm' | 'time' | 'azapi';

/** A program that deploys stacks, with all that it needs for it. */
export interface Toolchain {
  readonly ready: true;
  readonly engine: EngineName;
  /** What the engine is called in sentences. */
  readonly name: string;
  /** Path of the engine's CLI. */
  readonly binary: string;
  readonly version: string;
  /** Where `init` gets the providers: the engine's public registry, or binaries built here. */
  readonly providers: 'registry' | 'mirror';
  /** Programs of the providers that were asked for; none where an engine fetches them by itself. */
  readonly programs: readonly ProviderProgram[];
  readonly cliConfigFile: string;
  /** Variables for every call of the CLI. */
  readonly env: Environment;
}

export interface ToolchainOptions extends BuildOptions {
  /** Default: Terraform. */
  readonly engine?: EngineName;
  /** Providers that have to be there; default: those that our constructs need. */
  readonly providers?: readonly ProviderName[];
}

interface Engine {
  readonly part: GoPart;
  readonly command: string;
  readonly registry: string;
}

/** Write-only arguments, which hold the servers' passwords, came with 1.11 of both. */
const MIN_ENGINE = '1.11.0';
const REGISTRY_TIMEOUT_MS = 3000;

/**
 * An engine and its providers begin anew with every call, and read the schemas of all resources there are: almost half of
 * their time went into collecting what their end frees anyway.
 */
const UNCOLLECTED: Environment = { GOGC: 'off', GOMEMLIMIT: '1GiB' };

const ENGINES: Record<EngineName, Engine> = {
  terraform: {
    command: 'terraform',
    registry: 'registry.terraform.io',
    part: {
      name: 'Terraform',
      version: '1.11.4',
      module: 'terraform',
      package: 'github.com/hashicorp/terraform',
      binary: `terraform${EXE}`,
      // Without it the binary calls itself 1.11.4-dev, which no `required_version` accepts.
      ldflags: '-s -w -X github.com/hashicorp/terraform/version.dev=no',
      diskGb: 2,
      time: '3 minutes',
      ownBuildCache: false,
    },
  },
  opentofu: {
    command: 'tofu',
    registry: 'registry.opentofu.org',
    part: {
      name: 'OpenTofu',
      version: '1.11.0',
      module: 'opentofu',
      package: 'github.com/opentofu/opentofu/cmd/tofu',
      binary: `tofu${EXE}`,
      ldflags: '-s -w -X github.com/opentofu/opentofu/version.dev=no',
      diskGb: 3,
      time: '3 minutes',
      ownBuildCache: false,
    },
  },
};

interface Provider {
  readonly namespace: string;
  /** Has its program wait for engines that attach to it. */
  readonly waitFlag: string;
  readonly part: GoPart;
}

const PROVIDERS: Record<ProviderName, Provider> = {
  azurerm: {
    namespace: 'hashicorp',
    waitFlag: '-debuggable',
    part: {
      name: 'azurerm provider',
      version: '5.2.0',
      module: 'azurerm',
      package: 'github.com/hashicorp/terraform-provider-azurerm',
      binary: `terraform-provider-azurerm_v5.2.0${EXE}`,
      ldflags: '-s -w',
      diskGb: 12,
      time: '10 minutes',
      ownBuildCache: true,
    },
  },
  time: {
    namespace: 'hashicorp',
    waitFlag: '-debug',
    part: {
      name: 'time provider',
      version: '0.13.1',
      module: 'time',
      package: 'github.com/hashicorp/terraform-provider-time',
      binary: `terraform-provider-time_v0.13.1${EXE}`,
      ldflags: '-s -w',
      diskGb: 1,
      time: 'half a minute',
      ownBuildCache: false,
    },
  },
  azapi: {
    namespace: 'azure',
    waitFlag: '-debuggable',
    part: {
      name: 'azapi provider',
      version: '1.15.0',
      module: 'azapi',
      package: 'github.com/Azure/terraform-provider-azapi',
      binary: `terraform-provider-azapi_v1.15.0${EXE}`,
      ldflags: '-s -w -X github.com/Azure/terraform-provider-azapi/version.ProviderVersion=1.15.0',
      diskGb: 2,
      time: '1 minute',
      ownBuildCache: false,
    },
  },
};

/** Finds an engine and its providers, or builds them from pinned Go modules where they can't be downloaded. */
export async function ensureToolchain(options: ToolchainOptions): Promise<Toolchain | Missing> {
  const { engine: engineName = 'terraform', providers: providerNames = ['azurerm', 'time'] } = options;
  const engine = ENGINES[engineName];
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });

  const [onPath, registry] = await Promise.all([engineOnPath(engine), registryAnswers(engine)]);
  const needed = [
    ...(onPath ? [] : [engine.part]),
    ...(registry ? [] : providerNames.map((name) => PROVIDERS[name].part)),
  ];
  const absent: GoPart[] = [];
  for (const part of needed) if (!existsSync(await binaryOf(part))) absent.push(part);
  if (absent.length > 0) {
    if (!options.build) return { ready: false, missing: absent.map((part) => howToGet(part, engine)) };
    const obstacle = await buildParts(absent, options);
    if (obstacle) return { ready: false, missing: [obstacle] };
  }

  const found = onPath ?? { path: await binaryOf(engine.part), version: engine.part.version };
  const cliConfigFile = registry ? await registryConfig(cache) : await mirrorConfig(cache);
  return {
    ready: true,
    engine: engineName,
    name: engine.part.name,
    binary: found.path,
    version: found.version,
    providers: registry ? 'registry' : 'mirror',
    programs: registry ? [] : await Promise.all(providerNames.map((name) => programOf(engine, PROVIDERS[name]))),
    cliConfigFile,
    env: {
      ...inheritedSettings(),
      TF_CLI_CONFIG_FILE: cliConfigFile,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      ...UNCOLLECTED,
    },
  };
}

async function programOf({ registry }: Engine, { namespace, waitFlag, part }: Provider): Promise<ProviderProgram> {
  return { address: `${registry}/${namespace}/${part.module}`, binary: await binaryOf(part), flag: waitFlag };
}

/** Takes away what the caller's shell may have set and what would change how the engine runs. */
function inheritedSettings(): Environment {
  const names = Object.keys(process.env).filter((name) => /^TF_/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

async function engineOnPath(engine: Engine): Promise<{ path: string; version: string } | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, `${engine.command}${EXE}`);
    if (!(await isExecutable(path))) continue;
    try {
      const { stdout } = await run(path, ['version', '-json'], {
        // A broken configuration of the user's is not our affair: we run with our own.
        env: { ...inheritedSettings(), TF_CLI_CONFIG_FILE: '', CHECKPOINT_DISABLE: '1' },
      });
      const version = (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
      if (gte(version, MIN_ENGINE)) return { path, version };
    } catch {
      // Not the engine, or not runnable here; there may be another one further on.
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function registryAnswers({ registry }: Engine): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      `https://${registry}/.well-known/terraform.json`,
      { timeout: REGISTRY_TIMEOUT_MS, agent: false },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    // `timeout` only covers silence on an open socket; looking up a name can hang as well.
    const timer = setTimeout(() => request.destroy(new Error('no answer')), REGISTRY_TIMEOUT_MS);
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(false));
    request.once('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

function howToGet(part: GoPart, engine: Engine): Obstacle {
  const how = howToBuild(part);
  return part === engine.part
    ? { what: `${part.name} ${MIN_ENGINE} or newer`, how: `put it on the PATH, or ${how}` }
    : { what: label(part), how: `${engine.part.name}'s registry can't be reached from here; ${how}` };
}

async function registryConfig(cache: string): Promise<string> {
  const plugins = join(cache, 'plugins');
  await mkdir(plugins, { recursive: true });
  const lines = [
    `plugin_cache_dir = ${JSON.stringify(plugins)}`,
    // Tests start without a lock file; without this, Terraform then downloads past the cache.
    'plugin_cache_may_break_dependency_lock_file = true',
    'disable_checkpoint = true',
  ];
  return writeConfig(cache, 'registry.tfrc', lines);
}

/** One mirror for both engines, of all providers that are built by now: each looks under the name of its own registry. */
async function mirrorConfig(cache: string): Promise<string> {
  const providers = await Promise.all(
    Object.values(PROVIDERS).map(async ({ namespace, part }) => ({ namespace, part, binary: await binaryOf(part) })),
  );
  const all = createHash('sha256').update(providers.map(({ binary }) => binary).join('\n'));
  const mirror = join(cache, `mirror-${all.digest('hex').slice(0, 16)}`);
  for (const { namespace, part, binary } of providers) {
    if (!existsSync(binary)) continue;
    for (const { registry } of Object.values(ENGINES)) {
      // Only the last folder of the layout may be a symbolic link; those further up are not followed.
      const folder = join(mirror, registry, namespace, part.module, part.version);
      await mkdir(folder, { recursive: true });
      await symlink(dirname(binary), join(folder, `${GOOS}_${GOARCH}`), 'junction').catch((error) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      });
    }
  }
  const lines = [
    'provider_installation {',
    '  filesystem_mirror {',
    `    path = ${JSON.stringify(mirror)}`,
    '  }',
    '}',
    'disable_checkpoint = true',
  ];
  return writeConfig(cache, 'mirror.tfrc', lines);
}

async function writeConfig(cache: string, name: string, lines: readonly string[]): Promise<string> {
  const file = join(cache, name);
  const temporary = `${file}.${randomUUID()}`;
  await writeFile(temporary, `${lines.join('\n')}\n`);
  await rename(temporary, file);
  return file;
}
