import { writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { bash } from './kit';
import { bashQuote, bashWord, powershellQuote } from '../../src/runbook/quote';
import { refer, SettingGroup } from '../../src/runbook/setting';
import { bashSettings, powershellSettings } from '../../src/runbook/settings-file';
import { temporaryFolder } from '../temporary';

jest.setTimeout(60_000);

const HOSTILE = [
  "it's",
  '$(touch pwned)',
  '`touch pwned`',
  'a"b',
  'a; touch pwned',
  'a\nb',
  '-rf',
  '..',
  '%s%n',
  '\\',
  "\\'",
  '${HOME}',
  '!!',
  '~',
  'ü\u2019x',
  '}',
  "'}; touch pwned; : '",
];

/** No environment and no argument holds a NUL. */
const texts = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary' }).map((text) => text.replace(/[\0\ud800-\udfff]/g, '')),
  fc
    .array(fc.constantFrom("'", '"', '$', '`', '\\', '}', '{', '(', ')', '\n', ' ', 'a'))
    .map((parts) => parts.join('')),
);

const settings = (value: string, list: readonly string[]): readonly SettingGroup[] => [
  {
    title: 'all',
    settings: [
      { name: 'ONE', about: 'one', value: [value] },
      { name: 'BOTH', about: 'both', value: ['/', refer('ONE'), value] },
      { name: 'LIST', about: 'list', list },
      { name: 'NONE', about: 'none', find: `look\nfor ${value}`, required: true },
    ],
  },
];

/** What bash makes of the file: each text with a NUL behind it. */
async function read(text: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'settings.sh'), text);
  const script = `set -euo pipefail; cd "$1"; . ./settings.sh; printf '%s\\0' "$ONE" "$BOTH" "$NONE" "\${LIST[@]}"; ls -A`;
  const { code, stdout, stderr } = await bash(['--norc', '-c', script, 'bash', folder], {
    PATH: process.env.PATH,
    ...env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [rest, ...found] = stdout.split('\0').reverse();
  expect(rest).toBe('settings.sh\n');
  return found.reverse();
}

test('what is in a setting is what bash reads, and nothing else happens', async () => {
  await fc.assert(
    fc.asyncProperty(texts, fc.array(texts, { maxLength: 3 }), async (value, list) => {
      expect(await read(bashSettings(settings(value, list)))).toEqual([value, `/${value}${value}`, '', ...list]);
    }),
    { numRuns: 60, examples: HOSTILE.map((text) => [text, [text]] as [string, string[]]) },
  );
});

test('the environment wins, also in what refers to the setting', async () => {
  const found = await read(bashSettings(settings('a', ['x y'])), { ONE: "it's $(here)", NONE: 'filled in' });
  expect(found).toEqual(["it's $(here)", "/it's $(here)a", 'filled in', 'x y']);
});

test('what is not known is empty, and says how to find it in one line', () => {
  const lines = bashSettings(settings('v', [])).split('\n');
  expect(lines).toEqual(expect.arrayContaining(['# none', '# Find it: look\\nfor v', 'NONE=${NONE:-}']));
});

test('the settings of libpq are exported', () => {
  const groups = [{ title: 'x', settings: [{ name: 'PGHOST', about: 'host', value: ['h'] }] }];
  expect(bashSettings(groups)).toContain('\nexport PGHOST\n');
  expect(powershellSettings(groups)).toContain('\n$env:PGHOST = $PGHOST\n');
});

test('PowerShell reads a text as it is: every apostrophe in it is doubled, typographic ones too', () => {
  // In a string between apostrophes nothing else means anything.
  fc.assert(
    fc.property(texts, (text) => {
      const quoted = powershellQuote(text);
      expect(quoted).toMatch(/^'(?:[^'\u2018\u2019\u201a\u201b]|(['\u2018\u2019\u201a\u201b])\1)*'$/s);
      expect(quoted.slice(1, -1).replace(/(['\u2018\u2019\u201a\u201b])\1/g, '$1')).toBe(text);
    }),
    { examples: HOSTILE.map((text) => [text] as [string]) },
  );
  const both = powershellSettings(settings("it's", ['$x']));
  expect(both).toContain("$ONE = if ($env:ONE) { $env:ONE } else { 'it''s' }");
  expect(both).toContain(`$BOTH = if ($env:BOTH) { $env:BOTH } else { '/' + "$ONE" + 'it''s' }`);
  expect(both).toContain("$LIST = if ($env:LIST) { @($env:LIST) } else { @('$x') }");
});

test('a word is quoted where it has to be', () => {
  expect(bashWord('/subscriptions/a-b_c.d')).toBe('/subscriptions/a-b_c.d');
  expect(bashWord('')).toBe("''");
  expect(bashWord('a b')).toBe("'a b'");
  expect(bashQuote("it's")).toBe("'it'\\''s'");
});
