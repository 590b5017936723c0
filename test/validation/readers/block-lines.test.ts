import { readText } from '../../../src/validation/readers/read';

/** The line that `a.b` is said to begin on, and the one that it does begin on. */
async function lines(before: string, header = 'resource "a" "b" {'): Promise<readonly [number | undefined, number]> {
  const text = `${before}${header}\n}\n`;
  const { document } = await readText('main.tf', text);
  const found = document.resources.find(({ address }) => address === 'a.b');
  return [found?.line, before.split('\n').length];
}

const inLocals = (value: string) => `locals {\n  x = ${value}\n}\n`;

describe.each([
  ['LF', (text: string) => text],
  ['CRLF', (text: string) => text.replace(/\n/g, '\r\n')],
])('lines of blocks, with %s', (_, ended) => {
  test.each([
    ['nothing', ''],
    ['a comment that begins in a text', inLocals('["Microsoft.DBforPostgreSQL/flexibleServers/*"]')],
    ['one that begins in a comment', '# see modules/*\n// and modules/*\n'],
    ['one that ends in a text', '/* "\n*/\n'],
    ['comments behind each other', '/* a */ /* b\n*/ # c */\n'],
    ['a heredoc in a comment', '# cat <<EOF\n// cat <<-EOF\n'],
    ['a heredoc', inLocals('<<EOT\nresource "a" "b" {\n/*\n"\nEOT')],
    ['a heredoc with a hyphen in its tag', inLocals('<<-MY-EOT\n  resource "a" "b" {\n  MY\n  MY-EOT')],
    ['a heredoc with another tag', inLocals('<<größe\nresource "a" "b" {\ngröße')],
    ['two heredocs', inLocals('[<<A\nresource "a" "b" {\nA\n, <<B\nresource "a" "b" {\nB\n]')],
    ['a bracket in a text', inLocals('"{ \\" { $${ %%{"')],
    ['texts in a text', inLocals('"${lower("}{${upper("{")}")}%{ if true }{%{ endif }"')],
    ['blocks in blocks', 'locals {\n}\nterraform {\n  backend "a" {\n  }\n}\n'],
    ['a block like it, within another', 'terraform {\nresource "a" "b" {\n}\n}\n'],
    ['something given', 'resource "a" "c" {\n  resource = {\n  }\n}\n'],
  ])('behind %s', async (__, before) => {
    const [said, real] = await lines(ended(before));
    expect(said).toBe(real);
  });

  test.each(['/* x */ resource "a" "b" {', 'resource /* { */ "a" /* x */ b {', 'resource a b { # {'])(
    'of %s',
    async (header) => {
      for (const before of ['', 'locals {\n}\n\n']) {
        const [said, real] = await lines(ended(before), header);
        expect(said).toBe(real);
      }
    },
  );
});
