import { Source, SOURCES } from './source';

/** What a name has to be so that service and provider both take it. */
export interface NameRule {
  readonly min: number;
  readonly max: number;
  /** Checks the whole name, its length too. */
  readonly pattern: RegExp;
  /** Completes "`name` must be …". */
  readonly rule: string;
  readonly source: Source;
}

/** The intersection of what the service and azurerm 4.55.0 take. */
export const NAMES = {
  // azurerm: ^[-a-zA-Z0-9]{2,50}$; Azure wants a letter first.
  vault: {
    min: 2,
    max: 50,
    pattern: /^[A-Za-z][-A-Za-z0-9]{1,49}$/,
    rule: '2 to 50 letters, digits and hyphens, a letter first',
    source: SOURCES.azurermVault,
  },
  // azurerm: ^[-a-zA-Z0-9]{3,150}$.
  policy: {
    min: 3,
    max: 150,
    pattern: /^[A-Za-z0-9][-A-Za-z0-9]{2,149}$/,
    rule: '3 to 150 letters, digits and hyphens, a letter or digit first',
    source: SOURCES.azurermPolicy,
  },
  // Neither service nor provider publishes a pattern: a slash breaks the id, the rest is our own caution.
  instance: {
    min: 1,
    max: 260,
    pattern: /^[A-Za-z0-9][-A-Za-z0-9]{0,259}$/,
    rule: 'letters, digits and hyphens, a letter or digit first',
    source: SOURCES.azurermInstance,
  },
  retentionRule: {
    min: 1,
    max: 150,
    pattern: /^[A-Za-z][A-Za-z0-9]{0,149}$/,
    rule: 'letters and digits, a letter first',
    source: SOURCES.azurermPolicy,
  },
  // ARM: ^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*, azurerm: ^[a-z0-9]([a-z0-9-]+[a-z0-9])?$.
  server: {
    min: 3,
    max: 63,
    pattern: /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
    rule: '3 to 63 lower-case letters, digits and single hyphens between them',
    source: SOURCES.flexibleServerApi,
  },
  onDemandBackup: {
    min: 1,
    max: 128,
    pattern: /^[-\w.]{1,128}$/,
    rule: '1 to 128 letters, digits, hyphens, underscores and periods',
    source: SOURCES.flexibleServerApi,
  },
  database: {
    min: 1,
    max: 63,
    pattern: /^[A-Za-z_][-\w]{0,62}$/,
    rule: '1 to 63 letters, digits, hyphens and underscores, a letter or underscore first',
    source: SOURCES.flexibleServerApi,
  },
  // The provider checks the length only, 1 to 260.
  cluster: {
    min: 3,
    max: 40,
    pattern: /^(?![0-9]+$)(?!-)[a-z0-9-]{3,40}(?<!-)$/,
    rule: '3 to 40 lower-case letters, digits and hyphens, no hyphen first or last, not digits alone',
    source: SOURCES.clusterApi,
  },
  // The API names no length; the 128 are our own caution.
  clusterChild: {
    min: 1,
    max: 128,
    pattern: /^[-\w.]{1,128}$/,
    rule: '1 to 128 letters, digits, hyphens, underscores and periods',
    source: SOURCES.clusterApi,
  },
  storageAccount: {
    min: 3,
    max: 24,
    pattern: /^[a-z0-9]{3,24}$/,
    rule: '3 to 24 lower-case letters and digits',
    source: SOURCES.resourceNames,
  },
  // The provider lets double hyphens through; `$root` and `$web` are the service's own.
  container: {
    min: 3,
    max: 63,
    pattern: /^(?:\$root|\$web|[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,62})$/,
    rule: '3 to 63 lower-case letters, digits and single hyphens between them',
    source: SOURCES.resourceNames,
  },
  privateEndpoint: {
    min: 1,
    max: 80,
    pattern: /^[A-Za-z0-9](?:[-\w.]{0,78}\w)?$/,
    rule: '1 to 80 letters, digits, hyphens, underscores and periods, a letter or digit first, no hyphen or period last',
    source: SOURCES.azurermPrivateEndpoint,
  },
  resourceGroup: {
    min: 1,
    max: 90,
    pattern: /^[-\w.()]{1,90}(?<!\.)$/,
    rule: '1 to 90 letters, digits, hyphens, underscores, periods and parentheses, no period last',
    source: SOURCES.azurermTags,
  },
  lock: {
    min: 1,
    max: 90,
    pattern: /^[-\w.()]{1,90}(?<!\.)$/,
    rule: '1 to 90 letters, digits, hyphens, underscores, periods and parentheses, no period last',
    source: SOURCES.resourceNames,
  },
} satisfies Record<string, NameRule>;
