import { ConfigurationFile } from './blocks';
import { RootOptions, Roots, ModuleSource } from './configuration';
import { member, stringMember } from './json';
import { Folders, ModuleLoader, variablesIn } from './modules';
import { checkFormat, readPlan, readState } from './plan';
import { Content, recognize } from './recognize';
import { shownState } from './stored-state';
import { SourceDocument } from '../../inventory/source';

export { InputError } from './input-error';

export type InputKind = 'plan' | 'state' | 'synthesized' | 'hcl';

/** One input, read. */
export interface ReadInput {
  readonly name: string;
  readonly kind: InputKind;
  readonly document: SourceDocument;
  /** What was left out or isn't whole, one sentence each. */
  readonly warnings: readonly string[];
}

/** A text to read; its content decides what it is. */
export interface TextSource {
  readonly name: string;
  readonly text: string;
  /** Where the modules of a configuration are looked up; without it they aren't read. */
  readonly folder?: string;
  /** The same for one folder, however it is named. */
  readonly folderId?: string;
  /** Construct path of a synthesized stack, where its text doesn't say it. */
  readonly stack?: string;
  /** Those of the stacks that are deployed before it. */
  readonly after?: readonly string[];
}

/** A folder of configuration files, read already. */
export interface RootSource {
  readonly name: string;
  readonly root: ModuleSource;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly warnings: readonly string[];
}

/**
 * Reads one input.
 * @throws InputError where it can't be read, or isn't anything that is read here
 */
export async function readText(name: string, text: string): Promise<ReadInput> {
  const [input] = await readSources([{ name, text }]);
  return input;
}

/** A text that has been recognized; of a configuration with the other files of its folder that are among the inputs. */
interface Recognized extends TextSource {
  readonly content: Content;
  readonly files: ConfigurationFile[];
}

/**
 * Reads the inputs of one estate. Files of one folder are one configuration, as they are to Terraform.
 * @param folders where local modules are; without them modules aren't read
 * @throws InputError where one can't be read, or isn't anything that is read here
 */
export async function readSources(
  sources: readonly (TextSource | RootSource)[],
  folders?: Folders,
): Promise<readonly ReadInput[]> {
  const roots = new Roots();
  const found = await recognizeAll(sources);
  const unitOf = unitsOf(found.length);
  const inputs: ReadInput[] = [];
  for (const source of found) {
    inputs.push(
      'root' in source
        ? readRoot(source, roots, unitOf(source.name))
        : await readContent(source, roots, unitOf, folders),
    );
  }
  return inputs;
}

async function recognizeAll(
  sources: readonly (TextSource | RootSource)[],
): Promise<readonly (Recognized | RootSource)[]> {
  const found: (Recognized | RootSource)[] = [];
  const byFolder = new Map<string, Recognized>();
  for (const source of sources) {
    if ('root' in source) {
      found.push(source);
      continue;
    }
    const content = await recognize(source.name, source.text);
    const file = { name: source.name, content: content.json, line: 'line' in content ? content.line : undefined };
    const folder = content.kind === 'hcl' ? (source.folderId ?? source.folder) : undefined;
    const before = folder === undefined ? undefined : byFolder.get(folder);
    if (before !== undefined) {
      before.files.push(file);
      continue;
    }
    const recognized = { ...source, content, files: [file] };
    if (folder !== undefined) byFolder.set(folder, recognized);
    found.push(recognized);
  }
  return found.map((each) => ('files' in each && each.files.length > 1 ? { ...each, name: each.folder! } : each));
}

type UnitOf = (name: string, stack?: string) => string;

/**
 * What tells the inputs of an estate apart: a stack's construct path, else the input's name. A single input has no need of
 * one, so that its findings are the same wherever it lies.
 */
function unitsOf(inputs: number): UnitOf {
  const taken = new Set<string>();
  return (name, stack) => {
    const wanted = stack ?? (inputs === 1 ? '' : name);
    // Keys end their unit with this.
    let unit = wanted.replace(/\|/g, '¦');
    for (let copy = 2; taken.has(unit); copy++) {
      unit = `${stack === undefined ? wanted : name}#${copy}`.replace(/\|/g, '¦');
    }
    taken.add(unit);
    return unit;
  };
}

async function readContent(
  { name, folder, stack, after, content, files }: Recognized,
  roots: Roots,
  unitOf: UnitOf,
  folders: Folders | undefined,
): Promise<ReadInput> {
  switch (content.kind) {
    case 'plan':
      checkFormat(name, 'plan', content.json);
      return { name, kind: 'plan', document: readPlan(content.json, unitOf(name)), warnings: incomplete(content.json) };
    case 'state':
      checkFormat(name, 'state', content.json);
      return { name, kind: 'state', document: readState(content.json, unitOf(name)), warnings: [] };
    case 'stored-state':
      return { name, kind: 'state', document: readState(shownState(name, content.json), unitOf(name)), warnings: [] };
    default: {
      const warnings: string[] = [];
      const loader = folders === undefined ? undefined : new ModuleLoader(folders, (message) => warnings.push(message));
      const source =
        loader === undefined || folder === undefined
          ? { files, modules: new Map<string, string>() }
          : await loader.module(files, folder);
      const options =
        content.kind === 'hcl'
          ? { unit: unitOf(name), source, variables: await variablesOfRoot(folders, folder) }
          : { ...optionsOfStack(source, name, stack, unitOf, content.json), after };
      return { name, kind: content.kind, document: roots.add(options), warnings };
    }
  }
}

function readRoot({ name, root, variables, warnings }: RootSource, roots: Roots, unit: string): ReadInput {
  return { name, kind: 'hcl', document: roots.add({ unit, source: root, variables }), warnings };
}

async function variablesOfRoot(
  folders: Folders | undefined,
  folder: string | undefined,
): Promise<ReadonlyMap<string, unknown>> {
  return folders === undefined || folder === undefined ? new Map() : variablesIn(folders, folder);
}

function optionsOfStack(
  source: ModuleSource,
  name: string,
  stack: string | undefined,
  unitOf: UnitOf,
  json: unknown,
): RootOptions {
  const path = stack ?? stringMember(member(member(json, '//'), 'metadata'), 'stackName');
  return { unit: unitOf(name, path), source, path };
}

function incomplete(plan: unknown): string[] {
  if (member(plan, 'errored') === true) return ['the plan is not whole: making it ended in an error'];
  if (member(plan, 'complete') === false) {
    return ['the plan is not whole: it leaves a part of the configuration for another'];
  }
  return [];
}
