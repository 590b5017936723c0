import { RootOptions, Roots, ModuleSource } from './configuration';
import { member, stringMember } from './json';
import { Folders, ModuleLoader } from './modules';
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
  /** Construct path of a synthesized stack, where its text doesn't say it. */
  readonly stack?: string;
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

/**
 * Reads the inputs of one estate.
 * @param folders where local modules are; without them modules aren't read
 * @throws InputError where one can't be read, or isn't anything that is read here
 */
export async function readSources(
  sources: readonly (TextSource | RootSource)[],
  folders?: Folders,
): Promise<readonly ReadInput[]> {
  const roots = new Roots();
  const found: { readonly source: TextSource | RootSource; readonly content?: Content }[] = [];
  for (const source of sources) {
    found.push('root' in source ? { source } : { source, content: await recognize(source.name, source.text) });
  }
  const unitOf = unitsOf(found.length);
  const inputs: ReadInput[] = [];
  for (const { source, content } of found) {
    inputs.push(
      'root' in source
        ? readRoot(source, roots, unitOf(source.name))
        : await readContent(source, content!, roots, unitOf, folders),
    );
  }
  return inputs;
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
  { name, folder, stack }: TextSource,
  content: Content,
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
      const files = [{ name, content: content.json, line: content.line }];
      const loader = folders === undefined ? undefined : new ModuleLoader(folders, (message) => warnings.push(message));
      const source =
        loader === undefined || folder === undefined
          ? { files, modules: new Map<string, string>() }
          : await loader.module(files, folder);
      const options =
        content.kind === 'hcl'
          ? optionsOfHcl(source, unitOf(name))
          : optionsOfStack(source, name, stack, unitOf, content.json);
      return { name, kind: content.kind, document: roots.add(options), warnings };
    }
  }
}

function readRoot({ name, root, variables, warnings }: RootSource, roots: Roots, unit: string): ReadInput {
  return { name, kind: 'hcl', document: roots.add({ unit, source: root, variables }), warnings };
}

function optionsOfHcl(source: ModuleSource, unit: string): RootOptions {
  return { unit, source, variables: new Map() };
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
