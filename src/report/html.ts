import { createHash } from 'crypto';
import { STYLE } from './html-style';
import { pieces } from './inline';
import { Markup, markup } from './markup';
import { printable } from './printable';
import { Report, ReportedFinding, standing, Standing, STANDINGS } from './report';
import { Reporter } from './reporter';
import {
  acceptance,
  byResource,
  COUNTED,
  label,
  place,
  REPORT_TITLE,
  ResourceGroup,
  rulePage,
  SECTIONS,
  subject,
} from './words';

/** One page for people: fetches nothing, runs nothing, prints. */
export const html: Reporter = (report) => {
  const shown = printable(report);
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${REPORT_TITLE}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${overview(shown)}
<main>
${byRule(shown)}${SECTIONS.map((section) => findingsSection(shown, section))}${notRun(shown)}</main>
<footer class="quiet">
<p>${shown.tool.name} ${shown.tool.version}</p>
</footer>
</body>
</html>
`.html;
};

function overview({ summary, edition, now, inputs }: Report): Markup {
  const read = inputs.map(({ name, kind }, index) => markup`${index === 0 ? '' : ', '}<code>${name}</code> (${kind})`);
  const marks: Partial<Record<string, Standing>> = Object.fromEntries(STANDINGS.map((each) => [each, each]));
  const tile = ({ key, noun }: (typeof COUNTED)[number]) =>
    markup`<li class="${marks[key] ?? ''}"><b${summary[key] > 0 && marks[key] !== undefined ? markup` class="mark"` : ''}>${summary[key]}</b>${noun}</li>\n`;
  return markup`<header>
<h1>${REPORT_TITLE}</h1>
<p class="quiet">Support matrix edition ${edition}, as of ${now}</p>
${read.length === 0 ? '' : markup`<p class="quiet">Read: ${read}</p>\n`}<ul class="counts">
${COUNTED.map(tile)}</ul>
</header>`;
}

/** Which rules speak how often: what to look at first in an estate with thousands of findings. */
function byRule({ findings }: Report): Markup | '' {
  if (findings.length === 0) return markup`<p>No findings.</p>\n`;
  const rows = new Map<string, { rule: string; name: string; counts: Record<Standing, number> }>();
  for (const finding of findings) {
    const { rule, name } = finding;
    let row = rows.get(rule);
    if (row === undefined) {
      row = { rule, name, counts: { error: 0, warning: 0, note: 0, undecided: 0, acknowledged: 0 } };
      rows.set(rule, row);
    }
    row.counts[standing(finding)]++;
  }
  const sorted = [...rows.values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
  const nouns = COUNTED.filter(({ key }) => STANDINGS.some((each) => each === key)).map(({ noun }) => noun);
  return markup`<h2>By rule</h2>
<div class="wide"><table>
<thead><tr><th scope="col">Rule</th>${nouns.map((noun) => markup`<th scope="col" class="number">${noun}</th>`)}</tr></thead>
<tbody>
${sorted.map(
  ({ rule, name, counts }) =>
    markup`<tr><th scope="row">${ruleLink(rule, name)}</th>${STANDINGS.map((each) => markup`<td class="number">${counts[each]}</td>`)}</tr>\n`,
)}</tbody>
</table></div>
`;
}

function findingsSection({ findings }: Report, { title, lead, of }: (typeof SECTIONS)[number]): Markup | '' {
  const own = findings.filter((finding) => of.includes(standing(finding)));
  if (own.length === 0) return '';
  return markup`<section>
<h2>${title}</h2>
<p class="quiet">${lead}</p>
${byResource(own).map(resourceGroup)}</section>
`;
}

function resourceGroup(group: ResourceGroup): Markup {
  const name = group.resource === '' ? subject(group) : markup`<code>${group.resource}</code>`;
  const path = group.path === null ? '' : markup` <span class="quiet">(<code>${group.path}</code>)</span>`;
  return markup`<h3>${name}${path}</h3>
${group.findings.map(findingBox)}`;
}

function findingBox(finding: ReportedFinding): Markup {
  const { rule, name, message, got, limit, mend, source, fingerprint } = finding;
  const accepted = acceptance(finding);
  const where = place(finding);
  const entry = (term: string, text: Markup | string | null | undefined) =>
    text === null || text === undefined ? '' : markup`<dt>${term}</dt><dd>${text}</dd>\n`;
  return markup`<article class="finding ${standing(finding)}">
<p><span class="mark">${label(finding)}</span> ${ruleLink(rule, name)}</p>
<p>${sentence(message)}</p>
<dl>
${entry('Got', got)}${entry('Limit', limit === null ? null : sentence(limit))}${entry('Source', markup`<span class="source">${link(source.title, source.url)}</span>, ${source.date}`)}${entry('Mend', mend === null ? null : sentence(mend))}${entry('Acknowledged', accepted)}${entry('Written in', where === undefined ? null : markup`<code>${where}</code>`)}${entry('Fingerprint', markup`<code>${fingerprint}</code>`)}</dl>
</article>
`;
}

function notRun({ skipped }: Report): Markup | '' {
  if (skipped.length === 0) return '';
  return markup`<section>
<h2>Not run</h2>
<ul>
${skipped.map(({ rule, name, why }) => markup`<li>${ruleLink(rule, name)}: ${why}</li>\n`)}</ul>
</section>
`;
}

function ruleLink(id: string, name: string): Markup {
  return link(`${id} ${name}`, rulePage(id));
}

/** Only `https` leads out of a report; any other address is text. */
function link(text: string, url: string): Markup {
  return /^https:\/\//.test(url)
    ? markup`<a href="${url}" rel="noopener noreferrer">${text}</a>`
    : markup`${text} (${url})`;
}

function sentence(text: string): Markup {
  return markup`${pieces(text).map((piece) => (piece.code ? markup`<code>${piece.text}</code>` : piece.text))}`;
}
