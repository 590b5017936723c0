import { copyFileSync, cpSync, existsSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { read, ROOT } from './snippets';
import { scriptFiles } from '../../src/runbook/script-files';
import { inProcess } from '../cli/kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

const DOCUMENT = read('docs/restore.md');
const COMMANDS = [...DOCUMENT.matchAll(/^npx azpgbackup (runbook .*)$/gm)].map(([, args]) => args.split(' '));

/** The quickstart, synthesized. */
function synthesized(): string {
  const before = process.env.CDKTF_OUTDIR;
  process.env.CDKTF_OUTDIR = temporaryFolder();
  try {
    const synth = jest.spyOn(App.prototype, 'synth');
    jest.requireActual(join(ROOT, 'examples', 'typescript', 'quickstart', 'main.ts'));
    return (synth.mock.contexts.at(-1) as unknown as App).outdir;
  } finally {
    if (before === undefined) delete process.env.CDKTF_OUTDIR;
    else process.env.CDKTF_OUTDIR = before;
  }
}

test('the command of the quickstart, and that of its state, write a runbook', async () => {
  const [ofStack, ofState] = COMMANDS;
  const cwd = temporaryFolder();
  cpSync(synthesized(), join(cwd, 'cdktf.out'), { recursive: true });
  copyFileSync(join(ROOT, 'test', 'plans', 'quickstart-state.json'), join(cwd, 'state.json'));
  for (const args of [ofStack, ofState]) {
    const { code, stdout } = await inProcess(args, { cwd });
    expect({ args, code }).toEqual({ args, code: 0 });
    expect(existsSync(join(cwd, stdout.trim()))).toBe(true);
  }
});

test('the table names every script', () => {
  for (const { name } of scriptFiles('sh')) expect(DOCUMENT).toContain(`\`${name.replace(/\.sh$/, '')}\``);
});

test('every option that it names is one', async () => {
  const { stdout } = await inProcess(['runbook', '--help']);
  for (const [option] of DOCUMENT.matchAll(/(?<=npx azpgbackup.*)--[a-z-]+/g)) expect(stdout).toContain(option);
});
