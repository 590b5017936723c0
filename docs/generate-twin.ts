import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ROUTES } from '../src/twin/resources';
import { SEMANTICS } from '../src/twin/semantics';

/** `npx tsx docs/generate-twin.ts` writes the tables of the twin's README anew. */
export const TWIN_README = join(__dirname, '..', 'src', 'twin', 'README.md');

/** The README with its tables as the twin's code says. */
export function twinReadme(text: string): string {
  return fill(fill(text, 'types', typesTable()), 'semantics', semanticsTable());
}

function fill(text: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${TWIN_README} has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${table}\n${text.slice(to)}`;
}

/** What can be written, with the API versions in which. */
function typesTable(): string {
  const versions = new Map<string, Set<string>>();
  for (const { method, path, apiVersions } of ROUTES) {
    if (method !== 'PUT' || !apiVersions) continue;
    const type = typeOf(path);
    versions.set(type, new Set([...(versions.get(type) ?? []), ...apiVersions]));
  }
  const rows = [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, these]) => `| \`${type}\` | ${[...these].sort().join(', ')} |`);
  return ['| Type | API versions |', '| --- | --- |', ...rows, ''].join('\n');
}

function typeOf(path: string): string {
  const at = path.lastIndexOf('/providers/');
  if (at < 0) return 'Microsoft.Resources/resourceGroups';
  const [namespace, ...rest] = path.slice(at + '/providers/'.length).split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

function semanticsTable(): string {
  const rows = SEMANTICS.map(
    ({ id, says, source }) => `| \`${id}\` | ${cell(says)} | [${cell(source.title)}](${source.url}), ${source.date} |`,
  );
  return ['| Id | What it does | Source |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

if (require.main === module) writeFileSync(TWIN_README, twinReadme(readFileSync(TWIN_README, 'utf8')));
