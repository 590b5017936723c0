import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from 'node-sarif-builder';
import type { Artifact, Location, ReportingDescriptor, Result, Run } from 'sarif';
import { link, plain, sentence } from './markdown-text';
import { printable, toPrintableJson } from './printable';
import { INPUT, Report, ReportedFinding } from './report';
import { Reporter, RuleCard } from './reporter';
import { artifactLocation, SOURCE_ROOT } from './sarif-location';
import { basis, PROJECT_PAGE, rulePage } from './words';
import { Outcome } from '../findings/finding';
import { citeWithUrl } from '../matrix/citation';

/** SARIF 2.1.0 as its standard and GitHub's code scanning want it. */
export const sarif: Reporter = (report, options = {}) => {
  const shown = printable(report);
  const rules = describedRules(shown, printable(options.rules ?? []));
  const run = new SarifRunBuilder({
    tool: {
      driver: {
        name: shown.tool.name,
        version: shown.tool.version,
        semanticVersion: shown.tool.version,
        informationUri: PROJECT_PAGE,
        rules: [],
      },
    },
  });
  for (const rule of rules) run.addRule(new SarifRuleBuilder(rule));
  // Names of files are encoded instead of made printable: they have to lead to the file.
  // Code scanning refuses what has no place: where nobody knows better it is what was read.
  const files = report.findings.map((finding) => finding.file ?? finding[INPUT] ?? report.inputs[0]?.name);
  shown.findings.forEach((finding, index) => run.addResult(new SarifResultBuilder(result(finding, files[index]))));
  Object.assign(run.run, surroundings(shown, rules), { artifacts: artifacts(report, files) });

  const builder = new SarifBuilder({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json' });
  builder.addRun(run);
  // The builder's own writer refuses a report in which any name contains a word that it keeps for itself.
  return toPrintableJson(builder.buildSarifOutput());
};

function result(finding: ReportedFinding, file: string | undefined): Result {
  const { term, text } = basis(finding);
  const undecided = finding.outcome === Outcome.UNDECIDED;
  const { rule, severity, path, got, mend, fingerprint, acknowledgement } = finding;
  return {
    ruleId: rule,
    kind: undecided ? 'open' : 'fail',
    // A level is for failures only.
    level: undecided ? 'none' : severity,
    message: {
      text: messageText(
        `${[finding.message, `${term}: ${text}`, ...(mend === null ? [] : [`Mend: ${mend}`])].join('. ')}.`,
      ),
    },
    locations: file === undefined ? [] : [location(finding, file)],
    partialFingerprints: {
      // The only one that code scanning reads; it has the form of a hash and an occurrence.
      primaryLocationLineHash: `${fingerprint}:1`,
      'azpgbackup/v1': fingerprint,
    },
    suppressions:
      acknowledgement === null
        ? []
        : [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${acknowledgement.reason} (${acknowledgement.owner}, until ${acknowledgement.expires})`,
            },
          ],
    properties: { severity, ...(path === null ? {} : { path }), ...(got === null ? {} : { got }) },
  };
}

/** Code scanning shows only what has a place with a region: where no line is known, it is the first. */
function location({ resource, line }: ReportedFinding, file: string): Location {
  const at = line ?? 1;
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(file),
      region: { startLine: at, startColumn: 1, endLine: at, endColumn: 1 },
    },
    ...(resource === '' ? {} : { logicalLocations: [{ fullyQualifiedName: resource, kind: 'resource' }] }),
  };
}

/** The catalogue, and those that only a finding names. */
function describedRules(report: Report, cards: readonly RuleCard[]): ReportingDescriptor[] {
  const described = new Map(cards.map((card) => [card.id, descriptor(card)]));
  for (const { rule, name } of report.findings) {
    if (!described.has(rule)) described.set(rule, undescribed(rule, name));
  }
  return [...described.values()];
}

function descriptor({ id, name, severity, decides, why, sources, acknowledgeable }: RuleCard): ReportingDescriptor {
  const helpUri = rulePage(id);
  const accept = acknowledgeable ? 'A finding can be acknowledged with a reason, an owner and an expiry date.' : '';
  const cited = sources.map((source) => `- ${link(source.title, source.url)}, ${plain(source.date)}`).join('\n');
  return {
    id,
    name,
    shortDescription: { text: messageText(capitalised(decides)) },
    fullDescription: { text: messageText(why) },
    help: {
      text: messageText(paragraphs(`Compliant when ${decides}.`, why, accept, ...sources.map(citeWithUrl), helpUri)),
      markdown: doubleBraces(
        paragraphs(
          `**Compliant when** ${sentence(decides)}.`,
          sentence(why),
          accept,
          cited,
          link(`${id} ${name}`, helpUri),
        ),
      ),
    },
    helpUri,
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['azure', 'backup', 'postgresql'],
      'problem.severity': severity === 'note' ? 'recommendation' : severity,
    },
  };
}

function undescribed(id: string, name: string): ReportingDescriptor {
  const helpUri = rulePage(id);
  const text = messageText(`${id} ${name}`);
  return { id, name, shortDescription: { text }, fullDescription: { text }, help: { text: helpUri }, helpUri };
}

function surroundings(report: Report, rules: readonly ReportingDescriptor[]): Partial<Run> {
  const { edition, now, summary, inputs, skipped } = report;
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const overrides = skipped.map(({ rule, name, why }) => ({
    descriptor: { id: rule, ...(indexOf.has(rule) ? { index: indexOf.get(rule) } : {}) },
    configuration: { enabled: false },
    properties: { name, why },
  }));
  return {
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [SOURCE_ROOT]: { description: { text: 'The directory that the check was started in.' } } },
    invocations: [
      {
        executionSuccessful: true,
        ...(overrides.length === 0 ? {} : { ruleConfigurationOverrides: overrides }),
      },
    ],
    properties: { edition, now, summary, inputs },
  };
}

function artifacts(report: Report, files: readonly (string | undefined)[]): Artifact[] {
  const byUri = new Map<string, Artifact>();
  for (const name of [...report.inputs.map((input) => input.name), ...files]) {
    if (name === undefined) continue;
    const written = artifactLocation(name);
    byUri.set(written.uri!, { location: written, roles: ['analysisTarget'] });
  }
  return [...byUri.values()];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function paragraphs(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n');
}

/** In a message, `{0}` is a placeholder and `[text](target)` a link: what a name happens to contain is neither. */
function messageText(text: string): string {
  return doubleBraces(text).replace(/\](?=\()/g, '\\]');
}

function doubleBraces(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}
