import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, chmod, constants, mkdir, readFile, rename, rm, statfs, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { gte } from 'semver';
import type { Environment } from './endpoint';
import { run } from './process';

export interface Toolchain {
  readonly ready: true;
  /** Path of the Terraform CLI. */
  readonly terraform: string;
  readonly terraformVersion: string;
  /** Where `terraform init` gets the providers: the public registry, or binaries built here. */
  readonly providers: 'registry' | 'mirror';
  readonly cliConfigFile: string;
  /** Variables for every call of the CLI. */
  readonly env: Environment;
}

/** What keeps Terraform from running here, and what the user can do about it. */
export interface Missing {
  readonly ready: false;
  readonly missing: readonly { readonly what: string; readonly how: string }[];
}

export interface ToolchainOptions {
  /** Build what can't be downloaded; otherwise only say what is missing. */
  readonly build: boolean;
  readonly log?: (line: string) => void;
}

interface Part {
  readonly name: string;
  readonly version: string;
  /** Folder below `providers/` with the pinned Go module. */
  readonly module: string;
  readonly package: string;
  readonly binary: string;
  readonly ldflags: string;
  readonly diskGb: number;
  readonly time: string;
  /** Build it with a build cache of its own, which is deleted once the binary is there. */
  readonly ownBuildCache: boolean;
}

/** Write-only arguments, which hold the servers' passwords, came with 1.11. */
const MIN_TERRAFORM = '1.11.0';
const MIN_GO = '1.26.6';
const PROBE = 'https://registry.terraform.io/.well-known/terraform.json';
const SETUP = 'npx tsx tools/terraform/setup.ts';
const GB = 1e9;

const EXE = process.platform === 'win32' ? '.exe' : '';
const GOOS: string = process.platform === 'win32' ? 'windows' : process.platform;
const GOARCH: string = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch;

const TERRAFORM: Part = {
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
};

const PROVIDERS: readonly Part[] = [
  {
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
  {
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
];

/** OpenTofu looks for the same providers under its own host name. */
const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'];

/** Where built binaries are kept; never inside the repository. */
export function cacheFolder(): string {
  return process.env.AZPGBACKUP_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'azpgbackup');
}

/** Finds Terraform and its providers, or builds them from pinned Go modules where they can't be downloaded. */
export async function ensureToolchain(options: ToolchainOptions): Promise<Toolchain | Missing> {
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });

  const [onPath, registry] = await Promise.all([terraformOnPath(), registryAnswers()]);
  const parts = await Promise.all(
    [...(onPath ? [] : [TERRAFORM]), ...(registry ? [] : PROVIDERS)].map(async (part) => ({
      part,
      binary: await binaryPath(cache, part),
    })),
  );
  const absent = parts.filter(({ binary }) => !existsSync(binary));
  if (absent.length > 0) {
    if (!options.build) return { ready: false, missing: absent.map(({ part }) => howToGet(part)) };
    const obstacle = await buildAll(cache, absent, options.log ?? (() => {}));
    if (obstacle) return { ready: false, missing: [obstacle] };
  }

  const terraform = onPath ?? { path: await binaryPath(cache, TERRAFORM), version: TERRAFORM.version };
  const cliConfigFile = registry ? await registryConfig(cache) : await mirrorConfig(cache);
  return {
    ready: true,
    terraform: terraform.path,
    terraformVersion: terraform.version,
    providers: registry ? 'registry' : 'mirror',
    cliConfigFile,
    env: {
      ...inheritedSettings(),
      TF_CLI_CONFIG_FILE: cliConfigFile,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
    },
  };
}

/** For people: what is missing, one line each. */
export function describeMissing(result: Missing): string {
  return result.missing.map(({ what, how }) => `${what}: ${how}`).join('\n');
}

/** Takes away what the caller's shell may have set and what would change how Terraform runs. */
function inheritedSettings(): Environment {
  const names = Object.keys(process.env).filter((name) => /^TF_/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

async function terraformOnPath(): Promise<{ path: string; version: string } | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, `terraform${EXE}`);
    if (!(await isExecutable(path))) continue;
    try {
      const { stdout } = await run(path, ['version', '-json'], {
        // A broken configuration of the user's is not our affair: we run with our own.
        env: { ...inheritedSettings(), TF_CLI_CONFIG_FILE: '', CHECKPOINT_DISABLE: '1' },
      });
      const version = (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
      if (gte(version, MIN_TERRAFORM)) return { path, version };
    } catch {
      // Not Terraform, or not runnable here; there may be another one further on.
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

function registryAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(PROBE, { timeout: 3000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    // `timeout` only covers silence on an open socket; looking up a name can hang as well.
    const timer = setTimeout(() => request.destroy(new Error('no answer')), 3000);
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(false));
    request.once('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

function label(part: Part): string {
  return `${part.name} ${part.version}`;
}

function moduleFolder(part: Part): string {
  return join(__dirname, 'providers', part.module);
}

async function binaryPath(cache: string, part: Part): Promise<string> {
  return join(cache, 'bin', `${part.module}-${part.version}-${await key(part)}`, part.binary);
}

async function key(part: Part): Promise<string> {
  const hash = createHash('sha256').update(`${GOOS}/${GOARCH}\n`);
  // A checkout on Windows may have changed the line ends; that's no other version.
  for (const name of ['go.mod', 'go.sum']) {
    hash.update((await readFile(join(moduleFolder(part), name), 'utf8')).replace(/\r\n/g, '\n'));
  }
  return hash.digest('hex').slice(0, 16);
}

function howToGet(part: Part): { what: string; how: string } {
  const how = `run "${SETUP}" to build it (${part.time}; needs Go ${MIN_GO} or newer and ${part.diskGb} GB of disk)`;
  return part === TERRAFORM
    ? { what: `Terraform ${MIN_TERRAFORM} or newer`, how: `put it on the PATH, or ${how}` }
    : { what: label(part), how: `Terraform's registry can't be reached from here; ${how}` };
}

async function buildAll(
  cache: string,
  wanted: readonly { part: Part; binary: string }[],
  log: (line: string) => void,
): Promise<{ what: string; how: string } | undefined> {
  const release = await takeLock(cache, log);
  try {
    for (const { part, binary } of wanted) {
      // Another process may have built it while this one waited for the lock.
      if (existsSync(binary)) continue;
      const obstacle = (await goObstacle(part)) ?? (await diskObstacle(cache, part));
      if (obstacle) return obstacle;
      await build(cache, part, binary, log);
    }
    return undefined;
  } finally {
    await release();
  }
}

async function takeLock(cache: string, log: (line: string) => void): Promise<() => Promise<void>> {
  const options = { lockfilePath: join(cache, 'build.lock'), stale: 60_000, update: 10_000 };
  try {
    return await lock(cache, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    log('Another process is building the same; waiting for it.');
    return lock(cache, { ...options, retries: { retries: 3600, factor: 1, minTimeout: 1000 } });
  }
}

async function goObstacle(part: Part): Promise<{ what: string; how: string } | undefined> {
  const what = `Go ${MIN_GO} or newer, to build ${label(part)}`;
  const how = 'install it from https://go.dev/dl/ and put it on the PATH';
  // Asked inside the module, a Go that fetches newer releases of itself answers with the one it would use.
  const result = await run('go', ['env', 'GOVERSION'], { cwd: moduleFolder(part) }).catch(() => undefined);
  if (!result) return { what, how: `there is no "go" on the PATH; ${how}` };
  const version = /^go(\d+\.\d+(?:\.\d+)?)/.exec(result.stdout)?.[1];
  if (result.code !== 0 || !version) return { what, how: `the one on the PATH is too old; ${how}` };
  const full = version.split('.').length === 2 ? `${version}.0` : version;
  return gte(full, MIN_GO) ? undefined : { what, how: `the one on the PATH is ${version}; ${how}` };
}

async function diskObstacle(cache: string, part: Part): Promise<{ what: string; how: string } | undefined> {
  const { bavail, bsize } = await statfs(cache);
  const free = bavail * bsize;
  if (free >= part.diskGb * GB) return undefined;
  return {
    what: `${part.diskGb} GB of free disk in ${cache} to build ${label(part)}`,
    how: `${(free / GB).toFixed(1)} GB are free; make room, or let AZPGBACKUP_CACHE name a folder on a larger disk`,
  };
}

async function build(cache: string, part: Part, binary: string, log: (line: string) => void): Promise<void> {
  const scratch = join(cache, 'build', `${part.module}-${await key(part)}`);
  const temporary = join(scratch, part.binary);
  const logFile = join(cache, 'build', `${part.module}.log`);
  await mkdir(scratch, { recursive: true });
  log(`Building ${label(part)} (about ${part.time}; log: ${logFile})`);

  const args = ['build', '-trimpath', '-mod=readonly', '-buildvcs=false', `-ldflags=${part.ldflags}`];
  const { code } = await run('go', [...args, '-o', temporary, part.package], {
    cwd: moduleFolder(part),
    env: {
      GOWORK: 'off',
      GOFLAGS: '',
      CGO_ENABLED: '0',
      GOOS,
      GOARCH,
      // Kept after a failure, so that the next attempt goes on where this one ended.
      ...(part.ownBuildCache ? { GOCACHE: join(scratch, 'gocache') } : {}),
    },
    logFile,
  });
  if (code !== 0) throw new Error(`Building ${label(part)} failed (exit code ${code}); see ${logFile}`);

  await chmod(temporary, 0o755);
  await mkdir(join(binary, '..'), { recursive: true });
  await rename(temporary, binary);
  await rm(scratch, { recursive: true, force: true });
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

async function mirrorConfig(cache: string): Promise<string> {
  const binaries = await Promise.all(PROVIDERS.map(async (part) => ({ part, binary: await binaryPath(cache, part) })));
  const all = createHash('sha256').update(binaries.map(({ binary }) => binary).join('\n'));
  const mirror = join(cache, `mirror-${all.digest('hex').slice(0, 16)}`);
  for (const { part, binary } of binaries) {
    for (const registry of REGISTRIES) {
      // Only the last folder of the layout may be a symbolic link; those further up are not followed.
      const folder = join(mirror, registry, 'hashicorp', part.module, part.version);
      await mkdir(folder, { recursive: true });
      await symlink(join(binary, '..'), join(folder, `${GOOS}_${GOARCH}`), 'junction').catch((error) => {
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
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${lines.join('\n')}\n`);
  await rename(temporary, file);
  return file;
}
