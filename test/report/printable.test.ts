import * as fc from 'fast-check';
import { anyText } from './arbitrary';
import { printable, printableText, toPrintableJson } from '../../src/report/printable';

/** What changes the display of other text, or isn't seen at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

test.each([
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['\u009b31m', '\\u009b31m'],
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['a\u2028b', 'a\\u2028b'],
  ['\ud800x', '\\ud800x'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['x\uffff', 'x\\uffff'],
  ['see ##vso[task.complete]', 'see #\\u0023vso[task.complete]'],
  ['see ##VSO[task.complete]', 'see #\\u0023VSO[task.complete]'],
  ['###[error]', '##\\u0023[error]'],
  ['::add-mask::x', '\\u003a:add-mask::x'],
  ['  ::add-mask::x', '  \\u003a:add-mask::x'],
  ['module.x::y', 'module.x::y'],
  ['## heading', '## heading'],
  ['Größe 漢字 😀 `x` <y> "z"', 'Größe 漢字 😀 `x` <y> "z"'],
])('%j prints as %s', (text, shown) => {
  expect(printableText(text)).toBe(shown);
});

test('any text is one line that neither a terminal nor a build agent acts on', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = printableText(text);
      expect(shown).not.toMatch(UNSEEN);
      expect(shown).not.toMatch(/##(vso)?\[/i);
      expect(shown).not.toMatch(/^\s*::/);
      expect(printableText(shown)).toBe(shown);
    }),
  );
});

test('data keeps its shape', () => {
  expect(printable({ a: ['\n', 1, null, { b: '\u0000' }], c: undefined })).toEqual({
    a: ['\\n', 1, null, { b: '\\u0000' }],
    c: undefined,
  });
});

test('JSON means the same, and has nothing in it that acts', () => {
  fc.assert(
    fc.property(fc.array(anyText), (texts) => {
      const json = toPrintableJson(texts);
      expect(JSON.parse(json)).toEqual(texts);
      expect(json.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(json).not.toMatch(/##(vso)?\[/i);
    }),
  );
});
