import * as fc from 'fast-check';
import MarkdownIt, { Token } from 'markdown-it';
import { anyReport, anyText } from './arbitrary';
import { finding, HOSTILE, reportOf, SAMPLE } from './kit';
import { markdown } from '../../src/report/markdown';
import { code, link, plain, sentence } from '../../src/report/markdown-text';
import { printable, printableText } from '../../src/report/printable';
import { rulePage } from '../../src/report/words';

// As generous as a reader can be: HTML is let through, and bare addresses become links.
const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyLink: false });

function tokensOf(text: string): Token[] {
  return reader.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

const shownText = (tokens: readonly Token[]) =>
  tokens
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');

test('groups by outcome, then resource', () => {
  const headings = markdown(SAMPLE)
    .split('\n')
    .filter((line) => line.startsWith('## '));
  expect(headings).toEqual(['## Findings', '## Undecided', '## Acknowledged', '## Not run']);
});

test('a hostile name is code', () => {
  const tokens = tokensOf(markdown(reportOf([finding({ resource: HOSTILE })])));
  const heading = tokens.findIndex(({ type, tag }) => type === 'heading_open' && tag === 'h3');
  expect(shownText([tokens[heading + 1], ...(tokens[heading + 1].children ?? [])])).toBe(printableText(HOSTILE));
});

test.each([
  ['`soft_delete` must be On', '`soft_delete` must be On'],
  ['a *b* _c_ <d> [e] f|g', 'a \\*b\\* \\_c\\_ \\<d\\> \\[e\\] f\\|g'],
  ['ask @admin', 'ask `@admin`'],
  ['see https://evil.example', 'see `https://evil.example`'],
  ['see www.evil.example', 'see `www.evil.example`'],
  ['as in org/repo#1', 'as in `org/repo#1`'],
  ['one ` alone', 'one \\` alone'],
  ['`` none', '\\`\\` none'],
])('%s is written %s', (text, written) => {
  expect(sentence(text)).toBe(written);
});

test('only https leads out', () => {
  expect(link('a]', 'https://learn.microsoft.com/x')).toBe('[a\\]](https://learn.microsoft.com/x)');
  expect(link('a', 'javascript:alert(1)')).toBe('a (javascript:alert(1))');
  expect(link('a', 'https://x.example/a)b')).toBe('a (`https://x.example/a)b`)');
});

test('text is read as it was written', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = printableText(text).trim();
      expect(shownText(tokensOf(`- x ${plain(shown)} y`))).toBe(shown === '' ? 'x  y' : `x ${shown} y`);
      expect(shownText(tokensOf(`- x ${code(shown)} y`))).toBe(shown === '' ? 'x  y' : `x ${shown} y`);
      expect(shownText(tokensOf(`- x ${sentence(shown)} y`)).replace(/`/g, '')).toBe(`x ${shown.replace(/`/g, '')} y`);
    }),
  );
});

test('has no markup but its own, whatever the names', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const shown = printable(report);
      const tokens = tokensOf(markdown(report));
      const types = new Set(tokens.map(({ type }) => type));
      for (const foreign of ['html_inline', 'html_block', 'image', 'fence', 'code_block', 'blockquote_open', 'hr']) {
        expect(types).not.toContain(foreign);
      }
      const known = new Set(
        [
          ...shown.findings.flatMap(({ rule, source }) => [rulePage(rule), source.url]),
          ...shown.skipped.map(({ rule }) => rulePage(rule)),
        ].map((url) => reader.normalizeLink(url)),
      );
      for (const token of tokens.filter(({ type }) => type === 'link_open')) {
        expect(known).toContain(token.attrGet('href'));
      }
      const sections = tokens.filter(({ type, tag }) => type === 'heading_open' && tag !== 'h3');
      expect(sections.length).toBeLessThanOrEqual(5);
    }),
  );
});
