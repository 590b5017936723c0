import { writeFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { inProcess, WAYS } from './kit';
import catalogueSchema from '../../schema/catalogue.schema.json';
import { SupportMatrix } from '../../src/matrix/support-matrix';
import { RULES } from '../../src/rules/registry';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

describe.each(WAYS)('%s', (_, run) => {
  test('rules lists every rule', async () => {
    const { code, stdout, stderr } = await run(['rules']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(RULES.length);
    for (const { id, name } of RULES) expect(stdout).toMatch(new RegExp(`^${id} .*${name} `, 'm'));
  });

  test('rules in JSON says everything, in Markdown it is a table', async () => {
    const json = JSON.parse((await run(['rules', '--format', 'json'])).stdout);
    expect(json).toHaveLength(RULES.length);
    for (const [index, { id, decides, why, sources, acknowledgeable }] of RULES.entries()) {
      expect(json[index]).toMatchObject({ id, decides, why, sources, acknowledgeable });
    }
    const { stdout } = await run(['rules', '--format=markdown']);
    expect(stdout).toMatch(/^\| Id \| Name \|/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(RULES.length + 2);
  });

  test.each([['PGB401'], ['pgb401'], ['server-size']])('explain %s says all of it', async (id) => {
    const { code, stdout } = await run(['explain', id]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^PGB401 server-size \(error\)\n/);
    expect(stdout).toContain('https://learn.microsoft.com/');
    expect(stdout).toContain('- rule: PGB401');
    expect((await run(['rules', id])).stdout).toBe(stdout);
    expect((await run(['explain', id, '--format', 'markdown'])).stdout).toMatch(/^# PGB401 server-size\n/);
    expect(JSON.parse((await run(['explain', id, '--format', 'json'])).stdout)).toMatchObject({ id: 'PGB401' });
  });

  test('a rule that a profile names says so, with its parameter and controls', async () => {
    const { stdout } = await run(['explain', 'PGB310']);
    expect(stdout).toContain('--rule PGB310');
    expect(stdout).toContain('- long-term-retention: error');
    expect(stdout).toContain('minimum-yearly-retention');
    expect(stdout).toContain('CP-9 System Backup');
  });

  test('a rule that allows no acknowledgement says so', async () => {
    expect((await run(['explain', 'PGB902'])).stdout).toContain("It can't be acknowledged");
  });

  test('an unknown rule is refused with the nearest', async () => {
    expect(await run(['explain', 'PGB4O1'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('did you mean PGB401?'),
    });
    expect((await run(['rules', 'server-sise'])).stderr).toContain('did you mean server-size?');
    expect((await run(['rules', 'zzzzzzzzzzzzzzzz'])).stderr).toContain('azpgbackup rules lists them');
  });

  test('editions lists them, and says which is the default', async () => {
    const { stdout } = await run(['editions']);
    for (const { id } of SupportMatrix.all()) expect(stdout).toMatch(new RegExp(`^${id} `, 'm'));
    expect(stdout).toMatch(/^2025-05-15 .*the default/m);
    expect(JSON.parse((await run(['editions', '--format', 'json'])).stdout)).toHaveLength(SupportMatrix.all().length);
    expect((await run(['editions', '--format', 'markdown'])).stdout).toContain('| Edition |');
  });

  test('profiles lists ours, and those of the configuration file', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '.azpgbackup.yaml'), 'profiles: [{ name: ledger, description: Ours, rules: [PGB411] }]');
    const { stdout } = await run(['profiles'], { cwd });
    for (const name of ['azure', 'recommended', 'long-term-retention', 'ransomware', 'cost', 'ledger']) {
      expect(stdout).toMatch(new RegExp(`^${name}: \\S`, 'm'));
    }
    expect(stdout).toContain('AC-6 Least Privilege');
    const json = JSON.parse((await run(['profiles', '--format', 'json'], { cwd })).stdout);
    expect(json.at(-1)).toMatchObject({ name: 'ledger', rules: ['PGB411'] });
    expect((await run(['profiles', '--format', 'markdown'], { cwd })).stdout).toContain('## ransomware');
  });
});

describe('the published schema', () => {
  const ajv = new Ajv({ allErrors: true });
  addFormats(ajv);
  ajv.addSchema(catalogueSchema);
  const definition = (name: string) => ajv.getSchema(`${catalogueSchema.$id}#/$defs/${name}`)!;

  test.each([['rules'], ['editions'], ['profiles']])('holds for %s', async (name) => {
    const validate = definition(name);
    const valid = validate(JSON.parse((await inProcess([name, '--format', 'json'])).stdout));
    expect({ valid, errors: validate.errors }).toEqual({ valid: true, errors: null });
  });

  test.each(RULES.map(({ id }) => [id]))('holds for explain %s', async (id) => {
    const validate = definition('explain');
    const entry = JSON.parse((await inProcess(['explain', id, '--format', 'json'])).stdout);
    const valid = validate(entry);
    expect({ valid, errors: validate.errors }).toEqual({ valid: true, errors: null });
    expect(validate({ ...entry, severity: 'fatal' })).toBe(false);
  });
});
