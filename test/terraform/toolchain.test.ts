import { chmodSync, existsSync, writeFileSync } from 'fs';
import { delimiter, dirname, join } from 'path';
import { ensureAzureCli } from '../../tools/terraform/azure-cli';
import { run } from '../../tools/terraform/process';
import { describeMissing, EngineName, ensureToolchain, ToolchainOptions } from '../../tools/terraform/toolchain';
import { temporaryFolder } from '../temporary';

const PATH = process.env.PATH;
const CACHE = process.env.AZPGBACKUP_CACHE;
const NAMES = { terraform: 'Terraform', opentofu: 'OpenTofu' };
const COMMANDS = { terraform: 'terraform', opentofu: 'tofu' };

afterEach(() => {
  process.env.PATH = PATH;
  if (CACHE === undefined) delete process.env.AZPGBACKUP_CACHE;
  else process.env.AZPGBACKUP_CACHE = CACHE;
});

/** A program that answers every call with the same text, in a folder of its own. */
function program(name: string, answer: unknown): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, `#!${process.execPath}\nconsole.log(${JSON.stringify(JSON.stringify(answer))})\n`);
  chmodSync(file, 0o755);
  return file;
}

async function missing(options: ToolchainOptions): Promise<string> {
  const found = await ensureToolchain(options);
  return found.ready ? '' : describeMissing(found);
}

describe.each<EngineName>(['terraform', 'opentofu'])('%s', (engine) => {
  const options = { build: false, engine } as const;

  it('is there after the set-up, in a version that says what it is', async () => {
    const found = await ensureToolchain({ ...options, providers: ['azurerm', 'time', 'azapi'] });
    if (!found.ready) throw new Error(describeMissing(found));

    expect(found).toMatchObject({ engine, name: NAMES[engine], env: { GOGC: 'off', GOMEMLIMIT: '1GiB' } });
    const { stdout } = await run(found.binary, ['version'], { env: found.env });
    expect(stdout.split('\n')[0]).toBe(`${NAMES[engine]} v${found.version}`);
  });

  it('is taken from the PATH, unless it is too old', async () => {
    const old = program(COMMANDS[engine], { terraform_version: '1.10.9' });
    const broken = program(COMMANDS[engine], 'nothing of a version');
    const present = program(COMMANDS[engine], { terraform_version: '1.12.0' });
    process.env.PATH = [dirname(old), dirname(broken), dirname(present)].join(delimiter);

    expect(await ensureToolchain(options)).toMatchObject({ ready: true, binary: present, version: '1.12.0' });
  });

  it('is missing, one line for each part that is', async () => {
    process.env.PATH = temporaryFolder();
    process.env.AZPGBACKUP_CACHE = temporaryFolder();

    const lines = (await missing({ ...options, providers: ['time', 'azapi'] })).split('\n');
    expect(lines[0]).toBe(
      `${NAMES[engine]} 1.11.0 or newer: put it on the PATH, or run "npx tsx tools/terraform/setup.ts" to build it ` +
        `(3 minutes; needs Go 1.26.6 or newer and ${engine === 'terraform' ? 2 : 3} GB of disk)`,
    );
    // None of them where the engine's registry can be reached.
    for (const line of lines.slice(1)) {
      expect(line).toMatch(/^(time|azapi) provider .* registry can't be reached from here; run /);
    }
  });

  it('is not built without Go, and says so', async () => {
    process.env.PATH = temporaryFolder();
    process.env.AZPGBACKUP_CACHE = temporaryFolder();

    expect(await missing({ ...options, build: true })).toBe(
      `Go 1.26.6 or newer, to build ${NAMES[engine]} ${engine === 'terraform' ? '1.11.4' : '1.11.0'}: ` +
        'there is no "go" on the PATH; install it from https://go.dev/dl/ and put it on the PATH',
    );
  });
});

it('has the Azure CLI after the set-up', async () => {
  const found = await ensureAzureCli({ build: false });
  if (!found.ready) throw new Error(describeMissing(found));

  const settings = temporaryFolder();
  const { stdout } = await run(found.az, ['version'], { env: { AZURE_CONFIG_DIR: settings } });
  expect(JSON.parse(stdout)).toMatchObject({ 'azure-cli': found.version });
  expect(existsSync(settings)).toBe(true);
});
