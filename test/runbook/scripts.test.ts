import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { bash, estateOfPlan, fileOf, ROOT, runbookOf } from './kit';
import { BASH_STEPS, scriptFiles, SHELLS, STEPS } from '../../src/runbook/script-files';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

const FOLDER = join(ROOT, 'src', 'runbook', 'scripts');
const [BASH, POWERSHELL] = SHELLS.map(scriptFiles);

test('every script is shipped', () => {
  expect([...BASH, ...POWERSHELL].map(({ name }) => name).sort()).toEqual(readdirSync(FOLDER).sort());
  expect(BASH.map(({ name }) => name)).toEqual(expect.arrayContaining(STEPS.map((step) => `${step}.sh`)));
});

test('bash reads its own, and the settings that are written', async () => {
  const settings = fileOf(runbookOf(await estateOfPlan('quickstart-state.json'), 'ledger-cb82b644'), 'settings.sh');
  const folder = temporaryFolder();
  for (const { name, text } of [...BASH, { name: 'settings.sh', text: settings }]) {
    writeFileSync(join(folder, name), text);
    expect({ name, ...(await bash(['-n', join(folder, name)], {})) }).toEqual({
      name,
      code: 0,
      stdout: '',
      stderr: '',
    });
  }
});

describe.each(STEPS)('%s', (step) => {
  const folder = () => {
    const path = temporaryFolder();
    for (const { name, text } of BASH) writeFileSync(join(path, name), text);
    return path;
  };

  test('is found through a link, by its own name', async () => {
    const link = join(temporaryFolder(), 'link.sh');
    symlinkSync(join(folder(), `${step}.sh`), link);
    expect(await bash([link, '--help'], { PATH: process.env.PATH })).toMatchObject({ code: 0, stderr: '' });
    expect((await bash([link, '--nonsense'], { PATH: process.env.PATH })).stderr).toContain(`See ${step}.sh --help.`);
  });

  test('alone it does nothing, and another shell is told so', async () => {
    const alone = join(temporaryFolder(), `${step}.sh`);
    writeFileSync(alone, BASH.find(({ name }) => name === `${step}.sh`)!.text);
    const { code, stderr } = await bash([alone, '--execute'], { PATH: process.env.PATH });
    expect([code, stderr.trim().split('\n')]).toEqual([2, [expect.stringContaining('common.sh')]]);
    const other = await bash(['-c', 'exec sh "$1"', 'bash', join(folder(), `${step}.sh`)], { PATH: process.env.PATH });
    expect(other.code).toBe(2);
  });
});

test.each([
  ['', '\n'],
  ['', '\r\n'],
  ['\ufeff', '\r\n'],
])('settings are the same after %j, with lines that end in %j, and without a home', async (mark, end) => {
  const folder = temporaryFolder();
  for (const { name, text } of BASH) writeFileSync(join(folder, name), text);
  const lines = [
    '# shellcheck shell=bash',
    "PGHOST=${PGHOST:-'db.test'}",
    "TARGET_ENTRA_ADMINS=('id ServicePrincipal dba'",
    "  'id User Dora')",
    'LAST=yes',
  ];
  writeFileSync(join(folder, 'settings.sh'), `${mark}${lines.join(end)}`);
  writeFileSync(
    join(folder, 'shown.sh'),
    '. "$(dirname -- "$0")/common.sh"\nprintf "<%s>" "$PGHOST" "${TARGET_ENTRA_ADMINS[@]}" "$LAST"\n',
  );
  expect(await bash([join(folder, 'shown.sh')], { PATH: process.env.PATH })).toEqual({
    code: 0,
    stdout: '<db.test><id ServicePrincipal dba><id User Dora><yes>',
    stderr: '',
  });
});

// No machine that runs these tests has to have PowerShell: that its scripts do the same is told by what they say.
const OWN = POWERSHELL.filter(({ name }) => /^\d/.test(name) && !BASH_STEPS.includes(name.replace(/\.ps1$/, '')));

test.each(OWN.map(({ name, text }) => [name, text] as const))(
  '%s takes the same settings as bash, and writes the same into the journal',
  (name, text) => {
    const other = readFileSync(join(FOLDER, name.replace(/ps1$/, 'sh')), 'utf8');
    for (const [, event, subject] of text.matchAll(/Write-Journal '(\w+)' '([\w-]+)'/g)) {
      expect(other).toMatch(new RegExp(`journal '?${event}'? ${subject}`));
    }
    const settings = (script: string) =>
      [...new Set(script.match(/\b(?:TARGET|STORAGE|VAULT|RECOVERY|SOURCE|OPERATOR|TENANT|FILES)_[A-Z_]+\b/g))].sort();
    expect(settings(text)).toEqual(settings(other));
  },
);

test('PowerShell hands every setting that is read in bash over to it', async () => {
  const settings = fileOf(runbookOf(await estateOfPlan('quickstart-state.json'), 'ledger-cb82b644'), 'settings.sh');
  const known = new Set(settings.match(/^[A-Z]+(_[A-Z]+)*(?==)/gm));
  const read = BASH.filter(({ name }) => [...BASH_STEPS, 'common', 'postgres'].includes(name.replace(/\.sh$/, '')));
  const used = new Set(read.flatMap(({ text }) => [...text.matchAll(/\$\{?([A-Z_]+)\b/g)].map(([, name]) => name)));
  const handedOver = POWERSHELL.find(({ name }) => name === 'bash.ps1')!.text.match(/(?<=')[A-Z_]+(?=')/g)!;
  expect(known.size).toBeGreaterThan(20);
  expect(handedOver).toEqual(expect.arrayContaining([...used].filter((name) => known.has(name))));
});
