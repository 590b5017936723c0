import { readdirSync, readFileSync } from 'fs';
import { join, relative } from 'path';
import * as ts from 'typescript';

export const ROOT = join(__dirname, '..', '..');
const PACKAGE = 'cdktf-azure-postgres-backup';

/** One ```ts block of a document. */
export interface Snippet {
  /** `README.md:12`, where the code begins. */
  readonly name: string;
  readonly code: string;
  readonly compileOnly: boolean;
  /** Code of the error that it must end in. */
  readonly throws?: string;
  /** What the document says that it prints: the ```text block that follows an `<!-- output -->`. */
  readonly output?: string;
}

/** README.md and everything below docs. */
export function documents(): string[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  const top = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];
  return [...top, ...below.filter((name) => name.endsWith('.md')).map((name) => join('docs', name))].sort();
}

export function read(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

export function snippetsOf(document: string, text: string): Snippet[] {
  const blocks = /(?:<!-- snippet: (?<mark>.*?) -->\n+)?^```ts\n(?<code>.*?)^```$/gms;
  const output = /^\n+<!-- output -->\n+```text\n(.*?)^```$/ms;
  return [...text.matchAll(blocks)].map((match) => {
    const { mark, code } = match.groups!;
    const line = text.slice(0, match.index + match[0].indexOf('```ts')).split('\n').length + 1;
    const name = `${document}:${line}`;
    const throws = /^throws (\S+)$/.exec(mark ?? '')?.[1];
    if (mark !== undefined && mark !== 'compile-only' && throws === undefined) throw new Error(`${name}: ${mark}?`);
    const after = text.slice(match.index + match[0].length);
    const printed = after.search(output) === 0 ? output.exec(after)![1] : undefined;
    return { name, code, compileOnly: mark === 'compile-only', throws, output: printed };
  });
}

/** Links into the repository, as paths from its root. */
export function linksOf(document: string, text: string): string[] {
  const targets = [...text.replace(/^```.*?^```$/gms, '').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target) && !target.startsWith('#'))
    .map((target) => relative(ROOT, join(ROOT, document, '..', target.replace(/#.*$/, ''))));
}

/** Everything that a reader has imported in their mind. */
const PREAMBLE: Record<string, readonly string[]> = {
  cdktf: ['App', 'TerraformOutput', 'TerraformStack', 'TerraformVariable', 'Testing'],
  constructs: ['Construct'],
  '@cdktf/provider-azurerm/lib/provider': ['AzurermProvider'],
  '@cdktf/provider-azurerm/lib/resource-group': ['ResourceGroup'],
  '@cdktf/provider-azurerm/lib/postgresql-flexible-server': ['PostgresqlFlexibleServer'],
};

/** A module whose `default` runs the block with a stack for `this`; a block's own imports take the preamble's place. */
function moduleOf(snippet: Snippet, exported: readonly string[]): string {
  const source = ts.createSourceFile('block.ts', snippet.code, ts.ScriptTarget.ES2022, true);
  const imports = source.statements.filter(ts.isImportDeclaration);
  const own = new Set(imports.flatMap((each) => each.importClause?.namedBindings?.getText().match(/\w+/g) ?? []));
  const preamble = Object.entries({ ...PREAMBLE, [PACKAGE]: exported }).map(
    ([from, names]) => `import { ${names.filter((name) => !own.has(name)).join(', ')} } from '${from}';`,
  );
  const end = imports.at(-1)?.end ?? 0;
  const types = 'this: import("cdktf").TerraformStack, app: import("cdktf").App';
  const group = 'group: import("@cdktf/provider-azurerm/lib/resource-group").ResourceGroup';
  // A block of its own: what it declares may be called as the arguments are.
  return `${preamble.join('')}${snippet.code.slice(0, end)}
export default function (${types}, ${group}) { {${snippet.code.slice(end)}
} }`;
}

export interface Compiled {
  readonly snippet: Snippet;
  readonly problems: readonly string[];
  readonly javascript: string;
}

/** Type-checks all blocks in one program against the source of the library. */
export function compile(snippets: readonly Snippet[], exported: readonly string[]): Compiled[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    skipLibCheck: true,
    esModuleInterop: true,
    types: ['node', 'jest'],
    paths: { [PACKAGE]: [join(ROOT, 'src', 'index.ts')], [`${PACKAGE}/lib/*`]: [join(ROOT, 'src', '*')] },
  };
  const files = new Map(
    snippets.map((snippet, index) => [join(ROOT, 'test', 'docs', `snippet-${index}.ts`), moduleOf(snippet, exported)]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, target) => {
    const text = files.get(file);
    return text === undefined ? getSourceFile(file, target) : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].map(([file, text], index) => {
    const source = program.getSourceFile(file);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return {
      snippet: snippets[index],
      problems: problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      javascript: ts.transpileModule(text, { compilerOptions: { ...options, module: ts.ModuleKind.CommonJS } })
        .outputText,
    };
  });
}
