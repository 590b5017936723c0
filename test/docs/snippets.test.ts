import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { App, TerraformStack } from 'cdktf';
import { compile, Compiled, documents, linksOf, read, ROOT, snippetsOf } from './snippets';
import * as library from '../../src';

const SNIPPETS = documents().flatMap((document) => snippetsOf(document, read(document)));

describe('every block of code in the documents', () => {
  let compiled: Map<string, Compiled>;
  let folder: string;
  const outdir = process.env.CDKTF_OUTDIR;

  beforeAll(() => {
    compiled = new Map(compile(SNIPPETS, publicNames()).map((each) => [each.snippet.name, each]));
    folder = mkdtempSync(join(tmpdir(), 'azpgbackup-docs-'));
    // A block may make an App of its own.
    process.env.CDKTF_OUTDIR = folder;
  }, 120_000);

  afterAll(() => {
    if (outdir === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = outdir;
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(SNIPPETS.map((snippet) => [snippet.name, snippet] as const))('%s', (name, snippet) => {
    const { problems, javascript } = compiled.get(name)!;
    expect(problems).toEqual([]);
    if (snippet.compileOnly) return;
    const error = run(javascript);
    if (snippet.throws === undefined) {
      if (error !== undefined) throw error;
      return;
    }
    expect(error?.message).toContain(snippet.throws);
    if (snippet.output !== undefined) expect(error?.message).toContain(snippet.output.trim());
  });
});

describe('links into the repository', () => {
  const links = documents().flatMap((document) =>
    linksOf(document, read(document)).map((link) => [document, link] as const),
  );

  test.each(links)('%s: %s', (_, link) => {
    expect(existsSync(join(ROOT, link))).toBe(true);
  });
});

/** Runs a block in a stack with a provider and a resource group, and synthesizes the app. */
function run(javascript: string): Error | undefined {
  const app = new App();
  const stack = new TerraformStack(app, 'orders');
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  const group = new ResourceGroup(stack, 'group', { name: 'rg-orders', location: 'westeurope' });
  const module: { default?: (this: TerraformStack, app: App, group: ResourceGroup) => void } = {};
  const requireForBlock = (name: string): unknown =>
    // The blocks see the library that the tests see; what else they import is known only when they run.
    name === 'cdktf-azure-postgres-backup'
      ? library
      : // eslint-disable-next-line @typescript-eslint/no-require-imports
        require(name.replace(/^cdktf-azure-postgres-backup\/lib\//, '../../src/'));
  try {
    new Function('require', 'exports', javascript)(requireForBlock, module);
    module.default!.call(stack, app, group);
    app.synth();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Classes and enums of the library, and the interfaces that a block may name. */
function publicNames(): string[] {
  return [...Object.keys(library), 'IBackupPolicy', 'IBackupVault', 'IFlexServer'];
}
