import { inProcess, WAYS } from './kit';
import { COMMANDS } from '../../src/cli/commands';

jest.setTimeout(60_000);

describe.each(WAYS)('%s', (_, run) => {
  test('--version is the version and nothing else', async () => {
    for (const flag of ['--version', '-V']) {
      expect(await run([flag])).toEqual({ code: 0, stdout: '0.0.0\n', stderr: '' });
    }
  });

  test('--help lists every command', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect((await run(['help'])).stdout).toBe(stdout);
  });

  test('without anything it helps on standard error, and fails', async () => {
    const { code, stdout, stderr } = await run([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: azpgbackup /);
  });

  test.each(COMMANDS.map(({ name }) => [name]))('%s --help has its options and an example', async (name) => {
    const { code, stdout } = await run([name, '--help']);
    expect(code).toBe(0);
    const command = COMMANDS.find((candidate) => candidate.name === name)!;
    for (const option of command.options) expect(stdout).toContain(`--${option.name}`);
    expect(stdout).toContain(`Examples:\n  # ${command.examples[0].says}\n  azpgbackup ${name}`);
    expect((await run(['help', name])).stdout).toBe(stdout);
  });

  test.each([
    [['--versoin'], "unknown option '--versoin': did you mean --version?"],
    [['chek'], "unknown command 'chek': did you mean check?"],
    [['check', '--formt', 'json'], "unknown option '--formt': did you mean --format?"],
    [['check', '--format', 'sarf'], '--format "sarf" is unknown: did you mean sarif?'],
    [['check', '--format', 'sarf=x'], '--format "sarf" is unknown: did you mean sarif?'],
    [['check', '--format'], "option '--format <FORMAT[=FILE]>' argument missing"],
    [['check', '--edition', '2025-05-14'], '--edition "2025-05-14" is unknown: did you mean 2025-05-15?'],
    [['check', '--profile', 'ransom'], '--profile "ransom" is unknown: did you mean ransomware?'],
    [['check', '--fail-on', 'eror'], '--fail-on "eror" is unknown: did you mean error?'],
    [['check', '--fail-on', 'zzzzzzzz'], 'it must be one of error, warning, note'],
    [['check', '--rule', 'PGB4O1'], '--rule "PGB4O1" is unknown: did you mean PGB401?'],
    [['check', '--skip', 'sever-size'], '--skip "sever-size" is unknown: did you mean server-size?'],
    [['check', '--now', 'tomorrow'], '--now must be a date or an instant in ISO 8601, as 2026-11-20, got: tomorrow'],
    [['check', '--now', '2026-02-30'], 'got: 2026-02-30'],
    [['check', '--now', '2026-11-20T25:00'], 'got: 2026-11-20T25:00'],
    [['check', '--edition', '2025-05-15', '--edition', '2025-02-28'], '--edition is given twice'],
    [['completion', 'tcsh'], 'shell "tcsh" is unknown: did you mean bash?'],
    [['completion'], "missing required argument 'shell'"],
    [['rules', 'PGB401', 'PGB402'], 'too many arguments'],
    [['rules', '--format', 'html'], '--format "html" is unknown: it must be one of text, json, markdown'],
    [['check', '--formt\u001b[31m\n'], 'unknown option'],
  ])('%j is refused in one line', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.match(/\n/g)).toHaveLength(1);
  });
});

test.each([
  ['2026-11-20', '2026-11-20'],
  ['2026-11-20T23:30:00Z', '2026-11-20'],
  ['2026-11-20T23:30', '2026-11-20'],
  ['2026-11-20T23:30:00-02:00', '2026-11-21'],
  ['2026-11-20T00:30:00.123+01:00', '2026-11-19'],
])('--now %s is %s', async (now, day) => {
  const { stdout } = await inProcess(['check', '--format', 'json', '--now', now, '-'], { stdin: 'locals { a = 1 }' });
  expect(JSON.parse(stdout).now).toBe(day);
});

test('what nobody foresaw is one line too', async () => {
  jest.spyOn(COMMANDS[0], 'run').mockRejectedValue(new Error('oh no'));
  expect(await inProcess(['check'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'azpgbackup: it broke: oh no; please report this, with what it was given\n',
  });
});
