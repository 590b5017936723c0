import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gte } from 'semver';
import { alone, BuildOptions, cacheFolder, diskObstacle, Obstacle, SETUP } from './machine';
import { run } from './process';

/** A program that is built from a pinned Go module. */
export interface GoPart {
  readonly name: string;
  readonly version: string;
  /** Folder below `providers/` with the module. */
  readonly module: string;
  readonly package: string;
  readonly binary: string;
  readonly ldflags: string;
  readonly diskGb: number;
  readonly time: string;
  /** Build it with a build cache of its own, which is deleted once the binary is there. */
  readonly ownBuildCache: boolean;
}

export const GOOS: string = process.platform === 'win32' ? 'windows' : process.platform;
export const GOARCH: string = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch;

const MIN_GO = '1.26.6';

/** Where the binary of a part is, or will be. */
export async function binaryOf(part: GoPart): Promise<string> {
  return join(cacheFolder(), 'bin', `${part.module}-${part.version}-${await key(part)}`, part.binary);
}

/** How to come by a part that isn't built yet. */
export function howToBuild(part: GoPart): string {
  return `run "${SETUP}" to build it (${part.time}; needs Go ${MIN_GO} or newer and ${part.diskGb} GB of disk)`;
}

/** Builds what isn't there yet, one after another. Returns what stands in the way, if anything does. */
export async function buildParts(parts: readonly GoPart[], options: BuildOptions): Promise<Obstacle | undefined> {
  const log = options.log ?? (() => {});
  return alone(log, async () => {
    for (const part of parts) {
      // Another process may have built it while this one waited for its turn.
      if (existsSync(await binaryOf(part))) continue;
      const obstacle = (await goObstacle(part)) ?? (await diskObstacle(part.diskGb, `build ${label(part)}`));
      if (obstacle) return obstacle;
      await build(part, log);
    }
    return undefined;
  });
}

export function label(part: GoPart): string {
  return `${part.name} ${part.version}`;
}

function moduleFolder(part: GoPart): string {
  return join(__dirname, 'providers', part.module);
}

async function key(part: GoPart): Promise<string> {
  const hash = createHash('sha256').update(`${GOOS}/${GOARCH}\n`);
  // A checkout on Windows may have changed the line ends; that's no other version.
  for (const name of ['go.mod', 'go.sum']) {
    hash.update((await readFile(join(moduleFolder(part), name), 'utf8')).replace(/\r\n/g, '\n'));
  }
  return hash.digest('hex').slice(0, 16);
}

async function goObstacle(part: GoPart): Promise<Obstacle | undefined> {
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

async function build(part: GoPart, log: (line: string) => void): Promise<void> {
  const scratch = join(cacheFolder(), 'build', `${part.module}-${await key(part)}`);
  const temporary = join(scratch, part.binary);
  const logFile = join(cacheFolder(), 'build', `${part.module}.log`);
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
  const binary = await binaryOf(part);
  await mkdir(dirname(binary), { recursive: true });
  await rename(temporary, binary);
  await rm(scratch, { recursive: true, force: true });
}
