import { spawnSync } from 'child_process';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { asCommand, inProcess } from './kit';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

const INSTALLED = ['bash', 'zsh', 'fish'].filter((shell) => spawnSync(shell, ['-c', 'true']).status === 0);

let script: (shell: string) => string;

beforeAll(async () => {
  const folder = temporaryFolder();
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await inProcess(['completion', shell]);
    expect(code).toBe(0);
    writeFileSync(join(folder, shell), stdout);
  }
  script = (shell) => join(folder, shell);
});

function run(shell: string, program: string, args: readonly string[] = []): string {
  const bare = { bash: ['--norc'], zsh: ['-f'], fish: ['--no-config'] }[shell] ?? [];
  const { stdout, stderr, status } = spawnSync(shell, [...bare, '-c', program, ...args], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

test('the command prints the same', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    expect((await asCommand(['completion', shell])).stdout).toBe((await inProcess(['completion', shell])).stdout);
  }
});

test.each(INSTALLED)('%s understands its script', (shell) => {
  const check = { bash: 'bash -n', zsh: 'zsh -n', fish: 'fish -n' }[shell];
  run(shell, `${check} ${script(shell)}`);
});

/** What bash offers, having split the line into words as it does. */
function offered(...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const program = `source ${script('bash')}; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _azpgbackup; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run('bash', program)
    .split('\n')
    .filter((word) => word !== '');
}

describe('bash', () => {
  test.each<[string[], string[]]>([
    [['azpgbackup', 'ch'], ['check']],
    [
      ['azpgbackup', 'e'],
      ['explain', 'editions'],
    ],
    [['azpgbackup', '--v'], ['--version']],
    [['azpgbackup', 'help', 'comp'], ['completion']],
    [['azpgbackup', 'check', '--fo'], ['--format']],
    [['azpgbackup', 'check', '--format', 's'], ['sarif']],
    [['azpgbackup', 'check', '--format', '=', 's'], ['sarif']],
    [
      ['azpgbackup', 'check', '--format', '='],
      ['text', 'json', 'sarif', 'junit', 'markdown', 'html', 'github'],
    ],
    [
      ['azpgbackup', 'check', '--fail-on', ''],
      ['error', 'warning', 'note'],
    ],
    [['azpgbackup', 'check', '--edition', 'v2'], ['v2-2026-09-28']],
    [['azpgbackup', 'check', '--profile', 'long'], ['long-term-retention']],
    [
      ['azpgbackup', 'check', '--skip', 'PGB41'],
      ['PGB410', 'PGB411', 'PGB412', 'PGB413'],
    ],
    [['azpgbackup', 'explain', 'PGB401'], ['PGB401']],
    [
      ['azpgbackup', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    // Files: readline's own completion takes over.
    [['azpgbackup', 'check', '--output', 'x'], []],
    [['azpgbackup', 'check', '--format', 'sarif', '=', 'x'], []],
    [['azpgbackup', 'check', 'pl'], []],
  ])('%j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('is bound to the command, with files where nothing is offered', () => {
    expect(run('bash', `source ${script('bash')}; complete -p azpgbackup`)).toBe(
      'complete -o default -F _azpgbackup azpgbackup\n',
    );
  });
});

const FISH: readonly [string, string][] = INSTALLED.includes('fish')
  ? [
      ['azpgbackup ch', 'check'],
      ['azpgbackup check --form', '--format'],
      ['azpgbackup check --format sa', 'sarif'],
      ['azpgbackup check --fail-on wa', 'warning'],
      ['azpgbackup explain PGB401', 'PGB401'],
      ['azpgbackup completion zs', 'zsh'],
    ]
  : [];

test('fish offers what bash does', () => {
  for (const [line, expected] of FISH) {
    const words = run('fish', `source ${script('fish')}; complete -C '${line}'`).split('\n');
    expect(words.map((word) => word.split('\t')[0])).toContain(expected);
  }
});

test('zsh binds its function to the command', () => {
  if (!INSTALLED.includes('zsh')) return;
  const program = `autoload -U compinit && compinit -u -D && source ${script('zsh')} && print $_comps[azpgbackup]`;
  expect(run('zsh', program)).toBe('_azpgbackup\n');
});
