import { createHash } from 'crypto';
import * as fc from 'fast-check';
import { DefaultTreeAdapterMap, parse } from 'parse5';
import { anyReport } from './arbitrary';
import { finding, HOSTILE, reportOf, SAMPLE } from './kit';
import { html } from '../../src/report/html';
import { printable, printableText } from '../../src/report/printable';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** Every element of the page, in order; throws where the page isn't valid HTML. */
function elementsOf(page: string): Element[] {
  const errors: string[] = [];
  const document = parse(page, { onParseError: ({ code }) => errors.push(code) });
  expect(errors).toEqual([]);
  const found: Element[] = [];
  const walk = (node: Node) => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(document);
  return found;
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

/** All that a report needs: nothing in it runs, loads, submits or embeds. */
const ELEMENTS = new Set(
  'html head meta title style body header h1 h2 h3 p code ul li b main div table thead tbody tr th td section article span a dl dt dd footer'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set('lang charset http-equiv content name class scope href rel'.split(' '));

test('allows itself nothing but its own style sheet', () => {
  const elements = elementsOf(html(SAMPLE));
  const policy = elements.find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy')!;
  const style = textOf(elements.find(({ tagName }) => tagName === 'style')!);
  const hash = createHash('sha256').update(style).digest('base64');
  expect(attribute(policy, 'content')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
  expect(style).not.toMatch(/url\(|@import/);
  expect(style).toContain('prefers-color-scheme: dark');
  expect(style).toContain('@media print');
});

test('shows every finding, by section', () => {
  const elements = elementsOf(html(SAMPLE));
  const texts = (tag: string) => elements.filter(({ tagName }) => tagName === tag).map(textOf);
  expect(texts('h2')).toEqual(['By rule', 'Findings', 'Undecided', 'Acknowledged', 'Not run']);
  expect(elements.filter(({ tagName }) => tagName === 'article').map((each) => attribute(each, 'class'))).toEqual([
    'finding error',
    'finding warning',
    'finding note',
    'finding error',
    'finding error',
    'finding error',
    'finding undecided',
    'finding acknowledged',
  ]);
  expect(texts('dd')).toContain(
    'by finance-platform until 2027-06-30: Records must be immutable for ten years (ticket FIN-112)',
  );
});

test('says so where there is nothing to say', () => {
  const elements = elementsOf(html(reportOf([])));
  expect(elements.filter(({ tagName }) => tagName === 'h2')).toEqual([]);
  expect(elements.filter(({ tagName }) => tagName === 'p').map(textOf)).toContain('No findings.');
});

test('a hostile name is text', () => {
  const page = html(reportOf([finding({ resource: HOSTILE })]));
  expect(
    elementsOf(page)
      .filter(({ tagName }) => tagName === 'h3')
      .map(textOf),
  ).toEqual([printableText(HOSTILE)]);
});

test('has no markup but its own, whatever the names', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const elements = elementsOf(html(report));
      for (const element of elements) {
        expect(ELEMENTS).toContain(element.tagName);
        for (const { name } of element.attrs) expect(ATTRIBUTES).toContain(name);
        const target = attribute(element, 'href');
        if (target !== undefined) expect(target).toMatch(/^https:\/\//);
      }
      const shown = printable(report);
      const details = elements.filter(({ tagName }) => tagName === 'dd').map(textOf);
      for (const { got } of shown.findings) if (got !== null) expect(details).toContain(got);
      expect(elements.filter(({ tagName }) => tagName === 'article')).toHaveLength(report.findings.length);
    }),
  );
});
