import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { basename, dirname, join } from 'path';
import { asCommand, inProcess, Outcome, ROOT, RunOptions, TODAY, WAYS } from './kit';
import { FORMATS } from '../../src/report';
import { planText } from '../rules/plan-kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

/** A vault with an error (PGB503), a warning (PGB502) and a note (PGB510); what it is undecided of is its region. */
const VAULT = `
variable "region" { type = string }

resource "azurerm_data_protection_backup_vault" "ledger" {
  name                       = "bv-ledger"
  resource_group_name        = "rg-ledger"
  location                   = var.region
  datastore_type             = "VaultStore"
  redundancy                 = "LocallyRedundant"
  soft_delete                = "Off"
  retention_duration_in_days = 5
}
`;
/** As a plan has it. */
const BRIEF = { name: 'bv', soft_delete: 'On', retention_duration_in_days: 5, redundancy: 'LocallyRedundant' };
const ADDRESS = 'azurerm_data_protection_backup_vault.ledger';

function folderWith(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function acknowledgement(over: Readonly<Record<string, string>> = {}): string {
  const fields = {
    rule: 'PGB503',
    resource: ADDRESS,
    reason: 'it is a test',
    owner: 'dba',
    expires: '2027-01-01',
    ...over,
  };
  return `acknowledgements:\n  - ${Object.entries(fields)
    .map(([key, value]) => `${key}: "${value}"`)
    .join('\n    ')}\n`;
}

describe.each(WAYS)('%s', (_, run) => {
  const check = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
    run(['check', '--now', TODAY, ...args], options);
  const report = async (args: readonly string[], options: RunOptions = {}) =>
    JSON.parse((await check(['--format', 'json', ...args], options)).stdout);
  const rulesIn = async (args: readonly string[], options: RunOptions = {}): Promise<string[]> =>
    (await report(args, options)).findings.map(({ rule }: { rule: string }) => rule);

  describe('the exit code', () => {
    const cwd = folderWith({ 'main.tf': VAULT });
    const sound = folderWith({ 'main.tf': VAULT.replace('= 5', '= 30') });

    test.each([
      [1, []],
      [1, ['--profile', 'recommended', '--fail-on', 'warning']],
      [1, ['--profile', 'recommended', '--fail-on', 'note']],
    ] as const)('is %i for an error, with %j', async (code, args) => {
      expect((await check([...args, 'main.tf'], { cwd })).code).toBe(code);
    });

    test.each([
      [0, ['--profile', 'azure']],
      [0, ['--profile', 'recommended']],
      [1, ['--profile', 'recommended', '--fail-on', 'warning']],
      [0, ['--rule', 'PGB510', '--fail-on', 'warning']],
      [1, ['--rule', 'PGB510', '--fail-on', 'note']],
    ] as const)('is %i for warnings and notes alone, with %j', async (code, args) => {
      expect((await check([...args, 'main.tf'], { cwd: sound })).code).toBe(code);
    });

    test('counts what is undecided where it is strict', async () => {
      const args = ['--rule', 'PGB506', '--fail-on', 'warning', 'main.tf'];
      expect((await check(args, { cwd: sound })).code).toBe(0);
      expect((await check(['--strict', ...args], { cwd: sound })).code).toBe(1);
    });

    test('is 0 where there is nothing to judge, and says so', async () => {
      const empty = folderWith({ 'main.tf': 'locals { a = 1 }\n' });
      const { code, stderr } = await check([], { cwd: empty });
      expect(code).toBe(0);
      expect(stderr).toBe(
        'azpgbackup: nothing to judge in .: no PostgreSQL server on Azure, nor anything of its backup\n',
      );
    });

    test('is 0 where the rules that were picked find nothing of theirs, and says that', async () => {
      const { code, stderr } = await check(['--rule', 'PGB801', 'main.tf'], { cwd: sound });
      expect(code).toBe(0);
      expect(stderr).toBe(
        'azpgbackup: nothing to judge in main.tf: the rules that were run have no word for anything in it\n',
      );
    });

    test('is 2 where no rule is left to run', async () => {
      const { code, stderr } = await check(['--rule', 'PGB503', '--skip', 'pgb503', 'main.tf'], { cwd: sound });
      expect(code).toBe(2);
      expect(stderr).toContain('no rule is left to run: --skip takes away all that --rule names');
    });
  });

  describe('what is read', () => {
    test('the current folder, or its cdktf.out', async () => {
      const cwd = folderWith({ 'main.tf': VAULT });
      expect((await report([], { cwd })).inputs).toEqual([{ name: '.', kind: 'hcl' }]);
      mkdirSync(join(cwd, 'cdktf.out/stacks/shop'), { recursive: true });
      writeFileSync(
        join(cwd, 'cdktf.out/stacks/shop/cdk.tf.json'),
        '{"//": {"metadata": {"stackName": "shop"}}, "resource": {}}',
      );
      expect((await report([], { cwd })).inputs).toEqual([
        { name: 'cdktf.out/stacks/shop/cdk.tf.json', kind: 'synthesized' },
      ]);
    });

    test('standard input', async () => {
      const { inputs, findings } = await report(['-'], { stdin: VAULT });
      expect(inputs).toEqual([{ name: '-', kind: 'hcl' }]);
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'PGB503', resource: ADDRESS }));
    });

    test('several inputs as one estate', async () => {
      const cwd = folderWith({ 'a.tf': VAULT, 'b/b.tf': VAULT.replace(/ledger/g, 'orders') });
      const { inputs, findings } = await report(['a.tf', 'b/b.tf'], { cwd });
      expect(inputs).toHaveLength(2);
      expect(new Set(findings.map((finding: { resource: string }) => finding.resource)).size).toBe(2);
    });

    test.each<[string, Readonly<Record<string, string | Buffer>>, readonly string[], RegExp]>([
      ['nothing by that name', {}, ['plan.json'], /plan\.json/],
      ['an empty file', { 'plan.json': '' }, ['plan.json'], /plan\.json.*empty/],
      [
        'truncated JSON',
        { 'plan.json': '{\n  "format_version": "1.2",\n  "planned_values": {' },
        ['plan.json'],
        /plan\.json:3:\d+: /,
      ],
      [
        'a binary',
        { 'plan.json': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3]) },
        ['plan.json'],
        /plan\.json/,
      ],
      ['NUL bytes', { 'plan.json': '{"a":\u0000}' }, ['plan.json'], /NUL/],
      [
        'a plan of an unknown version',
        { 'plan.json': '{"format_version":"9.0","planned_values":{}}' },
        ['plan.json'],
        /9\.0/,
      ],
      ['JSON that is something else', { 'plan.json': '{"name":"x"}' }, ['plan.json'], /plan\.json/],
      ['broken HCL', { 'main.tf': 'resource "a" "b" {\n' }, ['main.tf'], /main\.tf:\d+/],
      ['a folder without anything', { 'README.md': '' }, ['.'], /\.: /],
      ['a name with an escape', {}, ['\u001b[31mred\nplan'], /red/],
    ])('%s is one line and exit code 2', async (_name, files, args, message) => {
      const { code, stdout, stderr } = await check(args, { cwd: folderWith(files) });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^azpgbackup: [^\n]+\n$/);
      expect(stderr).toMatch(message);
      // eslint-disable-next-line no-control-regex -- what must not be there
      expect(stderr).not.toMatch(/\u001b|at .*\.js/);
    });
  });

  describe('where it goes', () => {
    const cwd = folderWith({ 'main.tf': VAULT });

    test.each(FORMATS)('%s is printed', async (format) => {
      const { code, stdout } = await check(['--format', format, 'main.tf'], { cwd });
      expect(code).toBe(1);
      expect(stdout).toContain('PGB503');
      expect(stdout.endsWith('\n')).toBe(true);
    });

    test('several formats at once, text beside them', async () => {
      const to = folderWith();
      const files = FORMATS.map((format) => join(to, `report.${format}`));
      const args = FORMATS.flatMap((format, index) => ['--format', `${format}=${files[index]}`]);
      const { stdout } = await check([...args, 'main.tf'], { cwd });
      expect(stdout).toBe((await check(['main.tf'], { cwd })).stdout);
      for (const [index, format] of FORMATS.entries()) {
        expect(readFileSync(files[index], 'utf8')).toBe((await check(['--format', format, 'main.tf'], { cwd })).stdout);
      }
      expect(readdirSync(to)).toHaveLength(FORMATS.length);
    });

    test('one printed, another in a file', async () => {
      const to = folderWith();
      const { stdout } = await check(['--format', 'json', '--format', `sarif=${join(to, 'a.sarif')}`, 'main.tf'], {
        cwd,
      });
      expect(JSON.parse(stdout).schemaVersion).toBe(1);
      expect(JSON.parse(readFileSync(join(to, 'a.sarif'), 'utf8')).version).toBe('2.1.0');
    });

    test('SARIF, with the file that a finding comes from for its place', async () => {
      const planned = (name: string) =>
        planText([{ address: `azurerm_data_protection_backup_vault.${name}`, actions: ['create'], after: BRIEF }]);
      const versions = 'terraform {\n  required_providers {\n    azurerm = { version = "4.62.0" }\n  }\n}\n';
      const folder = folderWith({ 'a.json': planned('a'), 'b.json': planned('b') });
      mkdirSync(join(folder, 'c'));
      writeFileSync(join(folder, 'c', 'main.tf'), `${versions}${VAULT}`);
      const { stdout } = await check(['--format', 'sarif', 'a.json', 'b.json', 'c'], { cwd: folder });
      const places = JSON.parse(stdout).runs[0].results.map(
        ({ locations: [{ physicalLocation, logicalLocations }] }: any) =>
          `${logicalLocations[0].fullyQualifiedName} ${physicalLocation.artifactLocation.uri}`,
      );
      expect([...new Set(places)]).toEqual([
        'azurerm_data_protection_backup_vault.a a.json',
        'azurerm_data_protection_backup_vault.b b.json',
        `${ADDRESS} c/main.tf`,
        'terraform.required_providers.azurerm c/main.tf',
      ]);
      expect((await report(['a.json'], { cwd: folder })).findings[0].file).toBeNull();
    });

    test('into the file of --output, whole', async () => {
      const to = join(folderWith(), 'report.txt');
      expect(await check(['--output', to, 'main.tf'], { cwd })).toEqual({ code: 1, stdout: '', stderr: '' });
      expect(readFileSync(to, 'utf8')).toContain('PGB503');
    });

    test('a file keeps its permissions, and a link stays one', async () => {
      const to = folderWith({ real: 'old' });
      symlinkSync('real', join(to, 'link'));
      const { mode } = statSync(join(to, 'real'));
      await check(['--output', join(to, 'link'), 'main.tf'], { cwd });
      expect(readFileSync(join(to, 'real'), 'utf8')).toContain('PGB503');
      expect(statSync(join(to, 'real')).mode).toBe(mode);
      expect(readdirSync(to).sort()).toEqual(['link', 'real']);
    });

    test('nothing at all where one of the files has no place', async () => {
      const to = folderWith({ 'a.json': 'old' });
      const args = ['--format', `json=${join(to, 'a.json')}`, '--format', `html=${join(to, 'nowhere/b.html')}`];
      const { code, stdout, stderr } = await check([...args, 'main.tf'], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^azpgbackup: can't write .*b\.html: there is no such folder\n$/);
      expect(readdirSync(to)).toEqual(['a.json']);
      expect(readFileSync(join(to, 'a.json'), 'utf8')).toBe('old');
    });

    test.each([
      ['two formats printed', ['--format', 'json', '--format', 'sarif'], 'as in --format sarif=FILE'],
      ['no file after =', ['--format', 'sarif='], 'names no file'],
      ['no file for --output', ['--output', ''], '--output names no file'],
      ['--output for no format', ['--format', 'json=x', '--output', 'y'], '--output is for the format that is printed'],
      ['two reports in one file', ['--format', 'sarif=x', '--format', 'json=./x'], 'two reports would go to'],
      ['a report over an input', ['--output', 'main.tf'], 'main.tf is an input'],
      ['a folder', ['--output', '.'], "can't write .: it is a folder"],
    ])('%s is refused', async (_name, args, message) => {
      const { code, stdout, stderr } = await check([...args, 'main.tf'], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(existsSync(join(cwd, 'x'))).toBe(false);
      expect(readFileSync(join(cwd, 'main.tf'), 'utf8')).toBe(VAULT);
    });
  });

  describe('a report takes the place of nothing that was read', () => {
    const files = {
      'main.tf': `module "m" {\n  source = "./m"\n}\n${VAULT}`,
      'm/m.tf': VAULT,
      'terraform.tfvars': 'a = 1\n',
      '.azpgbackup.yaml': 'profiles: [azure]\n',
    };

    test.each([...Object.keys(files), 'link.tf'])('%s', async (name) => {
      const cwd = folderWith(files);
      if (name === 'link.tf') symlinkSync(join(cwd, 'main.tf'), join(cwd, name));
      for (const args of [
        ['--output', name],
        ['--format', `json=${name}`],
      ]) {
        const { code, stdout, stderr } = await check([...args, name === 'link.tf' ? 'main.tf' : '.'], { cwd });
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain(`${basename(name)} is an input: a report would overwrite it`);
      }
      for (const [file, text] of Object.entries(files)) expect(readFileSync(join(cwd, file), 'utf8')).toBe(text);
    });

    test('but of what isn’t read', async () => {
      const cwd = folderWith({ ...files, 'm/notes.txt': 'old' });
      await check(['--output', 'm/notes.txt', '.'], { cwd });
      expect(readFileSync(join(cwd, 'm/notes.txt'), 'utf8')).toContain('compliant');
    });
  });

  describe('which rules', () => {
    const cwd = folderWith({ 'main.tf': VAULT });

    test('errors by themselves, everything under recommended', async () => {
      expect(await rulesIn(['main.tf'], { cwd })).toContain('PGB503');
      expect(await rulesIn(['main.tf'], { cwd })).not.toContain('PGB502');
      expect(await rulesIn(['--profile', 'recommended', 'main.tf'], { cwd })).toEqual(
        expect.arrayContaining(['PGB502', 'PGB503', 'PGB506', 'PGB510']),
      );
    });

    test('one alone, by id or name, whatever it weighs; the others are listed as left out', async () => {
      for (const rule of ['PGB502', 'pgb502', 'soft-delete-off']) {
        const { findings, skipped } = await report(['--rule', rule, 'main.tf'], { cwd });
        expect(findings).toMatchObject([{ rule: 'PGB502', severity: 'warning' }]);
        expect(skipped).toContainEqual({ rule: 'PGB503', name: 'soft-delete-days', why: '--rule' });
      }
      expect((await check(['--rule', 'PGB502', 'main.tf'], { cwd })).stdout).toMatch(
        /^Not run: \d+ rules \(--rule\)$/m,
      );
    });

    test('one that only runs where it is picked', async () => {
      expect(await rulesIn(['--rule', 'PGB513', 'main.tf'], { cwd })).toEqual(['PGB513']);
      expect(await rulesIn(['--profile', 'recommended', 'main.tf'], { cwd })).not.toContain('PGB513');
    });

    test('all but one, which is listed', async () => {
      const { findings, skipped } = await report(['--skip', 'PGB503', 'main.tf'], { cwd });
      expect(findings.map(({ rule }: { rule: string }) => rule)).not.toContain('PGB503');
      expect(skipped).toEqual([{ rule: 'PGB503', name: 'soft-delete-days', why: '--skip' }]);
      expect((await check(['--skip', 'PGB503', 'main.tf'], { cwd })).stdout).toContain('PGB503');
    });

    test('a profile raises severities', async () => {
      const { findings } = await report(['--profile', 'ransomware', 'main.tf'], { cwd });
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'PGB502', severity: 'error' }));
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'PGB510', severity: 'error' }));
    });

    test('an edition is named in the report', async () => {
      expect((await report(['--edition', '2024-12-17', 'main.tf'], { cwd })).edition).toBe('2024-12-17');
    });
  });

  describe('the configuration file', () => {
    const configured = (yaml: string, name = '.azpgbackup.yaml') => folderWith({ 'main.tf': VAULT, [name]: yaml });

    test('is found upward', async () => {
      const cwd = configured('edition: 2025-02-28\nprofiles: [recommended]\n');
      mkdirSync(join(cwd, 'a/b'), { recursive: true });
      const { edition, findings } = await report(['../../main.tf'], { cwd: join(cwd, 'a/b') });
      expect(edition).toBe('2025-02-28');
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'PGB502' }));
    });

    test.each(['.azpgbackup.yml', '.azpgbackup.json'])('may be %s', async (name) => {
      expect((await report(['main.tf'], { cwd: configured('{"edition": "2025-02-28"}', name) })).edition).toBe(
        '2025-02-28',
      );
    });

    test('is named, and the command line goes before it', async () => {
      const cwd = configured('edition: 2025-02-28\nprofiles: [recommended]\n', 'own.yaml');
      expect((await report(['main.tf'], { cwd })).edition).toBe('2025-05-15');
      expect((await report(['--config', 'own.yaml', 'main.tf'], { cwd })).edition).toBe('2025-02-28');
      const args = ['--config', 'own.yaml', '--edition', '2024-12-17', '--profile', 'azure', 'main.tf'];
      expect((await report(args, { cwd })).edition).toBe('2024-12-17');
      expect(await rulesIn(args, { cwd })).not.toContain('PGB502');
    });

    test('defines profiles', async () => {
      const cwd = configured('profiles:\n  - { name: ours, rules: [PGB510], severities: { PGB502: error } }\n');
      const { findings } = await report(['main.tf'], { cwd });
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'PGB502', severity: 'error' }));
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'PGB510', severity: 'note' }));
      expect(await rulesIn(['--profile', 'azure', 'main.tf'], { cwd })).not.toContain('PGB502');
      expect((await check(['--profile', 'our', 'main.tf'], { cwd })).stderr).toContain('did you mean ours?');
    });

    test('accepts a finding, which stays in the report', async () => {
      const cwd = configured(acknowledgement());
      const { code, stdout } = await check(['--format', 'json', 'main.tf'], { cwd });
      expect(code).toBe(0);
      expect(JSON.parse(stdout).findings).toContainEqual(
        expect.objectContaining({
          rule: 'PGB503',
          acknowledgement: { reason: 'it is a test', owner: 'dba', expires: '2027-01-01' },
        }),
      );
    });

    test.each([
      ['has expired', { expires: '2026-11-19' }, 'error', 'expired 2026-11-19'],
      ['has no reason', { reason: '' }, 'error', 'must have a reason'],
      ['matches nothing', { resource: 'module.*' }, 'warning', 'which matches nothing'],
    ])('one that %s is a finding at its line', async (_name, over, severity, message) => {
      const cwd = configured(acknowledgement(over));
      const { findings } = await report(['--profile', 'recommended', 'main.tf'], { cwd });
      expect(findings).toContainEqual(
        expect.objectContaining({
          rule: 'PGB904',
          severity,
          message: expect.stringContaining(message),
          file: '.azpgbackup.yaml',
          line: 2,
        }),
      );
      expect(findings.find(({ rule }: { rule: string }) => rule === 'PGB503').acknowledgement).toBeNull();
    });

    test('holds on its last day, and of a rule that is left out nothing is missing', async () => {
      const cwd = configured(acknowledgement({ expires: TODAY }));
      expect((await check(['main.tf'], { cwd })).code).toBe(0);
      expect((await check(['--now', '2026-11-21T00:00:00Z', 'main.tf'], { cwd })).code).toBe(2);
      expect((await run(['check', '--now', '2026-11-21T00:00:00Z', 'main.tf'], { cwd })).code).toBe(1);
      expect(await rulesIn(['--profile', 'recommended', '--skip', 'PGB503', 'main.tf'], { cwd })).not.toContain(
        'PGB904',
      );
    });

    test.each([
      ['what is wrong, by line and column', 'editoin: x\n', '.azpgbackup.yaml:1:1: unknown key "editoin"'],
      ['what is no text', Buffer.from([0xff, 0xfe, 0x00]).toString('latin1'), '.azpgbackup.yaml'],
    ])('says %s', async (_name, yaml, message) => {
      const { code, stdout, stderr } = await check(['main.tf'], { cwd: configured(yaml) });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
    });

    test('is one: two side by side are refused, a missing one and a folder too', async () => {
      const cwd = folderWith({ 'main.tf': VAULT, '.azpgbackup.yaml': '', '.azpgbackup.json': '{}' });
      expect(await check(['main.tf'], { cwd })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('side by side'),
      });
      expect((await check(['--config', 'no.yaml', 'main.tf'], { cwd })).stderr).toContain(
        "can't read no.yaml: there is no such file",
      );
      expect((await check(['--config', '.', 'main.tf'], { cwd })).stderr).toContain("can't read .: it is a folder");
      writeFileSync(join(cwd, 'latin1.yaml'), Buffer.from([0xe4, 0x0a]));
      expect((await check(['--config', 'latin1.yaml', 'main.tf'], { cwd })).stderr).toContain('not text in UTF-8');
      writeFileSync(join(cwd, 'large.yaml'), '#'.repeat(1024 * 1024 + 1));
      expect((await check(['--config', 'large.yaml', 'main.tf'], { cwd })).stderr).toContain('larger than 1 MB');
    });
  });

  test.each(FORMATS)('hostile names do nothing in %s', async (format) => {
    const hostile =
      '\u001b[31m\u202e</script><img src=x onerror=alert(1)>\n::error::x\r##vso[task.complete]../../x\u0007';
    const resource = {
      azurerm_data_protection_backup_vault: {
        [hostile]: {
          name: hostile,
          soft_delete: 'Off',
          retention_duration_in_days: 5,
          location: 'westeurope',
          redundancy: 'LocallyRedundant',
        },
      },
    };
    const stdin = JSON.stringify({ '//': { metadata: { backend: 'local' } }, resource });
    const { code, stdout, stderr } = await check(['--format', format, '-'], { stdin });
    expect(code).not.toBeNull();
    // eslint-disable-next-line no-control-regex -- what must not be there
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    expect(stdout).not.toMatch(/^::error::x|##vso/m);
    if (format === 'html') expect(stdout).not.toMatch(/<img|<script/);
  });
});

describe('real plans and states', () => {
  const plans = readdirSync(join(ROOT, 'test/plans')).filter((name) => name.endsWith('.json'));

  test.each(plans)('%s is judged by the command as it is in process', async (name) => {
    const args = ['check', '--now', TODAY, '--profile', 'recommended', '--format', 'json', `test/plans/${name}`];
    const outcome = await asCommand(args);
    expect(outcome).toEqual(await inProcess(args));
    const { summary, inputs } = JSON.parse(outcome.stdout);
    expect(outcome).toMatchObject({ code: summary.error > 0 ? 1 : 0, stderr: '' });
    expect(summary.compliant).toBeGreaterThan(20);
    expect(inputs).toEqual([{ name: `test/plans/${name}`, kind: name.endsWith('-state.json') ? 'state' : 'plan' }]);
  });
});
