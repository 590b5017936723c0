import * as fc from 'fast-check';
import { HOSTILE, reportOf } from './kit';
import { Finding, Outcome, Severity } from '../../src/findings/finding';

/** What breaks out of one format or another when it isn't escaped. */
const FRAGMENTS = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '`',
    '``',
    '|',
    '\\',
    '*',
    '_',
    '~',
    '$',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    '{0}',
    '!',
    '#',
    '%',
  ],
  ...[
    '\n',
    '\r',
    '\t',
    ' ',
    '\u0000',
    '\u001b[31m',
    '\u009b',
    '\u2028',
    '\u202e',
    '\u2066',
    '\ufeff',
    '\ud800',
    '\udfff',
  ],
  ...[
    '\ufffe',
    '\uffff',
    '\u{e0041}',
    '::',
    '::error::',
    '##[error]',
    '##vso[task.complete]',
    '%0A',
    ',',
    ':',
    '=',
    '-',
  ],
  ...[
    '../',
    ']]>',
    '<!--',
    '-->',
    '<script>',
    '</style>',
    '&lt;',
    '&#0;',
    '](https://evil.example)',
    'https://evil.example',
  ],
  ...[
    'www.evil.example',
    '@admin',
    'a@evil.example',
    'org/repo#1',
    'javascript:',
    '\n\n# x',
    '\n- x',
    '1. ',
    'SARIF_BUILDER_INVALID',
  ],
  ...['constructor', '__proto__', 'a', 'É', '漢', 'א', '😀'],
];

const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));

/** Any text, with a leaning towards what hurts. */
export const anyText = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit, maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constant(HOSTILE) },
);

const anyFinding: fc.Arbitrary<Finding> = fc.record({
  rule: fc.oneof(
    fc.constantFrom('PGB401', 'PGB510'),
    anyText.filter((id) => id !== ''),
  ),
  name: anyText,
  severity: fc.constantFrom(...Object.values(Severity)),
  outcome: fc.constantFrom(...Object.values(Outcome)),
  resource: anyText,
  path: fc.option(anyText, { nil: undefined }),
  message: anyText,
  got: fc.option(anyText, { nil: undefined }),
  limit: fc.option(anyText, { nil: undefined }),
  mend: fc.option(anyText, { nil: undefined }),
  source: fc.record({ title: anyText, url: fc.oneof(anyText, fc.webUrl()), date: anyText }),
  edition: fc.constant('2025-05-15'),
  fingerprint: fc.stringMatching(/^[0-9a-f]{16}$/),
  acknowledgement: fc.option(fc.record({ reason: anyText, owner: anyText, expires: anyText }), { nil: undefined }),
});

/** A report in which everybody who could write something wrote something hostile. */
export const anyReport = fc
  .record({
    findings: fc.array(fc.record({ finding: anyFinding, file: fc.option(anyText), line: fc.option(fc.nat()) }), {
      maxLength: 4,
    }),
    inputs: fc.array(fc.record({ name: anyText, kind: anyText }), { maxLength: 2 }),
    skipped: fc.array(fc.record({ rule: anyText, name: anyText, why: anyText }), { maxLength: 2 }),
    edition: anyText,
  })
  .map(({ findings, ...rest }) =>
    reportOf([], {
      ...rest,
      findings: findings.map(({ finding }, index) => ({ key: String(index), finding })),
      locate: (key) => {
        const { file, line } = findings[Number(key)];
        return file === null ? undefined : { file, line: line === null ? undefined : line + 1 };
      },
    }),
  );
