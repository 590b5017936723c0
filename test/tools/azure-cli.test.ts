import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { ensureAzureCli } from '../../tools/terraform/azure-cli';
import { describeMissing } from '../../tools/terraform/machine';
import { temporaryFolder } from '../temporary';

const { PATH, AZPGBACKUP_CACHE } = process.env;
let programs: string;
let cache: string;
let calls: string;

beforeEach(() => {
  programs = temporaryFolder();
  cache = temporaryFolder();
  calls = join(temporaryFolder(), 'calls');
  process.env.PATH = programs;
  process.env.AZPGBACKUP_CACHE = cache;
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env.PATH = PATH;
  if (AZPGBACKUP_CACHE === undefined) delete process.env.AZPGBACKUP_CACHE;
  else process.env.AZPGBACKUP_CACHE = AZPGBACKUP_CACHE;
});

/** A program in JavaScript that notes how it was called. */
function program(file: string, script: string): void {
  const note = `require('fs').appendFileSync(${JSON.stringify(calls)}, [__filename, ...args].join(' ') + '\\n');`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!${process.execPath}\nconst args = process.argv.slice(2);\n${note}\n${script}\n`);
  chmodSync(file, 0o755);
}

/** A Python that makes environments in which there is another one like it, and `az` once that has been asked for it. */
function python(version: string, works: string = 'true'): void {
  const file = join(programs, 'python3');
  program(
    file,
    `const { copyFileSync, existsSync, mkdirSync, writeFileSync } = require('fs');
    if (!(${works})) process.exit(1);
    if (args[0] === '-c') console.log(__filename + '\\n${version}');
    if (args[1] === 'venv') { mkdirSync(args[2] + '/bin', { recursive: true }); copyFileSync(__filename, args[2] + '/bin/python'); }
    if (args[1] === 'pip') writeFileSync(__dirname + '/az', '');`,
  );
}

const asked = () => readFileSync(calls, 'utf8').trimEnd().split('\n');

async function missing(build: boolean): Promise<string> {
  const found = await ensureAzureCli({ build });
  return found.ready ? '' : describeMissing(found);
}

const NO_PYTHON =
  'Python 3.10.0 or newer with venv and pip, to install Azure CLI 2.91.0: install it from ' +
  'https://www.python.org/downloads/, or the packages python3 and python3-venv, and put it on the PATH';

it('says how to get it, and gets nothing unasked', async () => {
  python('3.12.1');

  expect(await missing(false)).toBe(
    'Azure CLI 2.91.0: run "npx tsx tools/terraform/setup.ts" to install it ' +
      '(2 minutes; needs Python 3.10.0 or newer and 1 GB of disk)',
  );
  expect(existsSync(calls)).toBe(false);
});

it('is installed once, in the versions that are pinned', async () => {
  python('3.12.1');
  const log: string[] = [];
  const found = await ensureAzureCli({ build: true, log: (line) => log.push(line) });

  const home = dirname(dirname(found.ready ? found.az : ''));
  const constraints = join(__dirname, '..', '..', 'tools', 'terraform', 'providers', 'azure-cli', 'constraints.txt');
  expect(found).toEqual({ ready: true, az: join(home, 'bin', 'az'), version: '2.91.0' });
  expect(home.startsWith(cache)).toBe(true);
  expect(log).toEqual([expect.stringMatching(/^Installing Azure CLI 2\.91\.0 with Python 3\.12\.1 /)]);
  expect(asked().slice(1)).toEqual([
    expect.stringContaining(`python3 -m venv ${home}`),
    expect.stringMatching(/\/bin\/python -m pip install .*azure-cli$/),
  ]);
  expect(asked()[2]).toContain(`--constraint ${constraints}`);
  expect(readFileSync(constraints, 'utf8').split('\n')).toContain('azure-cli==2.91.0');

  expect(await ensureAzureCli({ build: false })).toEqual(found);
  expect(asked()).toHaveLength(3);
});

it('is installed anew where an installation was broken off', async () => {
  python('3.12.1', "args[1] !== 'pip'");
  await expect(ensureAzureCli({ build: true })).rejects.toThrow(
    /^Installing Azure CLI 2\.91\.0 failed \(exit code 1\); see .*azure-cli\.log$/,
  );
  expect(await missing(false)).toContain('Azure CLI 2.91.0: run ');

  python('3.12.1');
  expect(await missing(true)).toBe('');
});

describe('without a Python that can make environments', () => {
  const root = (is: boolean) => jest.spyOn(process as { getuid(): number }, 'getuid').mockReturnValue(is ? 0 : 1000);

  it.each(['3.9.18', '2.7.18'])('says so, where there is only %s', async (version) => {
    root(false);
    python(version);
    expect(await missing(true)).toBe(NO_PYTHON);
  });

  it('says so, where the machine is not ours', async () => {
    root(false);
    program(join(programs, 'apt-get'), '');
    python('3.11.2', 'false');
    expect(await missing(true)).toBe(NO_PYTHON);
    expect(asked().join()).not.toContain('apt-get');
  });

  it('has Debian complete its own, where the machine is ours', async () => {
    root(true);
    const complete = join(programs, 'complete');
    python('3.11.2', `existsSync(${JSON.stringify(complete)})`);
    program(
      join(programs, 'apt-get'),
      `if (args[0] === 'install') require('fs').writeFileSync(${JSON.stringify(complete)}, '')`,
    );

    expect(await missing(true)).toBe('');
    expect(asked().filter((call) => call.includes('apt-get'))).toEqual([
      expect.stringMatching(/apt-get update$/),
      expect.stringMatching(/apt-get install --yes --no-install-recommends python3-venv$/),
    ]);
  });
});
