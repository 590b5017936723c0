import { execFileSync, spawn, spawnSync } from 'child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { asCommand, bundled, inProcess, ROOT } from './kit';
import { LICENCES } from '../../tools/bundle/bundle';
import { temporaryFolder } from '../temporary';

jest.setTimeout(120_000);

const VAULT = `resource "azurerm_data_protection_backup_vault" "v" {
  name                       = "bv-v"
  location                   = "westeurope"
  soft_delete                = "On"
  retention_duration_in_days = 5
}
`;

let command: string;
let cwd: string;

beforeAll(async () => {
  command = await bundled();
  cwd = temporaryFolder();
  writeFileSync(join(cwd, 'main.tf'), VAULT);
});

/** What a shell makes of a line in which `azpgbackup` is the command. */
function shell(line: string) {
  const program = `azpgbackup() { "${process.execPath}" "${command}" "$@"; }; ${line}`;
  return spawnSync('bash', ['-c', program], { cwd, encoding: 'utf8' });
}

test('is one file: alone in another folder it reads plans and HCL, and needs nothing beside it', async () => {
  const elsewhere = temporaryFolder();
  copyFileSync(command, join(elsewhere, 'moved.js'));
  symlinkSync('moved.js', join(elsewhere, 'azpgbackup'));
  const { status, stdout } = spawnSync(join(elsewhere, 'azpgbackup'), ['check', 'main.tf', '--format', 'junit'], {
    cwd,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stdout).toContain('PGB503');
});

test('has all libraries in it: every format, YAML, HCL and dates', async () => {
  writeFileSync(
    join(cwd, 'c.yaml'),
    'profiles: [{ name: a, parameters: { minimum-yearly-retention: P2600D }, basedOn: [long-term-retention] }]',
  );
  const formats = ['json', 'sarif', 'junit', 'markdown', 'html', 'github'].flatMap((format) => [
    '--format',
    `${format}=/dev/null`,
  ]);
  const { code, stderr } = await asCommand(['check', '--config', 'c.yaml', ...formats, 'main.tf'], { cwd });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
});

test('what it says is what the program says', async () => {
  const args = ['check', '--now', '2026-11-20', '--profile', 'recommended', '--format', 'sarif', 'main.tf'];
  expect(await asCommand(args, { cwd })).toEqual(await inProcess(args, { cwd }));
});

test('the licences of everything in it lie beside it', () => {
  const text = readFileSync(join(command, '..', LICENCES), 'utf8');
  for (const name of ['commander', 'yaml', '@cdktf/hcl2json', 'xmlbuilder', 'github.com/zclconf/go-cty', 'Go go1.']) {
    expect(text).toContain(`\n- ${name}`);
  }
  for (const licence of ['Permission is hereby granted', 'Mozilla Public License', 'Apache License']) {
    expect(text).toContain(licence);
  }
});

test('holds neither cdktf nor constructs', () => {
  expect(readFileSync(command, 'latin1')).not.toMatch(/require\("(cdktf|constructs|@cdktf\/provider[^"]*)"\)/);
});

test('output that can’t be printed is said so in one line', () => {
  const { stdout, stderr } = shell('azpgbackup check main.tf > /dev/full; echo $?');
  expect({ stdout, stderr }).toEqual({
    stdout: '2\n',
    stderr: "azpgbackup: can't print: ENOSPC: no space left on device, write\n",
  });
});

describe('a closed pipe', () => {
  test('is no error: what was found stays the exit code', () => {
    const { stdout, stderr } = shell(
      'azpgbackup check --profile recommended --format html main.tf | head -c 1; echo " ${PIPESTATUS[0]}"',
    );
    expect({ stdout, stderr }).toEqual({ stdout: '< 1\n', stderr: '' });
  });

  test('on standard error as well', () => {
    expect(shell('azpgbackup check nowhere.json 2> >(exit 0); echo $?').stdout).toBe('2\n');
    expect(shell('azpgbackup rules >&-; echo $?').stderr).not.toMatch(/at .*\n/);
  });
});

test('a report of megabytes arrives whole', () => {
  const many = Array.from({ length: 2000 }, (_, n) => VAULT.replace('"v"', `"v${n}"`)).join('');
  writeFileSync(join(cwd, 'many.tf'), many);
  const { stdout } = shell('azpgbackup check --format json many.tf | (sleep 1; wc -c)');
  expect(Number(stdout)).toBeGreaterThan(1_000_000);
});

test('colours a terminal only, and none where NO_COLOR is set', () => {
  // `script` gives it a terminal.
  const colours = (env: NodeJS.ProcessEnv) =>
    spawnSync('script', ['-qec', `"${process.execPath}" "${command}" check main.tf`, '/dev/null'], {
      cwd,
      encoding: 'utf8',
      env: { ...process.env, TERM: 'xterm', NO_COLOR: undefined, ...env },
    }).stdout.includes('\u001b[');
  expect(colours({})).toBe(true);
  expect(colours({ NO_COLOR: '1' })).toBe(false);
  expect(colours({ NO_COLOR: '' })).toBe(true);
  expect(colours({ TERM: 'dumb' })).toBe(false);
  expect(shell('azpgbackup check main.tf').stdout).not.toContain('\u001b[');
});

/** Root reads everything: there it is a link in a circle that can't be read. */
test('an unreadable file is one line', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'plan.json');
  if (process.getuid?.() === 0) {
    symlinkSync('plan.json', file);
  } else {
    writeFileSync(file, '{}');
    chmodSync(file, 0);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'check', file], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^azpgbackup: .*plan\.json: can't be read: [^\n]+\n$/);
});

test('a place that can’t be is one line, and what is there stays', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'old.json'), 'old');
  expect(await asCommand(['check', '--output', `${folder}/old.json/x`, join(cwd, 'main.tf')])).toEqual({
    code: 2,
    stdout: '',
    stderr: `azpgbackup: can't write ${folder}/old.json/x: there is no such folder\n`,
  });
  expect(readdirSync(folder)).toEqual(['old.json']);
});

test('standard input that comes bit by bit is read to its end', async () => {
  const child = spawn(process.execPath, [command, 'check', '--format', 'json', '-'], { cwd: ROOT });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  for (const part of VAULT.match(/[^]{1,40}/g)!) {
    child.stdin.write(part);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.stdin.end();
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(JSON.parse(stdout).summary.error).toBe(1);
});

test('starts nothing that keeps it from ending', () => {
  const out = execFileSync(process.execPath, [command, 'rules', '--format', 'json'], {
    timeout: 10_000,
    encoding: 'utf8',
  });
  expect(JSON.parse(out).length).toBeGreaterThan(50);
});
