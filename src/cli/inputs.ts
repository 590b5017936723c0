import { constants } from 'buffer';
import { readFileSync, realpathSync } from 'fs';
import { readdir, stat } from 'fs/promises';
import { isAbsolute, join, relative, resolve } from 'path';
import { decode } from '../validation/readers/decode';
import { InputError } from '../validation/readers/input-error';
import { member, parseJson, stringMember } from '../validation/readers/json';
import { configurationNames, Folders, ModuleLoader, variablesIn } from '../validation/readers/modules';
import { ReadInput, readSources, RootSource, TextSource } from '../validation/readers/read';

const STDIN = '-';
const STACK_FILE = 'cdk.tf.json';

/**
 * Reads files, folders and standard input as one estate.
 * @param seen is told the path of every file that is read
 * @throws InputError with one clear line, where one can't be read or isn't anything that is read here
 */
export async function readInputs(
  inputs: readonly string[],
  stdin: () => Promise<Buffer>,
  cwd: string,
  seen: (path: string) => void = () => undefined,
): Promise<readonly ReadInput[]> {
  const files = new Files(cwd, seen);
  const sources: (TextSource | RootSource)[] = [];
  for (const input of distinct(inputs, cwd)) {
    if (input === STDIN) sources.push({ name: STDIN, text: decode(STDIN, await stdin()) });
    else sources.push(...(await files.sources(input)));
  }
  return readSources(sources, files);
}

function distinct(inputs: readonly string[], cwd: string): readonly string[] {
  const seen = new Map(inputs.map((input) => [input === STDIN ? STDIN : resolve(cwd, input), input]));
  return [...seen.values()];
}

/** Files as the user names them: relative to where the command runs. */
class Files implements Folders {
  public constructor(
    private readonly cwd: string,
    private readonly seen: (path: string) => void,
  ) {}

  public async sources(input: string): Promise<readonly (TextSource | RootSource)[]> {
    const path = slashed(input);
    const names = await this.list(path, true);
    if (names === undefined) {
      const text = await this.read(path);
      const folder = this.resolve(path, '..');
      return [{ name: path, text, folder, folderId: realpathSync(this.path(folder)) }];
    }
    const files = configurationNames(names);
    // A configuration may have a folder or a file of these names for something else.
    const stacks = await this.stacks(path, names, files.length > 0);
    if (stacks !== undefined) return stacks;
    if (files.length === 1 && files[0] === STACK_FILE) return this.sources(this.resolve(path, STACK_FILE));
    if (files.length > 0) return [await this.root(path)];
    const hint = names.includes('cdktf.out/') ? `; check ${this.resolve(path, 'cdktf.out')}` : '';
    throw new InputError(path, `holds neither synthesized stacks nor .tf or .tofu files${hint}`);
  }

  public async list(folder: string, mustExist = false): Promise<readonly string[] | undefined> {
    try {
      const path = this.path(folder);
      if (!(await stat(path)).isDirectory()) return undefined;
      const names: string[] = [];
      for (const entry of await readdir(path, { withFileTypes: true })) {
        const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(path, entry.name)) : entry.isDirectory();
        names.push(isFolder ? `${entry.name}/` : entry.name);
      }
      return names.sort();
    } catch (error) {
      if (!mustExist && codeOf(error) === 'ENOENT') return undefined;
      throw unreadable(folder, error);
    }
  }

  public async read(file: string): Promise<string> {
    return decode(file, await this.bytes(file));
  }

  public resolve(folder: string, path: string): string {
    const joined = resolve(this.path(folder), path);
    // What lies elsewhere is better named whole than by a way up.
    const own = relative(this.cwd, joined);
    return slashed(isAbsolute(folder) || own.startsWith('..') ? joined : own === '' ? '.' : own);
  }

  private async bytes(file: string): Promise<Buffer> {
    this.seen(this.path(file));
    try {
      const { size } = await stat(this.path(file));
      if (size > constants.MAX_STRING_LENGTH) {
        throw new InputError(file, `has ${Math.round(size / 1e6)} MB, more than can be read at once`);
      }
      // Nothing else is to be done meanwhile, and the other way reads large files in many small pieces.
      return readFileSync(this.path(file));
    } catch (error) {
      throw error instanceof InputError ? error : unreadable(file, error);
    }
  }

  /** The stacks of a `cdktf.out`; undefined where it is none, which may be only where it is something else. */
  private async stacks(
    folder: string,
    names: readonly string[],
    isElse: boolean,
  ): Promise<readonly TextSource[] | undefined> {
    const hasManifest = names.includes('manifest.json');
    if (!hasManifest && !names.includes('stacks/')) return undefined;
    const found = hasManifest
      ? await this.stacksOfManifest(this.resolve(folder, 'manifest.json'), folder, isElse)
      : await this.stacksBelow(this.resolve(folder, 'stacks'));
    if (found.length === 0 && isElse) return undefined;
    if (found.length === 0) throw new InputError(folder, 'holds no synthesized stack; run `cdktf synth` first');
    const sources: TextSource[] = [];
    for (const { file, ...stack } of found) {
      sources.push({ name: file, text: await this.read(file), folder: this.resolve(file, '..'), ...stack });
    }
    return sources;
  }

  private async stacksOfManifest(manifest: string, folder: string, isElse: boolean): Promise<readonly Stack[]> {
    const text = await this.read(manifest);
    if (isElse && !text.includes('"synthesizedStackPath"')) return [];
    const stacks = member(parseJson(manifest, text), 'stacks');
    if (typeof stacks !== 'object' || stacks === null) {
      throw new InputError(manifest, 'is not the manifest of synthesized stacks: it has no `stacks`');
    }
    return Object.values(stacks).flatMap((stack): Stack[] => {
      const path = stringMember(stack, 'synthesizedStackPath');
      if (path === undefined) return [];
      const inside = relative(this.path(folder), join(this.path(folder), path));
      if (isAbsolute(path) || inside.startsWith('..')) {
        throw new InputError(manifest, `names a stack outside of its folder: ${path}`);
      }
      const dependencies = member(stack, 'dependencies');
      const after = Array.isArray(dependencies) ? dependencies.filter((each) => typeof each === 'string') : [];
      return [{ file: this.resolve(folder, path), stack: stringMember(stack, 'constructPath'), after }];
    });
  }

  private async stacksBelow(folder: string): Promise<readonly Stack[]> {
    const stacks: Stack[] = [];
    for (const name of (await this.list(folder)) ?? []) {
      const stack = this.resolve(folder, name);
      const names = name.endsWith('/') ? await this.list(stack) : undefined;
      if (names?.includes(STACK_FILE) === true) stacks.push({ file: this.resolve(stack, STACK_FILE) });
    }
    return stacks;
  }

  /** A folder of configuration, with the values that Terraform takes from the files beside them. */
  private async root(folder: string): Promise<RootSource> {
    const warnings: string[] = [];
    const loader = new ModuleLoader(this, (message) => warnings.push(message));
    const files = (await loader.files(folder)) ?? [];
    const variables = await variablesIn(this, folder);
    return { name: folder, root: await loader.module(files, folder), variables, warnings };
  }

  private path(named: string): string {
    return resolve(this.cwd, named);
  }
}

async function leadsToFolder(link: string): Promise<boolean> {
  // A link that leads nowhere is complained about when it is read.
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

interface Stack {
  readonly file: string;
  readonly stack?: string;
  readonly after?: readonly string[];
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EACCES: "can't be read: permission denied",
  EPERM: "can't be read: permission denied",
  EISDIR: 'is a folder',
  ENOTDIR: 'is not there: a part of its path is no folder',
  ELOOP: "can't be read: its links go in a circle",
  ENAMETOOLONG: 'is not there: the name is too long',
  EMFILE: "can't be read: too many files are open",
  ERR_FS_FILE_TOO_LARGE: 'is larger than can be read at once',
  ERR_INVALID_ARG_VALUE: 'is no name of a file',
};

function unreadable(name: string, error: unknown): InputError {
  const code = codeOf(error);
  return new InputError(name, PROBLEMS[code] ?? `can't be read: ${code === '' ? String(error) : code}`);
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** The same names on every system. */
function slashed(path: string): string {
  return process.platform === 'win32' ? path.replace(/\\/g, '/') : path;
}
