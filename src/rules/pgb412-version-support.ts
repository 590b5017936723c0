import { isNew, WHETHER_NEW } from './change';
import { undecidedServer, whyMissing } from './missing-fact';
import { compliant, Rule, undecided, Verdict, violated } from './rule';
import { majorVersion } from './server-version';
import { protectedServers } from './subjects';
import { Severity } from '../findings/finding';
import { ServerFacts } from '../inventory/entities';
import { cite } from '../matrix/citation';
import { POSTGRES_VERSIONS, postgresVersion, PostgresVersionInfo } from '../matrix/postgres-versions';

const { source, postponedSource, versions } = POSTGRES_VERSIONS;

/**
 * PGB412: a retired version works and works against its owner, hence a warning.
 *
 * Azure refuses it to a new server only. A plan says whether a server is new; a configuration doesn't: a server of 2022
 * that has been on version 13 all along looks the same, and the day of a retirement must not break its synthesis. So where
 * the server would be made afresh (`create_mode` Default or absent) the error is undecided there, beside the warning. Other
 * modes take the version over from a server that exists, which Azure allows.
 */
export const VERSION_SUPPORT: Rule = {
  id: 'PGB412',
  name: 'version-support',
  severity: Severity.WARNING,
  decides: 'the PostgreSQL version of a protected server is in standard support',
  why: 'A retired version gets no more fixes, and no new server of it can be created: its dumps can only be loaded into a newer one.',
  sources: [source, postponedSource],
  acknowledgeable: true,
  evaluate: (estate, { now }) =>
    protectedServers(estate, '`version`', (server) => {
      const { version } = server;
      if (version.state !== 'known') {
        const why = whyMissing(version, 'it is not given, so that the server it is made from decides');
        return undecidedServer(server, '`version`', why);
      }
      const { value } = version;
      const info = postgresVersion(majorVersion(value) ?? value);
      if (info === undefined) {
        return undecidedServer(
          server,
          '`version`',
          `the end of support of ${value} is not among those published on ${source.date}`,
        );
      }
      if (now <= info.endOfStandardSupport) return compliant(server);
      return [retired(server, info, now), ...creation(server, info)];
    }),
  documentation: () => ({
    mend: 'Raise `version`: the server is upgraded in place. A new server is made of a supported version.',
    examples: {
      nonCompliant: {
        applied: `
# azurerm_postgresql_flexible_server.orders is missing
`,
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  version = "13"
}
`,
      },
      compliant: {
        hcl: `
resource "azurerm_postgresql_flexible_server" "orders" {
  version = "17"
}
`,
      },
    },
  }),
};

function retired(server: ServerFacts, info: PostgresVersionInfo, now: string): Verdict {
  const { major, endOfStandardSupport, postponedTo } = info;
  const supported = versions.filter((version) => now <= version.endOfStandardSupport).map((version) => version.major);
  // Up to the later day the two documents disagree.
  const postponed =
    postponedTo !== undefined && now <= postponedTo ? `, or will on ${postponedTo} by ${cite(postponedSource)}` : '';
  return violated(server, {
    message: `\`version\` must be in standard support on ${now}, got: ${major}`,
    got: String(major),
    limit: `standard support of PostgreSQL ${major} ended on ${endOfStandardSupport}${postponed}`,
    mend: `raise \`version\`${supported.length === 0 ? '' : ` to one of ${supported.join(', ')}`}: the server is upgraded in place`,
    source,
  });
}

/** Whether Azure refuses to make the server, where it would be made afresh. */
function creation(server: ServerFacts, { major }: PostgresVersionInfo): Verdict[] {
  const { createMode } = server;
  const isNewServer = isNew(server);
  if (isNewServer === false || (createMode.state === 'known' && createMode.value !== 'Default')) return [];
  const rest = { severity: Severity.ERROR, discriminator: 'creation', source };
  if (isNewServer === 'unknown') {
    const why = `Azure makes no new server of PostgreSQL ${major}, and keeps the ones that exist; ${WHETHER_NEW}`;
    return [undecided(server, 'whether the server is new', why, rest)];
  }
  if (createMode.state === 'unknown') return [undecided(server, '`create_mode`', createMode.why, rest)];
  return [
    violated(server, {
      ...rest,
      message: `\`version\` of a new server must be in standard support, got: ${major}`,
      got: String(major),
      limit: `no new server of PostgreSQL ${major} can be created`,
      mend: 'make the server of a newer version, and load a dump of the old data into it',
    }),
  ];
}
