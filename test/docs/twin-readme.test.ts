import { execFileSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { TWIN_README, twinReadme } from '../../docs/generate-twin';
import * as twin from '../../src/twin';
import { SEMANTICS } from '../../src/twin/semantics';
import { temporaryFolder } from '../temporary';
import { Client } from '../twin/client';

const ROOT = join(__dirname, '..', '..');
const TEXT = readFileSync(TWIN_README, 'utf8');

function blocks(language: string): string[] {
  return [...TEXT.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, block]) => block);
}

describe('the README of the twin', () => {
  test('has the tables that the code says', () => {
    if (TEXT !== twinReadme(TEXT)) throw new Error('src/twin/README.md is stale: run npx tsx docs/generate-twin.ts');
  });

  test('shows routes that the twin answers', async () => {
    const client = new Client(await twin.Twin.start());
    const lines = blocks('http').flatMap((block) => block.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      const [, method, path, body] = /^([A-Z]+) (\S+)(?: (.*))?$/.exec(line)!;
      // A fault would strike the lines that follow; those of the control routes are never struck.
      const { status } = await client.send(method, path, body, { headers: {} });
      expect({ line, ok: status < 300 }).toEqual({ line, ok: true });
    }
    await client.twin.close();
  });

  test('shows code that runs', async () => {
    const [block] = blocks('ts');
    const source = `export async function run() {${block.replace(/^import .*$/m, '')}}`;
    const options = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
    const exported: { run?: () => Promise<void> } = {};
    new Function('exports', 'Twin', transpileModule(source, { compilerOptions: options }).outputText)(
      exported,
      twin.Twin,
    );
    await exported.run!();
  });

  test('shows how a shell gets what Terraform needs', () => {
    const [, start] = blocks('sh');
    const folder = temporaryFolder();
    const script = [
      'set -eu',
      `azpgbackup() { cd '${ROOT}'; exec node --import tsx src/cli/bin.ts "$@"; }`,
      'terraform() { echo "terraform $1 $ARM_METADATA_HOSTNAME $ARM_USE_MSI"; head -n 1 "$SSL_CERT_FILE"; }',
      start,
      'kill $!',
      'wait $!',
    ].join('\n');
    const env = { ...process.env, NODE_OPTIONS: undefined } as NodeJS.ProcessEnv;
    const lines = execFileSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8', timeout: 60_000 }).split(
      '\n',
    );
    expect(lines[0]).toMatch(/^terraform init localhost:\d+ true$/);
    expect(lines[1]).toBe('-----BEGIN CERTIFICATE-----');
    expect(lines[2]).toMatch(/^terraform apply localhost:\d+ true$/);
  });
});

describe('what the twin does as Azure does', () => {
  test('has an id of its own each, a sentence and a dated source', () => {
    expect(new Set(SEMANTICS.map(({ id }) => id)).size).toBe(SEMANTICS.length);
    for (const { id, says, source } of SEMANTICS) {
      expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(says).toMatch(/^\S.*\.$/);
      expect(source.title).not.toBe('');
      expect(source.url).toMatch(/^https:\/\//);
      expect(source.date).toMatch(/^\d{4}-\d\d(-\d\d)?$/);
    }
  });

  test('has a test each', () => {
    const folder = join(ROOT, 'test', 'twin');
    const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
    const text = tests.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    expect(SEMANTICS.filter(({ id }) => !text.includes(`[${id}]`)).map(({ id }) => id)).toEqual([]);
  });
});
