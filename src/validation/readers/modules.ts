import { openBodies } from './azapi-bodies';
import { linesOfBlocks } from './block-lines';
import { Block, collectBlocks, ConfigurationFile } from './blocks';
import { ModuleSource } from './configuration';
import { translateHcl } from './hcl';
import { InputError, printable } from './input-error';
import { isObject, member, parseWritten } from './json';

/** Folders, as far as modules are looked up in them. Paths use slashes. */
export interface Folders {
  /** Names of what lies in a folder, folders with a slash behind them; undefined where there is no such folder. */
  list(folder: string): Promise<readonly string[] | undefined>;
  read(file: string): Promise<string>;
  /** A path that is given relative to a folder. */
  resolve(folder: string, path: string): string;
}

/** Deeper than anybody nests modules: a link that leads back up. */
const MAX_DEPTH = 32;

const LOCAL = /^\.{1,2}(\/|\\|$)/;

/**
 * The names of files that Terraform or OpenTofu read as configuration: editors leave others behind. Where there is a file for
 * each of the two, `x.tf` and `x.tofu`, OpenTofu reads its own in place of the other.
 */
export function configurationNames(names: readonly string[]): readonly string[] {
  const found = names.filter((name) => /\.(tf|tofu)(\.json)?$/.test(name) && !name.startsWith('.'));
  return found.filter((name) => {
    const other = name.replace(/\.tf(\.json)?$/, '.tofu$1');
    return other === name || !found.includes(other);
  });
}

/** A file of a configuration, in HCL or in JSON: its content says which. */
export async function configurationFile(name: string, text: string): Promise<ConfigurationFile> {
  const isJson = /^\s*\{/.test(text);
  const content = isJson ? parseWritten(name, text) : await translateHcl(name, text);
  await openBodies(content, (part) => translateHcl(name, part));
  return isJson ? { name, content } : { name, content, line: linesOfBlocks(text) };
}

/** Variables that a `.tfvars` file gives. */
export async function variablesOf(name: string, text: string): Promise<readonly (readonly [string, unknown])[]> {
  const content = /^\s*\{/.test(text) ? parseWritten(name, text) : await translateHcl(name, text);
  return Object.entries(isObject(content) ? content : {});
}

/** The values that Terraform takes from the files in the folder of a root module. */
export async function variablesIn(folders: Folders, folder: string): Promise<ReadonlyMap<string, unknown>> {
  const names = (await folders.list(folder)) ?? [];
  const given = [
    ...names.filter((name) => name === 'terraform.tfvars'),
    ...names.filter((name) => name === 'terraform.tfvars.json'),
    ...names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name)),
  ];
  const variables = new Map<string, unknown>();
  for (const name of given) {
    const file = folders.resolve(folder, name);
    for (const [variable, value] of await variablesOf(file, await folders.read(file))) variables.set(variable, value);
  }
  return variables;
}

/** Reads what the `module` blocks of files lead to. Only local sources are followed. */
export class ModuleLoader {
  private readonly loaded = new Map<string, ModuleSource>();

  public constructor(
    private readonly folders: Folders,
    /** Told of every module that isn't read. */
    private readonly warn: (message: string) => void,
  ) {}

  /** The module of these files, which lie in `folder`. */
  public async module(
    files: readonly ConfigurationFile[],
    folder: string,
    above: readonly string[] = [],
  ): Promise<ModuleSource> {
    const modules = new Map<string, ModuleSource | string>();
    // What override files say of a call is laid over it.
    for (const call of collectBlocks(files).get('module') ?? []) {
      modules.set(call.labels[0], await this.follow(call, folder, above));
    }
    return { files, modules };
  }

  /** The files of a folder that Terraform reads as one module. */
  public async files(folder: string): Promise<readonly ConfigurationFile[] | undefined> {
    const names = await this.folders.list(folder);
    if (names === undefined) return undefined;
    const files: ConfigurationFile[] = [];
    for (const name of [...configurationNames(names)].sort()) {
      const path = this.folders.resolve(folder, name);
      files.push(await configurationFile(path, await this.folders.read(path)));
    }
    return files;
  }

  private async follow(
    { labels: [name], body, file, line }: Block,
    folder: string,
    above: readonly string[],
  ): Promise<ModuleSource | string> {
    const source = member(body, 'source');
    const at = { line };
    const skip = (why: string) => {
      const place = line === undefined ? file : `${file}:${line}`;
      this.warn(printable(`module.${name} isn't read (${place}): ${why}`));
      return why;
    };
    if (typeof source !== 'string') return skip('its source is not a text');
    if (!LOCAL.test(source)) return skip(`its source, ${source}, is not a local folder`);
    const target = this.folders.resolve(folder, source);
    if (target === folder || above.includes(target)) {
      throw new InputError(file, `module.${name} contains itself: its source is ${source}`, at);
    }
    if (above.length >= MAX_DEPTH) {
      throw new InputError(file, `module.${name} is nested more than ${MAX_DEPTH} modules deep`, at);
    }
    const known = this.loaded.get(target);
    if (known !== undefined) return known;
    const files = await this.files(target);
    if (files === undefined || files.length === 0) return skip(`there are no .tf or .tofu files in ${target}`);
    const module = await this.module(files, target, [...above, folder]);
    this.loaded.set(target, module);
    return module;
  }
}
