import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gte } from 'semver';
import { installFromDebian } from './debian';
import { alone, BuildOptions, cacheFolder, diskObstacle, Missing, Obstacle, SETUP } from './machine';
import { run } from './process';

export interface AzureCli {
  readonly ready: true;
  /** Path of `az`. */
  readonly az: string;
  readonly version: string;
}

const VERSION = '2.91.0';
const MIN_PYTHON = '3.10.0';
const DISK_GB = 1;
const LABEL = `Azure CLI ${VERSION}`;

/** Version of itself and of all that it needs, as they were seen to work together. */
const CONSTRAINTS = join(__dirname, 'providers', 'azure-cli', 'constraints.txt');
const WINDOWS = process.platform === 'win32';
const ASK = 'import ensurepip, sys, venv; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';

interface Python {
  readonly path: string;
  readonly version: string;
}

/** Finds the Azure CLI of our own, or installs it into a virtual environment in the cache. */
export async function ensureAzureCli(options: BuildOptions): Promise<AzureCli | Missing> {
  const home = await homeFolder();
  if (!isComplete(home)) {
    if (!options.build) return { ready: false, missing: [{ what: LABEL, how: howToInstall() }] };
    const obstacle = await install(home, options.log ?? (() => {}));
    if (obstacle) return { ready: false, missing: [obstacle] };
  }
  return { ready: true, az: program(home, 'az', '.bat'), version: VERSION };
}

/** Where it is, or will be: it can't be moved afterwards. */
async function homeFolder(): Promise<string> {
  const pinned = (await readFile(CONSTRAINTS, 'utf8')).replace(/\r\n/g, '\n');
  const key = createHash('sha256').update(`${process.platform}/${process.arch}\n${pinned}`).digest('hex');
  return join(cacheFolder(), 'azure-cli', `${VERSION}-${key.slice(0, 16)}`);
}

/** Written last. */
function marker(home: string): string {
  return join(home, 'complete');
}

/** Also false once the Python that the environment was made with has gone. */
function isComplete(home: string): boolean {
  return existsSync(marker(home)) && existsSync(program(home, 'python', '.exe'));
}

function program(home: string, name: string, extension: string): string {
  return WINDOWS ? join(home, 'Scripts', `${name}${extension}`) : join(home, 'bin', name);
}

function howToInstall(): string {
  return `run "${SETUP}" to install it (2 minutes; needs Python ${MIN_PYTHON} or newer and ${DISK_GB} GB of disk)`;
}

function install(home: string, log: (line: string) => void): Promise<Obstacle | undefined> {
  return alone(log, async () => {
    // Another process may have installed it while this one waited for its turn.
    if (isComplete(home)) return undefined;
    const diskIsFull = await diskObstacle(DISK_GB, `install ${LABEL}`);
    if (diskIsFull) return diskIsFull;
    const python = (await findPython(WINDOWS ? 'python' : 'python3')) ?? (await pythonFromDebian(log));
    if (!python) return pythonObstacle();

    await rm(home, { recursive: true, force: true });
    const logFile = join(cacheFolder(), 'build', 'azure-cli.log');
    await mkdir(join(cacheFolder(), 'build'), { recursive: true });
    log(`Installing ${LABEL} with Python ${python.version} (about 2 minutes; log: ${logFile})`);
    await succeed(python.path, ['-m', 'venv', home], logFile);
    const pip = ['-m', 'pip', 'install', '--no-input', '--no-cache-dir', '--disable-pip-version-check'];
    await succeed(program(home, 'python', '.exe'), [...pip, '--constraint', CONSTRAINTS, 'azure-cli'], logFile);
    await writeFile(marker(home), '');
    return undefined;
  });
}

async function succeed(command: string, args: readonly string[], logFile: string): Promise<void> {
  const { code } = await run(command, args, { env: { PYTHONHOME: undefined, PYTHONPATH: undefined }, logFile });
  if (code !== 0) throw new Error(`Installing ${LABEL} failed (exit code ${code}); see ${logFile}`);
}

/** A Python that is new enough and can make virtual environments with pip in them. */
async function findPython(...commands: string[]): Promise<Python | undefined> {
  for (const command of commands) {
    const result = await run(command, ['-c', ASK]).catch(() => undefined);
    const [path, version] = result?.code === 0 ? result.stdout.trim().split(/\r?\n/) : [];
    if (path && version && gte(version, MIN_PYTHON)) return { path, version };
  }
  return undefined;
}

/** Debian's Python comes without the means to make virtual environments. */
async function pythonFromDebian(log: (line: string) => void): Promise<Python | undefined> {
  if (!(await installFromDebian(['python3-venv'], log))) return undefined;
  // Another one, which can't do it either, may come first on the PATH.
  return findPython('python3', '/usr/bin/python3');
}

function pythonObstacle(): Obstacle {
  return {
    what: `Python ${MIN_PYTHON} or newer with venv and pip, to install ${LABEL}`,
    how: 'install it from https://www.python.org/downloads/, or the packages python3 and python3-venv, and put it on the PATH',
  };
}
